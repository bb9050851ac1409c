"""IMDb: the non-commercial data sets, as developer.imdb.com describes them."""
