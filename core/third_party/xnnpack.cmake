# XNNPACK (operator API, no subgraph) and pthreadpool (one thread: its shim), the same version natively and as wasm.
# XNNPACK's own CMake of this version refuses Emscripten and fetches its dependencies itself, so this reads its source
# lists: operators and configurations from its CMakeLists.txt, kernels from the generated lists in cmake/gen.
set(xnnpack ${deps}/xnnpack)

add_library(pthreadpool STATIC ${deps}/pthreadpool/src/shim.c)
target_include_directories(pthreadpool SYSTEM PUBLIC ${deps}/pthreadpool/include PRIVATE ${deps}/fxdiv/include)
target_compile_definitions(pthreadpool PUBLIC PTHREADPOOL_NO_DEPRECATED_API=1)

file(READ ${xnnpack}/CMakeLists.txt lists)
foreach(name OPERATOR_SRCS REFERENCE_SRCS LOGGING_SRCS XNNPACK_SRCS TABLE_SRCS)
  if(NOT lists MATCHES "SET\\(${name}[ \n]([^)]*)\\)")
    message(FATAL_ERROR "XNNPACK's CMakeLists.txt has no list ${name}: another version than the one in sources.txt?")
  endif()
  string(REGEX MATCHALL "src/[^ \n\")]+" names "${CMAKE_MATCH_1}")
  list(APPEND sources ${names})
endforeach()
list(APPEND sources src/allocator.c src/cache.c src/configs/hardware-config.c src/datatype.c src/indirection.c
  src/memory.c src/microkernel-utils.c src/microparams-init.c src/mutex.c src/normalization.c src/operator-run.c
  src/operator-utils.c src/reference/packing.cc)

function(kernels set)  # kernels(set flags...): the kernels of one instruction set, compiled with its flags
  include(${xnnpack}/cmake/gen/${set}_microkernels.cmake)
  string(TOUPPER PROD_${set}_MICROKERNEL_SRCS list)
  list(TRANSFORM ${list} PREPEND ${xnnpack}/)
  add_library(xnnpack_${set} OBJECT ${${list}})
  target_compile_options(xnnpack_${set} PRIVATE ${ARGN})
  set_target_properties(xnnpack_${set} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)  # a third of the time
  set(kernels ${kernels} xnnpack_${set} PARENT_SCOPE)
endfunction()

kernels(scalar)
if(EMSCRIPTEN)
  kernels(wasm)
  kernels(wasmsimd)
  if(EARFUL_RELAXED_SIMD)
    kernels(wasmrelaxedsimd)
  endif()
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  # Each set is used only where the processor has it. AVX-512 would add half to the build time.
  kernels(sse -msse -mno-sse2)
  kernels(sse2 -msse2 -mno-sse3)
  kernels(ssse3 -mssse3 -mno-sse4.1)
  kernels(sse41 -msse4.1 -mno-sse4.2)
  kernels(avx -mavx -mno-avx2 -mno-fma -mno-f16c)
  kernels(f16c -mf16c -mno-avx2 -mno-fma)
  kernels(fma3 -mf16c -mfma -mno-avx2)
  kernels(avx2 -mf16c -mfma -mavx2)
else()
  message(FATAL_ERROR "the native build is for x86-64 only (this is ${CMAKE_SYSTEM_PROCESSOR}); the wasm presets work")
endif()
list(REMOVE_DUPLICATES sources)
list(TRANSFORM sources PREPEND ${xnnpack}/)

# Upstream generates this from a hash of its kernels; only its weights cache, which is not used, reads it.
file(CONFIGURE OUTPUT build_identifier.c CONTENT [[
#include <stdbool.h>
#include <stddef.h>
size_t xnn_experimental_get_build_identifier_size(void) { return 0; }
const void* xnn_experimental_get_build_identifier_data(void) { return NULL; }
bool xnn_experimental_check_build_identifier(const void* data, size_t size) { return size == 0; }
]])

if(EARFUL_RELAXED_SIMD)  # see the two shims
  foreach(rows 1 2)
    set_source_files_properties(${xnnpack}/src/qd8-f32-qc8w-gemm/gen/qd8-f32-qc8w-gemm-${rows}x8c8-minmax-wasmsdot.c
      PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON
      COMPILE_OPTIONS "-include;${CMAKE_CURRENT_SOURCE_DIR}/shims/wasm/relaxed_dot_x86.h")
  endforeach()
  list(APPEND sources ${CMAKE_CURRENT_SOURCE_DIR}/shims/wasm/relaxed_dot.c)
  set_source_files_properties(${xnnpack}/src/configs/hardware-config.c PROPERTIES
    COMPILE_DEFINITIONS xnn_init_hardware_config=xnn_upstream_hardware_config)
endif()
add_library(XNNPACK STATIC ${sources} ${CMAKE_CURRENT_BINARY_DIR}/build_identifier.c)
target_link_libraries(XNNPACK PUBLIC pthreadpool PRIVATE ${kernels})
target_include_directories(XNNPACK SYSTEM PUBLIC ${xnnpack}/include)

set(on MEMOPT GEMM_M_SPECIALIZATION)
if(EMSCRIPTEN)
  set(shims shims/wasm)
  set(options -mnontrapping-fptoint "SHELL:-include math.h")  # its own header forgets math.h
else()
  set(shims shims/native)
  list(APPEND on CPUINFO)
endif()
set(definitions XNN_LOG_LEVEL=0)
foreach(name ARM_BF16 ARM_DOTPROD ARM_FP16_SCALAR ARM_FP16_VECTOR ARM_I8MM ARM_SME ARM_SME2 ASSEMBLY AVX256SKX
    AVX256VBMI AVX256VNNI AVX256VNNIGFNI AVX512AMX AVX512F AVX512FP16 AVX512SKX AVX512VBMI AVX512VNNI AVX512VNNIGFNI
    AVXVNNI AVXVNNIINT8 CPUINFO DWCONV_MULTIPASS GEMM_M_SPECIALIZATION HVX KLEIDIAI MEMOPT RISCV_FP16_VECTOR
    RISCV_VECTOR SPARSE VSX)
  if(name IN_LIST on)
    list(APPEND definitions XNN_ENABLE_${name}=1)
  else()
    list(APPEND definitions XNN_ENABLE_${name}=0)
  endif()
endforeach()
foreach(target XNNPACK ${kernels})
  target_compile_definitions(${target} PRIVATE ${definitions})
  target_compile_options(${target} PRIVATE -fno-math-errno ${options})
  target_include_directories(${target} PRIVATE ${shims} ${xnnpack}/include ${xnnpack}/src ${xnnpack}
    ${deps}/pthreadpool/include ${deps}/fxdiv/include ${deps}/fp16/include)
endforeach()
if(EMSCRIPTEN)
  target_compile_options(XNNPACK PRIVATE -Os)  # all but the kernels: 3 KB less to download, at no cost in speed
endif()
