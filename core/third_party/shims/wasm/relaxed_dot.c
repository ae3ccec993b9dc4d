// XNNPACK takes its kernels of the relaxed dot product only where the machine's instruction computes with eight bits
// what is specified for seven. Ours get seven (nn/quantised_rows.h), so that any machine's will do. Upstream's function
// is compiled under another name.
#include <xnnpack/hardware-config.h>

const struct xnn_hardware_config* xnn_upstream_hardware_config(void);

const struct xnn_hardware_config* xnn_init_hardware_config(void) {
  static struct xnn_hardware_config config;
  config = *xnn_upstream_hardware_config();
  if (!config.use_wasm_usdot) config.use_wasm_sdot = true;
  return &config;
}
