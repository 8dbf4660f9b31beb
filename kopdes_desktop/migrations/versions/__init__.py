"""One script a version of the schema; Alembic loads them by file, in the order that they name.

What a script adds it also fills: the upgrade rebuilds the books from their log and compares. Guards
are down while scripts run, and stand again before the transaction ends.
"""
