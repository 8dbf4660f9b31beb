"""What the practice outlet sells: goods of any village shop, with made-up prices and no brands."""

from __future__ import annotations

import csv
from functools import cache
from typing import Any

from msgspec import Struct

from kopdes_desktop.places import RESOURCES

CATEGORIES = {
    "BAHAN": "Bahan pokok",
    "BUMBU": "Bumbu dapur",
    "MINUMAN": "Minuman",
    "CAMILAN": "Makanan ringan",
    "MANDI": "Perawatan diri",
    "CUCI": "Cuci dan bersih",
    "RUMAH": "Keperluan rumah",
    "GAS": "Gas",
    "TANI": "Sarana tani",
    "OBAT": "Obat dan P3K",
    "POS": "Meterai",
}
#: Programmes of the state that some of these goods belong to; limits are in their units.
PROGRAMS: tuple[dict[str, Any], ...] = (
    {
        "code": "LPG3",
        "name": "LPG 3 kg",
        "unit": "tabung",
        "period": "month",
        "per": "family",
        "limit": "4",
    },
    {"code": "SPHP", "name": "Beras SPHP", "unit": "sak", "period": "day", "limit": "2"},
    {"code": "MINYAK", "name": "Minyak goreng rakyat", "unit": "botol", "period": "day"},
    {
        "code": "UREA",
        "name": "Pupuk urea bersubsidi",
        "unit": "kg",
        "period": "season",
        "allocated": True,
    },
    {
        "code": "NPK",
        "name": "Pupuk NPK bersubsidi",
        "unit": "kg",
        "period": "season",
        "allocated": True,
    },
)
#: Numbers that shops give out for themselves begin so: no brand's barcode is among them.
_IN_STORE = "29000"


class Ware(Struct, frozen=True):
    """A good: what it costs and sells for, how much lies there at first, its pack and marks."""

    code: str
    name: str
    unit: str
    category: str
    lini: str
    cost: int
    price: int
    member: int | None
    minimum: int
    stock: int
    pack: str
    factor: int
    marks: str

    @property
    def barcode(self) -> str:
        """An EAN-13 of the shop's own."""
        series = ord(self.code[0]) - ord("A") + 1
        digits = f"{_IN_STORE}{series:02d}{int(self.code[1:]):05d}"
        odd, even = (sum(map(int, digits[start::2])) for start in (0, 1))
        return digits + str(-(odd + 3 * even) % 10)

    @property
    def weighed(self) -> bool:
        """Sold by the half and the quarter."""
        return self.marks == "weighed"

    @property
    def expires(self) -> bool:
        """Tracked by lot and day."""
        return self.marks == "expires"

    @property
    def program(self) -> str | None:
        """The programme it belongs to."""
        return self.marks if self.marks.isupper() else None

    def order(self) -> dict[str, Any]:
        """What `goods.add_item` is told."""
        made: dict[str, Any] = {
            "code": self.code,
            "name": self.name,
            "unit": self.unit,
            "category": self.category,
            "lini": self.lini,
            "price": self.price,
            "minimum": str(self.minimum),
            "barcodes": [{"code": self.barcode}],
        }
        if self.member is not None:
            made["prices"] = [{"amount": self.member, "tier": "member"}]
        if self.pack:
            made["packs"] = [{"name": self.pack, "factor": str(self.factor)}]
        if self.weighed:
            made["weighed"] = True
        if self.expires:
            made["tracked"] = True
        if self.program is not None:
            made["program"] = self.program
        return made


@cache
def wares() -> tuple[Ware, ...]:
    """All of them."""
    with (RESOURCES / "templates" / "wares.csv").open(encoding="utf-8", newline="") as file:
        return tuple(map(_ware, csv.DictReader(file, delimiter=";")))


def _ware(row: dict[str, str]) -> Ware:
    return Ware(
        code=row["code"],
        name=row["name"],
        unit=row["unit"],
        category=row["category"],
        lini=row["lini"],
        cost=int(row["cost"]),
        price=int(row["price"]),
        member=int(row["member"]) if row["member"] else None,
        minimum=int(row["minimum"]),
        stock=int(row["stock"]),
        pack=row["pack"],
        factor=int(row["factor"] or 1),
        marks=row["marks"] or "",
    )
