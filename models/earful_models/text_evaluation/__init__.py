"""How well a text model does, on texts that it was not trained on."""
