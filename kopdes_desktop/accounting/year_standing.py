"""How a book year stands before it is closed: what has to be done first, and what it earned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.accounting import closing
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah, total
from kopdes_desktop.ledger import balances, chart, opening, periods, year_ends
from kopdes_desktop.ledger.year_ends import CURRENT, UNDIVIDED
from kopdes_desktop.ledger.years import BookYear
from kopdes_desktop.office import device
from kopdes_desktop.office.books import Reading

State = Literal["ok", "warn", "stop"]
OK: Final[State] = "ok"
WARN: Final[State] = "warn"
STOP: Final[State] = "stop"
#: Where what is missing is put right.
_MONTHS, _OPENING, _CHECKS = "day.close", "accounting.open_balances", "report.checks"
_COUNT, _DEVICES = "report.cash_book", "read.devices"
_SURPLUS, _YEAR, _PACK = "report.shu", "report.year_closing", "report.meeting_pack"


class Step(Struct, frozen=True):
    """One point of the checklist: `stop` keeps the year open, `warn` wants a look.

    `place` is where it is put right; empty where only waiting helps.
    """

    code: str
    title: str
    state: State
    words: str
    place: str = ""


class UnitResult(Struct, frozen=True):
    """What a unit earned in a year: income and costs without their signs, and the rest."""

    unit: str
    name: str
    income: Rupiah
    costs: Rupiah
    earlier: Rupiah

    @property
    def surplus(self) -> Rupiah:
        """The unit's part of the surplus; below zero a loss."""
        return self.earlier + self.income - self.costs


def results(read: Reading, year: BookYear) -> list[UnitResult]:
    """What each unit earned; `earlier` is what stands on 3-1402 already, from old books."""
    found = year_ends.results(read, year)
    standing = by_unit(read, CURRENT, year.last)
    made: list[UnitResult] = []
    for unit in chart.units(read):
        own = [each for each in found if each.unit == unit.code]
        income = -total(each.amount for each in own if each.is_income)
        costs = total(each.amount for each in own if not each.is_income)
        earlier = -standing.get(unit.code, NOTHING)
        if own or earlier:
            made.append(UnitResult(unit.code, unit.name, income, costs, earlier))
    return made


def by_unit(read: Reading, account: str, day: date) -> dict[str, Rupiah]:
    """An account's balance (debit +) in each unit at the end of a day; no zeros."""
    found = {
        unit.code: balances.balances_at(read, day, unit.code).get(account, NOTHING)
        for unit in chart.units(read)
    }
    return {unit: amount for unit, amount in found.items() if amount}


def open_months(read: Reading, year: BookYear) -> list[Month]:
    """The months of a book year that are not locked yet, since the books began."""
    start = periods.books_from(read) or year.start
    closed = set(periods.closed_months(read))
    return [month for month in year.months() if month >= start and month not in closed]


def unsealed(read: Reading, year: BookYear) -> list[str]:
    """Outlets that have not sealed a month of the year that is still to be locked."""
    waiting = (closing.unsealed_outlets(read, month) for month in open_months(read, year))
    return sorted({each.series for some in waiting for each in some})


def awaited(read: Reading, year: BookYear) -> list[str]:
    """Outlets without which a month of the year was locked, and that brought nothing in since.

    What they sold and have not brought in counts in the year in which it comes.
    """
    missing: set[str] = set()
    for month in year.months():
        key = periods.closed_by(read, month)
        made = read.original(key) if key is not None else None
        if made is not None and isinstance(made[1], closing.MonthClosed):
            missing |= set(made[1].unsealed)
    here = periods.sealed_since(read, year.end)
    return sorted(
        each.series
        for each in device.devices(read)
        if each.series in missing and each.revoked_after is None and each.number not in here
    )


def checklist(read: Reading, year: BookYear, today: date) -> list[Step]:
    """What stands between a book year and its closing, in the order in which it is dealt with."""
    return [each for ask in _ASKED for each in ask(read, year, today)]


def _over(read: Reading, year: BookYear, today: date) -> Iterator[Step]:
    """It has begun in these books, and ended."""
    start, title = periods.books_from(read), N_("Tahun buku sudah berakhir")
    if start is None or year.end < start:
        words = _(N_("pembukuan ini baru dimulai sesudah tahun itu."))
        yield Step("over", title, STOP, words)
    elif today <= year.last:
        words = _(N_("tahun buku masih berjalan sampai {day}.")).format(day=wording.day(year.last))
        yield Step("over", title, STOP, words)
    else:
        words = _(N_("berakhir {day}.")).format(day=wording.day(year.last))
        yield Step("over", title, OK, words)


def _before(read: Reading, year: BookYear, _today: date) -> Iterator[Step]:
    """The year before it, if it was kept here, is closed."""
    start, before = periods.books_from(read), year.before()
    if start is None or before.end < start:
        return
    title = N_("Tahun buku sebelumnya sudah ditutup")
    if year_ends.closed_year(read, before) is None:
        words = _(N_("tutup tahun buku {year} dahulu.")).format(year=before.label)
        yield Step("before", title, STOP, words, _YEAR)
    else:
        yield Step("before", title, OK, before.label)


def _opened(read: Reading, year: BookYear, _today: date) -> Iterator[Step]:
    """Opening balances meet, and were agreed; once they were, a rest of some day is a question."""
    title = N_("Saldo awal seimbang dan disahkan")
    rest = balances.balances_at(read, year.last).get(opening.BALANCING, NOTHING)
    agreed = periods.opening_agreed(read) is not None
    if rest:
        words = _(N_("saldo awal masih selisih {amount} (akun {account}).")).format(
            amount=wording.rupiah(abs(int(rest))), account=opening.BALANCING
        )
        yield Step("opening", title, WARN if agreed else STOP, words, _OPENING)
    elif not agreed and opening.sums(read):
        words = _(N_("saldo awal seimbang, tetapi belum disahkan dua pengurus."))
        yield Step("opening", title, WARN, words, _OPENING)
    else:
        yield Step("opening", title, OK, "")


def _months(read: Reading, year: BookYear, _today: date) -> Iterator[Step]:
    """No later month is locked; what is still open is locked along with the year."""
    later = [month for month in periods.closed_months(read) if month > year.end]
    title = N_("Bulan buku")
    if later:
        words = _(N_("{month} sudah terkunci. Buka kembali bulan itu dahulu, lalu tutup tahunnya."))
        yield Step("months", title, STOP, words.format(month=wording.month(later[-1])), _MONTHS)
        return
    still = open_months(read, year)
    if not still:
        yield Step("months", title, OK, _(N_("semua bulan sudah terkunci.")))
        return
    span = " – ".join(dict.fromkeys(wording.month(each) for each in (still[0], still[-1])))
    words = _(N_("{months} ikut dikunci.")).format(months=span)
    waiting = unsealed(read, year)
    if waiting:
        words += " " + _(
            N_(
                "Gerai {series} belum menyegel: ketua ikut menandatangani, dan penjualan yang baru "
                "masuk sesudahnya terhitung di tahun berikutnya."
            )
        ).format(series=", ".join(waiting))
    yield Step("months", title, WARN if waiting else OK, words, _MONTHS if waiting else "")


def _carried(read: Reading, year: BookYear, _today: date) -> Iterator[Step]:
    """Outlets of which a month was locked without them."""
    missing = awaited(read, year)
    if missing:
        words = _(
            N_(
                "Gerai {series} belum dibawa masuk sampai akhir tahun. Ambil datanya dahulu: "
                "penjualan yang masuk sesudah tahun ditutup terhitung di tahun berikutnya."
            )
        ).format(series=", ".join(missing))
        yield Step("carried", N_("Data semua gerai sudah masuk"), WARN, words, _DEVICES)


def _counted(read: Reading, year: BookYear, today: date) -> Iterator[Step]:
    """What its open months lack for being locked; nothing where nothing is."""
    if today <= year.last:
        return
    missing = [words for month in open_months(read, year) for words in periods.lacking(read, month)]
    if missing:
        yield Step("counted", N_("Kas dihitung pada akhir bulan"), STOP, missing[0], _COUNT)


def _tied(read: Reading, _year: BookYear, _today: date) -> Iterator[Step]:
    """Every book beside the journal agrees with it."""
    title = N_("Buku pembantu cocok dengan buku besar")
    found = next(islice(periods.untied(read), 1), None)
    if found is None:
        yield Step("tied", title, OK, "")
    else:
        yield Step(
            "tied", title, STOP, _(N_("buku tidak cocok: {finding}")).format(finding=found), _CHECKS
        )


def _divided(read: Reading, year: BookYear, _today: date) -> Iterator[Step]:
    """The surplus of the year before was divided by its meeting."""
    rest = balances.balances_at(read, year.last).get(UNDIVIDED, NOTHING)
    if rest:
        words = _(N_("SHU tahun-tahun sebelumnya {amount} masih di akun {account}.")).format(
            amount=wording.rupiah(-int(rest)), account=UNDIVIDED
        )
        yield Step("divided", N_("SHU tahun lalu sudah dibagi"), WARN, words, _SURPLUS)


def after(read: Reading, year: BookYear) -> list[Step]:
    """What follows once a year is closed: the meeting divides its surplus and sees its book."""
    rest = balances.balances_at(read, date.max).get(UNDIVIDED, NOTHING)
    words = _(N_("{amount} menunggu keputusan rapat anggota.")).format(
        amount=wording.rupiah(-int(rest))
    )
    divided = Step("divided", N_("Membagi SHU menurut keputusan RAT"), WARN, words, _SURPLUS)
    return [
        Step("pack", N_("Menyusun buku RAT"), OK, year.label, _PACK),
        divided if rest else replace(divided, state=OK, words=_(N_("SHU sudah dibagi."))),
    ]


_ASKED: tuple[Callable[[Reading, BookYear, date], Iterator[Step]], ...] = (
    _over,
    _before,
    _opened,
    _months,
    _carried,
    _counted,
    _tied,
    _divided,
)
