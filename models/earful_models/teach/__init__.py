"""Teaches from texts: hate speech and emotions together, after Min et al. 2024 (EHSOR)."""
