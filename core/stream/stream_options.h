#pragma once

#include <string>
#include <vector>

namespace earful {

/// How a stream hears and decides. Times in seconds.
struct StreamOptions {
  double sample_rate = 0;                    ///< Hz
  std::string operating_point = "balanced";  ///< by its name in the model file
  std::vector<float> thresholds;             ///< per label in place of the operating point's, NaN: as there; or empty
  double silence = 0.3;                      ///< without voice, after which an utterance ends
  double minimum = 1;                        ///< utterances shorter than this are not scored
  double cool_down = 5;                      ///< of low scores or silence, after which an outburst is over
};

}  // namespace earful
