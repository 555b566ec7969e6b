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


steps.play(lambda: steps.of_engine(engine), sqlalchemy.__version__, engine.dialect.dbapi.sqlite_version, lambda error: str(error.orig))
