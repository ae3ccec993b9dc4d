#include "text/code_point_table.h"

#include <algorithm>

namespace earful {
namespace {

// Reads the numbers of a table, as models/earful_models/text_encoder/character_tables.py describes them.
class Numbers {
 public:
  explicit Numbers(std::span<const std::uint8_t> table) : rest_(table) {}

  bool done() const { return rest_.empty(); }

  char32_t next() {
    char32_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const std::uint8_t byte = rest_.front();
      rest_ = rest_.subspan(1);
      value |= static_cast<char32_t>(byte & 127U) << shift;
      if (byte < 128) return value;
    }
  }

  // A number that may be negative, added to another.
  char32_t next_from(char32_t before) {
    const char32_t value = next();
    return value % 2 == 0 ? before + value / 2 : before - value / 2 - 1;
  }

 private:
  std::span<const std::uint8_t> rest_;
};

// The last run that begins at the letter or before it; null if none does.
template <class Run>
const Run* last_from(const std::vector<Run>& runs, char32_t letter) {
  const auto after = std::ranges::upper_bound(runs, letter, {}, &Run::first);
  return after == runs.begin() ? nullptr : &*(after - 1);
}

}  // namespace

CodePointSet::CodePointSet(std::span<const std::uint8_t> table) {
  Numbers numbers(table);
  for (char32_t at = 0; !numbers.done();) {
    const char32_t first = at + numbers.next();
    at = first + numbers.next();
    runs_.push_back({.first = first, .last = at});
  }
}

bool CodePointSet::contains(char32_t letter) const {
  const Run* const run = last_from(runs_, letter);
  return run != nullptr && letter <= run->last;
}

CodePointMap::CodePointMap(std::span<const std::uint8_t> table) {
  constexpr char32_t one = 0;
  constexpr char32_t several = 7;
  Numbers numbers(table);
  char32_t at = 0;
  char32_t target = 0;
  while (!numbers.done()) {
    const char32_t head = numbers.next();
    const char32_t kind = head % 8;
    const char32_t first = at + head / 8;
    const char32_t count = kind == one ? 1 : numbers.next();
    Run run{.first = first,
            .last = first,
            .apart = static_cast<std::uint8_t>(kind == 3 || kind == 4 ? 2 : 1),
            .same = kind == 1 || kind == 3,
            .to = {}};
    if (kind != several) run.last += (count - 1) * run.apart;
    for (char32_t i = 0; i < (kind == several ? count : 1); ++i) run.to += target = numbers.next_from(target);
    at = run.last;
    runs_.push_back(run);
  }
}

bool CodePointMap::append(char32_t letter, std::u32string& text) const {
  const Run* const run = last_from(runs_, letter);
  if (run == nullptr || letter > run->last || (letter - run->first) % run->apart != 0) return false;
  if (run->same || run->first == run->last) {
    text += run->to;
  } else {
    text += static_cast<char32_t>(run->to.front() + (letter - run->first));
  }
  return true;
}

}  // namespace earful
