// Any bytes as a text, and as a vocabulary: refused with an error that says why, or cut into words that lie in the
// text.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "text/tokeniser.h"

namespace {

void require(bool truth) {
  if (!truth) __builtin_trap();
}

void read(const earful::Tokeniser& tokeniser, std::string_view text) {
  const auto words = tokeniser.words(text);
  if (!words) {
    require(words.error().code == earful::ErrorCode::text_not_utf8 && !words.error().message.empty());
    return;
  }
  std::size_t at = 0;
  for (const auto& word : *words) {
    require(word.begin >= at && word.end > word.begin && word.end <= text.size() && !word.letters.empty());
    require(std::ranges::all_of(word.pieces, [&](auto id) { return id < tokeniser.pieces().size(); }));
    at = word.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto usual =
      earful::Tokeniser::create("[UNK]\n[CLS]\n[SEP]\nsilly\ngoose\ns\n##i\n##l\n##y\n##o\n!\ng\na\ne\n##s\n##e\ny");
  require(usual.has_value());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read(*usual, text);
  const auto other = earful::Tokeniser::create(text);
  require(other || other.error().code == earful::ErrorCode::model_invalid);
  if (other) read(*other, text);
  return 0;
}
