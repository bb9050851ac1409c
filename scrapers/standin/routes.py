"""The site's paths, and what it asks of crawlers."""

from functools import partial

from werkzeug.routing import Map, Rule

ROBOTS = "User-agent: *\n" + "".join(
    f"Disallow: {path}\n"
    for path in (
        *("/*/by/*", "/*/popular/this/*", "/*/on/*", "/*/tag/*", "/*/genre/*", "/*/country/*"),
        *("/*/language/*", "/*/decade/*", "/films/year/*", "/films/*/year/*"),
        *("/films/*/size/large/*", "/*/friends/*"),
    )
)

_rule = partial(Rule, methods=["GET"])
ROUTES = Map(
    [
        _rule("/robots.txt", endpoint="robots"),
        _rule("/film/<slug>/", endpoint="film"),
        _rule("/csi/film/<slug>/rating-histogram/", endpoint="histogram"),
        _rule("/csi/film/<slug>/ratings-summary/", endpoint="histogram"),
        _rule("/posters/<slug>.svg", endpoint="poster"),
        _rule("/tmdb/<int:number>/", endpoint="tmdb"),
        _rule("/imdb/<number>/", endpoint="imdb"),
        _rule("/<username>/", endpoint="profile"),
        _rule("/<username>/rss/", endpoint="feed"),
        _rule("/<username>/films/", endpoint="films"),
        _rule("/<username>/films/page/<int(min=1):page>/", endpoint="films"),
        _rule("/<username>/watchlist/", endpoint="watchlist"),
        _rule("/<username>/watchlist/page/<int(min=1):page>/", endpoint="watchlist"),
        _rule("/<username>/likes/films/", endpoint="likes"),
        _rule("/<username>/likes/films/page/<int(min=1):page>/", endpoint="likes"),
        _rule("/<username>/diary/", endpoint="diary"),
        _rule("/<username>/diary/films/page/<int(min=1):page>/", endpoint="diary"),
    ]
)
