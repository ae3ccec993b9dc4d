// What JavaScript sees of a stream: a call gives the events that it caused, as plain objects in their order.
#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "conversion.h"
#include "models/scorer.h"
#include "stream/stream.h"

using emscripten::val;

namespace earful {
namespace {

const char* name(Cut cut) {
  switch (cut) {
    case Cut::silence:
      return "silence";
    case Cut::length:
      return "length";
    case Cut::end:
      return "end";
  }
  return "";
}

class Events final : public StreamListener {
 public:
  explicit Events(const Scorer& scorer) : scorer_(&scorer) {}

  const val& list() const { return list_; }

  void speech(bool started, double time) override {
    val event = add("speech");
    event.set("state", started ? "started" : "ended");
    event.set("time", time);
  }

  void score(const Stretch& stretch, std::span<const float> scores) override {
    val event = add("score", stretch);
    event.set("scores", by_label(*scorer_, scores));
  }

  void utterance(const Stretch& stretch, std::span<const float> scores, std::span<const Reason> reasons,
                 Cut cut) override {
    val event = add("utterance", stretch);
    event.set("scores", by_label(*scorer_, scores));
    const val list = val::array();
    for (const Reason& reason : reasons) {
      val object = val::object();
      object.set("label", label(reason.label));
      object.set("start", reason.start);
      object.set("end", reason.end);
      object.set("weight", reason.weight);
      list.call<void>("push", object);
    }
    event.set("reasons", list);
    event.set("cut", name(cut));
  }

  void flag(std::size_t number, float score, std::string_view operating_point, const Stretch& stretch) override {
    val event = add("flag", stretch);
    event.set("label", label(number));
    event.set("score", score);
    if (!operating_point.empty()) event.set("operatingPoint", std::string(operating_point));
  }

  void error(const Error& error) override { add("error").set("error", described(error)); }

 private:
  val add(const char* type) {
    val event = val::object();
    event.set("type", type);
    list_.call<void>("push", event);
    return event;
  }

  val add(const char* type, const Stretch& stretch) {
    val event = add(type);
    event.set("start", stretch.start);
    event.set("end", stretch.end);
    return event;
  }

  const std::string& label(std::size_t number) const { return scorer_->header().labels[number]; }

  const Scorer* scorer_;
  val list_ = val::array();
};

// A stream and the scorer whose labels its events name.
struct StreamOfScorer {
  const Scorer* scorer;
  Stream stream;

  template <class Work>
  val events(Work work) {
    Events events(*scorer);
    if (const Result<void> done = work(events); !done) return error(done.error());
    return value(events.list());
  }

  val push(std::uintptr_t address, std::size_t samples) {
    return events([&](Events& events) { return stream.push(memory<float>(address, samples), events); });
  }
  val score_so_far() {
    return events([&](Events& events) { return stream.score_so_far(events); });
  }
  val end() {
    return events([&](Events& events) { return stream.end(events); });
  }
};

val create(Scorer& scorer, const val& options) {
  auto stream =
      Stream::create(scorer, {.sample_rate = options["sampleRate"].as<double>(),
                              .operating_point = options["operatingPoint"].as<std::string>(),
                              .thresholds = emscripten::convertJSArrayToNumberVector<float>(options["thresholds"]),
                              .silence = options["silence"].as<double>(),
                              .minimum = options["minimum"].as<double>(),
                              .cool_down = options["coolDown"].as<double>()});
  if (!stream) return error(stream.error());
  return value(val(std::make_unique<StreamOfScorer>(&scorer, *std::move(stream))));
}

EMSCRIPTEN_BINDINGS(earful_stream) {
  emscripten::class_<StreamOfScorer>("Stream")
      .class_function("create", &create)
      .function("push", &StreamOfScorer::push)
      .function("scoreSoFar", &StreamOfScorer::score_so_far)
      .function("end", &StreamOfScorer::end);
}

}  // namespace
}  // namespace earful
