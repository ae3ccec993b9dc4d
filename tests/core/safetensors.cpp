#include "format/safetensors.h"

#include <catch2/catch_test_macros.hpp>

#include "compare.h"
#include "format/model_file.h"
#include "model_writer.h"

namespace earful::test {
namespace {

// A header of tensor entries over eight bytes of data.
Bytes file_of(const std::string& entries, std::size_t data = 8) {
  return safetensors_file("{" + entries + "}", Bytes(data));
}

std::string entry(const std::string& name, const std::string& dtype, const std::string& shape,
                  const std::string& offsets) {
  return concat(quoted(name), R"(:{"dtype":)", dtype, R"(,"shape":)", shape, R"(,"data_offsets":)", offsets, "}");
}

void check_invalid(std::span<const std::byte> file, const std::string& part) {
  check_refused(Safetensors::parse(file), ErrorCode::model_invalid, part);
}

}  // namespace

TEST_CASE("a safetensors file gives its tensors and its metadata") {
  ModelWriter writer;
  writer.metadata = {{"earful", "\"{}\""}, {"colour", R"("bl\u00fcue")"}};
  writer.tensors["b"] = {.shape = {2, 3}, .values = {1, 2, 3, 4, 5, 6}};
  writer.tensors["a"] = {.shape = {2}, .values = {0.5F, -65504}, .half = true};
  writer.tensors["bytes"] = {.shape = {3}, .values = {-127, 0, 127}, .int8 = true};
  writer.tensors["scalar"] = {.shape = {}, .values = {7}};
  writer.tensors["empty"] = {.shape = {0, 4}, .values = {}};
  const auto bytes = writer.bytes();
  const auto file = value(Safetensors::parse(bytes));

  CHECK(file.metadata.at("colour") == "bl\u00fcue");
  REQUIRE(file.tensors.size() == 5);
  CHECK(file.tensors.at("b").shape == std::vector<std::size_t>{2, 3});
  CHECK(value(read_floats("b", file.tensors.at("b"))) == std::vector<float>{1, 2, 3, 4, 5, 6});
  CHECK(value(read_floats("a", file.tensors.at("a"))) == std::vector<float>{0.5F, -65504});
  CHECK(file.tensors.at("bytes").dtype == DType::i8);
  CHECK(file.tensors.at("bytes").elements() == 3);
  check_refused(read_floats("bytes", file.tensors.at("bytes")), ErrorCode::model_invalid, "bytes: dtype I8 where");
  CHECK(value(read_floats("scalar", file.tensors.at("scalar"))) == std::vector<float>{7});
  CHECK(value(read_floats("empty", file.tensors.at("empty"))).empty());
}

TEST_CASE("a safetensors file is read the same wherever it lies in memory") {
  ModelWriter writer;
  writer.tensors["a"] = {.shape = {3}, .values = {1, 2, 3}};
  const auto bytes = writer.bytes();
  for (std::size_t shift = 0; shift < 4; ++shift) {
    Bytes moved(shift);
    moved.insert(moved.end(), bytes.begin(), bytes.end());
    const auto file = value(Safetensors::parse(std::span(moved).subspan(shift)));
    CHECK(value(read_floats("a", file.tensors.at("a"))) == std::vector<float>{1, 2, 3});
  }
}

TEST_CASE("refuses a file that is cut short, wherever it is cut") {
  const auto bytes = small_model().bytes();
  REQUIRE(Safetensors::parse(bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    // A copy of just this size, so that the address sanitizer sees a read beyond it.
    const Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    const auto parsed = Safetensors::parse(cut);
    INFO("cut to " << size << " bytes");
    REQUIRE_FALSE(parsed);
    REQUIRE(parsed.error().code == ErrorCode::model_invalid);
    REQUIRE_FALSE(parsed.error().message.empty());
  }
}

TEST_CASE("refuses files of other kinds") {
  const auto foreign = [](const std::string& text) {
    const auto bytes = std::as_bytes(std::span(text));
    return Bytes(bytes.begin(), bytes.end());
  };
  check_invalid(foreign(""), "only 0 bytes");
  check_invalid(foreign("RIFF"), "only 4 bytes");
  check_invalid(foreign("<!doctype html><html><body>Not found</body></html>"), "not a model file");
  check_invalid(foreign(std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16)), "not a model file");
  check_invalid(foreign(std::string(64, '\0')), "not a JSON object");
  check_invalid(foreign(std::string(64, '\xff')), "not a model file");
  check_invalid(safetensors_file(""), "not a JSON object");
  check_invalid(safetensors_file("[]"), "not a JSON object");
  check_invalid(safetensors_file("{"), "not a JSON object");
  check_invalid(safetensors_file("{\"a\":1e999}"), "not a JSON object");
  check_invalid(safetensors_file(std::string(100000, '[')), "not a JSON object");
  check_invalid(safetensors_file("{\"\xff\":1}"), "not a JSON object");
}

TEST_CASE("refuses a tensor whose entry is wrong, by its name") {
  const std::string good_shape = "[2]";
  const std::string good_offsets = "[0,8]";
  CHECK(Safetensors::parse(file_of(entry("w", "\"F32\"", good_shape, good_offsets))));

  check_invalid(file_of("\"w\":3"), "tensor w: dtype is missing");
  check_invalid(file_of("\"w\":{}"), "tensor w: dtype is missing");
  check_invalid(file_of(entry("w", "4", good_shape, good_offsets)), "tensor w: dtype is missing");
  for (const char* dtype : {"I64", "BF16"}) {
    const auto file = file_of(entry("w", quoted(dtype), "[1]", good_offsets));
    check_refused(Safetensors::parse(file), ErrorCode::model_unsupported,
                  concat("tensor w: dtype ", dtype, " is none of F16, F32, I8 and U8: update earful"));
  }
  for (const char* shape : {"null", "2", "[2.0]", "[-2]", "[\"2\"]", "[[2]]", "[1e300]"}) {
    check_invalid(file_of(entry("w", "\"F32\"", shape, good_offsets)), "tensor w: shape is not a list of sizes");
  }
  for (const char* offsets : {"null", "[]", "[0]", "[0,8,8]", "[0,8.5]", "[-8,0]", "\"0,8\""}) {
    check_invalid(file_of(entry("w", "\"F32\"", good_shape, offsets)), "tensor w: data_offsets are not a pair");
  }
  for (const char* offsets : {"[0,9]", "[8,0]", "[9,17]", "[4294967288,4294967295]"}) {
    check_invalid(file_of(entry("w", "\"F32\"", good_shape, offsets)), "tensor w: data_offsets");
  }
  check_invalid(file_of(entry("w", "\"F32\"", "[3]", good_offsets)), "tensor w: 8 bytes where shape [3] takes 12");
  check_invalid(file_of(entry("w", "\"F16\"", "[2]", good_offsets)), "tensor w: 8 bytes where shape [2] takes 4");
  check_invalid(file_of(entry("w", "\"I8\"", "[2]", good_offsets)), "tensor w: 8 bytes where shape [2] takes 2");
}

TEST_CASE("refuses a shape whose product overflows, even to a size that would fit") {
  check_invalid(file_of(entry("w", "\"F32\"", "[65536,65536,65536,65536]", "[0,8]")), "tensor w: the size of shape");
  // 29 x 2^64 + 8 bytes: 8 where the product wraps.
  check_invalid(file_of(entry("w", "\"F32\"", "[2,233,673,35099,69221,175519]", "[0,8]")),
                "tensor w: the size of shape");
  check_invalid(file_of(entry("w", "\"F32\"", "[18446744073709551615]", "[0,8]")), "tensor w:");
  check_invalid(file_of(entry("w", "\"F32\"", "[18446744073709551616]", "[0,8]")), "tensor w:");
}

TEST_CASE("refuses tensors that overlap, leave a gap or leave data over") {
  const auto f32 = [](const std::string& name, const std::string& shape, const std::string& offsets) {
    return entry(name, "\"F32\"", shape, offsets);
  };
  CHECK(Safetensors::parse(file_of(f32("b", "[1]", "[4,8]") + "," + f32("a", "[1]", "[0,4]"))));
  check_invalid(file_of(f32("a", "[2]", "[0,8]") + "," + f32("b", "[1]", "[4,8]")), "tensor b: a gap or an overlap");
  check_invalid(file_of(f32("a", "[2]", "[0,8]") + "," + f32("b", "[2]", "[0,8]")), "a gap or an overlap");
  check_invalid(file_of(f32("a", "[1]", "[4,8]")), "tensor a: a gap or an overlap");
  check_invalid(file_of(f32("a", "[1]", "[0,4]") + "," + f32("b", "[1]", "[8,12]"), 12), "tensor b: a gap");
  check_invalid(file_of(f32("a", "[1]", "[0,4]")), "data after the last tensor");
  check_invalid(file_of("", 1), "data after the last tensor");
}

TEST_CASE("refuses a tensor or another key that stands twice and metadata that are not text") {
  const auto twice = entry("w", "\"F32\"", "[1]", "[0,4]") + "," + entry("w", "\"F32\"", "[1]", "[4,8]");
  check_invalid(file_of(twice), "file header: key w stands twice");
  check_invalid(file_of(R"("__metadata__":{"format":"a","format":"b"})", 0), "file header: key format stands twice");
  check_invalid(file_of(R"("__metadata__":{"a":"1"},"__metadata__":{"b":"2"})", 0), "key __metadata__ stands twice");
  check_invalid(file_of(R"("__metadata__":{"format":1})", 0), "metadata format: not a string");
}

}  // namespace earful::test
