#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <limits>

#include "compare.h"
#include "models/text_scorer.h"
#include "text_model_writer.h"

namespace earful::test {
namespace {

Result<TextScorer> load(const ModelWriter& writer) { return TextScorer::load(writer.bytes()); }

ModelWriter with_text(const std::string& name, std::string_view text) {
  ModelWriter writer = small_text_model();
  writer.add_text(name, text);
  return writer;
}

}  // namespace

TEST_CASE("the small text model that these tests break is read and scores") {
  auto scorer = load(small_text_model(GENERATE(false, true)));
  REQUIRE(scorer);
  CHECK(scorer->score("a silly goose").has_value());
}

TEST_CASE("refuses a text model without one of its tensors or with one of another shape, by the tensor's name") {
  const bool int8 = GENERATE(false, true);
  for (const auto& [name, tensor] : small_text_model(int8).tensors) {
    INFO(name);
    auto writer = small_text_model(int8);
    writer.tensors.erase(name);
    check_refused(load(writer), ErrorCode::model_invalid, concat("tensor ", name, " is missing"));
    writer = small_text_model(int8);
    writer.tensors[name].shape.push_back(1);
    check_refused(load(writer), ErrorCode::model_invalid, concat("tensor ", name, ": "));
  }
}

TEST_CASE("refuses weights of a text model that are NaN or infinite, by the tensor's name and the element") {
  const float bad = GENERATE(std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN());
  for (const auto& [name, tensor] : small_text_model().tensors) {
    if (tensor.text) continue;
    auto writer = small_text_model();
    writer.tensors[name].values.back() = bad;
    check_refused(load(writer), ErrorCode::model_invalid, concat(name, ": element ", tensor.values.size() - 1));
  }
}

TEST_CASE("refuses a vocabulary that is not UTF-8, has a piece twice, or lacks a piece that the network needs") {
  check_refused(load(with_text("vocabulary", "[UNK]\n[CLS]\n\xFF")), ErrorCode::model_invalid, "piece 2 is not UTF-8");
  check_refused(load(with_text("vocabulary", "[UNK]\na\na")), ErrorCode::model_invalid, "piece 2 stands twice");
  check_refused(load(with_text("vocabulary", "[UNK]\n[CLS]\na")), ErrorCode::model_invalid, "there is no [SEP]");
}

TEST_CASE("a self-test of a text that cannot be read says that the model's file is at fault") {
  auto scorer = load(with_text("self_test.input", "a \xFF"));
  REQUIRE(scorer);
  check_refused(scorer->self_test(), ErrorCode::model_invalid, "tensor self_test.input: byte 2 of the text");
}

TEST_CASE("refuses a vocabulary whose pieces were chosen to collide, which would take hours to read") {
  std::string vocabulary = "[UNK]\n[CLS]\n[SEP]";
  for (std::uint32_t i = 0, found = 0; found < 1500; ++i) {
    const std::string piece = concat("w", i);
    std::uint32_t hash = 2166136261;  // FNV-1a
    for (const char byte : piece) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619;
    if (hash % 4096 != 7) continue;
    vocabulary += "\n" + piece;
    ++found;
  }
  check_refused(load(with_text("vocabulary", vocabulary)), ErrorCode::model_invalid, "its pieces collide");
}

TEST_CASE("refuses sizes of a text model that would take minutes for a text") {
  auto writer = small_text_model();
  for (const auto& [name, size] :
       {std::pair{"layers", "64"}, {"width", "64"}, {"heads", "64"}, {"most_tokens", "4096"}})
    writer.fields[std::string("architecture.") + name] = size;
  check_refused(load(writer), ErrorCode::model_invalid, "the longest input would take");
}

TEST_CASE("counts the reasons of a text, a run for each of its words, among what it would take") {
  const auto with = [](std::initializer_list<std::pair<const char*, const char*>> sizes) {
    auto writer = small_text_model();
    for (const auto& [name, size] : sizes) writer.fields[std::string("architecture.") + name] = size;
    return load(writer);
  };
  check_refused(with({{"layers", "64"}, {"width", "1"}, {"heads", "1"}, {"hidden", "1"}, {"most_tokens", "4096"}}),
                ErrorCode::model_invalid, "the longest input would take");
  // A size that is used: what the file lacks is its weights.
  check_refused(with({{"layers", "6"}, {"width", "384"}, {"heads", "12"}, {"hidden", "1536"}, {"most_tokens", "128"}}),
                ErrorCode::model_invalid, "tensor word_embeddings: shape");
}

TEST_CASE("refuses a header of a text model with a size that is missing, wrong or out of range, by the field's name") {
  for (const char* name : {"layers", "width", "heads", "hidden", "most_tokens", "shared", "context", "emotions"}) {
    const std::string path = std::string("architecture.") + name;
    for (const char* json : {"", "null", "0", "-1", "2.5", "\"2\"", "1000000", "18446744073709551617"}) {
      auto writer = small_text_model();
      writer.fields[path] = json;
      if (writer.fields[path].empty()) writer.fields.erase(path);
      INFO(path << " = " << json);
      check_refused(load(writer), ErrorCode::model_invalid, path);
    }
  }
  auto writer = small_text_model();
  writer.fields["architecture.emotions"] = "2";
  check_refused(load(writer), ErrorCode::model_invalid, "architecture.emotions: 2 of 2 labels leave none");
}

}  // namespace earful::test
