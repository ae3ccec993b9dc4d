#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace earful {

/// What went wrong, as callers branch on it. The message beside it is for people.
enum class ErrorCode : std::uint8_t {
  model_invalid,             ///< not a model file, cut short, or with a field or tensor that cannot be
  model_unsupported,         ///< a sound file that this version cannot run: newer format, other architecture
  audio_empty,               ///< no samples
  audio_too_short,           ///< less than 0.1 s
  audio_not_finite,          ///< a sample is NaN, infinite or absurdly large
  sample_rate_out_of_range,  ///< outside 8-192 kHz
  invalid_argument,          ///< an option that names nothing or is out of its range
  stream_ended,              ///< the stream was used after its end
  text_not_utf8,             ///< a text's bytes are not UTF-8
  text_too_long,             ///< a text of more than 65,536 bytes
  self_test_failed,          ///< the model's own test gave other scores than the file promises
  out_of_memory,             ///< a layer, transform or resampler could not be had; a vector: std::bad_alloc
};

struct Error {
  ErrorCode code;
  std::string message;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message)});
}

/// The code's stable name, as bindings report it: "model_invalid".
constexpr std::string_view name(ErrorCode code) {
  switch (code) {
    case ErrorCode::model_invalid:
      return "model_invalid";
    case ErrorCode::model_unsupported:
      return "model_unsupported";
    case ErrorCode::audio_empty:
      return "audio_empty";
    case ErrorCode::audio_too_short:
      return "audio_too_short";
    case ErrorCode::audio_not_finite:
      return "audio_not_finite";
    case ErrorCode::sample_rate_out_of_range:
      return "sample_rate_out_of_range";
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::stream_ended:
      return "stream_ended";
    case ErrorCode::text_not_utf8:
      return "text_not_utf8";
    case ErrorCode::text_too_long:
      return "text_too_long";
    case ErrorCode::self_test_failed:
      return "self_test_failed";
    case ErrorCode::out_of_memory:
      return "out_of_memory";
  }
  return "unknown";
}

}  // namespace earful
