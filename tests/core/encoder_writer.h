#pragma once

#include <cmath>
#include <string>

#include "model_writer.h"

namespace earful::test {

/// Turns a tensor of small values into int8 ones and adds their scales.
inline void make_int8(ModelWriter& model, const std::string& name) {
  auto& tensor = model.tensors[name];
  for (float& value : tensor.values) value = std::round(value * 254);
  tensor.int8 = true;
  const std::size_t rows = tensor.shape[0];
  model.tensors[name + "_scale"] = {.shape = {rows}, .values = std::vector<float>(rows, 1.0F / 254)};
}

/// A speech encoder of 4 filters, 2 blocks and 2 labels, as small as they come, with random weights.
inline ModelWriter small_encoder(bool int8 = false) {
  ModelWriter model = small_model();
  std::erase_if(model.fields, [](const auto& field) { return field.first.starts_with("architecture."); });
  model.fields.merge(std::map<std::string, std::string>{{"architecture.type", "\"speech_encoder\""},
                                                        {"architecture.layers", "2"},
                                                        {"architecture.width", "4"},
                                                        {"architecture.heads", "2"},
                                                        {"architecture.hidden", "3"},
                                                        {"architecture.projection", "3"}});
  for (const auto& [path, json] : {std::pair{"fft_size", "400"},
                                   {"centre", "true"},
                                   {"mel_scale", "\"slaney\""},
                                   {"mel_norm", "\"slaney\""},
                                   {"floor", "1e-7"},
                                   {"normalisation", "\"whisper_fixed\""}}) {
    model.fields[std::string("features.") + path] = json;
  }
  Random random;
  model.tensors.clear();
  const auto linear = [&](const std::string& name, std::size_t in, std::size_t out) {
    model.add_tensor(random, name + ".weight", {out, in});
    model.add_tensor(random, name + ".bias", {out});
    if (int8 && name != "output") make_int8(model, name + ".weight");
  };
  const auto norm = [&](const std::string& name) {
    model.add_tensor(random, name + ".weight", {4});
    model.add_tensor(random, name + ".bias", {4});
  };
  linear("conv1", 12, 4);
  linear("conv2", 12, 4);
  for (const std::string block : {"blocks.0", "blocks.1"}) {
    norm(block + ".attention_norm");
    linear(block + ".query_key_value", 4, 12);
    linear(block + ".attended", 4, 4);
    norm(block + ".mlp_norm");
    linear(block + ".fc1", 4, 3);
    linear(block + ".fc2", 3, 4);
    norm(block + ".exit_norm");
  }
  linear("projection", 4, 3);
  model.add_tensor(random, "query", {3});
  linear("output", 6, 2);
  model.add_tensor(random, "self_test.input", {1600});
  return model;
}

}  // namespace earful::test
