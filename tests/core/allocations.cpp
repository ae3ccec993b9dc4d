#include "allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> count{0};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

}  // namespace

std::size_t earful::test::allocations() { return count; }

// The other forms of `new` call this one, but for over-aligned types, which are not counted.
void* operator new(std::size_t size) {
  ++count;
  void* address = std::malloc(size == 0 ? 1 : size);  // NOLINT(cppcoreguidelines-no-malloc)
  if (address == nullptr) std::abort();
  return address;
}

void operator delete(void* address) noexcept { std::free(address); }  // NOLINT(cppcoreguidelines-no-malloc)

void operator delete(void* address, std::size_t /*size*/) noexcept {
  std::free(address);  // NOLINT(cppcoreguidelines-no-malloc)
}
