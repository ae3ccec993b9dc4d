// Two wasmsimd kernels of XNNPACK include <arm_neon.h> only to reach wasm_simd128.h, and Debian's Emscripten comes
// without the SIMDe headers that its own arm_neon.h needs.
#include <wasm_simd128.h>
