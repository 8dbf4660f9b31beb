"""Where Alembic enters: the version scripts run on the connection and transaction of upgrade.py."""

from __future__ import annotations

from alembic import context

VERSION_TABLE = (  # in an empty file: Alembic's own would not be STRICT
    "CREATE TABLE IF NOT EXISTS schema_version "
    "(version_num TEXT NOT NULL, PRIMARY KEY (version_num)) STRICT"
)

connection = context.config.attributes["connection"]
connection.exec_driver_sql(VERSION_TABLE)
context.configure(connection=connection, version_table="schema_version")
with context.begin_transaction():
    context.run_migrations()
