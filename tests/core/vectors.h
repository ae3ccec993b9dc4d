#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compare.h"
#include "format/model_file.h"
#include "format/safetensors.h"

namespace earful::test {

/// The bytes of a file of tests/vectors.
inline std::vector<std::byte> read_vectors(std::string_view name) {
  const std::string path = std::string(EARFUL_TEST_VECTORS) + "/" + std::string(name);
  INFO(path);
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

/// The bytes of a model that score vectors stand for: one of a pooling, or the released one.
inline std::vector<std::byte> read_model(const std::string& name) {
  return read_vectors(name == "release" ? "../../models/release/cnn.safetensors" : "model_" + name + ".safetensors");
}

/// A file of tests/vectors, opened: inputs and what must come out (see its README).
class Vectors {
 public:
  explicit Vectors(std::string_view name) : bytes_(read_vectors(name)), file_(value(Safetensors::parse(bytes_))) {}

  std::vector<float> operator[](std::string_view name) const {
    INFO(name);
    const auto found = file_.tensors.find(name);
    REQUIRE(found != file_.tensors.end());
    return value(read_floats(name, found->second));
  }

  std::string text(std::string_view name) const {
    INFO(name);
    const auto found = file_.tensors.find(name);
    REQUIRE(found != file_.tensors.end());
    const auto bytes = found->second.bytes;
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  bool contains(std::string_view name) const { return file_.tensors.contains(name); }

  std::vector<std::string> names() const {
    const auto names = std::views::keys(file_.tensors);
    return {names.begin(), names.end()};
  }

 private:
  std::vector<std::byte> bytes_;
  Safetensors file_;
};

}  // namespace earful::test
