"""The training jobs: from all stored ratings to a model that serves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.exc import DBAPIError

from app.artifacts import Artifacts, M, Trained
from app.bucket.bucket import BucketError
from app.catalogue.ids import FilmIds
from app.doctor.connecting import fault
from app.jobs.alone import Alone, BusyError
from app.jobs.held_out import hold_out
from app.jobs.quality import Judge, Measured
from app.jobs.served import ServedGeneral, served_collaborative
from app.jobs.stored import Ratings, TrainingError, all_ratings
from app.model_versions import NotWrittenError
from app.services import Services
from app.store.failures import DATABASE_ERRORS
from models.artifacts import ArtifactError, Manifest
from models.collaborative import CollaborativeModel
from models.general import GeneralModel

# Besides a TrainingError, what can end a training that has begun or not.
ENDINGS = (BusyError, BucketError, NotWrittenError, DBAPIError, *DATABASE_ERRORS)


@dataclass(frozen=True)
class Training:
    """A model that was trained, and how good it is."""

    manifest: Manifest
    measured: Measured

    def figures(self) -> dict[str, object]:
        """What the summary tells, by name."""
        of = self.manifest
        told = f"{of.ratings} ratings of {of.films} films by {of.members} members"
        return {"trained on": told, **self.measured.lines()}

    def plots(self) -> list[str]:
        """What the summary draws."""
        return [self.measured.plot()]


def train_collaborative(services: Services, seed: int = 0, force: bool = False) -> Training:
    """Train the collaborative model on every stored rating but those held out, and publish it.

    The same ratings and seed give the same model. Raises TrainingError, also where the model
    that serves is better, unless `force`.
    """
    with _alone(services, "collaborative") as alone:
        _catch_up(services.collaborative, force)
        catalogue = services.catalogue.current()
        ratings, held_out = hold_out(all_ratings(services), catalogue)
        ratings.check("films")
        movie_ids, rows = np.unique(ratings.movie_ids, return_inverse=True)
        films, features = rows.astype(np.int32), catalogue.features_of(movie_ids)
        model = CollaborativeModel.fit(ratings.members, films, ratings.stars, features, seed=seed)
        trained = _trained("collaborative", model, movie_ids, ratings)
        served = partial(served_collaborative, catalogue=catalogue)
        return _publish(Judge(held_out, services.collaborative, served), trained, alone, force)


def train_general(services: Services, seed: int = 0, force: bool = False) -> Training:
    """Train the general model on every stored rating of the catalogue's films but those held
    out, and publish it.

    The same ratings, films and seed give the same model. Raises TrainingError, also where the
    model that serves is better, unless `force`.
    """
    with _alone(services, "general") as alone:
        _catch_up(services.general, force)
        catalogue = services.catalogue.current()
        stored = all_ratings(services)
        known = stored.only(catalogue.positions(stored.movie_ids) >= 0)
        ratings, held_out = hold_out(known, catalogue)
        ratings.check("films of the catalogue")
        films = catalogue.positions(ratings.movie_ids).astype(np.int32)
        model = GeneralModel.fit(films, ratings.stars, catalogue.features, seed=seed)
        trained = _trained("general", model, catalogue.films.ids.values, ratings)
        served = partial(ServedGeneral.of, catalogue=catalogue)
        return _publish(Judge(held_out, services.general, served), trained, alone, force)


@contextmanager
def _alone(services: Services, name: str) -> Iterator[Alone]:
    """Raises TrainingError for each of ENDINGS."""
    try:
        with Alone(services.engine, f"train {name}") as alone:
            yield alone
    except ENDINGS as error:
        raise TrainingError(_why(error)) from error


def _why(error: Exception) -> str:
    """What a TrainingError or one of ENDINGS tells."""
    if isinstance(error, BucketError | NotWrittenError):
        return f"{error}. The old model goes on serving"
    if isinstance(error, BusyError | TrainingError):
        return str(error)
    return f"the database failed: {fault(error).says}; nothing is published"


def _catch_up(artifacts: Artifacts[M], force: bool) -> None:
    """Have the model here that serves, to compare with. Raises TrainingError."""
    try:
        artifacts.catch_up()
    except (ArtifactError, BucketError, NotWrittenError) as error:
        if not force:
            raise TrainingError(
                f"the model that serves cannot be had, so there is nothing to compare with: "
                f"{error}. --force trains nevertheless"
            ) from error


def _trained(name: str, model: M, movie_ids: NDArray[np.int64], ratings: Ratings) -> Trained[M]:
    now = datetime.now(UTC).isoformat()
    counts = (ratings.n_members, len(movie_ids), len(ratings.stars))
    return Trained(Manifest(name, now, *counts), model, FilmIds(movie_ids))


def _publish(judge: Judge[M], trained: Trained[M], alone: Alone, force: bool) -> Training:
    training = Training(trained.manifest, Measured())
    try:
        model, measured = judge.measure(trained)
        training = Training(model.manifest, measured)
        measured.check(force)
        alone.confirm()
        return Training(judge.artifacts.publish(model), measured)
    except (TrainingError, *ENDINGS) as error:
        raise TrainingError(_why(error), training.figures(), training.plots()) from error
