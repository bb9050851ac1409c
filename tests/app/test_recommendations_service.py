from app.recommendations.query import RecommendationQuery
from app.recommendations.service import recommend
from app.services import Services
from app.store import film_urls
from app.store.film_reads import PageRead, record
from scrapers.records import LoggedFilm
from scrapers.standin.builtin import BuiltinWorld


def test_another_entry_of_a_logged_film_that_was_never_read_is_not_recommended(
    services: Services, world: BuiltinWorld
) -> None:
    query = RecommendationQuery(username=world.suggestions()[0], limit=100)
    best = recommend(services, query).data[0].film
    unread = LoggedFilm(999_999, "gone-entry", best.title.upper(), best.release_year)
    with services.engine.begin() as connection:
        film_urls.add(connection, {"gone-entry": unread})
        record(connection, [PageRead("gone-entry", "gone")], 30)
        connection.exec_driver_sql(
            "INSERT INTO projectionist.ratings (member, movie_id, liked) "
            "SELECT number, 999999, false FROM projectionist.members"
        )
        connection.exec_driver_sql("UPDATE projectionist.members SET read_at = now()")
    shown = [item.film.film_id for item in recommend(services, query).data]
    assert best.film_id not in shown
