"""A member's export finds the films that a host has from elsewhere."""

from pathlib import Path

from app.services import Services
from app.uploads.service import take_export
from scrapers.export.boxd import short_link
from tests.app.imports.conftest import Run
from tests.scrapers.export.makers import make_zip

HEADER = "Date,Name,Year,Letterboxd URI"
FILMS = "movieId,title,genres\n1,Toy Story (1995),Comedy\n2,Amélie (2001),Comedy\n"


def import_films(run: Run, folder: Path) -> None:
    (folder / "movies.csv").write_text(FILMS, encoding="utf-8")
    (folder / "ratings.csv").write_text("userId,movieId,rating\n1,1,4\n", encoding="utf-8")
    assert run("movielens", folder).exit_code == 0


def export_of(*films: str) -> bytes:
    rows = [f"2024-03-01,{film},{short_link(51000 + n)},4.5" for n, film in enumerate(films)]
    text = "\n".join([f"{HEADER},Rating", *rows])
    return make_zip({"ratings.csv": text})


def test_films_are_found_by_title_and_year(run: Run, services: Services, tmp_path: Path) -> None:
    import_films(run, tmp_path)
    taken = take_export(services, export_of("Toy Story,1995", "Amelie,2002", "Toy Story,2010"))
    assert (taken.counts.films, taken.counts.in_catalogue) == (3, 2)
