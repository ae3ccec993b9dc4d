#include "models/limits.h"

#include "text.h"

namespace earful {
namespace {

constexpr double most_bytes = 256e6;
constexpr double most_products = 2e11;
constexpr double softmax = 64;  // multiply-adds that take as long as one number's

}  // namespace

Result<void> check_limits(const Demand& demand) {
  if (demand.bytes > most_bytes) {
    return fail(ErrorCode::model_invalid,
                concat("header field architecture: one layer would take ", demand.bytes / 1e6, " MB"));
  }
  if (demand.products > most_products) {
    return fail(ErrorCode::model_invalid, concat("header field architecture: the longest input would take ",
                                                 demand.products / 1e9, " billion products"));
  }
  return {};
}

double log_mel_products(const LogMelConfig& config, double frames) {
  return frames * static_cast<double>(config.fft_size) * static_cast<double>(config.filters);
}

double attention_products(double rows, double width, double heads) {
  return rows * rows * (2 * width + softmax * heads);
}

double transformer_products(double rows, double width, double hidden, double heads) {
  return rows * (4 * width * width + 2 * width * hidden) + attention_products(rows, width, heads);
}

}  // namespace earful
