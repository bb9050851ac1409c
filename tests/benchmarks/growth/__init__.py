"""What grows how fast: answers with films and ratings, training with members."""
