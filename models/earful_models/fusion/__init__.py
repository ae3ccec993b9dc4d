"""One score of what a voice sounds like and of its caption: late fusion of a model that hears with one that reads."""
