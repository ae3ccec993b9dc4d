#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "error.h"
#include "stream/reasons.h"
#include "stream/segmenter.h"

namespace earful {

/// A stretch of a stream, in seconds from its first sample.
struct Stretch {
  double start;
  double end;
};

/// Hears what happens in a stream. What its arguments point to lasts until the call returns; it must not use the stream
/// or its scorer meanwhile.
class StreamListener {
 public:
  /// A voice was heard from `time` on, or has paused since `time`.
  virtual void speech(bool started, double time) = 0;

  /// The open utterance, as far as it goes, has these scores per label.
  virtual void score(const Stretch& stretch, std::span<const float> scores) = 0;

  /// An utterance ended with these scores; the reasons are of the labels that reached their thresholds.
  virtual void utterance(const Stretch& stretch, std::span<const float> scores, std::span<const Reason> reasons,
                         Cut cut) = 0;

  /// An outburst began: a label of this score, of the stretch, reached the threshold. The operating point is empty
  /// where the threshold was the caller's own.
  virtual void flag(std::size_t label, float score, std::string_view operating_point, const Stretch& stretch) = 0;

  /// Something was wrong; the stream goes on.
  virtual void error(const Error& error) = 0;

 protected:
  StreamListener() = default;
  StreamListener(const StreamListener&) = default;
  StreamListener& operator=(const StreamListener&) = default;
  StreamListener(StreamListener&&) = default;
  StreamListener& operator=(StreamListener&&) = default;
  ~StreamListener() = default;
};

}  // namespace earful
