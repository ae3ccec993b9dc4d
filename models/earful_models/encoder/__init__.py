"""The speech encoder: its network, the pretrained weights it starts from, and its file's tensors."""
