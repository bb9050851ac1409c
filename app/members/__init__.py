"""What is kept of a member, and how they have it removed."""
