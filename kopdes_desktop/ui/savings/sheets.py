"""What the collection screen asks of the books, and the sheets it prints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah, total
from kopdes_desktop.kernel.wording import month
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document
from kopdes_desktop.savings import queries, sheets
from kopdes_desktop.savings.sheets import Forecast
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.savings.batch import Batch, BatchRow
from kopdes_desktop.ui.savings.cards import FIND

_REPORT = "collection_sheet"
#: Where sheets are made out and the board's word on old registers is written down.
SHEETS, ESTIMATES = "savings.issue_sheet", "estimates"
_MONTHS_AHEAD = 12


class Round(Struct, frozen=True):
    """What is under way: the sheets, the groups to make more for, and estimates that wait.

    `out` are the numbers of the open sheets by group code and month.
    """

    sheets: tuple[Batch, ...]
    groups: tuple[tuple[str, str], ...]
    months: tuple[tuple[str, str], ...]
    estimated: tuple[int, int, Rupiah]
    out: Mapping[tuple[str, str], str]


def under_way(office: Office) -> Round:
    """Open sheets first, then the newest that have ended."""
    return office.read(FIND, _under_way, office.today())


def _under_way(read: Reading, today: date) -> Round:
    names = {group.code: group.name for group in members.groups(read)}
    products = {product.code: _(product.name) for product in queries.products(read)}
    this = Month.of(today)
    known = queries.sheets(read)
    left = queries.still_owed(read, [one for one in known if one.collected_by is None], today)
    waiting = queries.estimates(read, today) if queries.has_open_estimates(read) else []
    guessed = {(int(one.member.key), one.product): one.months for one in waiting}
    return Round(
        sheets=tuple(_batch(sheet, names, products, left, guessed) for sheet in known),
        groups=tuple((code, f"{code} · {name}") for code, name in names.items()),
        months=tuple(
            (str(each), month(each)) for each in (this.plus(n) for n in range(_MONTHS_AHEAD + 1))
        ),
        estimated=(
            len({one.member.key for one in waiting}),
            sum(one.months for one in waiting),
            total(one.amount for one in waiting),
        ),
        out={(one.group, str(one.month)): one.number for one in known if one.collected_by is None},
    )


def _batch(
    sheet: queries.Sheet,
    names: dict[str, str],
    products: dict[str, str],
    left: dict[tuple[int, int, str], Rupiah],
    guessed: dict[tuple[int, str], int],
) -> Batch:
    """A sheet to enter from; of an open one each row asks for what is still owed of it."""
    owed = {
        (row.member.key, row.product): left.get((sheet.key, row.member.key, row.product), row.due)
        for row in sheet.rows
    }
    return Batch(
        key=sheet.key,
        number=sheet.number,
        group=names.get(sheet.group, sheet.group),
        month=sheet.month,
        collected_by=sheet.collected_by,
        void=sheet.void,
        rows=tuple(
            BatchRow(
                member=row.member.key,
                number=row.member.number or "",
                name=row.member.name or _(N_("(data pribadi dihapus)")),
                product=row.product,
                savings=products.get(row.product, row.product),
                due=(now := owed[row.member.key, row.product]),
                billed=row.due if now != row.due else None,
                guessed=guessed.get((row.member.key, row.product), 0),
            )
            for row in sheet.rows
        ),
    )


def forecast(office: Office, group: str, until: str) -> Forecast:
    """What a sheet of this group would ask for, before it is issued."""
    return office.read(FIND, sheets.forecast, group, Month(until), office.today())


def sheet_paper(office: Office, number: str) -> Paper:
    """The sheet as a PDF to walk with."""
    from kopdes_desktop.reports import report  # noqa: PLC0415  with the first sheet

    found = report.find(_REPORT)
    params = found.params({"sheet": number}, office.today())
    made: Document = office.read(found.right, report.make, _REPORT, params)
    return Paper(number, lambda: _pdf(made))


def _pdf(made: Document) -> bytes:
    from kopdes_desktop.paper import pdf  # noqa: PLC0415  on the printing thread, on first use
    from kopdes_desktop.reports import rendering  # noqa: PLC0415  as above

    return pdf.document(rendering.on_paper(made))
