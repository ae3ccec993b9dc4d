#pragma once

#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "error.h"

namespace earful {

/// What JavaScript wrote at an address.
template <class T>
std::span<const T> memory(std::uintptr_t address, std::size_t count) {
  return {reinterpret_cast<const T*>(address), count};
}

/// {code, message}
inline emscripten::val described(const Error& error) {
  auto object = emscripten::val::object();
  object.set("code", std::string(name(error.code)));
  object.set("message", error.message);
  return object;
}

/// {value}
inline emscripten::val value(const emscripten::val& value) {
  auto result = emscripten::val::object();
  result.set("value", value);
  return result;
}

/// {error: {code, message}}
inline emscripten::val error(const Error& error) {
  auto result = emscripten::val::object();
  result.set("error", described(error));
  return result;
}

/// A Float32Array of its own memory, which outlives any growth of ours.
inline emscripten::val copy(std::span<const float> values) {
  return emscripten::val(emscripten::typed_memory_view(values.size(), values.data())).call<emscripten::val>("slice");
}

/// {label: number}
template <class Scorer>
emscripten::val by_label(const Scorer& scorer, std::span<const float> scores) {
  auto object = emscripten::val::object();
  for (std::size_t i = 0; i < scores.size(); ++i) object.set(scorer.header().labels[i], scores[i]);
  return object;
}

}  // namespace earful
