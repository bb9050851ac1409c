"""Finished answers, kept for whoever asks the same again."""
