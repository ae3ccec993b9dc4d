"""Multi-head self-attention, of the speech and the text encoder alike."""

import torch
from torch import Tensor


def attention(query_key_value: Tensor, heads: int, mask: Tensor) -> Tensor:
    """What each step makes of all [batch, steps, width], before the last projection, of the three projections side by
    side [batch, steps, 3 * width]. Steps that are padding, where mask [batch, steps] is False, are not looked at.
    """
    parts = query_key_value.unflatten(-1, (3, heads, -1))
    query, key, value = parts.permute(2, 0, 3, 1, 4)  # each [batch, heads, steps, width / heads]
    # Not scaled_dot_product_attention: its backward pass takes three times as long at these lengths.
    alike = query * query.shape[-1] ** -0.5 @ key.transpose(-1, -2)
    attended = alike.masked_fill(~mask[:, None, None], -torch.inf).softmax(-1) @ value
    return attended.transpose(1, 2).flatten(2)
