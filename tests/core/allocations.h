#pragma once

#include <cstddef>

namespace earful::test {

/// How many times this program has allocated with `new` so far.
std::size_t allocations();

}  // namespace earful::test
