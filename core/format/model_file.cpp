#include "format/model_file.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstring>

#include "text.h"

namespace earful {

Result<ModelFile> ModelFile::open(std::span<const std::byte> file) {
  auto tensors = Safetensors::parse(file);
  if (!tensors) return std::unexpected(tensors.error());
  auto header = ModelHeader::read(tensors->metadata);
  if (!header) return std::unexpected(header.error());
  return ModelFile(*std::move(tensors), *std::move(header));
}

Result<const TensorView*> ModelFile::find(std::string_view name, std::initializer_list<std::size_t> shape) const {
  const auto found = file_.tensors.find(name);
  if (found == file_.tensors.end()) return fail(ErrorCode::model_invalid, concat("tensor ", name, " is missing"));
  if (!std::ranges::equal(found->second.shape, shape)) {
    return fail(ErrorCode::model_invalid,
                concat("tensor ", name, ": shape ", describe(found->second.shape), " where the header asks for ",
                       describe({shape.begin(), shape.size()})));
  }
  return &found->second;
}

Result<std::vector<float>> ModelFile::tensor(std::string_view name, std::initializer_list<std::size_t> shape) const {
  const auto found = find(name, shape);
  if (!found) return std::unexpected(found.error());
  return read_floats(name, **found);
}

bool ModelFile::is_int8(std::string_view name) const {
  const auto found = file_.tensors.find(name);
  return found != file_.tensors.end() && found->second.dtype == DType::i8;
}

Result<std::span<const std::int8_t>> ModelFile::int8_tensor(std::string_view name,
                                                            std::initializer_list<std::size_t> shape) const {
  const auto found = find(name, shape);
  if (!found) return std::unexpected(found.error());
  const auto bytes = (*found)->bytes;
  const std::span values(reinterpret_cast<const std::int8_t*>(bytes.data()), bytes.size());
  const auto bad = std::ranges::find(values, -128);
  if (bad != values.end()) {
    return fail(ErrorCode::model_invalid, concat("tensor ", name, ": element ", bad - values.begin(), " is -128"));
  }
  return values;
}

Result<std::vector<float>> ModelFile::vector(std::string_view name) const {
  const auto found = file_.tensors.find(name);
  return tensor(name, {found == file_.tensors.end() ? 0 : found->second.elements()});
}

Result<std::string_view> ModelFile::text(std::string_view name) const {
  const auto known = file_.tensors.find(name);
  const auto found = find(name, {known == file_.tensors.end() ? 0 : known->second.elements()});
  if (!found) return std::unexpected(found.error());
  if ((*found)->dtype != DType::u8) {
    return fail(ErrorCode::model_invalid, concat("tensor ", name, ": another dtype where U8 is wanted"));
  }
  const auto bytes = (*found)->bytes;
  return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Result<std::vector<float>> read_floats(std::string_view name, const TensorView& tensor) {
  if (tensor.dtype == DType::i8 || tensor.dtype == DType::u8) {
    const char* const dtype = tensor.dtype == DType::i8 ? "I8" : "U8";
    return fail(ErrorCode::model_invalid, concat("tensor ", name, ": dtype ", dtype, " where F16 or F32 is wanted"));
  }
  std::vector<float> values(tensor.elements());
  if (tensor.dtype == DType::f32) {
    std::ranges::copy(tensor.bytes, std::as_writable_bytes(std::span(values)).begin());
  } else {
    for (std::size_t i = 0; i < values.size(); ++i) {
      Eigen::half half;
      std::memcpy(&half, tensor.bytes.data() + 2 * i, 2);
      values[i] = static_cast<float>(half);
    }
  }
  const auto bad = std::ranges::find_if_not(values, [](float value) { return std::isfinite(value); });
  if (bad != values.end()) {
    return fail(ErrorCode::model_invalid, concat("tensor ", name, ": element ", bad - values.begin(),
                                                 std::isnan(*bad) ? " is NaN" : " is infinite"));
  }
  return values;
}

}  // namespace earful
