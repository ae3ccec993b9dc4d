#include "nn/xnn_memory.h"

#include <algorithm>
#include <cstddef>
#include <new>

namespace earful {
namespace {

constexpr std::align_val_t simd_alignment{64};  // at least what any of its targets wants

// Stands before each block that may be resized.
struct alignas(std::max_align_t) Header {
  std::size_t size;
};

Header* header(void* block) { return static_cast<Header*>(block) - 1; }

void* allocate(void* /*context*/, std::size_t size) {
  void* const memory = ::operator new(sizeof(Header) + size, std::nothrow);
  return memory ? new (memory) Header{size} + 1 : nullptr;
}

void deallocate(void* /*context*/, void* block) {
  if (block) ::operator delete(header(block));
}

void* reallocate(void* context, void* block, std::size_t size) {
  if (!block) return allocate(context, size);
  if (size <= header(block)->size) return block;
  void* const larger = allocate(context, size);
  if (!larger) return nullptr;
  std::copy_n(static_cast<const std::byte*>(block), header(block)->size, static_cast<std::byte*>(larger));
  deallocate(context, block);
  return larger;
}

void* allocate_aligned(void* /*context*/, std::size_t /*alignment*/, std::size_t size) {
  return ::operator new(size, simd_alignment, std::nothrow);
}

void deallocate_aligned(void* /*context*/, void* block) { ::operator delete(block, simd_alignment); }

constexpr xnn_allocator memory{.context = nullptr,
                               .allocate = allocate,
                               .reallocate = reallocate,
                               .deallocate = deallocate,
                               .aligned_allocate = allocate_aligned,
                               .aligned_deallocate = deallocate_aligned};

}  // namespace

const xnn_allocator& xnn_memory() { return memory; }

}  // namespace earful
