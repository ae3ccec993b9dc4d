#include "nn/xnn_operator.h"

#include "text.h"

namespace earful {

Result<void> check(std::string_view what, std::initializer_list<xnn_status> statuses) {
  for (const xnn_status status : statuses) {
    if (status == xnn_status_success) continue;
    return fail(ErrorCode::out_of_memory,
                concat(what, ": XNNPACK could not run it (status ", static_cast<int>(status), ")"));
  }
  return {};
}

}  // namespace earful
