#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace earful {

/// A row of a table for each id; the table is f32, or int8 with a scale for each row.
class Embedding {
 public:
  /// table [rows][width].
  Embedding(std::size_t width, std::vector<float> table) : width_(width), floats_(std::move(table)) {}

  /// table [rows][width], scale [rows] (table x scale = the f32 table). Copied.
  Embedding(std::size_t width, std::span<const std::int8_t> table, std::vector<float> scale)
      : width_(width), int8_(table.begin(), table.end()), scale_(std::move(scale)) {}

  /// ids [n], each below `rows` -> out [n][width].
  void run(std::span<const std::uint32_t> ids, std::span<float> out) const;

 private:
  std::size_t width_;
  std::vector<float> floats_;
  std::vector<std::int8_t> int8_;
  std::vector<float> scale_;
};

}  // namespace earful
