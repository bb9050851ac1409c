import pytest
from pydantic import ValidationError

from app.config import Settings


def test_reading_letterboxd_is_off_unless_permitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LETTERBOXD_SCRAPING", raising=False)
    assert Settings().letterboxd_scraping == "off"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETTERBOXD_RATE", "0.2")
    assert Settings().letterboxd_rate == 0.2


def test_a_wrong_value_is_refused_with_the_allowed_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETTERBOXD_SCRAPING", "yes")
    with pytest.raises(ValidationError, match="'off' or 'permitted'"):
        Settings()


def test_a_wrong_address_of_redis_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REDIS_URL", "http://user:secret@127.0.0.1")
    with pytest.raises(ValidationError, match="must begin with redis://") as refused:
        Settings()
    assert "secret" not in str(refused.value)


def test_the_live_site_is_never_read_without_a_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETTERBOXD_SCRAPING", "permitted")
    with pytest.raises(ValidationError, match="LETTERBOXD_CONTACT"):
        Settings()
    monkeypatch.setenv("LETTERBOXD_CONTACT", "https://films.example/about")
    assert Settings().letterboxd_scraping == "permitted"


def test_the_database_password_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://films:hunter2@db.example/films")
    assert "hunter2" not in repr(Settings())


def test_a_refused_configuration_shows_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://films:hunter2@db.example/films")
    monkeypatch.setenv("LETTERBOXD_SCRAPING", "permitted")
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "input_value" not in str(refused.value)


@pytest.mark.parametrize("contact", ["films.example\r\nCookie: a", "фильмы@films.example"])
def test_a_contact_that_no_header_can_carry_is_refused(
    monkeypatch: pytest.MonkeyPatch, contact: str
) -> None:
    monkeypatch.setenv("LETTERBOXD_CONTACT", contact)
    with pytest.raises(ValidationError, match="letterboxd_contact"):
        Settings()


def test_a_bucket_needs_both_an_address_and_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUPABASE_KEY", raising=False)
    monkeypatch.setenv("SUPABASE_URL", "https://abc.supabase.co")
    with pytest.raises(ValidationError, match="SUPABASE_URL and SUPABASE_KEY go together"):
        Settings()
    monkeypatch.setenv("SUPABASE_KEY", "sb_secret_hunter2")
    assert "hunter2" not in repr(Settings())
    monkeypatch.setenv("SUPABASE_KEY", "sb_secret\nhunter2")
    with pytest.raises(ValidationError, match="one word") as refused:
        Settings()
    assert "hunter2" not in str(refused.value)
