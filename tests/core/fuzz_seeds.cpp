#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include "encoder_writer.h"
#include "model_writer.h"
#include "text_model_writer.h"

namespace earful::test {
namespace {

void write(const std::string& name, const Bytes& bytes) {
  const auto path = std::filesystem::path(EARFUL_TEST_VECTORS).parent_path() / "fuzz" / "seeds" / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  REQUIRE(file);
}

template <class... Parts>
Bytes packed(const Parts&... parts) {
  Bytes bytes;
  const auto append = [&bytes](const auto& part) {
    const std::size_t end = bytes.size();
    bytes.resize(end + sizeof(part));
    std::memcpy(bytes.data() + end, &part, sizeof(part));
  };
  (append(parts), ...);
  return bytes;
}

}  // namespace

// Not a test: `earful_tests "[seeds]"` writes what fuzz/seeds holds.
TEST_CASE("writes the seeds of the fuzzers", "[.][seeds]") {
  for (const auto& [name, pooling] : {std::pair{"average", Pooling::average},
                                      {"learnable_query", Pooling::learnable_query},
                                      {"self_attention", Pooling::self_attention}}) {
    auto model = small_model(pooling);
    model.tensors["self_test.input"].half = true;
    write(std::string("model_file/") + name, model.bytes());
  }
  auto whisper = small_model();
  for (const auto& [path, json] : {std::pair{"fft_size", "400"},
                                   {"centre", "true"},
                                   {"mel_scale", "\"slaney\""},
                                   {"mel_norm", "\"slaney\""},
                                   {"floor", "1e-10"},
                                   {"normalisation", "\"whisper\""}}) {
    whisper.fields[std::string("features.") + path] = json;
  }
  whisper.tensors["self_test.input"].half = true;
  write("model_file/whisper", whisper.bytes());

  for (const bool int8 : {false, true}) {
    auto encoder = small_encoder(int8);
    encoder.tensors["self_test.input"].half = true;
    write(int8 ? "model_file/encoder_int8" : "model_file/encoder", encoder.bytes());
    write(int8 ? "model_file/text_int8" : "model_file/text", small_text_model(int8).bytes());
  }

  // As fuzz/audio.cpp reads them: a rate, a piece, a length in 65535ths of 0.3 s, samples to be repeated.
  const auto usual = [](std::uint8_t rate, std::uint16_t length, auto... samples) {
    return packed(rate, std::uint16_t{480}, length, samples...);
  };
  constexpr float infinity = std::numeric_limits<float>::infinity();
  write("audio/16k", usual(2, 30000, 0.1F, -0.7F, 0.3F, 0.2F));
  write("audio/44k", usual(4, 65535, 0.9F, -0.9F, 0.1F));
  write("audio/192k", usual(7, 22000, 0.5F, -0.5F));
  write("audio/silence", usual(5, 40000, 0.0F));
  write("audio/huge", usual(2, 30000, 1e30F, -3e38F));
  write("audio/nan", usual(2, 30000, 0.1F, std::numeric_limits<float>::quiet_NaN()));
  write("audio/infinite", usual(2, 30000, 0.1F, infinity));
  write("audio/empty", usual(2, 0));
  write("audio/short", usual(2, 20000, 0.1F));
  const std::uint8_t any_rate = 128;
  write("audio/odd_rate", packed(any_rate, 12345.6, std::uint16_t{1}, std::uint16_t{50000}, 0.3F, -0.1F));
  write("audio/nan_rate", packed(any_rate, std::numeric_limits<double>::quiet_NaN(), std::uint32_t{0}));

  // As fuzz/stream.cpp reads them: a rate, three times, then calls; a push has a kind and a length.
  const auto call = [](std::uint8_t kind) { return packed(std::uint8_t{100}, kind, std::uint8_t{255}); };
  for (std::uint8_t rate = 0; rate < 8; ++rate) {
    Bytes bytes = packed(rate, std::uint8_t{30}, std::uint8_t{100}, std::uint8_t{50});
    for (const std::uint8_t kind : std::initializer_list<std::uint8_t>{64, 67, 67, 66, 64, 64, 65, 67, 67, 67, 64}) {
      const Bytes push = call(kind);
      bytes.insert(bytes.end(), push.begin(), push.end());
      bytes.push_back(std::byte{0});  // a score so far
    }
    write(concat("stream/rate_", rate), bytes);
  }
}

}  // namespace earful::test
