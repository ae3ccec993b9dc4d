#include "nn/buffer.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <vector>

namespace earful::test {

TEST_CASE("working memory is aligned as XNNPACK's workspaces must be, whatever its size") {
  std::vector<Buffer> buffers(64);
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    const auto room = buffers[i].room(i * i);
    CHECK(room.size() == i * i);
    CHECK(reinterpret_cast<std::uintptr_t>(room.data()) % 64 == 0);
  }
}

TEST_CASE("working memory stays where it is until more is asked for than ever before") {
  Buffer buffer;
  const float* const first = buffer.room(1000).data();
  CHECK(buffer.room(10).data() == first);
  CHECK(buffer.room(1000).data() == first);
  CHECK(buffer.room(100000).size() == 100000);
}

}  // namespace earful::test
