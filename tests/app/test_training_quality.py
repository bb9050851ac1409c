from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import update

from app import create_app
from app.jobs.held_out import MOST, SHARE, hold_out
from app.jobs.quality import Judge, Measured, RefusedError
from app.jobs.served import ServedGeneral
from app.jobs.stored import Ratings, all_ratings
from app.jobs.training import train_collaborative, train_general
from app.services import Services
from app.store import imported_ratings
from app.store.schema import members, ratings
from models.evaluate.intervals import Interval

MEMBERS, RATED = 600, 30


@pytest.fixture
def services(make_services: Callable[..., Services], tmp_path: Path) -> Services:
    services = make_services(data_dir=tmp_path)
    add_members(services)
    return services


def add_members(services: Services) -> None:
    """So many members that some can be held out, who agree on what is good."""
    rng = np.random.default_rng(8)
    movie_ids = services.catalogue.current().films.ids.values
    goodness = rng.uniform(2, 9, len(movie_ids))
    names = [f"invented_{number}" for number in range(MEMBERS)]
    rows = []
    for name in names:
        films = rng.choice(len(movie_ids), RATED, replace=False)
        half_stars = np.clip(np.rint(goodness[films] + rng.normal(0, 1, RATED)), 1, 10)
        rows += [
            {"username": name, "movie_id": int(film), "half_stars": int(given), "liked": False}
            for film, given in zip(movie_ids[films], half_stars, strict=True)
        ]
    with services.engine.begin() as connection:
        imported_ratings.add(connection, rows)


def turn_round_what_is_learned_from(services: Services) -> None:
    """The members held out keep their taste; all others' turns into the opposite."""
    draws = all_ratings(services).draws
    names = np.array(sorted(f"invented_{number}" for number in range(MEMBERS)))
    others = names[draws >= SHARE].tolist()
    with services.engine.begin() as connection:
        connection.execute(
            update(ratings)
            .where(ratings.c.member == members.c.number, members.c.username.in_(others))
            .values(half_stars=11 - ratings.c.half_stars)
        )


def test_a_model_is_measured_with_members_from_whom_it_has_not_learned(services: Services) -> None:
    stored = all_ratings(services)
    learned_from, held_out = hold_out(stored, services.catalogue.current())
    assert held_out is not None
    assert 20 <= len(held_out.members.users) <= 2 * SHARE * MEMBERS
    assert not set(held_out.members.users.tolist()) & set(learned_from.members.tolist())
    manifest = train_general(services).manifest
    assert manifest.members == MEMBERS - len(held_out.members.users)
    assert manifest.held_out == SHARE
    assert manifest.quality.keys() == {"rmse", "ndcg@10", "recall@20"}
    mean, low, high = manifest.quality["rmse"]
    assert 0.5 < low < mean < high < 1.2  # each one's own noise is half a star


def test_who_is_held_out_stays_so_when_members_come_and_at_most_so_many_are(
    services: Services,
) -> None:
    stored, catalogue = all_ratings(services), services.catalogue.current()
    rng = np.random.default_rng(2)
    many = Ratings(
        stored.members,
        stored.movie_ids,
        stored.stars,
        np.concatenate([stored.draws, rng.random(50_000)]),  # of others who rated nothing
    )
    before, after = hold_out(stored, catalogue)[1], hold_out(many, catalogue)
    assert before is not None
    assert after[1] is None  # a part of the same few: too few
    assert MOST / len(many.draws) < SHARE
    assert len(after[0].members) == len(stored.members)


def test_a_worse_model_is_refused_with_figures_unless_forced(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "summary.md"
    app = create_app(services.settings)
    app.extensions["projectionist"] = services
    run = app.test_cli_runner().invoke
    first = train_general(services).manifest
    turn_round_what_is_learned_from(services)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    refused = run(args=["train", "general"])
    monkeypatch.delenv("GITHUB_STEP_SUMMARY")
    told = page.read_text(encoding="utf-8")
    assert told.startswith("### Model general, not published\n")
    assert f"| trained on | {first.ratings} ratings of " in told
    assert "| ended because | the new model is worse than the one that serves" in told
    assert 'title "The new model, and as a line the one before"' in told
    assert refused.exit_code == 1
    assert "worse than the one that serves" in refused.output
    assert "RMSE -" in refused.output
    assert services.general.verify() == first
    forced = run(args=["train", "general", "--force"])
    assert forced.exit_code == 0
    assert "RMSE, better by" in forced.output
    assert services.general.verify() != first


@pytest.mark.parametrize("force", [False, True])
def test_a_model_whose_quality_is_no_number_is_refused_even_if_forced(
    services: Services, force: bool
) -> None:
    catalogue = services.catalogue.current()
    train_general(services)
    sound = services.general.current()
    assert sound is not None
    broken = replace(
        sound, model=replace(sound.model, stars=np.full_like(sound.model.stars, np.nan))
    )
    held_out = hold_out(all_ratings(services), catalogue)[1]
    judge = Judge(held_out, services.general, partial(ServedGeneral.of, catalogue=catalogue))
    with pytest.raises(RefusedError, match="the new model is no good: the model predicts no"):
        judge.measure(broken)
    nothing = Interval(np.nan, np.nan, np.nan)
    with pytest.raises(RefusedError, match="the new model is no good: its NDCG@10 is no number"):
        Measured({"rmse": Interval(0.8, 0.7, 0.9), "ndcg@10": nothing}).check(force)


def test_the_same_model_again_is_no_worse(services: Services) -> None:
    first, again = train_collaborative(services), train_collaborative(services)
    assert "no model serves yet" in first.measured.note
    assert {tuple(gain) for gain in again.measured.gains.values()} == {(0, 0, 0)}
    assert first.manifest.quality == again.manifest.quality
