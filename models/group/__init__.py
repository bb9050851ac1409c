"""One order of films for several members."""
