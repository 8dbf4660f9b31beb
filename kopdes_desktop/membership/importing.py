"""Taking an old register in: one transaction, all of the good rows or none, undone as one.

A study (`study_members`, `study_savings`) says what would happen and writes nothing; `import_*`
does it through the same operations as everybody; what the operations refuse though the study saw
nothing wrong is reported by the row, and nothing is written (COMMANDLINE, Reading old registers).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.progress import Progress, Silent
from kopdes_desktop.membership.headers import FIELDS, SAVINGS_FIELDS
from kopdes_desktop.membership.member_rows import study_members
from kopdes_desktop.membership.savings_rows import study_savings
from kopdes_desktop.membership.studies import MemberLine, MemberStudy, SavingsLine, SavingsStudy
from kopdes_desktop.membership.taking_over import AdoptOrder
from kopdes_desktop.office.columns import NoHeader, OtherBook
from kopdes_desktop.office.imports import BeginOrder
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.studies import (
    Imported,
    NoDay,
    Problem,
    Study,
)
from kopdes_desktop.office.taking import Taking, rejects
from kopdes_desktop.office.transaction import Transaction
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.savings.deposits import DepositLine, DepositOrder
from kopdes_desktop.savings.opening import TakeOverLine, TakeOverOrder

__all__ = [
    "FIELDS",
    "SAVINGS_FIELDS",
    "NoHeader",
    "OtherBook",
    "import_members",
    "import_savings",
    "rehearse",
    "rejects",
    "study_members",
    "study_savings",
]

ADOPT, TAKE_OVER, DEPOSIT = "membership.adopt", "savings.take_over", "savings.deposit"
MEMBERS, SAVINGS = "members", "savings"


def import_members(
    office: Office,
    study: MemberStudy,
    *,
    skip_bad: bool = False,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take the members of a study in, and their money as opening balances of its day.

    Raises RowsFaulty, NothingReady, AlreadyRead, NoDay, NotPermitted, and what the office refuses.
    """
    return _taking_members(office, study, progress, confirm_day=confirm_day).run(skip_bad=skip_bad)


def import_savings(
    office: Office,
    study: SavingsStudy,
    *,
    skip_bad: bool = False,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take the amounts of a study in: as opening balances of its day, or as late deposits.

    Raises as `import_members` does.
    """
    return _taking_savings(office, study, progress, confirm_day=confirm_day).run(skip_bad=skip_bad)


def rehearse(
    office: Office,
    study: MemberStudy | SavingsStudy,
    *,
    confirm_day: bool = False,
    progress: Progress | None = None,
) -> tuple[Problem, ...]:
    """What the operations would refuse of a study's rows; done and taken back, nothing stays.

    A study knows the register's faults; whether a deposit fits a member's dues only the operation
    knows. Raises as importing does.
    """
    if isinstance(study, MemberStudy):
        return _taking_members(office, study, progress, confirm_day=confirm_day).rehearse()
    return _taking_savings(office, study, progress, confirm_day=confirm_day).rehearse()


def _taking_members(
    office: Office, study: MemberStudy, progress: Progress | None, *, confirm_day: bool
) -> Taking[MemberLine]:
    day = study.as_of
    money = any(line.money for line in study.lines)
    if money and day is None:
        raise NoDay(name=study.name)

    def take(deal: Transaction, line: MemberLine) -> None:
        key = deal.then(ADOPT, AdoptOrder(**line.fields, as_of=day))
        if line.money and day is not None:
            lines = tuple(TakeOverLine(product, amount) for product, amount in line.money)
            deal.then(TAKE_OVER, TakeOverOrder(key, lines, day))

    codes = (ADOPT, TAKE_OVER) if money else (ADOPT,)
    begin = BeginOrder(MEMBERS, study.digest, len(study.lines) or 1, day)
    watch = progress or Silent()
    return Taking(
        office,
        study,
        study.lines,
        begin,
        codes,
        take,
        _saved,
        lambda lines: _totals(study, lines),
        watch,
        confirm_day,
    )


def _taking_savings(
    office: Office, study: SavingsStudy, progress: Progress | None, *, confirm_day: bool
) -> Taking[SavingsLine]:
    late = _(N_("Impor buku lama {name}")).format(name=study.name)[:200]
    today = office.today()

    def open_balance(deal: Transaction, line: SavingsLine) -> None:
        lines = (TakeOverLine(study.product, line.amount),)
        deal.then(TAKE_OVER, TakeOverOrder(line.member, lines, line.day))

    def deposit(deal: Transaction, line: SavingsLine) -> None:
        lines = (DepositLine(study.product, line.amount),)
        past = line.day != today
        order = DepositOrder(
            member=line.member,
            lines=lines,
            cash=study.cash,
            day=line.day if past else None,
            late=late if past else None,
        )
        deal.then(DEPOSIT, order)

    code, take = (TAKE_OVER, open_balance) if study.how == "opening" else (DEPOSIT, deposit)
    begin = BeginOrder(SAVINGS, mark_of(study), len(study.lines) or 1, study.as_of)
    watch = progress or Silent()
    return Taking(
        office,
        study,
        study.lines,
        begin,
        (code,),
        take,
        _saved,
        lambda lines: _totals(study, lines),
        watch,
        confirm_day,
    )


def mark_of(study: SavingsStudy) -> str:
    """What names a file of savings in the books: one book may be read once for each product."""
    return sha256(f"{study.digest} {study.product} {study.how}".encode()).hexdigest()


def _saved(deal: Transaction) -> Counter[str]:
    """What all members have, by product, as the books say."""
    sums: Counter[str] = Counter()
    for product, _member, amount in savings.all_balances(deal.books):
        sums[product] += int(amount)
    return sums


def _totals(study: Study, lines: Sequence[MemberLine] | Sequence[SavingsLine]) -> dict[str, Rupiah]:
    """What went in, by product."""
    sums = dict.fromkeys(study.totals, 0)
    for line in lines:
        if isinstance(line, MemberLine):
            for product, amount in line.money:
                sums[product] += int(amount)
        elif isinstance(study, SavingsStudy):
            sums[study.product] += int(line.amount)
    return {product: Rupiah(amount) for product, amount in sums.items()}
