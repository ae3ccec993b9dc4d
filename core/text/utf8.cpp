#include "text/utf8.h"

#include <array>

#include "text.h"

namespace earful {
namespace {

// Bytes of the character that begins so; 0 where none does.
std::size_t length_of(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

// The character of these bytes, if they are one.
bool decode(std::string_view bytes, char32_t& letter) {
  constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  letter = bytes.size() == 1 ? static_cast<unsigned char>(bytes[0])
                             : static_cast<unsigned char>(bytes[0]) & (0x7FU >> bytes.size());
  for (const char byte : bytes.substr(1)) {
    if ((byte & 0xC0) != 0x80) return false;
    letter = letter << 6 | (static_cast<unsigned char>(byte) & 0x3F);
  }
  return letter >= least[bytes.size()] && letter < 0x110000 && (letter < 0xD800 || letter >= 0xE000);
}

}  // namespace

Result<Decoded> decode_utf8(std::string_view text) {
  Decoded decoded;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = length_of(static_cast<unsigned char>(text[at]));
    char32_t letter = 0;
    if (length == 0 || length > text.size() - at || !decode(text.substr(at, length), letter)) {
      return fail(ErrorCode::text_not_utf8, concat("byte ", at, " of the text begins no character of UTF-8"));
    }
    decoded.letters += letter;
    decoded.at.push_back(at);
    at += length;
  }
  decoded.at.push_back(at);
  return decoded;
}

void append_utf8(char32_t letter, std::string& text) {
  const auto add = [&](char32_t bits, unsigned lead) { text += static_cast<char>(lead | static_cast<unsigned>(bits)); };
  const auto rest = [&](unsigned shift) { add(letter >> shift & 0x3F, 0x80); };
  if (letter < 0x80) {
    add(letter, 0);
  } else if (letter < 0x800) {
    add(letter >> 6, 0xC0);
    rest(0);
  } else if (letter < 0x10000) {
    add(letter >> 12, 0xE0);
    rest(6);
    rest(0);
  } else {
    add(letter >> 18, 0xF0);
    rest(12);
    rest(6);
    rest(0);
  }
}

}  // namespace earful
