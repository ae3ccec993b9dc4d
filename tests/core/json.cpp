#include "format/json.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace earful::test {
namespace {

// The number that is the whole document.
std::optional<double> alone(std::string_view text) {
  const auto document = JsonDocument::parse(std::as_bytes(std::span(text)));
  return document ? document->root().number() : std::nullopt;
}

// The number amid others, so that it has neighbours on both sides.
std::optional<double> number(const std::string& text) {
  const std::string around = R"({"other":0.25,"it":)" + text + R"(,"last":1.5})";
  const auto document = JsonDocument::parse(std::as_bytes(std::span(around)));
  return document ? document->root()["it"].number() : std::nullopt;
}

}  // namespace

TEST_CASE("a JSON number is the double nearest to its digits") {
  CHECK(number("0.1") == 0.1);
  CHECK(number("-2.5e-3") == -2.5e-3);
  CHECK(number("1E+2") == 100);
  CHECK(number("9007199254740993.0") == 9007199254740992);
  CHECK(number("0.30000000000000004") == 0.1 + 0.2);
  CHECK(number("1.7976931348623157e308") == std::numeric_limits<double>::max());
  CHECK(number("4.9406564584124654e-324") == std::numeric_limits<double>::denorm_min());
  CHECK(number("2.4703282292062327e-324") == 0);  // just under half of the least
  CHECK(number("7.2057594037927933e16") == 72057594037927936);
  CHECK(std::signbit(number("-0.0").value_or(1)));
  CHECK(number("0." + std::string(2000, '3')) == 1.0 / 3);
}

TEST_CASE("a JSON text ends with its document, also where that is a number") {
  CHECK(alone("1.5") == 1.5);
  CHECK(alone(std::string_view("1.55", 3)) == 1.5);
}

TEST_CASE("what is not a JSON number, or too large for a double, is refused") {
  for (const char* text : {"1e400", "-1e400", "1.", ".5", "1e", "1e+", "+1.5", "1.5-", "1.5.2", "1.5e3e4", "1,5", "NaN",
                           "Infinity", "0x1p3", "01.5"}) {
    INFO(text);
    CHECK_FALSE(number(text).has_value());
  }
}

}  // namespace earful::test
