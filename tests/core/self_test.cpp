#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "compare.h"
#include "model_writer.h"
#include "models/scorer.h"
#include "vectors.h"

namespace earful::test {

TEST_CASE("a model passes the test that its file carries") {
  auto scorer = value(Scorer::load(
      read_model(GENERATE("average", "learnable_query", "self_attention", "encoder", "encoder_int8", "release"))));
  const auto scores = value(scorer.self_test());
  CHECK(max_error(scores, scorer.header().self_test_scores) < 1e-4F);
}

TEST_CASE("a model whose weights were tampered with fails the test that its file carries") {
  auto writer = small_model();
  const auto scores = value(value(Scorer::load(writer.bytes())).self_test());
  writer.fields["self_test.tolerance"] = "1e-5";
  writer.fields["self_test.scores"] =
      concat("{\"first\":", std::to_string(scores[0]), ",\"second\":", std::to_string(scores[1]), "}");
  CHECK(value(Scorer::load(writer.bytes())).self_test());

  for (const char* name : {"conv1.weight", "attention.value.weight", "fc2.weight", "output.bias"}) {
    auto tampered = writer;
    for (float& weight : tampered.tensors[name].values) weight = 0.3F - 2 * weight;
    INFO(name);
    check_refused(value(Scorer::load(tampered.bytes())).self_test(), ErrorCode::self_test_failed, "label first scores");
  }
}

TEST_CASE("refuses a model whose test clip is too short to be scored") {
  for (const std::size_t count : {0, 1, 1599}) {
    auto writer = small_model();
    writer.tensors["self_test.input"] = {.shape = {count}, .values = std::vector<float>(count)};
    check_refused(Scorer::load(writer.bytes()), ErrorCode::model_invalid, "self_test.input");
  }
}

TEST_CASE("weights that overflow give an error, not attention or scores that are NaN") {
  auto writer = small_model(GENERATE(Pooling::learnable_query, Pooling::self_attention));
  for (const char* name : {"conv2.bias", "attention.key.weight"}) {
    for (float& weight : writer.tensors[name].values) weight = 3e38F;
  }
  auto scorer = value(Scorer::load(writer.bytes()));
  check_refused(scorer.score(Random().values(16000), 16000), ErrorCode::model_invalid, "too large");
}

}  // namespace earful::test
