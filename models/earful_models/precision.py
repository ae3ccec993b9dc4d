"""Half precision, where it is worth it."""

import torch


def half_precision() -> torch.autocast:
    """bfloat16 where the processor computes in it. Where it does not, that is slower than float32 by far."""
    return torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported())
