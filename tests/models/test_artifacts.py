import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from models.artifacts import ARRAYS, MANIFEST, ArtifactError, Manifest, load, save
from models.collaborative import CollaborativeModel
from tests.models.history_contract import HISTORIES, N_FILMS, some_features, two_camps

MANIFESTO = Manifest("collaborative", "2026-11-21T00:00:00+00:00", 80, N_FILMS, 2000)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    save(tmp_path / "v1", MANIFESTO, {"numbers": np.arange(3)})
    return tmp_path / "v1"


def test_what_was_saved_is_loaded(directory: Path) -> None:
    manifest, arrays = load(directory, "collaborative")
    assert manifest.ratings == 2000
    assert arrays["numbers"].tolist() == [0, 1, 2]


def test_a_loaded_model_answers_as_the_saved_one(tmp_path: Path) -> None:
    model = CollaborativeModel.fit(*two_camps(), some_features(N_FILMS))
    save(tmp_path / "v1", MANIFESTO, model.arrays())
    again = CollaborativeModel.from_arrays(load(tmp_path / "v1", "collaborative")[1])
    for history in HISTORIES.values():
        assert np.array_equal(model.predict(history), again.predict(history))
        assert np.array_equal(model.score(history, 0.5), again.score(history, 0.5))


def test_a_damaged_file_is_refused(directory: Path) -> None:
    arrays = directory / ARRAYS
    arrays.write_bytes(arrays.read_bytes()[:-1] + b"x")
    with pytest.raises(ArtifactError):
        load(directory, "collaborative")


def test_another_model_is_refused(directory: Path) -> None:
    with pytest.raises(ArtifactError, match="personal"):
        load(directory, "personal")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"model": 1, "surprise": 2}'])
def test_an_unreadable_manifest_is_refused(directory: Path, text: str) -> None:
    (directory / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(ArtifactError):
        load(directory, "collaborative")


def test_a_pickle_is_never_opened(directory: Path) -> None:
    np.savez(directory / ARRAYS, evil=np.array([{"a": 1}], dtype=object))
    manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))

    manifest["sha256"] = hashlib.sha256((directory / ARRAYS).read_bytes()).hexdigest()
    (directory / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ValueError, match="allow_pickle"):
        load(directory, "collaborative")


def test_nothing_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match="no readable artifact"):
        load(tmp_path / "nowhere", "collaborative")
