// Any samples at any rate: they are refused with an error that says why, or scored, with every number finite; and a
// good clip scores afterwards what it scored before.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "../core/model_writer.h"
#include "audio/resampler.h"
#include "models/clip_scorer.h"
#include "models/scorer.h"

namespace {

using namespace earful;

void require(bool truth) {
  if (!truth) __builtin_trap();
}

// Attention weights may round to a little above 1.
bool is_probability(float value) { return value >= 0 && value <= 1.0001F; }

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

double take_rate(Input& input) {
  constexpr std::array usual{8000, 11025, 16000, 22050, 44100, 48000, 96000, 192000};
  const auto choice = input.take<std::uint8_t>();
  if (choice < usual.size()) return usual[choice];
  if (choice < 128) return input.take<std::uint32_t>() % 200000;
  return input.take<double>();
}

// The input's values again and again up to a length of its choice, so that few bytes make clips of up to 0.3 s.
std::vector<float> take_samples(Input& input, double rate) {
  const double longest = rate >= Resampler::min_rate && rate <= Resampler::max_rate ? 0.3 * rate : 3000;
  const auto length = static_cast<std::size_t>(longest * input.take<std::uint16_t>() / 65535);
  std::vector<float> values;
  while (!input.empty() && values.size() < length) values.push_back(input.take<float>());
  std::vector<float> samples(values.empty() ? 0 : length);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = values[i % values.size()];
  return samples;
}

Result<ClipScores> score_in_pieces(Scorer& scorer, std::span<const float> samples, double rate, std::size_t piece) {
  auto clip = ClipScorer::create(scorer, rate);
  if (!clip) return std::unexpected(clip.error());
  for (; samples.size() > piece; samples = samples.subspan(piece)) {
    if (auto pushed = clip->push(samples.first(piece)); !pushed) return std::unexpected(pushed.error());
  }
  if (auto pushed = clip->push(samples); !pushed) return std::unexpected(pushed.error());
  return clip->finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Scorer scorer = *Scorer::load(test::small_model().bytes());
  static const std::vector<float> good = test::Random().values(3000);
  static const ClipScores expected = *scorer.score(good, 16000);

  Input input(data, size);
  const double rate = take_rate(input);
  const std::size_t piece = 1 + input.take<std::uint16_t>();
  const auto samples = take_samples(input, rate);
  const auto scores = scorer.score(samples, rate);
  const auto pieces = score_in_pieces(scorer, samples, rate, piece);
  require(scores.has_value() == pieces.has_value());
  if (scores) {
    require(!scores->windows.empty());
    require(scores->scores == pieces->scores);
    for (const auto& window : scores->windows) {
      require(std::ranges::all_of(window.scores, is_probability));
      require(std::ranges::all_of(window.attention, is_probability));
    }
  } else {
    require(scores.error().message == pieces.error().message);
  }
  const auto log_mel = scorer.log_mel(samples, rate);
  require(log_mel.has_value() == scores.has_value());
  if (log_mel) require(std::ranges::all_of(log_mel->values, [](float value) { return std::isfinite(value); }));

  const auto again = scorer.score(good, 16000);
  require(again && again->scores == expected.scores && again->windows[0].attention == expected.windows[0].attention);
  return 0;
}
