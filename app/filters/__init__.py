"""Which films may be in an answer: one specification for every feature, in every address."""
