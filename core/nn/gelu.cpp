#include "nn/gelu.h"

#include <algorithm>

namespace earful {

// erf(x / sqrt 2) as the rational function of XNNPACK's f32-vgelu, which is 1 from the limit on. Its operator would
// bring every unary kernel into the binary; this loop is vectorised by the compiler.
void gelu(std::span<float> values) {
  constexpr float limit = 5.1158981323F;
  for (float& value : values) {
    const float x = std::min(std::max(value, -limit), limit);
    const float x2 = x * x;
    float odd = 4.5835321316e-8F * x2 + 1.2609783880e-5F;
    odd = odd * x2 + 3.2973114867e-4F;
    odd = odd * x2 + 9.3065137044e-3F;
    odd = odd * x2 + 6.6972173750e-2F;
    odd = odd * x2 + 7.9788452387e-1F;
    float even = 1.1988805682e-6F * x2 + 7.2267655923e-5F;
    even = even * x2 + 1.8622842617e-3F;
    even = even * x2 + 2.8431978077e-2F;
    even = even * x2 + 2.5060352683e-1F;
    even = even * x2 + 1.0F;
    value = 0.5F * value * (1 + x * odd / even);
  }
}

}  // namespace earful
