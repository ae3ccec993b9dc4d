#include "format/safetensors.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "format/json.h"
#include "text.h"

namespace earful {
namespace {

std::unexpected<Error> invalid(std::string message) { return fail(ErrorCode::model_invalid, std::move(message)); }

std::optional<DType> dtype_named(std::string_view name) {
  if (name == "F16") return DType::f16;
  if (name == "F32") return DType::f32;
  if (name == "I8") return DType::i8;
  if (name == "U8") return DType::u8;
  return std::nullopt;
}

// Bytes that a tensor of this shape takes; nothing where that overflows.
std::optional<std::uint64_t> byte_count(DType dtype, std::span<const std::size_t> shape) {
  std::uint64_t bytes = size_of(dtype);
  for (const std::size_t extent : shape) {
    if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(extent), &bytes)) return std::nullopt;
  }
  return bytes;
}

Result<TensorView> read_tensor(std::string_view name, const Json& entry, std::span<const std::byte> data) {
  const auto text = entry["dtype"].string();
  if (!text) return invalid(concat("tensor ", name, ": dtype is missing"));
  const auto dtype = dtype_named(*text);
  if (!dtype) {
    return fail(ErrorCode::model_unsupported,
                concat("tensor ", name, ": dtype ", *text, " is none of F16, F32, I8 and U8: update earful"));
  }

  const auto shape = entry["shape"].sizes();
  if (!shape) return invalid(concat("tensor ", name, ": shape is not a list of sizes"));
  const auto bytes = byte_count(*dtype, *shape);
  if (!bytes) return invalid(concat("tensor ", name, ": the size of shape ", describe(*shape), " overflows"));

  const auto offsets = entry["data_offsets"].sizes();
  if (!offsets || offsets->size() != 2) return invalid(concat("tensor ", name, ": data_offsets are not a pair"));
  const std::size_t begin = (*offsets)[0];
  const std::size_t end = (*offsets)[1];
  if (begin > end || end > data.size()) {
    return invalid(concat("tensor ", name, ": data_offsets ", begin, "-", end, " lie outside the file's ", data.size(),
                          " bytes of data (cut short?)"));
  }
  if (end - begin != *bytes) {
    return invalid(
        concat("tensor ", name, ": ", end - begin, " bytes where shape ", describe(*shape), " takes ", *bytes));
  }
  return TensorView{.dtype = *dtype, .shape = *shape, .bytes = data.subspan(begin, end - begin)};
}

// Tensors laid end to end, from the first byte of data to the last.
Result<void> check_layout(const Safetensors& file, std::span<const std::byte> data) {
  std::vector<std::pair<std::span<const std::byte>, std::string_view>> parts;
  for (const auto& [name, tensor] : file.tensors) parts.emplace_back(tensor.bytes, name);
  std::ranges::sort(parts, {}, [](const auto& part) { return std::pair(part.first.data(), part.first.size()); });
  const std::byte* at = data.data();
  for (const auto& [bytes, name] : parts) {
    if (bytes.data() != at) return invalid(concat("tensor ", name, ": a gap or an overlap before its data"));
    at += bytes.size();
  }
  if (at != data.data() + data.size()) return invalid("there is data after the last tensor");
  return {};
}

}  // namespace

std::string describe(std::span<const std::size_t> shape) {
  std::string text = "[";
  for (const std::size_t extent : shape) text += concat(text.size() > 1 ? ", " : "", extent);
  return text + "]";
}

Result<Safetensors> Safetensors::parse(std::span<const std::byte> file) {
  static constexpr std::size_t prefix = 8;
  if (file.size() < prefix) return invalid(concat("not a model file: only ", file.size(), " bytes"));
  std::uint64_t header_size = 0;
  for (std::size_t i = prefix; i-- > 0;) header_size = header_size << 8 | std::to_integer<std::uint64_t>(file[i]);
  const auto rest = file.subspan(prefix);
  if (header_size > rest.size()) {
    return invalid(
        concat("not a model file, or cut short: a header of ", header_size, " bytes in ", rest.size(), " bytes"));
  }
  const auto data = rest.subspan(static_cast<std::size_t>(header_size));
  const auto document = JsonDocument::parse(rest.first(static_cast<std::size_t>(header_size)));
  if (!document || !document->root().is_object()) return invalid("not a model file: its header is not a JSON object");
  if (const auto key = document->repeated_key()) return invalid(concat("file header: key ", *key, " stands twice"));

  Safetensors result;
  for (const auto& [name, entry] : document->root().members()) {
    if (name == "__metadata__") {
      for (const auto& [key, value] : entry.members()) {
        const auto text = value.string();
        if (!text) return invalid(concat("metadata ", key, ": not a string"));
        result.metadata.emplace(key, *text);
      }
      continue;
    }
    auto tensor = read_tensor(name, entry, data);
    if (!tensor) return std::unexpected(tensor.error());
    result.tensors.emplace(name, *std::move(tensor));
  }
  if (auto layout = check_layout(result, data); !layout) return std::unexpected(layout.error());
  return result;
}

}  // namespace earful
