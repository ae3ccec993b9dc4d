#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "error.h"
#include "format/json.h"

namespace earful {

/// Reads the fields of a JSON document and remembers the first that is missing or wrong, so that a header is read
/// straight through and checked once, at the end.
class HeaderReader {
 public:
  explicit HeaderReader(Json root) : root_(root) {}

  /// Paths are "section.field" or "field".
  std::string string(std::string_view path);
  bool boolean(std::string_view path);
  double number(std::string_view path, double low, double high);
  std::size_t size(std::string_view path, std::size_t low, std::size_t high);

  /// The value whose name the field holds.
  template <class Choice>
  Choice choice(std::string_view path, std::initializer_list<std::pair<std::string_view, Choice>> names) {
    const std::string text = string(path);
    for (const auto& [name, value] : names) {
      if (text == name) return value;
    }
    refuse_unknown(path, text);
    return names.begin()->second;
  }

  Json at(std::string_view path) const;
  void refuse(std::string_view path, std::string_view why);
  /// A sound value, but of a later version.
  void refuse_unknown(std::string_view path, std::string_view value);
  const Result<void>& result() const { return result_; }

 private:
  Json root_;
  Result<void> result_;
};

}  // namespace earful
