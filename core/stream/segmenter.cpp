#include "stream/segmenter.h"

#include <algorithm>

namespace earful {

Segmenter::Step Segmenter::advance(bool voiced) {
  Step step;
  const std::uint64_t frame = frames_++;
  voiced_in_a_row_ = voiced ? voiced_in_a_row_ + 1 : 0;
  if (!voice_ && voiced_in_a_row_ == sizes_.onset) {
    voice_ = true;
    step.voice_started = frames_ - sizes_.onset;
  }
  if (!voice_) return step;

  if (voiced) {
    voice_end_ = frames_;
    if (!opened_) {
      const std::uint64_t first = step.voice_started.value_or(frame);
      opened_ = step.opened = std::max(first - std::min<std::uint64_t>(first, sizes_.pre_roll), closed_);
    }
  }
  if (frames_ - voice_end_ == sizes_.silence) {
    voice_ = false;
    step.voice_ended = voice_end_;
    if (opened_) step.closed = close(Cut::silence);
  } else if (opened_ && frames_ - *opened_ >= sizes_.longest) {
    step.closed = close(Cut::length);
  }
  return step;
}

Segmenter::Step Segmenter::end() {
  Step step;
  if (opened_) step.closed = close(Cut::end);
  if (voice_) step.voice_ended = voice_end_;
  voice_ = false;
  return step;
}

Cut Segmenter::close(Cut cut) {
  opened_.reset();
  closed_ = frames_;
  return cut;
}

}  // namespace earful
