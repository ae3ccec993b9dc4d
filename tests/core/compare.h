#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <span>
#include <string>

#include "error.h"

namespace earful::test {

/// The greatest absolute difference; NaN on either side counts as infinite.
inline float max_error(std::span<const float> actual, std::span<const float> expected) {
  REQUIRE(actual.size() == expected.size());
  float worst = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const float error = std::abs(actual[i] - expected[i]);
    worst = std::max(worst, std::isnan(error) ? std::numeric_limits<float>::infinity() : error);
  }
  return worst;
}

/// The value of a result that must be one.
template <class T>
T value(Result<T> result) {
  INFO((result ? "" : result.error().message));
  REQUIRE(result);
  return *std::move(result);
}

/// Requires that the result is an error of this code whose message holds `part`.
template <class T>
void check_refused(const Result<T>& result, ErrorCode code, const std::string& part) {
  INFO("wanted: " << name(code) << ", \"" << part << '"');
  REQUIRE_FALSE(result);
  INFO("message: " << result.error().message);
  CHECK(name(result.error().code) == name(code));
  CHECK(result.error().message.find(part) != std::string::npos);
}

}  // namespace earful::test
