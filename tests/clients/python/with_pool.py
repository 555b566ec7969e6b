"""A pool whose connections nobody loads anything into: usherauto, loaded once, is there in all."""
import sqlite3

import sqlalchemy
from sqlalchemy import create_engine
from sqlalchemy.pool import QueuePool

import steps

with_usher = sqlite3.connect(":memory:")
with_usher.enable_load_extension(True)
with_usher.load_extension("dist/usherauto")
with_usher.close()

engine = create_engine("sqlite:///app.db", future=True, isolation_level="AUTOCOMMIT", poolclass=QueuePool)

steps.play(lambda: steps.of_engine(engine), sqlalchemy.__version__, sqlite3.sqlite_version, lambda error: str(error.orig))
