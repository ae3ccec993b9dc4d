// Of XNNPACK's kernels for x86: its dot product of eight pairs and a sum, in three instructions where V8 makes five of
// the one that is meant for it.
#include <wasm_simd128.h>

static inline v128_t earful_dot(v128_t bytes, v128_t seven_bits, v128_t sum) {
  return wasm_i32x4_add(sum, wasm_i32x4_extadd_pairwise_i16x8(wasm_i16x8_relaxed_dot_i8x16_i7x16(bytes, seven_bits)));
}

#define wasm_i32x4_relaxed_dot_i8x16_i7x16_add earful_dot
