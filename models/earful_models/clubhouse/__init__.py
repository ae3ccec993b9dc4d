"""The benchmark of Mansourifar et al. 2021: hate speech in transcripts of voice chat rooms."""
