"""What the screen of the surplus asks of the books; on the database's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from kopdes_desktop.accounting import year_standing
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.ledger.balances import LedgerRow
from kopdes_desktop.ledger.chart import Account, Box
from kopdes_desktop.ledger.entry import OFFICE_UNIT
from kopdes_desktop.ledger.years import BookYear, kept, year_of
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import Heir, MemberRow
from kopdes_desktop.membership import leaving
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.sales import queries as sales
from kopdes_desktop.surplus import dealt, queries, rules
from kopdes_desktop.surplus.facts import SharesSet
from kopdes_desktop.surplus.queries import Divided, Fund, Outcome, Owed
from kopdes_desktop.surplus.rules import Bases, Share
from kopdes_desktop.tills.rules import DRAWER

#: To look at the surplus.
RIGHT = "report.shu"
SET, ALLOCATE, COVER = "surplus.set_shares", "surplus.allocate", "surplus.cover_loss"
PAY, SPEND, VILLAGE = "surplus.pay", "surplus.spend_fund", "surplus.pay_village"
DEALT = "surplus.open_dealings"
_DEEDS = (SET, ALLOCATE, COVER, PAY, SPEND, VILLAGE, DEALT)
STATES = {
    "running": N_("Buku tahun {year} belum ditutup; ini SHU sampai sekarang."),
    "closed": N_("Buku tahun {year} sudah ditutup; SHU menunggu keputusan rapat."),
    "divided": N_("SHU {year} sudah dibagi."),
    "loss": N_("Tahun {year} rugi; rapat memutuskan penutupannya."),
    "covered": N_("Tahun {year} sudah diputuskan."),
}


class Debt(Struct, frozen=True):
    """What a member is owed of the surplus, and what he owes for bons.

    `heirs` are those of one who left; after a death (`died`) nobody but an heir takes the money.
    """

    owed: Owed
    bon: Rupiah
    heirs: Sequence[Heir] = ()
    died: bool = False

    @property
    def member(self) -> MemberRow:
        """Whose it is."""
        return self.owed.member

    @property
    def oldest(self) -> str:
        """The oldest year of which something waits."""
        return next((each.year or "" for each in self.owed.years if each.left), "")


class Use(Struct, frozen=True):
    """A move of a fund."""

    fund: Fund
    row: LedgerRow


class Surplus(Struct, frozen=True):
    """A year and all that the pages show of it.

    `begins` is the month before which nobody's dealings of this year are known, `awaited` are the
    outlets that have not brought all of it in.
    """

    years: Sequence[BookYear]
    outcome: Outcome
    rule: SharesSet
    ruled: bool
    bases: Bases
    divided: Divided | None
    who: Mapping[int, MemberRow]
    owed: Sequence[Debt]
    funds: Sequence[Fund]
    uses: Sequence[Use]
    boxes: Sequence[Box]
    own_box: str
    may: frozenset[str]
    today: date
    begins: Month | None
    awaited: Sequence[str]
    reserves: Sequence[Account]

    @property
    def year(self) -> BookYear:
        """The year that is shown."""
        return self.outcome.year


def surplus(office: Office, name: str | None, today: date) -> Surplus:
    """A year by name, or the one whose meeting is next."""
    read = office.reading
    year = queries.year_asked(read, name, today)
    rule = queries.rule_of(read, year.name)
    known = rule or usual(year)
    done = queries.divided(read, year, today) if rule is not None else None
    fixed = done is not None and not done.simulated
    bases = done.plan.bases if fixed and done is not None else queries.bases(read, year, known)
    years = kept(read, today)
    boxes = [box for box in chart.boxes(read) if box.account != DRAWER and not box.in_transit]
    own = chart.own_box(read, office.signed_in.user)
    return Surplus(
        years=(*years, years[-1].before()),
        outcome=queries.outcome(read, year, today),
        rule=done.rule if done is not None else known,
        ruled=rule is not None,
        bases=bases,
        divided=done if fixed else None,
        who=_people(read, bases),
        owed=[_debt(read, each) for each in queries.owed(read)],
        funds=queries.funds(read, today),
        uses=_uses(read, today),
        boxes=boxes,
        own_box=own.code if own is not None else "",
        may=frozenset(code for code in _DEEDS if office.may(code) is not Level.NO),
        today=today,
        begins=dealt.lacking(read, year),
        awaited=year_standing.awaited(read, year),
        reserves=_kept_in(read),
    )


def _debt(read: Reading, owed: Owed) -> Debt:
    who = owed.member
    bon = sales.bon_balance(read, who.key)
    if who.status == "active":
        return Debt(owed, bon)
    ended = leaving.settlement(read, who.key)
    died = ended is not None and ended.reason == "death"
    return Debt(owed, bon, members.heirs(read, who.key), died)


def _kept_in(read: Reading) -> list[Account]:
    """The office's accounts on which a heading of one's own may stand."""
    return [
        card
        for code, card in sorted(chart.accounts(read).items())
        if rules.is_fund(code)
        and card.type != chart.HEADER
        and card.owner_unit in {None, OFFICE_UNIT}
    ]


def measured(
    office: Office, year: BookYear, rule: SharesSet
) -> tuple[Bases, Mapping[int, MemberRow]]:
    """Everybody's figures by another measure."""
    bases = queries.bases(office.reading, year, rule)
    return bases, _people(office.reading, bases)


def usual(year: BookYear) -> SharesSet:
    """What a first simulation begins with: the headings of the articles, nothing decided."""
    percents = dict(
        zip((x.code for x in rules.HEADS), ("40", "25", "20", "5", "5", "5"), strict=False)
    )
    shares = tuple(
        Share(head.code, percents.get(head.code, "0"), head.account) for head in rules.HEADS
    )
    return SharesSet(from_year=year.name, decision_no="", day=year.last, shares=shares)


def _people(read: Reading, bases: Bases) -> dict[int, MemberRow]:
    found = (members.member(read, each.member) for each in bases.members)
    return {who.key: who for who in found if who is not None}


def _uses(read: Reading, today: date) -> list[Use]:
    """What moved the funds in this book year, the newest first."""
    first = year_of(read, today).first
    made = [
        Use(fund, row)
        for fund in queries.funds(read, today)
        for row in balances.ledger(read, fund.account, first, today)[1]
    ]
    return sorted(made, key=lambda use: use.row.entry.key, reverse=True)
