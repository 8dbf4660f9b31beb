"""When these books were last proven on this laptop: a keeper, for another laptop has its own."""

from __future__ import annotations

from sqlalchemy import CheckConstraint

from kopdes_desktop.db.base import integer, table, text

#: One row: who ran all proofs and when, which were red, and how many facts they saw.
PROOF_RUN = table(
    "proof_run",
    integer("one", CheckConstraint("one=1"), primary_key=True),
    text("body"),
    kind="keeper",
    natural=("one",),
)
