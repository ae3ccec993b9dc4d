#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "audio/resampler.h"
#include "error.h"
#include "models/scorer.h"
#include "stream/decision.h"
#include "stream/reasons.h"
#include "stream/recent_samples.h"
#include "stream/segmenter.h"
#include "stream/stream_listener.h"
#include "stream/stream_options.h"
#include "stream/utterance.h"
#include "stream/voice_activity.h"

namespace earful {

/// Scores one speaker's endless audio, utterance by utterance, while it comes in chunks of any size. Its memory does
/// not grow with its length; the scorer, which must outlive it, may serve many streams, one thread at a time.
///
/// An utterance's scores are those that `Scorer::score` gives its samples, to the last bit, whatever the chunks.
class Stream {
 public:
  /// Errors: sample_rate_out_of_range; invalid_argument, naming the option; out_of_memory.
  static Result<Stream> create(Scorer& scorer, const StreamOptions& options);

  /// Takes the next samples, of any number, and tells the listener what they decide. Samples that are NaN, infinite or
  /// absurdly large count as silence and are reported, once a second at most. Error: stream_ended.
  Result<void> push(std::span<const float> samples, StreamListener& listener);

  /// Scores the open utterance as far as it goes, where one is open and long enough. Error: stream_ended.
  Result<void> score_so_far(StreamListener& listener);

  /// Ends the stream, and with it the open utterance. Error: stream_ended.
  Result<void> end(StreamListener& listener);

 private:
  struct Parts {
    Resampler resampler;  // to the detector's rate
    VoiceActivity detector;
    Utterance utterance;
    Decision decision;
    std::vector<bool> own_threshold;  // per label: not the operating point's
  };

  Stream(Scorer& scorer, const StreamOptions& options, Parts parts);

  void take(std::span<const float> samples, StreamListener& listener);
  void detect(StreamListener& listener);
  void act(const Segmenter::Step& step, std::uint64_t now, StreamListener& listener);
  void close(Cut cut, StreamListener& listener);
  void decide(std::span<const float> scores, StreamListener& listener);

  std::uint64_t sample_at(std::uint64_t frame) const;
  double seconds(std::uint64_t sample) const { return static_cast<double>(sample) / rate_; }
  Stretch stretch() const { return {.start = seconds(start_), .end = seconds(end_)}; }

  Scorer* scorer_;
  Parts parts_;
  double rate_;
  std::uint64_t whole_rate_;  // as the resampler rounds it
  std::string operating_point_;
  double minimum_;  // seconds
  bool ended_ = false;

  Segmenter segmenter_;
  RecentSamples recent_;
  std::uint64_t frames_ = 0;           // that the detector has judged
  std::uint64_t report_from_ = 0;      // the sample from which on a bad one is reported again
  bool open_ = false;                  // an utterance
  std::uint64_t start_ = 0, end_ = 0;  // its samples so far

  std::vector<float> piece_, detector_samples_, voices_;  // on their way
  std::vector<Reason> reasons_;
};

}  // namespace earful
