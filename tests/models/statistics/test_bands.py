import numpy as np

from models.categories import Categories
from models.statistics.bands import decades, runtime_bands


def named(categories: Categories) -> list[list[str]]:
    return [
        [categories.names[code] for code in categories.codes[start:end]]
        for start, end in zip(categories.offsets, categories.offsets[1:], strict=False)
    ]


def test_a_film_is_of_the_decade_of_its_year() -> None:
    years = np.array([1979.0, 1980.0, np.nan, 2000.0])
    assert named(decades(years)) == [["1970s"], ["1980s"], [], ["2000s"]]


def test_a_band_of_runtimes_begins_at_its_lower_border() -> None:
    minutes = np.array([1.0, 39.0, 40.0, 90.0, 179.0, 180.0, 600.0, np.nan])
    assert named(runtime_bands(minutes)) == [
        ["under 40 min"],
        ["under 40 min"],
        ["40 to 89 min"],
        ["90 to 119 min"],
        ["150 to 179 min"],
        ["180 min and more"],
        ["180 min and more"],
        [],
    ]


def test_no_films_have_no_bands() -> None:
    assert len(decades(np.array([]))) == 0
