#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/attentive_cnn_sizes.h"
#include "random.h"
#include "text.h"

namespace earful::test {

using Bytes = std::vector<std::byte>;

/// A safetensors file of this header and data, right or wrong.
inline Bytes safetensors_file(const std::string& header, std::span<const std::byte> data = {}) {
  Bytes bytes;
  for (std::size_t i = 0; i < 8; ++i) bytes.push_back(static_cast<std::byte>(std::uint64_t{header.size()} >> (8 * i)));
  const auto text = std::as_bytes(std::span(header));
  bytes.insert(bytes.end(), text.begin(), text.end());
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

/// The text as a JSON string.
inline std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

/// Writes model files that tests and fuzzers change piece by piece before they are read.
struct ModelWriter {
  struct Tensor {
    std::vector<std::size_t> shape;
    std::vector<float> values;
    bool half = false;
    bool int8 = false;
    bool text = false;
  };

  /// The fields of the header by path ("section.field" or "field"), as JSON text.
  std::map<std::string, std::string> fields;
  /// As JSON text, the header itself excepted: that is written unless it stands here.
  std::map<std::string, std::string> metadata{{"format", "\"earful-model\""}, {"format_version", "\"1\""}};
  std::map<std::string, Tensor> tensors;

  std::string header() const {
    std::map<std::string, std::string> sections;
    std::string text;
    const auto add = [](std::string& list, const std::string& name, const std::string& json) {
      list += concat(list.empty() ? "" : ",", quoted(name), ":", json);
    };
    for (const auto& [path, json] : fields) {
      const auto dot = path.find('.');
      if (dot == std::string::npos) {
        add(text, path, json);
      } else {
        add(sections[path.substr(0, dot)], path.substr(dot + 1), json);
      }
    }
    for (const auto& [name, list] : sections) add(text, name, "{" + list + "}");
    return "{" + text + "}";
  }

  Bytes bytes() const {
    auto entries = metadata;
    entries.emplace("earful", quoted(header()));
    std::string text = "{\"__metadata__\":{";
    for (const auto& [name, json] : entries) text += concat(text.back() == '{' ? "" : ",", quoted(name), ":", json);
    text += '}';
    Bytes data;
    for (const auto& [name, tensor] : tensors) {
      const std::size_t begin = data.size();
      append_values(data, tensor);
      text += concat(",", quoted(name), R"(:{"dtype":)", quoted(dtype(tensor)), R"(,"shape":[)");
      for (const std::size_t extent : tensor.shape) text += concat(text.back() == '[' ? "" : ",", extent);
      text += concat("],\"data_offsets\":[", begin, ",", data.size(), "]}");
    }
    return safetensors_file(text + "}", data);
  }

  /// A tensor of the bytes of a text.
  void add_text(const std::string& name, std::string_view text) {
    std::vector<float> values;
    for (const char byte : text) values.push_back(static_cast<float>(static_cast<unsigned char>(byte)));
    tensors[name] = {.shape = {text.size()}, .values = std::move(values), .text = true};
  }

  /// A tensor of small random values.
  void add_tensor(Random& random, const std::string& name, std::vector<std::size_t> shape) {
    std::size_t count = 1;
    for (const std::size_t extent : shape) count *= extent;
    tensors[name] = {.shape = std::move(shape), .values = random.values(count, -0.5F, 0.5F)};
  }

 private:
  static std::string dtype(const Tensor& tensor) {
    return tensor.int8 ? "I8" : tensor.text ? "U8" : tensor.half ? "F16" : "F32";
  }

  static void append_values(Bytes& data, const Tensor& tensor) {
    const auto append = [&data](const auto& value) {
      const std::size_t end = data.size();
      data.resize(end + sizeof(value));
      std::memcpy(data.data() + end, &value, sizeof(value));
    };
    for (const float value : tensor.values) {
      if (tensor.int8) {
        append(static_cast<std::int8_t>(value));
      } else if (tensor.text) {
        append(static_cast<std::uint8_t>(value));
      } else if (tensor.half) {
        append(static_cast<Eigen::half>(value).x);
      } else {
        append(value);
      }
    }
  }
};

/// A model of 4 filters, 2 convolutions and 2 labels, as small as they come, with random weights. One attention step is
/// two frames.
inline ModelWriter small_model(Pooling pooling = Pooling::self_attention) {
  const std::string name = pooling == Pooling::average           ? "average"
                           : pooling == Pooling::learnable_query ? "learnable_query"
                                                                 : "self_attention";
  ModelWriter model;
  model.fields = {
      {"name", "\"small\""},
      {"version", "\"0.1.0\""},
      {"architecture.type", "\"attentive_cnn\""},
      {"architecture.conv_layers", "2"},
      {"architecture.channels", "2"},
      {"architecture.kernel", "3"},
      {"architecture.pooling", quoted(name)},
      {"architecture.attention_size", "3"},
      {"architecture.hidden", "3"},
      {"features.sample_rate", "16000"},
      {"features.frame_length", "400"},
      {"features.hop_length", "160"},
      {"features.fft_size", "512"},
      {"features.window", "\"hann\""},
      {"features.centre", "false"},
      {"features.spectrum", "\"power\""},
      {"features.mel_scale", "\"htk\""},
      {"features.mel_norm", "\"none\""},
      {"features.filters", "4"},
      {"features.low_hz", "0"},
      {"features.high_hz", "8000"},
      {"features.log", "\"log10\""},
      {"features.floor", "1e-6"},
      {"features.normalisation", "\"mean\""},
      {"labels", R"(["first","second"])"},
      {"calibration", R"({"first":{"scale":1,"bias":0},"second":{"scale":2,"bias":-0.5}})"},
      {"operating_points", R"({"strict":{"first":0.3,"second":0.2},"lenient":{"first":0.9,"second":0.8}})"},
      {"languages", R"(["en"])"},
      {"licence", "\"Apache-2.0\""},
      {"training", "\"none: random weights for tests\""},
      {"self_test.tolerance", "1"},
      {"self_test.scores", R"({"first":0.5,"second":0.5})"},
  };
  Random random;
  model.add_tensor(random, "conv1.weight", {2, 3, 3, 1});
  model.add_tensor(random, "conv1.bias", {2});
  model.add_tensor(random, "conv2.weight", {2, 3, 3, 2});
  model.add_tensor(random, "conv2.bias", {2});
  if (pooling != Pooling::average) {
    model.add_tensor(random, "attention.key.weight", {3, 4});
    model.add_tensor(random, "attention.value.weight", {3, 4});
  }
  if (pooling == Pooling::self_attention) model.add_tensor(random, "attention.query.weight", {3, 4});
  if (pooling == Pooling::learnable_query) model.add_tensor(random, "attention.query", {3});
  model.add_tensor(random, "fc1.weight", {3, pooling == Pooling::average ? std::size_t{4} : std::size_t{3}});
  model.add_tensor(random, "fc1.bias", {3});
  model.add_tensor(random, "fc2.weight", {3, 3});
  model.add_tensor(random, "fc2.bias", {3});
  model.add_tensor(random, "output.weight", {2, 3});
  model.add_tensor(random, "output.bias", {2});
  model.add_tensor(random, "self_test.input", {1600});
  return model;
}

}  // namespace earful::test
