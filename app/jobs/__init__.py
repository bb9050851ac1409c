"""The work that no visitor waits for; each job is a command in app.cli."""
