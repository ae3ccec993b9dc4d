#include "models/attentive_cnn.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "compare.h"
#include "model_writer.h"
#include "models/scorer.h"

namespace earful::test {
namespace {

// Scorer::load is what loads a network from a file.
Result<Scorer> load(const ModelWriter& writer) { return Scorer::load(writer.bytes()); }

constexpr Pooling poolings[] = {Pooling::average, Pooling::learnable_query, Pooling::self_attention};

}  // namespace

TEST_CASE("a network runs on any number of frames from one step on") {
  const auto pooling = GENERATE(from_range(poolings));
  const auto bytes = small_model(pooling).bytes();
  const auto file = value(ModelFile::open(bytes));
  auto network = value(AttentiveCnn::load(file, *std::get_if<AttentiveCnnSizes>(&file.header().architecture), 8, 1498));
  Random random;
  for (const std::size_t frames : {8, 9, 15, 16, 17, 31, 1498, 100, 2, 3}) {
    Buffer buffer;
    const auto log_mel = buffer.room(frames * 4);
    random.fill(log_mel);
    const auto output = value(network.run(log_mel, frames));
    INFO(frames << " frames");
    CHECK(output.logits.size() == 2);
    CHECK(output.attention.size() == frames / 2);
    CHECK(std::abs(std::accumulate(output.attention.begin(), output.attention.end(), 0.0) - 1) < 1e-5);
    for (const float weight : output.attention) REQUIRE((weight >= 0 && weight <= 1));
    for (const float logit : output.logits) REQUIRE(std::isfinite(logit));
    const std::vector<float> logits(output.logits.begin(), output.logits.end());
    CHECK(std::ranges::equal(value(network.run(log_mel, frames)).logits, logits));
  }
}

TEST_CASE("average pooling weighs all steps alike") {
  const auto bytes = small_model(Pooling::average).bytes();
  const auto file = value(ModelFile::open(bytes));
  auto network = value(AttentiveCnn::load(file, *std::get_if<AttentiveCnnSizes>(&file.header().architecture), 8, 1498));
  Buffer buffer;
  const auto log_mel = buffer.room(80);
  Random().fill(log_mel);
  CHECK(std::ranges::equal(value(network.run(log_mel, 20)).attention, std::vector<float>(10, 0.1F)));
}

TEST_CASE("a network loads its weights from F16 as from F32") {
  auto writer = small_model();
  for (auto& [name, tensor] : writer.tensors) {
    for (float& value : tensor.values) value = static_cast<float>(static_cast<Eigen::half>(value));
  }
  const auto samples = Random().values(16000);
  const auto expected = value(value(load(writer)).score(samples, 16000));
  for (auto& [name, tensor] : writer.tensors) tensor.half = true;
  CHECK(value(value(load(writer)).score(samples, 16000)).scores == expected.scores);
}

TEST_CASE("refuses a model without one of its tensors, by the tensor's name") {
  for (const Pooling pooling : poolings) {
    for (const auto& [name, tensor] : small_model(pooling).tensors) {
      auto writer = small_model(pooling);
      writer.tensors.erase(name);
      check_refused(load(writer), ErrorCode::model_invalid, concat("tensor ", name, " is missing"));
    }
  }
}

TEST_CASE("refuses a tensor of another shape, by its name") {
  for (const Pooling pooling : poolings) {
    for (const auto& [name, tensor] : small_model(pooling).tensors) {
      auto writer = small_model(pooling);
      writer.tensors[name].shape.push_back(1);  // the same bytes, another rank
      check_refused(load(writer), ErrorCode::model_invalid, concat("tensor ", name, ": shape ["));
      if (name == "self_test.input") continue;  // has any length
      writer.tensors[name].shape = {tensor.values.size() + 1};
      writer.tensors[name].values.push_back(0);
      check_refused(load(writer), ErrorCode::model_invalid, concat("tensor ", name, ": shape ["));
    }
  }
}

TEST_CASE("refuses weights that are NaN or infinite, by the tensor's name and the element") {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const float bad = GENERATE_COPY(infinity, -infinity, std::numeric_limits<float>::quiet_NaN());
  const bool half = GENERATE(false, true);
  for (const Pooling pooling : poolings) {
    for (const auto& [name, tensor] : small_model(pooling).tensors) {
      auto writer = small_model(pooling);
      writer.tensors[name].half = half;
      writer.tensors[name].values.back() = bad;
      const auto why =
          concat(name, ": element ", tensor.values.size() - 1, std::isnan(bad) ? " is NaN" : " is infinite");
      check_refused(load(writer), ErrorCode::model_invalid, why);
    }
  }
}

TEST_CASE("refuses sizes of which the poolings leave nothing") {
  auto writer = small_model();
  writer.fields["features.filters"] = "1";
  check_refused(load(writer), ErrorCode::model_invalid, "architecture.conv_layers: nothing is left of 1 filters");
  writer.fields["features.filters"] = "512";
  writer.fields["architecture.conv_layers"] = "5";  // 16 frames to a step; the shortest clip has 8
  check_refused(load(writer), ErrorCode::model_invalid, "8 frames after 4 poolings");
}

TEST_CASE("refuses features whose frame is longer than the shortest clip") {
  auto writer = small_model();
  writer.fields["features.frame_length"] = "2048";
  writer.fields["features.fft_size"] = "2048";
  check_refused(load(writer), ErrorCode::model_invalid, "0 frames");
}

TEST_CASE("refuses sizes that would take more memory than a network may") {
  const auto [path, json] = GENERATE(table<std::string, std::string>({
      {"features.hop_length", "1"},  // the similarities of 120,000 steps with each other
      {"features.hop_length", "5"},
      {"architecture.channels", "512"},
  }));
  auto writer = small_model(GENERATE(from_range(poolings)));
  writer.fields["features.filters"] = "512";
  writer.fields[path] = json;
  check_refused(load(writer), ErrorCode::model_invalid, "architecture: one layer would take");
}

TEST_CASE("refuses sizes that would take minutes for a clip") {
  auto writer = small_model(GENERATE(from_range(poolings)));
  writer.fields["features.filters"] = "64";
  writer.fields["architecture.channels"] = "512";
  writer.fields["architecture.kernel"] = "15";
  check_refused(load(writer), ErrorCode::model_invalid, "the longest input would take");
}

}  // namespace earful::test
