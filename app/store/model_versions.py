"""The versions of trained models that all servers share, and which of them serves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.store.schema import model_versions


@dataclass(frozen=True)
class Published:
    """`manifest` is as it was written, perhaps by a newer release."""

    version: str
    manifest: dict[str, Any]
    serves: bool

    @property
    def sha256(self) -> str:
        return str(self.manifest.get("sha256", ""))


def load(connection: Connection, model: str) -> list[Published]:
    """The oldest first."""
    columns = (model_versions.c.version, model_versions.c.manifest, model_versions.c.serves)
    statement = select(*columns).where(model_versions.c.model == model)
    rows = connection.execute(statement)
    return sorted((Published(*row) for row in rows), key=lambda it: int(it.version))


def serving(connection: Connection, model: str) -> Published | None:
    columns = (model_versions.c.version, model_versions.c.manifest, model_versions.c.serves)
    chosen = (model_versions.c.model == model) & model_versions.c.serves
    row = connection.execute(select(*columns).where(chosen)).first()
    return row and Published(*row)


def add(connection: Connection, model: str, version: str, manifest: dict[str, Any]) -> None:
    """It does not serve yet."""
    values = {"model": model, "version": version, "manifest": manifest, "serves": False}
    connection.execute(insert(model_versions).values(values))


def serve(connection: Connection, model: str, version: str) -> bool:
    """Let this version serve, and the one before no more. False if it is not there; none serves
    then, unless the transaction is undone."""
    mine = update(model_versions).where(model_versions.c.model == model)
    connection.execute(mine.where(model_versions.c.serves).values(serves=False))
    chosen = mine.where(model_versions.c.version == version)
    return connection.execute(chosen.values(serves=True)).rowcount > 0


def remove(connection: Connection, model: str, versions: Sequence[str]) -> None:
    chosen = (model_versions.c.model == model) & model_versions.c.version.in_(versions)
    connection.execute(delete(model_versions).where(chosen & ~model_versions.c.serves))
