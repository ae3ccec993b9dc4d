#include "allocations.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

// All forms that the core uses: the address sanitizer has its own of those left out here.
// NOLINTBEGIN(cppcoreguidelines-no-malloc, cppcoreguidelines-avoid-non-const-global-variables)
namespace {

std::atomic<std::size_t> count{0};
std::atomic<std::size_t> bytes{0};

void* counted(void* address) noexcept {
  ++count;
  bytes += malloc_usable_size(address);
  return address;
}

void* allocate(std::size_t size) noexcept { return counted(std::malloc(size == 0 ? 1 : size)); }

void* allocate(std::size_t size, std::align_val_t alignment) noexcept {
  const auto unit = static_cast<std::size_t>(alignment);
  return counted(std::aligned_alloc(unit, (size / unit + 1) * unit));
}

void* or_end(void* address) {
  if (address == nullptr) std::abort();
  return address;
}

void release(void* address) noexcept {
  bytes -= malloc_usable_size(address);
  std::free(address);
}

}  // namespace

std::size_t earful::test::allocations() { return count; }
std::size_t earful::test::allocated_bytes() { return bytes; }

void* operator new(std::size_t size) { return or_end(allocate(size)); }
void* operator new[](std::size_t size) { return or_end(allocate(size)); }
void* operator new(std::size_t size, std::align_val_t alignment) { return or_end(allocate(size, alignment)); }
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept { return allocate(size); }
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t& /*tag*/) noexcept {
  return allocate(size, alignment);
}
void operator delete(void* address) noexcept { release(address); }
void operator delete[](void* address) noexcept { release(address); }
void operator delete(void* address, std::size_t /*size*/) noexcept { release(address); }
void operator delete[](void* address, std::size_t /*size*/) noexcept { release(address); }
void operator delete(void* address, std::align_val_t /*alignment*/) noexcept { release(address); }
void operator delete(void* address, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept { release(address); }
// NOLINTEND(cppcoreguidelines-no-malloc, cppcoreguidelines-avoid-non-const-global-variables)
