"""A local stand-in of letterboxd.com: real HTTP, real markup, invented members, no internet."""
