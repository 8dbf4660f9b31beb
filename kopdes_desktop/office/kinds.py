"""What kind a fact is, and whether its words hold something, without reading it whole."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.tables import FACT

_KIND = Statement(select(FACT.c.kind).where(FACT.c.key == bindparam("of_key")))
_HOLDS = Statement(
    select(func.instr(FACT.c.body, bindparam("words"))).where(FACT.c.key == bindparam("of_key"))
)


def kind_of(read: Reading, key: int) -> str:
    """The kind of a fact by its key; empty where it is not in this log."""
    return str(read.value(_KIND, of_key=key) or "")


def holds(read: Reading, key: int, words: str) -> bool:
    """Whether these words stand somewhere in a fact, as it was written."""
    return bool(read.value(_HOLDS, of_key=key, words=words))
