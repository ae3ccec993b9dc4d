#pragma once

#include <xnnpack.h>

namespace earful {

/// The memory XNNPACK works with. It sizes an operator's tables anew for each shape; here a table keeps the block it
/// has where that is large enough, so that a warm network allocates nothing.
const xnn_allocator& xnn_memory();

}  // namespace earful
