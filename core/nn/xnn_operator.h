#pragma once

#include <xnnpack.h>

#include <initializer_list>
#include <memory>
#include <string_view>

#include "error.h"
#include "nn/xnn_memory.h"

namespace earful {

struct DeleteOperator {
  void operator()(xnn_operator_t op) const { xnn_delete_operator(op); }
};

/// An XNNPACK operator: packed weights, and the shape and pointers of its last run. Not for two threads at once.
using XnnOperator = std::unique_ptr<xnn_operator, DeleteOperator>;

/// Turns the first status that is not a success into an error that names the layer. The calls of a run may stand in
/// one list: XNNPACK refuses to set up or run an operator whose earlier step failed. Shapes are checked when a model
/// is loaded, so that what is left is a lack of memory.
Result<void> check(std::string_view what, std::initializer_list<xnn_status> statuses);

/// Readies XNNPACK (once) and calls `create(&op)`, one of its xnn_create_... functions with the arguments bound; wraps
/// the operator in a `Layer`.
template <class Layer, class Create>
Result<Layer> make_layer(std::string_view what, Create create) {
  xnn_operator_t op = nullptr;
  if (auto made = check(what, {xnn_initialize(&xnn_memory()), create(&op)}); !made)
    return std::unexpected(made.error());
  return Layer(XnnOperator(op));
}

}  // namespace earful
