from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from app.services import Services
from app.store.engine import connect
from app.store.migration import MIGRATIONS
from app.store.schema import SCHEMA, metadata


def test_the_migrations_make_exactly_the_schema(services: Services) -> None:
    options = {
        "include_schemas": True,
        "version_table_schema": SCHEMA,
        "include_name": lambda name, kind, _: kind != "schema" or name == SCHEMA,
    }
    with services.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_connecting_again_changes_nothing(services: Services) -> None:
    engine = connect(services.settings)
    with engine.connect() as connection:
        version = connection.exec_driver_sql(f"SELECT version_num FROM {SCHEMA}.alembic_version")
        newest = max(path.stem[:4] for path in (MIGRATIONS / "versions").glob("*.py"))
        assert version.scalars().all() == [newest]
    engine.dispose()
