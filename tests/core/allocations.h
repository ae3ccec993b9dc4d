#pragma once

#include <cstddef>

namespace earful::test {

/// How many times this program has allocated with `new` so far.
std::size_t allocations();

/// How many bytes of these it has now.
std::size_t allocated_bytes();

}  // namespace earful::test
