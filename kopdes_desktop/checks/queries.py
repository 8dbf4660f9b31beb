"""The kept proof, read and written."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.checks.tables import PROOF_RUN
from kopdes_desktop.db.statements import Statement
from kopdes_desktop.office.books import Books, Reading

_BODY = Statement(select(PROOF_RUN.c.body))
_new = insert(PROOF_RUN).values(one=None, body=None)
_KEEP = Statement(
    _new.on_conflict_do_update(index_elements=[PROOF_RUN.c.one], set_={"body": _new.excluded.body})
)


def proof_run(read: Reading) -> str | None:
    """What was kept of the last proof."""
    found: str | None = read.value(_BODY)
    return found


def keep_proof_run(books: Books, body: str) -> None:
    """The last proof from now on."""
    books.change(_KEEP, one=1, body=body)
