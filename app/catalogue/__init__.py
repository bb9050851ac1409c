"""The films, in columns, as every request reads them."""
