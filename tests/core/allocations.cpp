#include "allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

// All forms but the over-aligned ones, which are not counted: the address sanitizer has its own of those left out here.
// NOLINTBEGIN(cppcoreguidelines-no-malloc, cppcoreguidelines-avoid-non-const-global-variables)
namespace {

std::atomic<std::size_t> count{0};

void* allocate(std::size_t size) noexcept {
  ++count;
  return std::malloc(size == 0 ? 1 : size);
}

void* allocate_or_end(std::size_t size) {
  void* address = allocate(size);
  if (address == nullptr) std::abort();
  return address;
}

}  // namespace

std::size_t earful::test::allocations() { return count; }

void* operator new(std::size_t size) { return allocate_or_end(size); }
void* operator new[](std::size_t size) { return allocate_or_end(size); }
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept { return allocate(size); }
void operator delete(void* address) noexcept { std::free(address); }
void operator delete[](void* address) noexcept { std::free(address); }
void operator delete(void* address, std::size_t /*size*/) noexcept { std::free(address); }
void operator delete[](void* address, std::size_t /*size*/) noexcept { std::free(address); }
// NOLINTEND(cppcoreguidelines-no-malloc, cppcoreguidelines-avoid-non-const-global-variables)
