"""What a report is, what it may be asked, and the catalogue of all of them.

A report is one file here, named as its code, with `@report(...)` above its `build`. Screen,
printer, sheet, command line and permission (`report.<code>`) come by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop import reports
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.paper.document import Document

if TYPE_CHECKING:
    from kopdes_desktop.checks.last import LastCheck
    from kopdes_desktop.kernel.progress import Progress
    from kopdes_desktop.office.books import Reading
    from kopdes_desktop.reports.source import Source

Question = Literal[
    "from",
    "to",
    "day",
    "unit",
    "account",
    "member",
    "group",
    "status",
    "sheet",
    "place",
    "item",
    "document",
    "clerk",
    "hour",
    "year",
    "box",
    "part",
]
QUESTIONS: tuple[Question, ...] = get_args(Question)
_DAYS = frozenset({"from", "to", "day"})
#: Years that a report is asked of; beyond them no calendar has a year before or after.
_YEARS = range(1900, 2200)
_MONTH = re.compile(r"\d{4}-\d{2}")
#: As many rows as a screen or a paper is given; programs read the stream, which has no end.
ROWS_IN_HAND = 100_000


Builder = Callable[["Reading", "Params"], Document]
Glance = Callable[["Source", "Params"], Document]


class UnknownReport(Refusal):
    """There is no report of this name."""

    template = N_("Tidak ada laporan bernama {name}.")


class TooLong(Refusal):
    """More rows than fit on a screen or on paper."""

    template = N_("Laporan ini lebih dari {rows} baris. Persempit tanggalnya.")


class Params(Struct, frozen=True):
    """What is asked: a span or a day, narrowed to a unit, an account, a member, a group, …"""

    day: date
    until: date
    first: date | None = None
    unit: str | None = None
    account: str | None = None
    member: str | None = None
    group: str | None = None
    status: str | None = None
    sheet: str | None = None
    place: str | None = None
    item: str | None = None
    document: str | None = None
    clerk: str | None = None
    hour: str | None = None
    year: str | None = None
    box: str | None = None
    part: str | None = None

    def given(self, report: Report) -> dict[str, date | str]:
        """The answers that this report goes by, under their public names."""
        held = {
            "from": self.first,
            "to": self.until,
            "day": self.day,
            "unit": self.unit,
            "account": self.account,
            "member": self.member,
            "group": self.group,
            "status": self.status,
            "sheet": self.sheet,
            "place": self.place,
            "item": self.item,
            "document": self.document,
            "clerk": self.clerk,
            "hour": self.hour,
            "year": self.year,
            "box": self.box,
            "part": self.part,
        }
        return {name: value for name in report.asks if (value := held[name]) is not None}


class Report(Struct, frozen=True):
    """A report: its code, its title, what it may and what it must be asked, and who builds it.

    A `proven` one is a draft unless every proof of the books was green at their last fact, a
    `doubted` one while the last proof found something red. One with a `glance` can be built without
    loading SQL (`reports.glance`).
    """

    code: str
    title: str
    build: Callable[[Reading, Params], Document]
    asks: tuple[Question, ...]
    needs: tuple[Question, ...] = ()
    proven: bool = False
    glance: Glance | None = None
    doubted: bool = False

    def why_draft(self, known: LastCheck | None, nothing_since: bool) -> str:  # noqa: FBT001
        """Why it is a draft after that last proof, in a sentence; empty where it is none."""
        if self.proven:
            return why_draft(known, nothing_since)
        return why_draft(known, nothing_since=True) if self.doubted and known else ""

    @property
    def right(self) -> str:
        """The permission that reading it wants."""
        return f"report.{self.code}"

    def params(self, given: Mapping[str, str], today: date) -> Params:
        """Read what a person or a program typed; days not given are today. Raises BadField."""
        for name, text in given.items():
            if name not in self.asks:
                reason = _("laporan {code} tidak memakainya").format(code=self.code)
                raise BadField(name=name, reason=reason, field=name)
            if not text.strip():
                raise BadField(name=name, reason=_("isian kosong"), field=name)
        for name in self.needs:
            if name not in given:
                reason = _("laporan {code} memerlukannya").format(code=self.code)
                raise BadField(name=name, reason=reason, field=name)
        days = {name: _day(name, given[name], today) for name in given if name in _DAYS}
        made = Params(
            day=days.get("day", today),
            until=days.get("to", max(today, days.get("from", today))),
            first=days.get("from"),
            unit=given.get("unit"),
            account=given.get("account"),
            member=given.get("member"),
            group=given.get("group"),
            status=given.get("status"),
            sheet=given.get("sheet"),
            place=given.get("place"),
            item=given.get("item"),
            document=given.get("document"),
            clerk=given.get("clerk"),
            hour=given.get("hour"),
            year=given.get("year"),
            box=given.get("box"),
            part=given.get("part"),
        )
        if made.first is not None and made.first > made.until:
            raise BadField(
                name="from", reason=_("tanggal awal melewati tanggal akhir"), field="from"
            )
        return made


def _day(name: str, text: str, today: date) -> date:
    """A day as typed, of a year that books can speak of. BadField."""
    found = _written(name, text, today)
    if found.year not in _YEARS:
        reason = _("pilih tahun antara {first} dan {last}")
        reason = reason.format(first=_YEARS[0], last=_YEARS[-1])
        raise BadField(name=name, reason=reason, field=name)
    return found


def _written(name: str, text: str, today: date) -> date:
    """A whole month, 2026-03, is its first day after `from`, else its last."""
    month = _MONTH.fullmatch(text.strip())
    try:
        if month:
            whole = Month.of(wording.parse_day(f"{month[0]}-01", today))
            return whole.first() if name == "from" else whole.last()
        return wording.parse_day(text, today)
    except BadField as refusal:
        raise BadField(refusal.template, field=name, **refusal.values) from None


_CATALOGUE: dict[str, Report] = {}


def _marked(code: str, build: Builder) -> Builder:
    """The same report, a draft with the reason below where the last proof of the books says so."""

    @wraps(build)
    def marked(read: Reading, params: Params) -> Document:
        from kopdes_desktop.checks.last import standing  # noqa: PLC0415  few reports are proven

        return drafted(build(read, params), _CATALOGUE[code].why_draft(*standing(read)))

    return marked


def drafted(made: Document, why: str) -> Document:
    """A paper as a draft for a reason; as it is where there is none."""
    return replace(made, draft=True, notes=(*made.notes, why)) if why else made


def unproven(read: Reading) -> str:
    """Why a statement of these books is a draft, in a sentence; empty when all proofs are green."""
    from kopdes_desktop.checks.last import standing  # noqa: PLC0415  as above

    return why_draft(*standing(read))


def unchecked(read: Reading) -> bool:
    """Whether these books were only not looked through, or not since; no proof of them is red."""
    from kopdes_desktop.checks.last import standing  # noqa: PLC0415  as above

    known, nothing_since = standing(read)
    return known is None or (known.ok and not nothing_since)


def why_draft(known: LastCheck | None, nothing_since: bool) -> str:  # noqa: FBT001  as `standing`
    """The same of the last proof, and whether nothing was recorded since."""
    if known is None:
        return _("DRAF: buku ini belum diperiksa. Jalankan Periksa buku, lalu cetak lagi.")
    if not known.ok:
        return _("DRAF: {n} pemeriksaan buku merah. Perbaiki, periksa, lalu cetak lagi.").format(
            n=len(known.red)
        )
    if not nothing_since:
        return _("DRAF: ada catatan baru sesudah pemeriksaan terakhir. Periksa, lalu cetak lagi.")
    return ""


def report(
    code: str,
    *,
    title: str,
    asks: tuple[Question, ...],
    needs: tuple[Question, ...] = (),
    proven: bool = False,
    glance: Glance | None = None,
    doubted: bool = False,
) -> Callable[[Builder], Builder]:
    """Enter what stands below into the catalogue under this code."""

    def enter(build: Builder) -> Builder:
        made = _marked(code, build) if proven or doubted else build
        _CATALOGUE[code] = Report(code, title, made, asks, needs, proven, glance, doubted)
        return made

    return enter


def find(code: str) -> Report:
    """The report of this name; loads its file and no other. Raises UnknownReport."""
    if code not in _CATALOGUE and code.isidentifier():
        module = f"{reports.__name__}.{code}"
        if find_spec(module) is not None:
            import_module(module)
    try:
        return _CATALOGUE[code]
    except KeyError:
        raise UnknownReport(name=code) from None


def catalogue() -> list[Report]:
    """Every report, by code."""
    for module in iter_modules(reports.__path__):
        import_module(f"{reports.__name__}.{module.name}")
    return [_CATALOGUE[code] for code in sorted(_CATALOGUE)]


def make(read: Reading, code: str, params: Params, progress: Progress | None = None) -> Document:
    """The report with all its rows in hand, for screen and paper. Raises TooLong.

    `progress` is told of every question to the books; Cancelled once it is stopped.
    """
    asked = read if progress is None else watched(read, progress)
    return in_hand(find(code).build(asked, params))


def watched(read: Reading, progress: Progress) -> Reading:
    """The same books, read step by step, so that a long report can be stopped."""
    from kopdes_desktop.reports.watched import Watched  # noqa: PLC0415  screens only

    return Watched(read.database, progress)


def in_hand(document: Document) -> Document:
    """The same document without any row left to be read from the books. Raises TooLong."""
    rows = list(islice(document.rows, ROWS_IN_HAND + 1))
    if len(rows) > ROWS_IN_HAND:
        raise TooLong(rows=wording.number(ROWS_IN_HAND))
    return replace(document, rows=rows, totals=dict(document.totals))
