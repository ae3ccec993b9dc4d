#include "format/model_header.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "allocations.h"
#include "compare.h"
#include "format/model_file.h"
#include "model_writer.h"
#include "text.h"

namespace earful::test {
namespace {

Result<ModelHeader> read(const ModelWriter& writer) {
  const auto bytes = writer.bytes();
  auto file = ModelFile::open(bytes);
  if (!file) return std::unexpected(file.error());
  return file->header();
}

Result<ModelHeader> read_with(const std::string& path, const std::string& json) {
  auto writer = small_model();
  writer.fields[path] = json;
  return read(writer);
}

}  // namespace

TEST_CASE("a model header gives what the file says") {
  const auto header = value(read(small_model(Pooling::learnable_query)));
  CHECK(header.model_name == "small");
  CHECK(header.json == small_model(Pooling::learnable_query).header());
  const auto* architecture = std::get_if<AttentiveCnnSizes>(&header.architecture);
  REQUIRE(architecture);
  CHECK(architecture->conv_layers == 2);
  CHECK(architecture->channels == 2);
  CHECK(architecture->kernel == 3);
  CHECK(architecture->pooling == Pooling::learnable_query);
  CHECK(header.features.sample_rate == 16000);
  CHECK(header.features.hop_length == 160);
  CHECK(header.features.floor == 1e-6F);
  CHECK(header.features.log == LogBase::ten);
  CHECK(header.features.normalisation == Normalisation::mean);
  CHECK(header.labels == std::vector<std::string>{"first", "second"});
  CHECK(header.calibration[1].scale == 2);
  CHECK(header.calibration[1].bias == -0.5F);
  CHECK(header.operating_points.at("strict") == std::vector<float>{0.3F, 0.2F});
  CHECK(header.operating_points.at("lenient") == std::vector<float>{0.9F, 0.8F});
  CHECK(header.self_test_scores == std::vector<float>{0.5F, 0.5F});
}

TEST_CASE("refuses a header without one of its fields, by the field's name") {
  for (const auto& [path, json] : small_model().fields) {
    auto writer = small_model();
    writer.fields.erase(path);
    check_refused(read(writer), ErrorCode::model_invalid, path);
  }
}

TEST_CASE("reads nothing more of every label once the labels are refused") {
  std::string labels;
  std::string points;
  for (int i = 0; i < 1000; ++i) {
    labels += concat(i == 0 ? "" : ",", "\"l", i, "\"");
    points += concat(i == 0 ? "" : ",", "\"p", i, "\":{}");
  }
  auto writer = small_model();
  writer.fields["operating_points"] = "{" + points + "}";
  writer.fields["labels"] = "[" + labels + "]";
  const auto bytes = writer.bytes();
  const std::size_t before = allocations();
  check_refused(ModelFile::open(bytes), ErrorCode::model_invalid, "labels: a list of 1-64");
  CHECK(allocations() - before < 5000);  // a string and a place in a set for each label; not one for every pair
}

TEST_CASE("takes any text where people read it, and empty lists of what need not be") {
  for (const char* path : {"name", "version", "licence", "training"}) CHECK(read_with(path, "\"\\u0000\""));
  CHECK(read_with("languages", "[]"));
  CHECK(read_with("operating_points", "{}"));
}

TEST_CASE("refuses a header with a field of another type, by the field's name") {
  for (const auto& [path, json] : small_model().fields) {
    for (const char* wrong : {"null", "[]", "{}", "-1", "[1,2]", R"({"first":"0.5","second":{}})"}) {
      const std::string text = wrong;
      if ((path == "languages" && text == "[]") || (path == "operating_points" && text == "{}")) continue;
      INFO(path << " = " << wrong);
      check_refused(read_with(path, wrong), ErrorCode::model_invalid, path);
    }
    if (json.front() == '"') continue;
    INFO(path << " = a text");
    check_refused(read_with(path, "\"text\""), ErrorCode::model_invalid, path);
  }
}

TEST_CASE("refuses a header with a number out of range, by the field's name") {
  const auto [path, json] = GENERATE(table<std::string, std::string>({
      {"architecture.conv_layers", "0"},
      {"architecture.conv_layers", "9"},
      {"architecture.conv_layers", "2.0"},
      {"architecture.conv_layers", "18446744073709551617"},
      {"architecture.channels", "0"},
      {"architecture.channels", "513"},
      {"architecture.kernel", "0"},
      {"architecture.kernel", "4"},
      {"architecture.kernel", "17"},
      {"architecture.attention_size", "0"},
      {"architecture.attention_size", "4294967296"},
      {"architecture.hidden", "0"},
      {"architecture.hidden", "4097"},
      {"features.sample_rate", "7999"},
      {"features.sample_rate", "8000.5"},  // windows and streams would count its samples apart
      {"features.sample_rate", "48001"},
      {"features.sample_rate", "1e300"},
      {"features.frame_length", "1"},
      {"features.frame_length", "4097"},
      {"features.hop_length", "0"},
      {"features.hop_length", "4097"},
      {"features.fft_size", "0"},
      {"features.fft_size", "401"},
      {"features.fft_size", "398"},
      {"features.fft_size", "4078"},  // 2 x 2039: seconds for a transform
      {"features.fft_size", "8192"},
      {"features.filters", "0"},
      {"features.filters", "513"},
      {"features.low_hz", "-0.1"},
      {"features.low_hz", "8001"},
      {"features.high_hz", "0"},
      {"features.high_hz", "8001"},
      {"features.floor", "0"},
      {"features.floor", "1e-40"},
      {"features.floor", "2"},
      {"self_test.tolerance", "1.5"},
      {"self_test.scores", R"({"first":0.5,"second":1.1})"},
      {"self_test.scores", R"({"first":0.5})"},
      {"operating_points", R"({"strict":{"first":-0.1,"second":0.5}})"},
      {"operating_points", R"({"strict":{"first":0.1}})"},
      {"operating_points", R"({"strict":0.5})"},
      {"calibration", R"({"first":{"scale":1,"bias":0},"second":{"scale":1e7,"bias":0}})"},
      {"calibration", R"({"first":{"scale":1,"bias":0},"second":{"scale":1,"bias":-1e300}})"},
      {"calibration", R"({"first":{"scale":1,"bias":0}})"},
  }));
  INFO(path << " = " << json);
  check_refused(read_with(path, json), ErrorCode::model_invalid, path);
}

TEST_CASE("refuses a choice that it does not know as unsupported, by the field's name, and says what to do") {
  for (const char* path : {"architecture.type", "architecture.pooling", "features.window", "features.spectrum",
                           "features.mel_scale", "features.mel_norm", "features.log", "features.normalisation"}) {
    check_refused(read_with(path, "\"other\""), ErrorCode::model_unsupported,
                  concat(path, ": this earful does not know \"other\": update earful"));
  }
}

TEST_CASE("refuses labels that are none, too many, twice the same or no plain names") {
  check_refused(read_with("labels", "[]"), ErrorCode::model_invalid, "labels");
  check_refused(read_with("labels", R"(["first","second","first"])"), ErrorCode::model_invalid, "labels");
  for (const char* name : {"", "__proto__", "1st", "two words", "Upper"}) {
    check_refused(read_with("labels", concat("[\"", name, "\"]")), ErrorCode::model_invalid, "labels: a name is of");
  }
  std::string many = "\"0\"";
  for (int i = 1; i < 65; ++i) many += concat(",", quoted(std::to_string(i)));
  check_refused(read_with("labels", "[" + many + "]"), ErrorCode::model_invalid, "labels: a list of 1-64 names");
}

TEST_CASE("refuses a header with a key that stands twice, which other readers of JSON take the other value of") {
  const auto [path, json, key] = GENERATE(table<std::string, std::string, std::string>({
      {"name", R"("one","name":"two")", "name"},
      {"calibration", R"({"first":{"scale":1,"bias":0},"second":{"scale":1,"bias":0,"scale":2}})", "scale"},
      {"operating_points", R"({"a":{"first":0,"second":1},"\u0061":{"first":1,"second":1}})", "a"},
      {"training", R"("",  "unread":[{"a":{"b":1,"c":{},"b":1}}])", "b"},
  }));
  INFO(path << " = " << json);
  check_refused(read_with(path, json), ErrorCode::model_invalid, concat("metadata earful: key ", key, " stands twice"));
}

TEST_CASE("refuses another format version as unsupported, whatever else the file holds") {
  ModelWriter writer;
  writer.metadata["format_version"] = "\"2\"";
  check_refused(read(writer), ErrorCode::model_unsupported,
                "format version 2, this earful reads version 1: update earful");
}

TEST_CASE("refuses safetensors files that are not models of ours") {
  const auto without = [](const std::string& key, const std::string& json) {
    auto writer = small_model();
    if (json.empty()) {
      writer.metadata.erase(key);
    } else {
      writer.metadata[key] = json;
    }
    return read(writer);
  };
  check_refused(without("format", ""), ErrorCode::model_invalid, "not an earful model");
  check_refused(without("format", "\"pt\""), ErrorCode::model_invalid, "not an earful model");
  check_refused(without("format_version", ""), ErrorCode::model_invalid, "format_version is missing");
  check_refused(without("earful", "\"{\""), ErrorCode::model_invalid, "metadata earful is not JSON");
  check_refused(without("earful", "\"[]\""), ErrorCode::model_invalid, "architecture.type");
  check_refused(Result<ModelHeader>(ModelHeader::read({{"format", "earful-model"}, {"format_version", "1"}})),
                ErrorCode::model_invalid, "metadata earful is missing");
}

}  // namespace earful::test
