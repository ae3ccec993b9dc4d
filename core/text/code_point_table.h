#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace earful {

/// A set of code points, read from one of character_tables.h.
class CodePointSet {
 public:
  explicit CodePointSet(std::span<const std::uint8_t> table);

  bool contains(char32_t letter) const;

 private:
  struct Run {
    char32_t first, last;
  };
  std::vector<Run> runs_;
};

/// A map from code points to texts, read from one of character_tables.h.
class CodePointMap {
 public:
  explicit CodePointMap(std::span<const std::uint8_t> table);

  /// Appends what the letter stands for; false where it is not in the map.
  bool append(char32_t letter, std::u32string& text) const;

 private:
  struct Run {
    char32_t first, last;
    std::uint8_t apart;  // between its code points
    bool same;           // target of all of them; else it goes with them
    std::u32string to;   // of the first one
  };
  std::vector<Run> runs_;
};

}  // namespace earful
