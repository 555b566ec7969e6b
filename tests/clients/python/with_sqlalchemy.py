"""SQLAlchemy: every connection that its pool opens loads usher."""
import sqlalchemy
from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

import steps

engine = create_engine("sqlite:///app.db", future=True, isolation_level="AUTOCOMMIT", poolclass=QueuePool)


@event.listens_for(engine, "connect")
def load(db, record):
    db.enable_load_extension(True)
    db.load_extension("dist/usher")


def connect():
    db = engine.connect()

    def run(sql, values):
        result = db.exec_driver_sql(sql, tuple(values))
        return result.fetchall() if result.returns_rows else []

    return run


steps.play(connect, sqlalchemy.__version__, engine.dialect.dbapi.sqlite_version, lambda error: str(error.orig))
