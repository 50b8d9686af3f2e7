"""Alembic's entry: runs the migrations on the database that `database.migrate` names."""

from alembic import context

from bot.records.database import Database
from bot.records.models import Base

database = Database(context.config.attributes["url"])
with database.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
database.close()
