"""What the form of filters offers to choose from."""

import numpy as np

from app.catalogue.catalogue import Catalogue
from app.filters.query import DECADE

Options = list[tuple[str | int, str]]

CONTENT_TYPES: Options = [("feature", "Feature films"), ("short", "Shorts"), ("tv", "Television")]
FAMES: Options = [
    ("obscure", "Obscure"),
    ("niche", "Niche"),
    ("known", "Known"),
    ("famous", "Famous"),
]


def offered(catalogue: Catalogue) -> dict[str, object]:
    """Names of the catalogue, the most frequent first; genres by the alphabet."""
    genres = sorted(catalogue.facets.of("genre").names)
    years = catalogue.films.numbers["release_year"]
    decades = np.unique(years[~np.isnan(years)] // DECADE * DECADE).astype(int).tolist()
    return {
        "genres": [(name, name) for name in genres],
        "countries": catalogue.facets.of("country").names,
        "languages": catalogue.facets.of("language").names,
        "decades": [(decade, f"{decade}s") for decade in decades],
        "content_types": CONTENT_TYPES,
        "fames": FAMES,
    }
