"""The books of the practice cooperative: everyday costs, month ends, a loan, assets, a year's end.

A year of it gives full statements; a quarter some of everything.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from kopdes_desktop.app.life import CHAIR, TREASURER
from kopdes_desktop.banking import queries as banking
from kopdes_desktop.borrowings import queries as borrowings
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.ledger import chart, periods, year_ends, years
from kopdes_desktop.reports import month_end
from kopdes_desktop.surplus import dealt
from kopdes_desktop.surplus import queries as surplus
from kopdes_desktop.surplus.rules import Dealt
from kopdes_desktop.taxes import queries as taxes

if TYPE_CHECKING:
    from datetime import date

    from kopdes_desktop.app.life import Life

SAFE, BANK, PETTY = "KAS", "BRI", "KECIL"
_SEATS = "seats of the meeting"


class _Event(NamedTuple):
    """What happens on a day of every month, by template: how much, in which box, what else."""

    day: int
    template: str
    amount: int
    box: str
    more: dict[str, Any]


_PARTNER = {"unit": "G1", "text": "Bagi hasil kandang ayam", "ref": "Nota mitra {month}"}
#: Each costs or earns about what such things do in a village.
_MONTHLY = (
    _Event(2, "bank_interest", 20_000, BANK, {"extras": {"tax": 4_000}, "ref": "RK {month}"}),
    _Event(2, "bank_fee", 6_000, BANK, {"ref": "RK {month}"}),
    _Event(5, "power", 45_000, PETTY, {"text": "Listrik kantor", "ref": "PLN {month}"}),
    _Event(9, "paper", 38_000, SAFE, {"text": "Fotokopi undangan rapat", "ref": "Nota {n}"}),
    _Event(12, "fuel", 30_000, SAFE, {"text": "Bensin menyetor ke bank"}),
    _Event(16, "meeting", 75_000, SAFE, {"text": "Snack rapat pengurus", "ref": "Nota {n}"}),
    _Event(19, "supplies", 22_000, SAFE, {"text": "Sabun dan sapu", "ref": "Nota {n}"}),
    _Event(22, "repair", 60_000, SAFE, {"purpose": "usual", "ref": "Kuitansi {n}"}),
    _Event(24, "partner_share", 900_000, BANK, _PARTNER),
    _Event(27, "power", 50_000, SAFE, {"unit": "G1", "text": "Pulsa dan internet gerai"}),
)
_SHARES = {
    "reserve": 30,
    "dealings": 25,
    "savings": 20,
    "officers": 10,
    "education": 5,
    "social": 10,
}
#: The chair stands for what the members' meeting decided.
_MEETING = {"by": CHAIR, "why": "keputusan rapat anggota"}
#: As long as the outlet is not open, nobody has bought anything.
_NOBODY_BOUGHT = {"reserve": 55, "savings": 20, "officers": 10, "education": 5, "social": 10}
#: Heading of a budget: account, unit, and what a month of it comes to.
_BUDGET = (
    ("4-1304", "G1", 850_000),
    ("4-9101", "KTR", 20_000),
    ("6-1101", "KTR", 300_000),
    ("6-1201", "KTR", 50_000),
    ("6-1201", "G1", 50_000),
    ("6-1202", "KTR", 40_000),
    ("6-1203", "KTR", 30_000),
    ("6-1204", "G1", 100_000),
    ("6-2101", "KTR", 75_000),
)


# --- every month --------------------------------------------------------------------------------


def everyday(life: Life) -> None:
    """What has fallen due of this month's costs and income, each once."""
    for n, event in enumerate(_MONTHLY):
        mark = f"jot {n} {Month.of(life.today)}"
        if life.today.day >= event.day and mark not in life.done:
            life.done.add(mark)
            _jot(life, event)


def _jot(life: Life, event: _Event) -> None:
    """By its template; petty cash is filled up again to what it was."""
    if event.box == SAFE:
        life.require_cash(event.amount)
    names = {"month": f"{life.today:%m/%y}", "n": f"{life.today:%d%m}"}
    more = {
        name: value.format(**names) if isinstance(value, str) else value
        for name, value in event.more.items()
    }
    life.do(
        "accounting.jot",
        {"template": event.template, "amount": event.amount, "box": event.box, **more},
    )
    if event.box == PETTY:
        life.require_cash(event.amount)
        life.do("accounting.move_cash", {"from": SAFE, "to": PETTY, "amount": event.amount})


def end_month(life: Life, month: Month) -> None:
    """All that the rooms propose for it: wear, rent of the month, interest, tax."""
    for each in month_end.proposals(life.read, month):
        life.do(each.operation, dict(each.order))


def compare_with_the_bank(life: Life, month: Month) -> None:
    """The printed statement of a month has come: every line stands on it."""
    box, until = chart.box(life.read, BANK), month.last()
    before, lines = banking.open_lines(life.read, box, until)
    if not lines:
        return
    ticked = [[int(entry), line] for entry, line in (each.place for each in lines)]
    balance = int(before) + sum(int(each.row.amount) for each in lines)
    life.do(
        "banking.reconcile",
        {"box": BANK, "day": until.isoformat(), "balance": balance, "ticked": ticked},
    )


def surprise(life: Life) -> None:
    """The safe is counted on a day that nobody knew of, and found right."""
    life.do("banking.count_cash", {"box": SAFE, "cash": life.in_box(SAFE), "why": "surprise"})


def pay_instalments(life: Life) -> None:
    """What lenders are owed by now, out of the bank."""
    for loan in borrowings.borrowings(life.read, closed=False):
        part = loan.next_due(life.today)
        while part is not None and part.due <= life.today:
            amount = int(part.principal) + int(part.interest)
            if not amount or life.in_box(BANK) < amount:
                return
            life.do("borrowings.pay", {"loan": loan.key, "amount": amount, "box": BANK})
            loan = borrowings.require_borrowing(life.read, loan.key)  # noqa: PLW2901
            part = loan.next_due(life.today)


def pay_taxes(life: Life) -> None:
    """The tax on turnover of the months before."""
    for each in taxes.months(life.read):
        if int(each.left) > 0 and life.in_box(BANK) >= int(each.left):
            order = {"code": each.code, "month": str(each.month), "amount": int(each.left)}
            life.do("taxes.pay", {**order, "box": BANK, "ref": f"NTPN {life.today:%d%m%y}"})


# --- once ---------------------------------------------------------------------------------------


def rules(life: Life) -> None:
    """The articles say how the surplus is divided, the founders' meeting what the year may cost."""
    year = years.year_of(life.read, life.today).name
    decision = f"02/RA/{year}"
    _share(life, year, decision, _SHARES)
    _plan(life, year, decision)


def _plan(life: Life, year: str, decision: str, **second: str) -> None:
    """What a year is to earn and cost."""
    lines = [
        {"account": account, "unit": unit, "amount": amount * years.MONTHS}
        for account, unit, amount in _BUDGET
    ]
    order = {"year": year, "lines": lines, "decision_no": decision}
    life.do("budgets.set", order, **second)


def _share(life: Life, year: str, decision: str, percents: dict[str, int], **second: str) -> None:
    shares = [{"code": code, "percent": str(percent)} for code, percent in percents.items()]
    order = {"from_year": year, "decision_no": decision, "shares": shares}
    life.do("surplus.set_shares", order, **second)


def assets(life: Life) -> None:
    """What was there gets a card; a show case is bought; the building is not the cooperative's."""
    begun = periods.books_from(life.read) or Month.of(life.today)
    life.do(
        "assets.acquire",
        {
            "name": "Laptop dan printer",
            "account": "1-2105",
            "cost": 6_400_000,
            "source": "opening",
            "acquired": (begun.first() - timedelta(days=60)).isoformat(),
            "accumulated": 0,
        },
    )
    life.do(
        "assets.acquire",
        {
            "name": "Etalase kaca",
            "account": "1-2105",
            "cost": 1_800_000,
            "source": "box",
            "box": BANK,
            "place": "Kantor",
            "ref": "Nota toko mebel",
        },
    )
    life.do("assets.lend_in", {"name": "Gedung gerai", "owner": "program", "doc_no": "BAST/12"})


def loan(life: Life) -> None:
    """Working capital for the outlet, paid back in a year after a month of grace."""
    life.do(
        "borrowings.take",
        {
            "lender": "BRI Unit Sumber Makmur",
            "account": "2-2101",
            "principal": 6_000_000,
            "rate": "6",
            "months": 12,
            "grace": 1,
            "method": "equal_principal",
            "first_due": _next_month(life.today).isoformat(),
            "box": BANK,
            "decision_no": "03/RA",
            "purpose": "Modal kerja gerai",
        },
    )


def rent(life: Life) -> None:
    """A stall in the market, paid for a year."""
    life.do(
        "accounting.set_plan",
        {
            "name": "Sewa kios pasar",
            "kind": "prepaid",
            "account": "6-1204",
            "amount": 1_200_000,
            "months": 12,
            "unit": "G1",
            "box": BANK,
        },
    )


def _next_month(day: date) -> date:
    """The same day of the next month, as far as it has one."""
    return Month.of(day).next().first().replace(day=min(day.day, 28))


# --- a year's end -------------------------------------------------------------------------------


def end_year(life: Life) -> None:
    """Close the year before, once its months are; the meeting divides its surplus a month later."""
    year = years.year_of(life.read, life.today).before()
    start = periods.books_from(life.read)
    if start is None or year.end < start or "agreed" not in life.known:
        return
    closed = year_ends.closed_year(life.read, year)
    if closed is None:
        life.do("accounting.close_year", {"year": year.name})
        life.known[_SEATS] = (year, life.today + timedelta(days=30))


def meet(life: Life) -> None:
    """The annual meeting: members hear of the year, and what of its surplus is whose."""
    year, day = life.known.get(_SEATS, (None, None))
    if year is None or day is None or life.today < day:
        return
    del life.known[_SEATS]
    closed = year_ends.closed_year(life.read, year)
    if closed is None or int(closed.surplus) <= 0:
        return
    decision = f"01/RAT/{life.today.year}"
    nobody, after = _nobody_bought(life, year), year.after().name
    if nobody or surplus.rule_of(life.read, year.name) is None:
        _share(life, year.name, decision, _NOBODY_BOUGHT if nobody else _SHARES, **_MEETING)
    order = {"year": year.name, "decision_no": decision}
    life.do("surplus.allocate", order, **_MEETING)
    rule = surplus.rule_of(life.read, after)
    if nobody and (rule is None or rule.from_year != after):
        _share(life, after, decision, _SHARES, **_MEETING)
    _plan(life, after, decision, **_MEETING)
    life.take_over(TREASURER)


def _nobody_bought(life: Life, year: years.BookYear) -> bool:
    """No member dealt with the cooperative in a year: its outlet was not open yet."""
    bought = dealt.sums(life.read, year, Dealt())
    return not any(amount > 0 for who, amount in bought.items() if who is not None)
