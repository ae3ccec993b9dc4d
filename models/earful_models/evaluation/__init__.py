"""Measures a scorer, and sets and checks the operating points of a model."""
