#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace earful {

/// Why an utterance ended.
enum class Cut : std::uint8_t {
  silence,  ///< the voice paused
  length,   ///< it was as long as a window can be; the next one goes on from there
  end,      ///< the stream ended
};

/// Cuts a stream into utterances, as Liu et al. 2024 (section 2) do with Opus's discontinuous transmission: an
/// utterance starts a little before a voice and ends when the voice has paused. Counts in frames of the voice activity
/// detector.
class Segmenter {
 public:
  struct Sizes {
    std::size_t onset;     ///< voiced frames in a row that make a voice, at least 1
    std::size_t pre_roll;  ///< frames before the first of them that belong to the utterance
    std::size_t silence;   ///< frames without voice that end it, at least 1
    std::size_t longest;   ///< frames; an utterance of this length is cut
  };

  /// What a frame changed, in this order. Each value is the number of frames from the stream's start to the place.
  struct Step {
    std::optional<std::uint64_t> voice_started;
    std::optional<std::uint64_t> opened;  ///< an utterance; not before the end of the one before
    std::optional<Cut> closed;            ///< the utterance, at the end of this frame
    std::optional<std::uint64_t> voice_ended;
  };

  explicit Segmenter(const Sizes& sizes) : sizes_(sizes) {}

  Step advance(bool voiced);

  /// The stream ends.
  Step end();

 private:
  Cut close(Cut cut);

  Sizes sizes_;
  std::uint64_t frames_ = 0;  // so far
  std::uint64_t voiced_in_a_row_ = 0;
  std::uint64_t voice_end_ = 0;          // end of the last voiced frame of the voice now heard
  bool voice_ = false;                   // heard, pauses included
  std::optional<std::uint64_t> opened_;  // start of the open utterance
  std::uint64_t closed_ = 0;             // end of the one before
};

}  // namespace earful
