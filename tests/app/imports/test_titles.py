import pytest

from app.imports.movielens.titles import split


@pytest.mark.parametrize(
    ("text", "title", "year"),
    [
        ("Toy Story (1995)", "Toy Story", 1995),
        ("Matrix, The (1999) ", "The Matrix", 1999),
        ("Misérables, Les (1995)", "Les Misérables", 1995),
        ("Avventura, L' (1960)", "L'Avventura", 1960),
        ("Postman, The (Postino, Il) (1994)", "The Postman", 1994),
        ("Seven (a.k.a. Se7en) (1995)", "Seven", 1995),
        ("(500) Days of Summer (2009)", "(500) Days of Summer", 2009),
        ("Good, the Bad and the Ugly, The (1966)", "The Good, the Bad and the Ugly", 1966),
        ("Fawlty Towers (1975-1979)", "Fawlty Towers", 1975),
        ("Birdman: Or (The Unexpected Virtue) (2014)", "Birdman: Or (The Unexpected Virtue)", 2014),
        ("Babylon 5", "Babylon 5", None),
        ("Blue\x00 (9999)", "Blue", None),
        ("(1999)", "", 1999),
    ],
)
def test_a_title_reads_as_on_a_poster(text: str, title: str, year: int | None) -> None:
    assert split(text) == (title, year)
