#pragma once

#include <string>

#include "text/characters.h"
#include "text/word_pieces.h"

namespace earful {

/// A revealed word without dots between its letters (three or more that stand alone, or with hyphens, underscores or
/// stars), signs for letters (l33t) and stretched letters. Of a word with signs or with a letter three times or more in
/// a row the reading is taken that takes the fewest pieces: as it is, decoded, each run cut to two letters or one. The
/// earliest of equal ones. The twin of `read` in models/earful_models/text_encoder/normaliser.py.
std::u32string without_disguises(const std::u32string& word, const WordPieces& pieces, const Characters& characters);

}  // namespace earful
