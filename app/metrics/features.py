"""Which feature a request is for."""

from werkzeug.datastructures import MultiDict

# By the rule of the address; a page with a stream answers there, where there is JavaScript.
FEATURES = {
    "/": "films",
    "/recommendations/stream": "films",
    "/api/v1/recommendations": "films",
    "/group": "group",
    "/group/stream": "group",
    "/group/<code>/films": "group",
    "/api/v1/groups/recommendations": "group",
    "/watchlist": "watchlist",
    "/watchlist/stream": "watchlist",
    "/api/v1/watchlist/picks": "watchlist",
    "/compare": "compare",
    "/compare/stream": "compare",
    "/api/v1/compatibility": "compare",
    "/statistics": "statistics",
    "/statistics/stream": "statistics",
    "/api/v1/statistics": "statistics",
    "/films/<slug>": "film",
    "/films/<slug>/stream": "film",
    "/api/v1/films/<string:slug>": "film",
    "/api/v1/predictions": "predictions",
    "/recommendations/image.png": "images",
    "/rate": "rating",
    "/profiles": "uploads",
    "/api/v1/profiles": "uploads",
    "/lists": "lists",
    "/api/v1/lists": "lists",
    "/marks": "marks",
    "/api/v1/marks/<slug>": "marks",
}
WHO = ("username", "profile")


def feature_of(method: str, rule: str, args: MultiDict[str, str]) -> str | None:
    """The feature that answers, None if it only shows a form.

    >>> feature_of("GET", "/", MultiDict({"username": "night_owl"}))
    'films'
    >>> feature_of("GET", "/", MultiDict())
    """
    sends = method in ("POST", "PUT")
    asks = method == "GET" and any(args.get(name, "").strip() for name in WHO)
    return FEATURES.get(rule) if sends or asks else None
