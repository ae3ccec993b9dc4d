#pragma once

#include "error.h"
#include "features/log_mel.h"

namespace earful {

/// Of the longest input, a window of audio or a stretch of text with its reasons, what a network takes at most. A model
/// of more is refused when it is loaded: a small file may ask for any amount of memory and time.
struct Demand {
  double bytes;     ///< of the largest layer; 256 MB may be
  double products;  ///< multiply-adds in all; 2e11 may be, ten times what Whisper base takes for 15 s
};

/// Error: model_invalid.
Result<void> check_limits(const Demand& demand);

/// Multiply-adds of `frames` frames of log-mel features.
double log_mel_products(const LogMelConfig& config, double frames);

/// Multiply-adds of attention of `rows` rows among themselves; its softmax counted as what takes as long.
double attention_products(double rows, double width, double heads);

/// Multiply-adds of a transformer block on `rows` rows.
double transformer_products(double rows, double width, double hidden, double heads);

}  // namespace earful
