"""Why cash goes into or out of a drawer beside sales (resources/till_reasons.toml)."""

from __future__ import annotations

import tomllib
from functools import cache

from msgspec import Struct

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.places import RESOURCES

IN, OUT = "in", "out"
_TITLES = {
    (IN, "other"): N_("Penerimaan lain-lain"),
    (IN, "unknown"): N_("Belum diketahui asalnya"),
    (IN, "grant"): N_("Bantuan untuk kegiatan"),
    (IN, "repaid"): N_("Karyawan atau pengurus mengembalikan uang"),
    (OUT, "paper"): N_("Alat tulis dan kertas struk"),
    (OUT, "transport"): N_("Ongkos angkut dan bensin"),
    (OUT, "supplies"): N_("Kebutuhan warung: es, air galon, pembersih"),
    (OUT, "packaging"): N_("Kantong dan kemasan"),
    (OUT, "power"): N_("Listrik, air, dan pulsa"),
    (OUT, "repair"): N_("Perbaikan kecil"),
    (OUT, "other"): N_("Pengeluaran lain-lain"),
}
#: What people owe stands under their own key.
PERSONAL = "1-1205"
#: Money whose owner nobody knows yet stands under its own fact until somebody does (A10).
UNKNOWN = "2-1108"
KEYED = (PERSONAL, UNKNOWN)
#: These say nothing by themselves: a note does.
VAGUE = ("other", "unknown")


class Reason(Struct, frozen=True):
    """A reason by its code; `way` is "in" or "out", `account` what stands against the drawer."""

    way: str
    code: str
    account: str

    @property
    def title(self) -> str:
        """What it is called, in the language now in use."""
        return _(_TITLES.get((self.way, self.code), self.code))


@cache
def reasons() -> tuple[Reason, ...]:
    """All of them, those of money in first."""
    raw = tomllib.loads((RESOURCES / "till_reasons.toml").read_text("utf-8"))
    return tuple(
        Reason(way, code, account) for way in (IN, OUT) for code, account in raw[way].items()
    )


def reason(way: str, code: str) -> Reason:
    """The reason of this code for money in or out. Raises BadField."""
    for each in reasons():
        if (each.way, each.code) == (way, code):
            return each
    known = ", ".join(each.code for each in reasons() if each.way == way)
    words = _(N_("alasan {code} tidak ada; yang ada: {known}")).format(code=code, known=known)
    raise BadField(name="reason", reason=words, field="reason")
