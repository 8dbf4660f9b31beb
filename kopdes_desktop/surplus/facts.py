"""The facts of a surplus: frozen with the first one written."""

from __future__ import annotations

from datetime import date

from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger.entry import Entry
from kopdes_desktop.office.operation import Fact
from kopdes_desktop.savings.deposits import DepositedLine
from kopdes_desktop.surplus.rules import Basis, Dealt, Measure, Share, Strangers, Whose


class SharesSet(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """What a meeting decided about the surplus of a book year and the following ones.

    `leavers`: members who left during the year have their share too.
    """

    from_year: str
    decision_no: str
    day: date
    shares: tuple[Share, ...]
    savings_basis: Basis = "mandatory"
    measure: Measure = "year_end"
    dealings: Dealt = Dealt()
    whose: Whose = "members"
    strangers: Strangers = "divided"
    leavers: bool = True


class DealingOf(Fact, frozen=True, omit_defaults=True):
    """What a member had dealt in."""

    member: int
    amount: Rupiah


class DealingsOpened(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Members' dealings of a year that no till of this program saw, and where they come from."""

    year: str
    what: str
    reason: str
    lines: tuple[DealingOf, ...]


class PoolOf(Fact, frozen=True, omit_defaults=True):
    """A heading as it was decided, and what it came to."""

    code: str
    percent: str
    account: str
    amount: Rupiah
    name: str = ""


class ShareOf(Fact, frozen=True, omit_defaults=True):
    """A member's two figures, and his two parts."""

    member: int
    savings: int = 0
    dealings: int = 0
    by_savings: Rupiah = NOTHING
    by_dealings: Rupiah = NOTHING


class Allocated(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A year's surplus divided as a meeting decided; `rule` is the fact with the percentages.

    `carried` covers an old loss, `strangers` goes to the reserve before the percentages, `turned`
    is what of the dealings' pool falls on strangers; `savings`, `dealings` and `outside` are the
    sums that everybody's figures are shares of.
    """

    number: str
    year: str
    decision_no: str
    rule: int
    surplus: Rupiah
    pools: tuple[PoolOf, ...]
    members: tuple[ShareOf, ...]
    savings: int
    dealings: int
    entry: Entry
    outside: int = 0
    carried: Rupiah = NOTHING
    strangers: Rupiah = NOTHING
    turned: Rupiah = NOTHING


class LossCovered(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """A year's loss: what the reserve covered, and what is carried on."""

    number: str
    year: str
    decision_no: str
    loss: Rupiah
    reserve: Rupiah
    carried: Rupiah
    entry: Entry


class PaidShare(Fact, frozen=True, omit_defaults=True):
    """What one member got."""

    member: int
    amount: Rupiah


class SharesPaid(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Shares paid to members: in cash out of a box, into their savings, or against their bons.

    `lines` are the savings, with the months that they pay. `ref` is the paper behind it. After a
    death `heir` took the cash, by the heirs' letter.
    """

    number: str
    how: str
    paid: tuple[PaidShare, ...]
    total: Rupiah
    entry: Entry
    box: str | None = None
    lines: tuple[DepositedLine, ...] = ()
    ref: str | None = None
    heir: int | None = None
    letter_no: str | None = None


class FundSpent(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """Money out of a fund of the surplus: which, how much, out of which box, for what, to whom."""

    number: str
    fund: str
    amount: Rupiah
    box: str
    text: str
    entry: Entry
    ref: str | None = None
    party: int | None = None
