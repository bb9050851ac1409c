"""How alike two members are, and what each should show the other."""
