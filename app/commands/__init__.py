"""Commands of `flask --app app`, a module for each group."""
