#include "models/speech_encoder.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "allocations.h"
#include "compare.h"
#include "encoder_writer.h"
#include "models/scorer.h"
#include "streams.h"

namespace earful::test {
namespace {

Result<Scorer> load(const ModelWriter& writer) { return Scorer::load(writer.bytes()); }

}  // namespace

TEST_CASE("an encoder runs on any number of frames") {
  const bool int8 = GENERATE(false, true);
  const auto bytes = small_encoder(int8).bytes();
  const auto file = value(ModelFile::open(bytes));
  const auto* sizes = std::get_if<SpeechEncoderSizes>(&file.header().architecture);
  REQUIRE(sizes);
  auto network = value(SpeechEncoder::load(file, *sizes, 10, 1500));
  Random random;
  for (const std::size_t frames : {10, 11, 191, 192, 193, 1499, 1500, 100, 2, 1}) {
    Buffer buffer;
    const auto log_mel = buffer.room(frames * 4);
    random.fill(log_mel);
    const auto output = value(network.run(log_mel, frames));
    INFO(frames << " frames");
    CHECK(output.logits.size() == 2);
    CHECK(output.attention.size() == (frames + 1) / 2);
    CHECK(std::abs(std::accumulate(output.attention.begin(), output.attention.end(), 0.0) - 1) < 1e-5);
    for (const float logit : output.logits) REQUIRE(std::isfinite(logit));
    const std::vector<float> logits(output.logits.begin(), output.logits.end());
    CHECK(std::ranges::equal(value(network.run(log_mel, frames)).logits, logits));
  }
}

TEST_CASE("an encoder scores the same from int8 weights as from the values that they stand for, but for its inputs'") {
  auto scorer = value(load(small_encoder(true)));
  auto exact = small_encoder(true);
  for (auto& [name, tensor] : exact.tensors) {
    if (!tensor.int8) continue;
    for (float& weight : tensor.values) weight /= 254;
    tensor.int8 = false;
  }
  const auto samples = Random().values(16000);
  const auto expected = value(value(load(exact)).score(samples, 16000));
  CHECK(max_error(value(scorer.score(samples, 16000)).scores, expected.scores) < 0.01F);
}

TEST_CASE("a stream of an encoder scores its utterances as the same samples alone, to the last bit") {
  auto scorer = value(load(small_encoder(GENERATE(false, true))));
  const double rate = GENERATE(16000, 48000);
  const auto samples = talk(rate);
  Random random;
  const auto told = run(scorer, options(rate), samples, [&random] { return random.size(0, 20000); });
  REQUIRE(told.utterances.size() > 1);
  for (const auto& [start, end, scores] : told.utterances) {
    const auto first = static_cast<std::size_t>(std::llround(start * rate));
    const auto last = static_cast<std::size_t>(std::llround(end * rate));
    CHECK(value(scorer.score(std::span(samples).subspan(first, last - first), rate)).scores == scores);
  }
}

TEST_CASE("an encoder allocates nothing once it has scored a window as long") {
  auto scorer = value(load(small_encoder(GENERATE(false, true))));
  Spectrogram window;
  window.push(scorer.front_end(), Random().values(240000));
  window.finish(scorer.front_end());
  REQUIRE(scorer.score(window));
  const std::size_t before = allocations();
  REQUIRE(scorer.score(window));
  CHECK(allocations() == before);
}

TEST_CASE("refuses an encoder without one of its tensors or with one of another shape, by the tensor's name") {
  const bool int8 = GENERATE(false, true);
  for (const auto& [name, tensor] : small_encoder(int8).tensors) {
    auto writer = small_encoder(int8);
    writer.tensors.erase(name);
    check_refused(load(writer), ErrorCode::model_invalid, concat("tensor ", name, " is missing"));
    writer = small_encoder(int8);
    writer.tensors[name].shape.push_back(1);
    check_refused(load(writer), ErrorCode::model_invalid, concat("tensor ", name, ": shape ["));
  }
}

TEST_CASE("refuses weights of an encoder that are NaN or infinite, by the tensor's name and the element") {
  const float bad = GENERATE(std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN());
  for (const auto& [name, tensor] : small_encoder().tensors) {
    auto writer = small_encoder();
    writer.tensors[name].values.back() = bad;
    check_refused(load(writer), ErrorCode::model_invalid, concat(name, ": element ", tensor.values.size() - 1));
  }
}

TEST_CASE("refuses int8 weights of -128, scales that are not positive, and int8 where it has no meaning") {
  auto writer = small_encoder(true);
  writer.tensors["blocks.1.fc1.weight"].values[5] = -128;
  check_refused(load(writer), ErrorCode::model_invalid, "tensor blocks.1.fc1.weight: element 5 is -128");
  for (const float scale : {0.0F, -1.0F, 1e-40F}) {
    writer = small_encoder(true);
    writer.tensors["conv2.weight_scale"].values[1] = scale;
    check_refused(load(writer), ErrorCode::model_invalid, "tensor conv2.weight_scale: element 1");
  }
  for (const char* name : {"query", "conv1.bias", "conv1.weight_scale", "blocks.0.mlp_norm.weight"}) {
    writer = small_encoder(true);
    writer.tensors[name].int8 = true;
    check_refused(load(writer), ErrorCode::model_invalid, concat("tensor ", name, ": dtype I8"));
  }
  auto cnn = small_model();
  cnn.tensors["fc1.weight"].int8 = true;
  check_refused(load(cnn), ErrorCode::model_invalid, "tensor fc1.weight: dtype I8");
}

TEST_CASE("refuses a header of an encoder with a size that is missing, wrong or out of range, by the field's name") {
  for (const char* path : {"architecture.layers", "architecture.width", "architecture.heads", "architecture.hidden",
                           "architecture.projection"}) {
    for (const char* json : {"", "null", "0", "-1", "2.5", "\"2\"", "1000000", "18446744073709551617"}) {
      auto writer = small_encoder();
      writer.fields[path] = json;
      if (writer.fields[path].empty()) writer.fields.erase(path);
      INFO(path << " = " << json);
      check_refused(load(writer), ErrorCode::model_invalid, path);
    }
  }
  auto writer = small_encoder();
  writer.fields["architecture.width"] = "5";
  check_refused(load(writer), ErrorCode::model_invalid, "architecture.width: an even size");
  writer.fields["architecture.width"] = "4";
  writer.fields["architecture.heads"] = "3";
  check_refused(load(writer), ErrorCode::model_invalid, "architecture.heads: the width is not a multiple");
}

TEST_CASE("refuses an encoder that would take minutes for a clip") {
  auto writer = small_encoder();
  for (const auto& [path, size] : {std::pair{"architecture.layers", "64"},
                                   {"architecture.width", "64"},
                                   {"architecture.heads", "64"},
                                   {"features.hop_length", "40"}})
    writer.fields[path] = size;
  check_refused(load(writer), ErrorCode::model_invalid, "the longest input would take");
}

TEST_CASE("refuses an encoder that would take more memory than a network may, or of which a clip has no frame") {
  auto writer = small_encoder();
  writer.fields["features.hop_length"] = "2";
  check_refused(load(writer), ErrorCode::model_invalid, "architecture: one layer would take");
  writer.fields["features.hop_length"] = "2000";
  check_refused(load(writer), ErrorCode::model_invalid, "0 frames");
}

TEST_CASE("weights of an encoder that overflow give an error, not scores that are NaN") {
  const bool int8 = GENERATE(false, true);
  for (const char* name : {"conv2.bias", "blocks.0.fc2.bias", "blocks.1.exit_norm.bias", "query"}) {
    auto writer = small_encoder(int8);
    for (float& weight : writer.tensors[name].values) weight = 3e38F;
    auto scorer = value(load(writer));
    const auto scored = scorer.score(Random().values(16000), 16000);
    INFO(name);
    if (!scored) {
      check_refused(scored, ErrorCode::model_invalid, "too large");
    } else {
      for (const float score : scored->scores) CHECK((score >= 0 && score <= 1));
    }
  }
}

}  // namespace earful::test
