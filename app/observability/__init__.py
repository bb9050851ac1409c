"""What a request did and how long it took: for the log, the metrics and the visitor."""
