"""What is shown of the exercises; on the database's thread."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from kopdes_desktop.office.actor import Level
from kopdes_desktop.training import queries
from kopdes_desktop.training.exercises import COPY, EXERCISES, PROOF, Exercise
from kopdes_desktop.ui.door import Session


class Task(Struct, frozen=True):
    """An exercise, the day it was done, and whether whoever sits here may do it."""

    number: int
    what: Exercise
    done: date | None
    may: bool


def tasks(session: Session) -> tuple[Task, ...]:
    """All of them, in order."""
    office = session.office
    done = queries.done(office)
    return tuple(
        Task(number, each, done.get(each.code), office.may(_right(each)) is not Level.NO)
        for number, each in enumerate(EXERCISES, start=1)
    )


def _right(asked: Exercise) -> str:
    """What is recorded, or where there is nothing to record, the place."""
    return asked.place if asked.kind in {PROOF, COPY} else asked.kind
