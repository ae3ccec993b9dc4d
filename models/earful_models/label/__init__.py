"""Labels recordings without anyone listening to them, after Liu et al. 2024, section 2."""
