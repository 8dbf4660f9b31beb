"""The people of the practice village: named after two plants, so that nobody mistakes them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kopdes_desktop.places import RESOURCES

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

HAMLETS = ("Krajan", "Sumberagung", "Ngadirejo", "Karanganyar")
_JOBS = ("Petani", "Buruh tani", "Pedagang", "Ibu rumah tangga", "Guru", "Peternak", "Tukang")
#: How many share a roof: one, two or three.
_HOUSEHOLDS = (2, 1, 3, 2)
#: So many numbers a district gives out in a row.
_SERIALS = 9_999
_SINCE, _SPAN = date(1960, 1, 1), 40 * 365


class Villager(Struct, frozen=True):
    """One person as his papers show him; those of a household share family card and address."""

    name: str
    nik: str
    kk: str
    dusun: str
    rt_rw: str
    address: str
    phone: str
    job: str

    def data(self) -> dict[str, str]:
        """What an application asks."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


@cache
def plants() -> tuple[str, ...]:
    """The plants that lend their names."""
    return tuple((RESOURCES / "templates" / "flora.txt").read_text("utf-8").split())


def name_of(n: int) -> str:
    """The n-th name: no two of some thousands alike."""
    names = plants()
    return f"{names[n % len(names)]} {names[(n * 7 + n // len(names) + 3) % len(names)]}"


def _region(n: int) -> str:
    """Province, regency and district: the next one when the numbers of one are used up."""
    return f"3310{1 + n // _SERIALS:02d}"


def villagers(dice: random.Random) -> Iterator[Villager]:
    """One after another, household by household, for as long as somebody asks."""
    n = house = 0
    while True:
        dusun = dice.choice(HAMLETS)
        rt_rw = f"{dice.randrange(1, 9):03d}/{dice.randrange(1, 4):03d}"
        kk = f"{_region(house)}0101{20 + house % 5:02d}{house % _SERIALS + 1:04d}"
        address = f"Dusun {dusun} No. {house + 1}"
        for _ in range(_HOUSEHOLDS[house % len(_HOUSEHOLDS)]):
            born = _SINCE + timedelta(days=dice.randrange(_SPAN))
            day = born.day + 40 * dice.randrange(2)  # of women forty is added
            yield Villager(
                name=name_of(n),
                nik=f"{_region(n)}{day:02d}{born:%m%y}{n % _SERIALS + 1:04d}",
                kk=kk,
                dusun=dusun,
                rt_rw=rt_rw,
                address=address,
                phone=f"0812{n:08d}",
                job=dice.choice(_JOBS),
            )
            n += 1
        house += 1
