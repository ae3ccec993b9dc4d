#pragma once

#include <span>

namespace earful {

/// x += more, element by element; `more` may be longer.
void add(std::span<const float> more, std::span<float> x);

}  // namespace earful
