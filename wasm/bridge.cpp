// What JavaScript sees of the core. It decides nothing: it turns addresses into spans and results into objects. Every
// call that can fail gives {value} or {error: {code, message}}; names, defaults and exceptions are TypeScript's part.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conversion.h"
#include "models/scorer.h"

using emscripten::val;

namespace earful {
namespace {

val load(std::uintptr_t address, std::size_t length) {
  auto scorer = Scorer::load(memory<std::byte>(address, length));
  if (!scorer) return error(scorer.error());
  return value(val(std::make_unique<Scorer>(*std::move(scorer))));
}

val score(Scorer& scorer, std::uintptr_t address, std::size_t samples, double sample_rate, bool with_attention) {
  const auto clip = scorer.score(memory<float>(address, samples), sample_rate);
  if (!clip) return error(clip.error());
  const val windows = val::array();
  for (const WindowScores& part : clip->windows) {
    val window = val::object();
    window.set("start", part.start);
    window.set("end", part.end);
    window.set("scores", by_label(scorer, part.scores));
    if (with_attention) window.set("attention", copy(part.attention));
    windows.call<void>("push", window);
  }
  val result = val::object();
  result.set("duration", clip->duration);
  result.set("scores", by_label(scorer, clip->scores));
  result.set("windows", windows);
  return value(result);
}

val log_mel(Scorer& scorer, std::uintptr_t address, std::size_t samples, double sample_rate) {
  const auto features = scorer.log_mel(memory<float>(address, samples), sample_rate);
  if (!features) return error(features.error());
  val result = val::object();
  result.set("data", copy(features->values));
  result.set("frames", features->frames);
  result.set("bins", features->filters);
  return value(result);
}

val self_test(Scorer& scorer) {
  const auto scores = scorer.self_test();
  return scores ? value(by_label(scorer, *scores)) : error(scores.error());
}

std::string info(const Scorer& scorer) { return scorer.header().json; }

#ifdef __wasm_relaxed_simd__
const std::string variant = "relaxed";
#else
const std::string variant = "simd";
#endif

EMSCRIPTEN_BINDINGS(earful) {
  emscripten::constant("variant", variant);
  emscripten::class_<Scorer>("Scorer")
      .class_function("load", &load)
      .function("score", &score)
      .function("logMel", &log_mel)
      .function("selfTest", &self_test)
      .function("info", &info);
}

}  // namespace
}  // namespace earful
