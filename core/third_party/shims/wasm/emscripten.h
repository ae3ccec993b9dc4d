// XNNPACK's simd build asks JavaScript for the number of cores and takes more than 4 as a sign of AVX, for which it has
// faster kernels. Nearly every x86 processor has AVX by now, whatever its cores: they are always taken (a fifth faster
// on 2 cores with AVX-512). And without an import of its own, one JavaScript glue fits the simd and the relaxed binary.
#pragma once
#define EM_JS(type, name, parameters, ...) \
  static type name parameters { return 8; }
