"""What the books know already when an old register is read: numbers, NIK, names, products.

Asked once a study, not once a row.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.members import queries as members
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings import queries as savings

PRINCIPAL = "principal"
_GONE = {"void", "rejected"}


class Known(Struct):
    """The register by number, NIK and folded name; products by code, what the principal costs."""

    numbers: dict[str, MemberRow]
    niks: dict[str, MemberRow]
    products: dict[str, savings.Product]
    principal: list[tuple[date, Rupiah]]
    _members: list[MemberRow]
    _names: dict[str, list[MemberRow]] | None = field(default=None)

    @classmethod
    def of(cls, read: Reading) -> Known:
        """As the books stand now."""
        everybody = members.listing(read)
        living = [each for each in everybody if each.status not in _GONE]
        return cls(
            {each.number: each for each in everybody if each.number},
            {each.nik: each for each in living if each.nik},
            {each.code: each for each in savings.products(read)},
            savings.rates(read, PRINCIPAL),
            living,
        )

    @property
    def names(self) -> dict[str, list[MemberRow]]:
        """Members by their folded names."""
        if self._names is None:
            self._names = {}
            for each in self._members:
                if each.name:
                    self._names.setdefault(folded(each.name), []).append(each)
        return self._names

    def people(self) -> set[tuple[str, date]]:
        """Folded name and birth date of everybody."""
        return {
            (name, each.birth_day)
            for name, found in self.names.items()
            for each in found
            if each.birth_day is not None
        }
