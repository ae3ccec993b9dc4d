#pragma once

#include <string>

#include "encoder_writer.h"
#include "model_writer.h"

namespace earful::test {

/// A text model of 9 pieces, 2 blocks, a label and an emotion, as small as they come, with random weights.
inline ModelWriter small_text_model(bool int8 = false) {
  ModelWriter model = small_model();
  std::erase_if(model.fields, [](const auto& field) {
    return field.first.starts_with("architecture.") || field.first.starts_with("features.");
  });
  model.fields.merge(std::map<std::string, std::string>{{"architecture.type", "\"text_encoder\""},
                                                        {"architecture.layers", "2"},
                                                        {"architecture.width", "4"},
                                                        {"architecture.heads", "2"},
                                                        {"architecture.hidden", "3"},
                                                        {"architecture.most_tokens", "6"},
                                                        {"architecture.shared", "3"},
                                                        {"architecture.context", "3"},
                                                        {"architecture.correlation_blocks", "1"},
                                                        {"architecture.emotions", "1"}});
  Random random;
  model.tensors.clear();
  const auto linear = [&](const std::string& name, std::size_t in, std::size_t out, bool whole = true) {
    model.add_tensor(random, name + ".weight", {out, in});
    model.add_tensor(random, name + ".bias", {out});
    if (int8 && !whole) make_int8(model, name + ".weight");
  };
  const auto norm = [&](const std::string& name) {
    model.add_tensor(random, name + ".weight", {4});
    model.add_tensor(random, name + ".bias", {4});
  };
  model.add_text("vocabulary", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nsilly\ngoose\n##s\na\n!");
  model.add_tensor(random, "word_embeddings", {9, 4});
  if (int8) make_int8(model, "word_embeddings");
  model.add_tensor(random, "positions", {6, 4});
  norm("embedding_norm");
  for (const std::string block : {"blocks.0", "blocks.1"}) {
    linear(block + ".query_key_value", 4, 12, /*whole=*/false);
    linear(block + ".attended", 4, 4, /*whole=*/false);
    norm(block + ".attention_norm");
    linear(block + ".fc1", 4, 3, /*whole=*/false);
    linear(block + ".fc2", 3, 4, /*whole=*/false);
    norm(block + ".mlp_norm");
  }
  linear("shared", 12, 3);
  linear("sub_hate", 3, 1);
  linear("emotion", 3, 1);
  linear("correlation.0.into", 2, 3);
  linear("correlation.0.out", 3, 2);
  model.add_text("self_test.input", "a silly goose");
  return model;
}

}  // namespace earful::test
