"""Books made by hand: the real database, chart and posting, without an office around them."""

from datetime import date
from pathlib import Path

import msgspec

from kopdes_desktop.db import guards
from kopdes_desktop.db.engine import open_database
from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.ids import DeviceNumber, FactKey, fact_key
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart, periods
from kopdes_desktop.ledger.chart import Box, Unit
from kopdes_desktop.ledger.entry import EntryKind, Line, entry
from kopdes_desktop.ledger.journal import post
from kopdes_desktop.office import settings
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.facts import Stamp

DEVICE = 1
OPENING, JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 1, 5), date(2026, 2, 3)
#: Each would end a line, a string, a comment, a tag or a field if it were let through.
NASTY = (
    'Beli "beras" 5 kg; tunai',
    "dua\nbaris\r\nlalu\ttab",
    "; komentar",
    "(bukan kode) * ! = @ {tag}",
    "Toko | Pasar, unit:SSS, kind:closing",
    "garis miring \\ dan \\n dan '",
    "é 漢字 \u200d👩‍🌾 \u2028 \x85 selesai",
    "=1+1",
    "  spasi di tepi  ",
    "%3B [2026-01-01] persen",
    "",
    "2026-12-31 open Assets:X\n\n2026-12-31 * lain\n    Assets:X  1 IDR",
    "; [2030-01-01] ; :a:b:",
    "include /dev/null",
    "'",
)

NASTY_BOX = "KAS; (1), satu"


def line(account: str, amount: int, unit: str = "KTR", **tags: str | int) -> Line:
    return Line(account, Rupiah(amount), unit, **tags)  # type: ignore[arg-type]


class HandMade(Books):
    """Books on which a test posts what it likes."""

    def __init__(self, folder: Path) -> None:
        super().__init__(open_database(folder / "buku.db", bytes(32), scratch=True))
        guards.create(self.database)
        self._seq = 0
        self._stamp(OPENING)
        chart.adopt(self, chart.shipped_chart())
        for unit in (
            Unit("KTR", "Kantor", "office"),
            Unit("USP", "Simpan Pinjam", "usp"),
            Unit("G1", "Gerai Sembako", "outlet"),
        ):
            chart.add_unit(self, unit)
        for box in ("KAS", NASTY_BOX):
            chart.add_box(self, Box(box, "Kas", "1-1101", "KTR", None))
        periods.start(self, Month.of(OPENING))

    def _stamp(self, day: date, bd: date | None = None) -> FactKey:
        self._seq += 1
        key = fact_key(DEVICE, self._seq)
        self.stamp = Stamp(
            key, DeviceNumber(DEVICE), "accounting.record", "", bd or day, day, 1, "treasurer", b""
        )
        return key

    def set(self, setting: "settings.Setting[str] | settings.Setting[bool]", value: object) -> None:
        self.change(settings._REPLACE, code=setting.code, value=msgspec.json.encode(value).decode())

    def post(
        self,
        day: date,
        text: str,
        *lines: Line,
        number: str | None = None,
        kind: EntryKind = "ordinary",
        bd: date | None = None,
    ) -> FactKey:
        key = self._stamp(day, bd)
        self.database.begin()
        post(self, entry(text, *lines, kind=kind), number)
        self.database.commit()
        return key


def deposits(books: HandMade) -> None:
    """An opening, two deposits, goods bought for an outlet from the office's cash."""
    books.post(
        OPENING,
        "Saldo awal",
        line("1-1101", 2_000_000, movement="opening"),
        line("3-1501", -2_000_000, movement="opening"),
        number="SA-KR-2026-000001",
        kind="opening",
    )
    books.post(
        JANUARY,
        "Setoran simpanan",
        line("1-1101", 125_000, box="KAS"),
        line("3-1101", -100_000, key=77, movement="deposit"),
        line("3-1102", -25_000, key=77, movement="deposit"),
        number="SMP-KR-2026-000001",
    )
    books.post(
        FEBRUARY,
        "Beli beras untuk gerai",
        line("1-1401", 750_000, "G1", lini="sembako"),
        line("1-1101", -750_000),
        number="BYR-KR-2026-000001",
        bd=date(2026, 1, 31),
    )
    books.post(
        FEBRUARY,
        "Setoran dititipkan",
        line("1-1101", 50_000),
        line("3-1102", -50_000, key=78),
    )
