"""Builds the labelled texts of the corpus out of public text corpora: read, label, clean, balance, split."""
