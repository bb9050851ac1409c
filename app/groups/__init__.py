"""Films that several members watch together."""
