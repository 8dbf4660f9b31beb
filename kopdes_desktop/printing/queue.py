"""What is written in the books and does not lie on paper yet.

A receipt enters the queue in the transaction that writes its fact, and leaves it once its paper is
whole: a crash at any moment between the two leaves it "belum dicetak". The queue holds the fact's
key and nothing of what it says; the paper is made from the fact again.

A receipt whose bytes may have reached a printer is printed again only as SALINAN.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from msgspec import Struct
from sqlalchemy import bindparam, delete, func, select, update

from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.printing import papers
from kopdes_desktop.printing.tables import PRINT_JOB

State = Literal["waiting", "sending", "failed", "doubtful"]
STATE_WORDS: Final[dict[str, str]] = {
    "waiting": N_("Belum dicetak"),
    "sending": N_("Mungkin sudah tercetak"),
    "failed": N_("Printer tidak menjawab"),
    "doubtful": N_("Berhenti di tengah cetakan"),
}
#: States after which paper may exist.
_MAYBE_PRINTED: Final = frozenset({"sending", "doubtful"})

_ADD = insert_into(PRINT_JOB)
_ALL = Statement(select(PRINT_JOB).order_by(PRINT_JOB.c.fact))
_ONE = Statement(select(PRINT_JOB).where(PRINT_JOB.c.fact == bindparam("of_fact")))
_COUNT = Statement(select(func.count()).select_from(PRINT_JOB))
_MARK = Statement(
    update(PRINT_JOB)
    .where(PRINT_JOB.c.fact == bindparam("of_fact"))
    .values(state=bindparam("now"), tries=PRINT_JOB.c.tries + bindparam("more"))
)
_OUT = Statement(delete(PRINT_JOB).where(PRINT_JOB.c.fact == bindparam("of_fact")))


class Job(Struct, frozen=True):
    """A receipt that waits for its paper."""

    fact: int
    state: str
    tries: int
    number: str
    day: date
    who: str
    amount: Rupiah

    @property
    def copy(self) -> bool:
        """Whether it may lie on paper already, so that the next one is a copy."""
        return self.state in _MAYBE_PRINTED


def expect(books: Books, keys: Iterable[int]) -> None:
    """These facts have just been written: those that have a receipt wait for it from now on."""
    for key in keys:
        if papers.has_paper(books, key) and books.row(_ONE, of_fact=key) is None:
            books.insert(_ADD, key, "waiting", 0)


def jobs(read: Reading) -> list[Job]:
    """Everything that is not printed yet, oldest first."""
    found = []
    for fact, state, tries in read.rows(_ALL):
        about = papers.about(read, fact)
        if about is not None:
            found.append(Job(fact, state, tries, about.number, about.day, about.who, about.amount))
    return found


def count(read: Reading) -> int:
    """How many wait."""
    return int(read.value(_COUNT) or 0)


def is_copy(read: Reading, fact: int) -> bool:
    """Whether the next paper of this fact is a copy: nothing waits for it, or it came half-way."""
    row = read.row(_ONE, of_fact=fact)
    return row is None or row[1] in _MAYBE_PRINTED


def begin(books: Books, fact: int) -> None:
    """From the next moment on a printer may have it."""
    books.change(_MARK, of_fact=fact, now="sending", more=1)


def finish(books: Books, fact: int) -> None:
    """It lies on paper; nothing waits for it any more."""
    books.change(_OUT, of_fact=fact)


def fail(books: Books, fact: int, *, begun: bool) -> None:
    """The printer took nothing, or (`begun`) a part."""
    books.change(_MARK, of_fact=fact, now="doubtful" if begun else "failed", more=0)


def cancel(books: Books, fact: int) -> None:
    """Nobody wants this paper. Raises BadField for one that does not wait."""
    if books.change(_OUT, of_fact=fact) == 0:
        raise BadField(name="fact", reason=_(N_("bukti ini tidak menunggu cetak")), field="fact")
