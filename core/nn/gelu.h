#pragma once

#include <span>

namespace earful {

/// Gaussian error linear unit in place, x (1 + erf(x / sqrt 2)) / 2: the exact one, within 1e-6 or, of values above 1,
/// a millionth of them.
void gelu(std::span<float> values);

}  // namespace earful
