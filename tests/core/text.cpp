#include "text.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

namespace earful::test {

TEST_CASE("concat writes text, whole numbers and up to three digits of fractions") {
  CHECK(concat("tensor ", std::string("w"), ": ", 12, " of ", std::uint64_t{18446744073709551615U}) ==
        "tensor w: 12 of 18446744073709551615");
  CHECK(concat(-7) == "-7");
  CHECK(concat(16000.0, " Hz") == "16000 Hz");
  CHECK(concat(0.1, " ", 0.25, " ", 2.0625F, " ", -1.5) == "0.1 0.25 2.063 -1.5");
  CHECK(concat(0.9999, " ", 0.0004) == "1 0");
}

TEST_CASE("concat writes numbers that have no digits to show") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(concat(std::nan("")) == "NaN");
  CHECK(concat(infinity, " ", 1e300) == "a huge number a huge number");
  CHECK(concat(-infinity, " ", -1e300) == "a huge negative number a huge negative number");
}

}  // namespace earful::test
