"""Alembic's entry: runs the migrations on the database that `database.migrate` names."""

from alembic import context
from sqlalchemy import event

from bot.records.database import Database
from bot.records.models import Base

database = Database(context.config.attributes["url"], geduldig=True)
if database.is_sqlite:
    # A table that is made anew is dropped first, and with foreign keys on that would delete every
    # row that hangs on it. The setting cannot change inside a transaction.
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=OFF"))
with database.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
database.close()
