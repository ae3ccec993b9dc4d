"""Scores what is written, or was transcribed: a small BERT with EHSOR's heads."""
