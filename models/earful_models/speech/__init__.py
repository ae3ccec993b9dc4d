"""Speaks the labelled texts: voices, plan, synthesis, manifest, and the proof that only the words tell the labels."""
