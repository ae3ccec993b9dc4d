#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "error.h"
#include "format/model_header.h"
#include "format/safetensors.h"

namespace earful {

/// A model file, opened: its header read and checked, its tensors at hand. Lives as long as the file's bytes.
class ModelFile {
 public:
  /// Errors: model_invalid naming the field or tensor, model_unsupported.
  static Result<ModelFile> open(std::span<const std::byte> file);

  const ModelHeader& header() const { return header_; }

  /// The tensor's values as f32, row-major. Error: model_invalid where it is missing, has another shape, is int8, or
  /// holds a value that is NaN or infinite.
  Result<std::vector<float>> tensor(std::string_view name, std::initializer_list<std::size_t> shape) const;

  /// As `tensor`, for a vector of any length.
  Result<std::vector<float>> vector(std::string_view name) const;

  /// Whether there is a tensor of this name and it is int8.
  bool is_int8(std::string_view name) const;

  /// The values of an int8 tensor, row-major, in the file's own bytes. Error: model_invalid where it has another shape
  /// or holds a -128, which the kernels of symmetric weights do not expect.
  Result<std::span<const std::int8_t>> int8_tensor(std::string_view name,
                                                   std::initializer_list<std::size_t> shape) const;

  /// The bytes of a tensor of type U8, a text, in the file's own. Error: model_invalid where it is missing or of
  /// another type.
  Result<std::string_view> text(std::string_view name) const;

 private:
  Result<const TensorView*> find(std::string_view name, std::initializer_list<std::size_t> shape) const;
  ModelFile(Safetensors tensors, ModelHeader header) : file_(std::move(tensors)), header_(std::move(header)) {}
  Safetensors file_;
  ModelHeader header_;
};

/// Values of a tensor as f32. Error: model_invalid where it is int8, or naming the first that is NaN or infinite.
Result<std::vector<float>> read_floats(std::string_view name, const TensorView& tensor);

}  // namespace earful
