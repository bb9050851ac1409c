"""What a member's films and ratings say about them."""
