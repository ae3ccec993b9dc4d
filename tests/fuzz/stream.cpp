// Chunks of any samples and sizes at any rate, calls in any order: every event is sound, times go forward, and an
// utterance scores what its samples score as a clip.

#include "stream/stream.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "../core/model_writer.h"
#include "audio/validation.h"

namespace {

using namespace earful;

void require(bool truth) {
  if (!truth) __builtin_trap();
}

// Takes numbers off the front of the input; zeros when it is used up.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}

  template <class T>
  T take() {
    T value{};
    const std::size_t count = std::min(sizeof(T), rest_.size());
    std::memcpy(&value, rest_.data(), count);
    rest_ = rest_.subspan(count);
    return value;
  }

  bool empty() const { return rest_.empty(); }

 private:
  std::span<const std::uint8_t> rest_;
};

// Checks what it hears against the samples that were pushed.
class Judge final : public StreamListener {
 public:
  Judge(Scorer& scorer, double rate) : scorer_(&scorer), rate_(rate) {}

  std::vector<float> pushed;  // as the stream takes them: silence for the bad ones
  bool speaking = false;
  std::vector<std::pair<Stretch, std::vector<float>>> utterances;

  void speech(bool started, double time) override {
    require(started != speaking && time >= last_speech_);
    speaking = started;
    last_speech_ = time;
  }

  void score(const Stretch& stretch, std::span<const float> scores) override { check(stretch, scores); }

  void utterance(const Stretch& stretch, std::span<const float> scores, std::span<const Reason> reasons,
                 Cut /*cut*/) override {
    check(stretch, scores);
    require(stretch.start >= last_end_);
    last_end_ = stretch.end;
    for (const Reason& reason : reasons) {
      require(reason.label < scores.size() && reason.start >= stretch.start && reason.end <= stretch.end + 1e-9);
    }
    utterances.emplace_back(stretch, std::vector<float>(scores.begin(), scores.end()));
  }

  void flag(std::size_t label, float score, std::string_view /*operating_point*/, const Stretch& stretch) override {
    require(label < 2 && score >= 0 && score <= 1);
    check(stretch, {});
  }

  void error(const Error& error) override { require(error.code == ErrorCode::audio_not_finite); }

  // At the end, when the scorer may be used again.
  void check_scores() const {
    for (const auto& [stretch, scores] : utterances) {
      const auto start = static_cast<std::size_t>(std::llround(stretch.start * rate_));
      const auto end = static_cast<std::size_t>(std::llround(stretch.end * rate_));
      const auto clip = scorer_->score(std::span(pushed).subspan(start, end - start), rate_);
      require(clip && clip->windows.size() == 1 && clip->scores == scores);
    }
  }

 private:
  void check(const Stretch& stretch, std::span<const float> scores) const {
    require(stretch.start >= 0 && stretch.start < stretch.end && stretch.end - stretch.start <= 15.0001);
    require(stretch.end * rate_ <= static_cast<double>(pushed.size()) + 0.5);
    require(std::ranges::all_of(scores, [](float score) { return score >= 0 && score <= 1; }));
  }

  Scorer* scorer_;
  double rate_;
  double last_speech_ = 0;
  double last_end_ = 0;
};

// Up to half a second of noise whose loudness changes, so that voices come and go, or of the input's own numbers.
std::vector<float> take_chunk(Input& input, double rate, test::Random& random) {
  const auto kind = input.take<std::uint8_t>();
  const auto length = static_cast<std::size_t>(rate / 2 * input.take<std::uint8_t>() / 255);
  std::vector<float> samples(length);
  if (kind < 64) {
    for (float& sample : samples) sample = input.take<float>();
  } else {
    const float level = static_cast<float>(kind % 4) * 0.1F;
    for (std::size_t i = 0; i < length; ++i) {
      const double swell = std::max(0.0, std::sin(25 * static_cast<double>(i) / rate));
      samples[i] = level * static_cast<float>(swell) * random.uniform();
    }
  }
  return samples;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Scorer scorer = *Scorer::load(test::small_model().bytes());

  Input input(data, size);
  constexpr std::array rates{8000.0, 16000.0, 44100.0, 48000.0, 11025.0, 22050.5, 96000.0, 192000.0};
  const auto choice = input.take<std::uint8_t>();
  const double rate = choice < 128 ? rates[choice % rates.size()] : input.take<double>();
  auto stream = Stream::create(scorer, {.sample_rate = rate,
                                        .operating_point = choice % 16 == 15 ? "none" : "strict",
                                        .thresholds = {},
                                        .silence = input.take<std::uint8_t>() / 100.0,
                                        .minimum = input.take<std::uint8_t>() / 100.0,
                                        .cool_down = input.take<std::uint8_t>() / 10.0});
  if (!stream) return 0;

  test::Random random(choice);
  Judge judge(scorer, rate);
  for (int calls = 0; calls < 200 && !input.empty(); ++calls) {
    const auto call = input.take<std::uint8_t>();
    if (call < 40) {
      require(stream->score_so_far(judge).has_value());
    } else {
      const auto chunk = take_chunk(input, rate, random);
      for (const float sample : chunk) judge.pushed.push_back(std::abs(sample) <= largest_sample ? sample : 0);
      require(stream->push(chunk, judge).has_value());
    }
  }
  require(stream->end(judge).has_value());
  require(!judge.speaking);
  judge.check_scores();
  require(!stream->push({}, judge).has_value());
  return 0;
}
