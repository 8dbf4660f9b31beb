"""What the home screen tells: what waits to be done, what lies where, and six charts.

Every figure comes from the ledger or from the books kept beside it. Each function says by itself
which right reading it wants (`TASKS`, `CHARTS`, `FIGURES`); whoever asks goes through the office.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from msgspec import Struct

from kopdes_desktop.banking import queries as banking
from kopdes_desktop.inventory import proofs as goods_proofs
from kopdes_desktop.inventory import transfers
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.ledger import balances, chart, periods, trends
from kopdes_desktop.ledger import transit as in_transit
from kopdes_desktop.ledger.boxes import is_bank
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import days, device
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import CASH_LIMIT, TRANSIT_DAYS, setting
from kopdes_desktop.paper.chart import Chart, Series, brief
from kopdes_desktop.reports import expiring, refund_queue
from kopdes_desktop.reports.report import Params
from kopdes_desktop.savings import dues_sums
from kopdes_desktop.savings import queries as savings
from kopdes_desktop.savings.queries import MANDATORY
from kopdes_desktop.security import queries as users
from kopdes_desktop.tills.queries import blind

MONTHS, DAYS = 12, 30
#: Months in arrears from which a member is in this group, and what the group is called.
_AGES = (
    (1, N_("1 bulan")),
    (2, N_("2–3 bulan")),
    (4, N_("4–6 bulan")),
    (7, N_("7–12 bulan")),
    (13, N_("lebih dari setahun")),
)


class Waiting(NamedTuple):
    """Something that waits: how much of it, its sum in rupiah, since when, and whether too long."""

    many: int
    amount: Rupiah = NOTHING
    since: date | None = None
    late: bool = False
    name: str = ""


class Asked(Struct, frozen=True):
    """One thing to be told: its code, the rights of which any lets read it, and who reads it."""

    code: str
    rights: tuple[str, ...]
    read: Callable[[Reading, date], Waiting | None]


# --- what waits --------------------------------------------------------------------------------


def applications(read: Reading, _today: date) -> Waiting | None:
    """Applicants on whom the board has not decided."""
    found = members.in_status(read, "applicant")
    return Waiting(len(found), since=min(who.applied for who in found)) if found else None


def arrears(read: Reading, today: date) -> Waiting | None:
    """Members who owe dues up to this month; what came from an old register as a guess is none."""
    found = dues_sums.arrears(read, MANDATORY, today)
    return Waiting(sum(found.members.values()), found.amount) if found.members else None


def refunds(read: Reading, today: date) -> Waiting | None:
    """Money owed to people who left, and titipan that no application waits for."""
    rows = list(refund_queue.rows(read, Params(day=today, until=today)))
    if not rows:
        return None
    amount = sum(int(str(row["amount"])) for row in rows)
    since = min(date.fromisoformat(str(row["since"])) for row in rows)
    return Waiting(len(rows), Rupiah(amount), since)


def sheets(read: Reading, _today: date) -> Waiting | None:
    """Collectors' sheets that have not come back."""
    out = savings.open_sheets(read)
    due = sum(int(row.due) for sheet in out for row in sheet.rows)
    return Waiting(len(out), Rupiah(due)) if out else None


def transit(read: Reading, _today: date) -> Waiting | None:
    """Money between an outlet and the office."""
    held = list(in_transit.items(read, (chart.TRANSIT,)))
    if not held:
        return None
    limit = setting(read, TRANSIT_DAYS)
    amount = Rupiah(sum(int(each.amount) for each in held))
    return Waiting(len(held), amount, late=any(each.days > limit for each in held))


def overfull(read: Reading, _today: date) -> Waiting | None:
    """Cash boxes that hold more than they may: the rest goes to the bank (RULES, Control)."""
    limit, held = setting(read, CASH_LIMIT), chart.box_balances(read)
    if not limit:
        return None
    beyond = [
        (box.name, int(held[box.code]) - limit)
        for box in chart.boxes(read)
        if not (box.in_transit or is_bank(box)) and held.get(box.code, NOTHING) > limit
    ]
    names = ", ".join(name for name, _more in beyond)
    more = Rupiah(sum(each for _name, each in beyond))
    return Waiting(len(beyond), more, late=True, name=names) if beyond else None


def uncounted(read: Reading, today: date) -> Waiting | None:
    """Cash boxes whose count of the month's end is due."""
    due = banking.due_at_month_end(read, today)
    return Waiting(len(due), name=", ".join(box.name for box in due)) if due else None


def day(read: Reading, today: date) -> Waiting | None:
    """The business day of this laptop while it runs; late once the calendar has gone on."""
    own = device.installation(read)
    last = days.latest(read, own.number) if own is not None else None
    if last is None or not last.open:
        return None
    return Waiting(1, since=last.day, late=last.day < today)


def month(read: Reading, today: date) -> Waiting | None:
    """Months that have passed and are not locked, the first of them by name."""
    start = periods.books_from(read)
    if start is None:
        return None
    first, now = periods.first_open(read, start), Month.of(today)
    if first >= now:
        return None
    passed, at = 0, first
    while at < now:
        passed, at = passed + 1, at.next()
    return Waiting(passed, since=first.first(), late=passed > 1, name=str(first))


def opening(read: Reading, _today: date) -> Waiting | None:
    """Opening balances on which two officers have not agreed yet."""
    return None if periods.opening_agreed(read) is not None else Waiting(1)


def conflicts(read: Reading, _today: date) -> Waiting | None:
    """Fields that two laptops changed at once."""
    found = members.open_conflicts(read)
    return Waiting(len(found)) if found else None


def estimates(read: Reading, today: date) -> Waiting | None:
    """Shortages of an old register on which the board has to decide."""
    if not savings.has_open_estimates(read):
        return None
    found = savings.estimates(read, today)
    amount = Rupiah(sum(int(each.amount) for each in found))
    return Waiting(len(found), amount) if found else None


def negatives(read: Reading, _today: date) -> Waiting | None:
    """Goods of which more went out than is known to have come in."""
    found = goods_proofs.negatives(read)
    return Waiting(len(found), name=found[0].name, late=True) if found else None


def parcels(read: Reading, today: date) -> Waiting | None:
    """Goods between two places, by note."""
    found = transfers.on_the_way(read)
    if not found:
        return None
    limit = timedelta(days=setting(read, TRANSIT_DAYS))
    oldest = min(each.sent for each in found)
    amount = Rupiah(sum(int(each.value) for each in found))
    return Waiting(len(found), amount, oldest, late=today - oldest > limit)


def spoiling(read: Reading, today: date) -> Waiting | None:
    """Lots that have ended, or soon will."""
    found = [*expiring.rows(read, Params(day=today, until=today))]
    gone = any(int(str(row["days"])) < 0 for row in found)
    amount = Rupiah(sum(int(str(row["value"])) for row in found))
    return Waiting(len(found), amount, late=gone) if found else None


TASKS = (
    Asked("month", ("accounting.close_month",), month),
    Asked("opening", ("accounting.open_balances", "accounting.agree_opening"), opening),
    Asked("applications", ("membership.decide",), applications),
    Asked("arrears", ("report.mandatory_dues",), arrears),
    Asked("sheets", ("report.sheets",), sheets),
    Asked("refunds", ("report.refund_queue",), refunds),
    Asked("transit", ("accounting.move_cash", "report.trial_balance"), transit),
    Asked("overfull", ("report.cash_book",), overfull),
    Asked("counts", ("report.cash_book",), uncounted),
    Asked("negatives", ("report.stock",), negatives),
    Asked("parcels", ("inventory.arrive",), parcels),
    Asked("spoiling", ("report.expiring",), spoiling),
    Asked("conflicts", ("members.settle_edit",), conflicts),
    Asked("estimates", ("report.estimates",), estimates),
    Asked("day", ("day.close",), day),
)


# --- what lies where ---------------------------------------------------------------------------


class Figure(NamedTuple):
    """A figure with its name; `money` where it is rupiah.

    What list it `opens`: "box:" and the box's code, "savings", or "members".
    """

    name: str
    value: int
    money: bool = True
    account: str = ""
    opens: str = ""


def own_box(read: Reading, _today: date, user: int) -> list[Figure]:
    """What lies in the box that a user keeps; nothing of a drawer that is still to be counted."""
    box = chart.own_box(read, user)
    who = users.user(read, user)
    if box is None or who is None or box.code in blind(read, who.role):
        return []
    held = chart.box_balances(read).get(box.code, NOTHING)
    return [Figure(_(box.name), int(held), account=box.account, opens=f"box:{box.code}")]


def boxes(read: Reading, _today: date, _user: int = 0) -> list[Figure]:
    """What lies in every box and bank account in which there is anything."""
    held = chart.box_balances(read)
    return [
        Figure(
            _(box.name),
            int(held.get(box.code, NOTHING)),
            account=box.account,
            opens=f"box:{box.code}",
        )
        for box in chart.boxes(read)
        if held.get(box.code) or not box.in_transit
    ]


def totals(read: Reading, today: date, _user: int = 0) -> list[Figure]:
    """All savings together, and how many members there are."""
    held = balances.balances_at(read, today)
    saved = -sum(int(held.get(each.account, NOTHING)) for each in savings.products(read))
    return [
        Figure(_("Simpanan anggota"), saved, opens="savings"),
        Figure(_("Anggota aktif"), _counted(read, today), money=False, opens="members"),
    ]


# --- charts ------------------------------------------------------------------------------------


def _months(read: Reading, today: date) -> list[Month]:
    """The last twelve months, from the first of the books on."""
    now = Month.of(today)
    start = max(periods.books_from(read) or now, now.plus(1 - MONTHS))
    found = [start]
    while found[-1] < now:
        found.append(found[-1].next())
    return found


def _short(month: Month) -> str:
    return wording.month(month)[:3]


def _counted(read: Reading, today: date) -> int:
    stays = members.stays(read)
    return sum(many for came, left, many in stays if came <= today and left is None)


def members_over_time(read: Reading, today: date) -> Chart:
    """How many were members at the end of each month."""
    months, stays = _months(read, today), members.stays(read)
    counts = [
        sum(many for came, left, many in stays if came <= last and (left is None or left > last))
        for last in (min(month.last(), today) for month in months)
    ]
    grown = counts[-1] - counts[0]
    told = _("{n} anggota, {change} sejak {month}.").format(
        n=wording.number(counts[-1]),
        change=f"+{wording.number(grown)}" if grown >= 0 else wording.number(grown),
        month=wording.month(months[0]),
    )
    return Chart(
        "members",
        _("Jumlah anggota"),
        told,
        "line",
        tuple(map(_short, months)),
        (Series(_("Anggota"), tuple(counts)),),
        money=False,
    )


def savings_by_product(read: Reading, today: date) -> Chart:
    """What members have saved, by kind, as the ledger holds it today."""
    held = balances.balances_at(read, today)
    kinds = savings.products(read)
    values = tuple(-int(held.get(each.account, NOTHING)) for each in kinds)
    return Chart(
        "savings",
        _("Simpanan per jenis"),
        _("Seluruhnya {amount}.").format(amount=wording.rupiah(sum(values))),
        "bars",
        tuple(_(each.name) for each in kinds),
        (Series(_("Simpanan"), values),),
    )


def deposits_by_month(read: Reading, today: date) -> Chart:
    """What was paid into and out of all savings, month by month."""
    months = _months(read, today)
    paid_in, paid_out = dict.fromkeys(months, 0), dict.fromkeys(months, 0)
    for each in savings.products(read):
        for month, moved in trends.by_month(read, each.account, months[0], months[-1]).items():
            paid_in[month] += int(moved.credit)
            paid_out[month] += int(moved.debit)
    told = _("Bulan ini masuk {paid_in}, keluar {paid_out}.").format(
        paid_in=wording.rupiah(paid_in[months[-1]]), paid_out=wording.rupiah(paid_out[months[-1]])
    )
    return Chart(
        "deposits",
        _("Simpanan masuk dan keluar"),
        told,
        "columns",
        tuple(map(_short, months)),
        (
            Series(_("Masuk"), tuple(paid_in.values())),
            Series(_("Keluar"), tuple(paid_out.values())),
        ),
    )


def dues_by_month(read: Reading, today: date) -> Chart:
    """What dues of each month came to, and what of it has been paid by now."""
    months = _months(read, today)
    found = dues_sums.by_month(read, MANDATORY, today, months[0], months[-1])
    owed = [int(found[month].owed) for month in months]
    paid = [int(found[month].paid) for month in months]
    now = months[-1]
    share = round(100 * paid[-1] / owed[-1]) if owed[-1] else 0
    told = _("{month}: {percent} % sudah dibayar.").format(month=wording.month(now), percent=share)
    return Chart(
        "dues",
        _("Iuran wajib: ditagih dan dibayar"),
        told,
        "columns",
        tuple(map(_short, months)),
        (
            Series(_("Dibayar"), tuple(paid)),
            Series(_("Seharusnya"), tuple(owed)),
        ),
    )


def cash_by_day(read: Reading, today: date) -> Chart:
    """What lay in all boxes and banks at the end of each of the last thirty days."""
    first = today - timedelta(days=DAYS - 1)
    before = balances.balances_at(read, first - timedelta(days=1))
    at = sum(int(before.get(code, NOTHING)) for code in trends.cash_accounts(read))
    moves = trends.cash_moves(read, first - timedelta(days=1), today)
    labels, values = [], []
    for passed in range(DAYS):
        now = first + timedelta(days=passed)
        at += int(moves.get(now, NOTHING))
        labels.append(f"{now.day}/{now.month}")
        values.append(at)
    return Chart(
        "cash",
        _("Kas dan bank, 30 hari"),
        _("Hari ini {amount}.").format(amount=wording.rupiah(at)),
        "line",
        tuple(labels),
        (Series(_("Kas dan bank"), tuple(values)),),
    )


def arrears_by_age(read: Reading, today: date) -> Chart:
    """How many members owe dues for how many months."""
    counts = [0] * len(_AGES)
    found = dues_sums.arrears(read, MANDATORY, today)
    for months, many in found.members.items():
        group = max(n for n, (least, _name) in enumerate(_AGES) if least <= months)
        counts[group] += many
    told = ngettext(
        "{n} anggota menunggak, jumlahnya {amount}.",
        "{n} anggota menunggak, jumlahnya {amount}.",
        sum(counts),
    ).format(n=wording.number(sum(counts)), amount=f"Rp{brief(int(found.amount))}")
    return Chart(
        "arrears",
        _("Tunggakan menurut umurnya (anggota)"),
        told,
        "bars",
        tuple(_(name) for _least, name in _AGES),
        (Series(_("Anggota"), tuple(counts)),),
        money=False,
    )


class Drawn(Struct, frozen=True):
    """One chart to be drawn: its code, the right that reading it wants, and who reads it."""

    code: str
    right: str
    read: Callable[[Reading, date], Chart]


CHARTS = (
    Drawn("dues", "report.mandatory_dues", dues_by_month),
    Drawn("deposits", "report.savings_totals", deposits_by_month),
    Drawn("cash", "report.trial_balance", cash_by_day),
    Drawn("savings", "report.savings_totals", savings_by_product),
    Drawn("members", "report.savings_totals", members_over_time),
    Drawn("arrears", "report.mandatory_dues", arrears_by_age),
)
