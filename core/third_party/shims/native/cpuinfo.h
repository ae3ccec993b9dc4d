// The few cpuinfo calls that XNNPACK makes on x86-64, answered by the compiler's own probe of the processor.
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum cpuinfo_uarch { cpuinfo_uarch_unknown, cpuinfo_uarch_zen, cpuinfo_uarch_zen4, cpuinfo_uarch_dhyana };
struct cpuinfo_core {
  enum cpuinfo_uarch uarch;
};
struct cpuinfo_uarch_info {
  enum cpuinfo_uarch uarch;
};

static inline bool cpuinfo_initialize(void) {
  __builtin_cpu_init();
  return true;
}
static inline const struct cpuinfo_core* cpuinfo_get_core(uint32_t index) {
  static const struct cpuinfo_core core = {cpuinfo_uarch_unknown};
  return &core;
}
static inline uint32_t cpuinfo_get_uarchs_count(void) { return 1; }
static inline const struct cpuinfo_uarch_info* cpuinfo_get_uarch(uint32_t index) {
  static const struct cpuinfo_uarch_info uarch = {cpuinfo_uarch_unknown};
  return &uarch;
}
static inline uint32_t cpuinfo_get_current_uarch_index(void) { return 0; }

#define CPU_HAS(name, feature) \
  static inline bool cpuinfo_has_x86_##name(void) { return __builtin_cpu_supports(feature); }
#define CPU_LACKS(name) \
  static inline bool cpuinfo_has_x86_##name(void) { return false; }
CPU_HAS(sse2, "sse2")
CPU_HAS(ssse3, "ssse3")
CPU_HAS(sse4_1, "sse4.1")
CPU_HAS(avx, "avx")
CPU_HAS(f16c, "avx2")  // every AVX2 processor has F16C; older compilers cannot ask for it
CPU_HAS(fma3, "fma")
CPU_HAS(avx2, "avx2")
CPU_LACKS(avx512f)  // the kernels beyond AVX2 are not built
CPU_LACKS(avx512bw)
CPU_LACKS(avx512dq)
CPU_LACKS(avx512vl)
CPU_LACKS(avx512vbmi)
CPU_LACKS(avx512vnni)
CPU_LACKS(avx512fp16)
CPU_LACKS(amx_int8)
CPU_LACKS(gfni)
CPU_LACKS(avxvnni)
CPU_LACKS(avx_vnni_int8)
CPU_LACKS(avx10)
