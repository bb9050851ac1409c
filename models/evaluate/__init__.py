"""How good the models are, measured on members they have never seen."""
