"""The registry's database: opened, migrated, and its failures turned into errors that say what to do."""

from collections.abc import Generator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, NoSuchModuleError, OperationalError

from mingdan.core.errors import MingdanError, MissingExtraError, UsageError

DEFAULT_URL = "sqlite:///registry.sqlite"
WAIT = 30
"""Seconds for which a writer waits until another one is done."""
_LOCK = 7_620_251_001


class RegistryError(MingdanError):
    """The registry's database is missing, locked, full, damaged or of another version."""

    code = "registry"


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///PATH`` or ``postgresql://…``; a bare path is a SQLite file.

    Raises :class:`UsageError` for an URL of another kind, :class:`MissingExtraError` without the driver.
    """
    try:
        address = make_url(url if "://" in url else f"sqlite:///{url}")
        if address.get_backend_name() == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        elif address.get_backend_name() != "sqlite":
            raise UsageError("no SQLite or PostgreSQL address", where=url, hint="sqlite:///PATH or postgresql://…")
        engine = create_engine(address)
    except (ArgumentError, NoSuchModuleError) as error:
        raise UsageError("no address of a database", where=url, hint="sqlite:///PATH or postgresql://…") from error
    except ModuleNotFoundError as error:
        hint = "pip install 'mingdan[postgres]'"
        raise MissingExtraError("PostgreSQL needs the package psycopg", hint=hint) from error
    if is_sqlite(engine):
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def check_there(engine: Engine) -> None:
    """Raises :class:`UsageError` where a SQLite file is not there."""
    path = engine.url.database
    if is_sqlite(engine) and path and path != ":memory:" and not Path(path).is_file():
        hint = "check --db; mingdan registry ingest OUT makes and fills a registry"
        raise UsageError("no such registry", where=path, hint=hint)


def is_sqlite(bound: Engine | Connection) -> bool:
    """Whether it is a SQLite file."""
    return bound.dialect.name == "sqlite"


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's own BEGIN counts, not the driver's
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", f"busy_timeout = {WAIT * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Generator[Connection]:
    """A transaction that is the only one to write; kept as a whole or not at all."""
    with told(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        if not is_sqlite(connection):
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


@contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """A transaction that sees one state."""
    with told(engine), engine.connect() as connection:
        yield connection


@contextmanager
def told(engine: Engine) -> Generator[None]:
    """Turn failures of the database into :class:`RegistryError`."""
    where = engine.url.render_as_string(hide_password=True)
    try:
        yield
    except IntegrityError as error:
        raise RegistryError(
            f"the data contradict each other ({_first_line(error)})", where=where, hint="nothing was changed; report it"
        ) from error
    except (OperationalError, DatabaseError) as error:
        message, hint = _explained(str(error.orig or error))
        raise RegistryError(message, where=where, hint=hint) from error


def _first_line(error: DatabaseError) -> str:
    return str(error.orig or error).strip().split("\n")[0]


_EXPLAINED = (
    ("locked", "another process writes for too long", "try again; nothing was changed"),
    ("disk is full", "the disk is full", "make room and try again; nothing was changed"),
    ("No space left", "the disk is full", "make room and try again; nothing was changed"),
    ("unable to open", "the file cannot be opened", "check the path and its rights"),
    ("readonly", "the file cannot be written", "check its rights"),
    ("not a database", "is no SQLite database", "check the path"),
    ("malformed", "the file is damaged", "mingdan registry restore takes a backup"),
    ("connection", "the server cannot be reached", "check address, name and password"),
)


def _explained(reason: str) -> tuple[str, str]:
    for sign, message, hint in _EXPLAINED:
        if sign in reason:
            return message, hint
    return f"the database failed ({reason.strip().splitlines()[0]})", "nothing was changed; check the server's log"


def config() -> Config:
    """Where Alembic finds the migrations."""
    made = Config()
    made.set_main_option("script_location", str(files("mingdan.registry").joinpath("migrations")))
    return made


def newest() -> str:
    """The newest version of the database."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def version_of(engine: Engine) -> str | None:
    """The version of a database; ``None`` for an empty one."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine, target: str = "head") -> None:
    """Bring a database to a version; ``base`` empties it."""
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    found = version_of(engine)
    if found is not None and found not in known:
        raise _other_version(engine, found)
    down = target == "base" or (found is not None and target != "head" and target < found)
    with told(engine), engine.connect().execution_options(writes=True) as connection:
        made = config()
        made.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(made, target)
        connection.commit()


def check_version(engine: Engine) -> None:
    """Make the tables of an empty database. Raises :class:`RegistryError` for another version than this one's."""
    found = version_of(engine)
    if found is None:
        migrate(engine)
    elif found != newest():
        raise _other_version(engine, found)


def _other_version(engine: Engine, found: str) -> RegistryError:
    where = engine.url.render_as_string(hide_password=True)
    message = f"is of version {found}, this mingdan needs {newest()}"
    hint = "mingdan registry migrate brings an older one up; a newer one needs a newer mingdan"
    return RegistryError(message, where=where, hint=hint)
