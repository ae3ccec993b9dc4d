#include "stream/segmenter.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "random.h"
#include "text.h"

namespace earful::test {
namespace {

constexpr Segmenter::Sizes sizes{.onset = 2, .pre_roll = 3, .silence = 4, .longest = 20};

void tell(std::string& told, const Segmenter::Step& step, std::uint64_t frame) {
  constexpr const char* cuts[] = {"silence", "length", "end"};
  if (step.voice_started) told += concat("voice ", *step.voice_started, "; ");
  if (step.opened) told += concat("open ", *step.opened, "; ");
  if (step.closed) told += concat(cuts[static_cast<std::size_t>(*step.closed)], " ", frame, "; ");
  if (step.voice_ended) told += concat("quiet ", *step.voice_ended, "; ");
}

// What a segmenter says of frames written as "..##", the stream's end included.
std::string told_of(const std::string& frames) {
  Segmenter segmenter(sizes);
  std::string told;
  std::uint64_t count = 0;
  for (const char frame : frames) tell(told, segmenter.advance(frame == '#'), ++count);
  tell(told, segmenter.end(), count);
  return told;
}

std::string repeat(char frame, std::size_t count) { return std::string().append(count, frame); }

}  // namespace

TEST_CASE("an utterance starts a little before its voice and ends when the voice has paused") {
  CHECK(told_of(".....###......") == "voice 5; open 2; silence 12; quiet 8; ");
}

TEST_CASE("an utterance does not start before the stream") {
  CHECK(told_of(".##....") == "voice 1; open 0; silence 7; quiet 3; ");
}

TEST_CASE("a single voiced frame is no voice") { CHECK(told_of("..#..#.#..").empty()); }

TEST_CASE("a short pause does not end an utterance") {
  CHECK(told_of("....##...#...##....") == "voice 4; open 1; silence 19; quiet 15; ");
}

TEST_CASE("an utterance does not reach into the one before") {
  CHECK(told_of("....##....##....") ==
        "voice 4; open 1; silence 10; quiet 6; voice 10; open 10; silence 16; quiet 12; ");
}

TEST_CASE("a voice that goes on is cut at the greatest length, and no frame is lost") {
  CHECK(told_of(repeat('#', 45)) == "voice 0; open 0; length 20; open 20; length 40; open 40; end 45; quiet 45; ");
}

TEST_CASE("after a cut at the greatest length the next utterance waits for the voice") {
  CHECK(told_of(repeat('#', 19) + "......") == "voice 0; open 0; length 20; quiet 19; ");
  CHECK(told_of(repeat('#', 19) + "..##") == "voice 0; open 0; length 20; open 20; end 23; quiet 23; ");
}

TEST_CASE("a pause that ends with the greatest length ends the voice too") {
  CHECK(told_of(repeat('#', 16) + "....") == "voice 0; open 0; silence 20; quiet 16; ");
}

TEST_CASE("silence is no utterance") { CHECK(told_of(repeat('.', 100)).empty()); }

TEST_CASE("utterances follow one another, none is too long, and each voice that starts ends") {
  Random random;
  for (int round = 0; round < 200; ++round) {
    Segmenter segmenter(sizes);
    std::uint64_t last_end = 0;
    std::optional<std::uint64_t> open;
    bool voice = false;
    const auto check = [&](const Segmenter::Step& step, std::uint64_t frame) {
      if (step.voice_started) {
        REQUIRE_FALSE(voice);
        voice = true;
      }
      if (step.opened) {
        REQUIRE_FALSE(open);
        REQUIRE(voice);
        REQUIRE(*step.opened >= last_end);
        REQUIRE(*step.opened < frame);
        open = step.opened;
      }
      if (step.closed) {
        REQUIRE(open);
        REQUIRE(frame - *open <= sizes.longest);
        last_end = frame;
        open.reset();
      }
      if (step.voice_ended) {
        REQUIRE(voice);
        REQUIRE_FALSE(open);
        voice = false;
      }
    };
    const std::size_t frames = random.size(0, 300);
    const float share = random.uniform(0, 1);
    for (std::size_t frame = 1; frame <= frames; ++frame) check(segmenter.advance(random.uniform(0, 1) < share), frame);
    check(segmenter.end(), frames);
    REQUIRE_FALSE(voice);
    REQUIRE_FALSE(open);
  }
}

}  // namespace earful::test
