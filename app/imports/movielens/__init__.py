"""MovieLens: films and ratings as GroupLens publishes them (grouplens.org/datasets/movielens)."""
