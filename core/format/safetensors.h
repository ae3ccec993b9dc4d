#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "error.h"

namespace earful {

enum class DType : std::uint8_t { f16, f32, i8, u8 };

/// Bytes of a value.
constexpr std::size_t size_of(DType dtype) { return dtype == DType::f32 ? 4 : dtype == DType::f16 ? 2 : 1; }

/// A tensor inside a file's bytes, little-endian and row-major. Lives as long as those bytes.
struct TensorView {
  DType dtype;
  std::vector<std::size_t> shape;
  std::span<const std::byte> bytes;

  std::size_t elements() const { return bytes.size() / size_of(dtype); }
};

/// The index of a .safetensors file (8 bytes of header length, JSON header, data), checked throughout: every byte
/// of data belongs to just one tensor, and every tensor has the bytes that its shape asks for.
struct Safetensors {
  std::map<std::string, TensorView, std::less<>> tensors;
  std::map<std::string, std::string, std::less<>> metadata;  ///< the file's __metadata__

  /// Error: model_invalid, naming the field or tensor.
  static Result<Safetensors> parse(std::span<const std::byte> file);
};

/// "[32, 5, 5, 1]", for messages.
std::string describe(std::span<const std::size_t> shape);

}  // namespace earful
