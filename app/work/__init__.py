"""New answers computed by workers, which take them from a queue in Redis (RQ)."""
