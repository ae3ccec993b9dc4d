#include "stream/decision.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "stream/reasons.h"

namespace earful::test {
namespace {

constexpr double cool_down = 5;

Decision one_label() { return {{0.5F}, cool_down}; }

}  // namespace

TEST_CASE("a score at its threshold is a flag, and one below is none") {
  CHECK(one_label().flags(0, 0.5F, 0, 1));
  CHECK_FALSE(one_label().flags(0, 0.499F, 0, 1));
}

TEST_CASE("one outburst is one flag, however its scores go up and down") {
  auto decision = one_label();
  CHECK(decision.flags(0, 0.6F, 0, 1));
  CHECK_FALSE(decision.flags(0, 0.9F, 0, 2));
  CHECK_FALSE(decision.flags(0, 0.1F, 0, 3));
  CHECK_FALSE(decision.flags(0, 0.6F, 0, 4));
  CHECK_FALSE(decision.flags(0, 0.6F, 6, 8));
}

TEST_CASE("a score between the bounds keeps an outburst going but starts none") {
  auto decision = one_label();
  CHECK_FALSE(decision.flags(0, 0.45F, 0, 1));
  CHECK(decision.flags(0, 0.6F, 0, 2));
  for (int time = 3; time < 20; ++time) CHECK_FALSE(decision.flags(0, 0.45F, time - 1, time));
  CHECK_FALSE(decision.flags(0, 0.6F, 20, 21));
}

TEST_CASE("an outburst is over when scores were low for the cool-down") {
  auto decision = one_label();
  CHECK(decision.flags(0, 0.6F, 0, 1));
  CHECK_FALSE(decision.flags(0, 0.3F, 0, 5.9));
  CHECK_FALSE(decision.flags(0, 0.6F, 0, 5.95));
  CHECK_FALSE(decision.flags(0, 0.3F, 0, 11));
  CHECK(decision.flags(0, 0.6F, 0, 12));
}

TEST_CASE("silence cools down like low scores") {
  auto decision = one_label();
  CHECK(decision.flags(0, 0.6F, 0, 1));
  CHECK_FALSE(decision.flags(0, 0.6F, 5.9, 7));
  CHECK(decision.flags(0, 0.6F, 12, 13));
}

TEST_CASE("labels have their own thresholds and outbursts") {
  Decision decision({0.5F, 0.9F, std::numeric_limits<float>::infinity()}, cool_down);
  CHECK(decision.flags(0, 0.8F, 0, 1));
  CHECK_FALSE(decision.flags(1, 0.8F, 0, 1));
  CHECK(decision.flags(1, 0.9F, 0, 2));
  CHECK_FALSE(decision.flags(2, 1, 0, 2));
}

TEST_CASE("reasons are the stretches of much attention, neighbours merged, in the stream's time") {
  std::vector<Reason> reasons;
  const std::vector<float> attention{0.05F, 0.3F, 0.25F, 0.05F, 0.05F, 0.05F, 0.2F, 0.05F};
  find_reasons(3, attention, 10, 18, reasons);
  REQUIRE(reasons.size() == 2);
  CHECK(reasons[0].label == 3);
  CHECK(reasons[0].start == 11);
  CHECK(reasons[0].end == 13);
  CHECK(reasons[0].weight == 0.3F + 0.25F);
  CHECK(reasons[1].start == 16);
  CHECK(reasons[1].end == 17);
  CHECK(reasons[1].weight == 0.2F);
}

TEST_CASE("even attention gives no reason") {
  std::vector<Reason> reasons;
  find_reasons(0, std::vector<float>(20, 0.05F), 0, 2, reasons);
  CHECK(reasons.empty());
}

}  // namespace earful::test
