"""What the steps gave, as the one profile that `init --profile` reads too; and in words."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.wording import day, month, rupiah
from kopdes_desktop.members.regions import village
from kopdes_desktop.security.roles import Matrix
from kopdes_desktop.ui.first_run import shapes
from kopdes_desktop.ui.first_run.step import Parts

_OPTIONAL = N_("belum diisi; dapat menyusul")
#: The numbers of a cooperative: their fields, their words, and what each usually looks like.
_NUMBERS: Final = (
    ("legal_number", N_("badan hukum"), shapes.legal_number),
    ("nik_koperasi", N_("NIK koperasi"), shapes.thirteen_digits),
    ("nib", N_("NIB"), shapes.thirteen_digits),
    ("npwp", N_("NPWP"), shapes.npwp),
)


def profile(parts: Parts) -> dict[str, Any]:
    """The profile, in the shape of its TOML file."""
    time = dict(parts["buku"])
    units = parts["unit"]["unit"]
    known = {unit["code"] for unit in units}
    added = [unit for unit in parts["simpanan"]["unit"] if unit["code"] not in known]
    return {
        "koperasi": {**parts["koperasi"], "zone": time.pop("zone")},
        "buku": time,
        "orang": parts["orang"]["rows"],
        "unit": [*units, *added],
        "kas": parts["unit"]["kas"],
        "simpanan": parts["simpanan"]["simpanan"],
        "kertas": parts["kertas"],
    }


def in_words(parts: Parts, typed: set[str]) -> list[tuple[str, str]]:
    """What will be founded, line by line; `typed` are those who have chosen their password."""
    made = profile(parts)
    identity, books = made["koperasi"], made["buku"]
    numbers = [f"{_(label)} {identity[name]}" for name, label, _shape in _NUMBERS if identity[name]]
    return [
        (_("Koperasi"), identity["name"]),
        (_("Desa"), _village(identity["village_code"]) or _(_OPTIONAL)),
        (_("Alamat"), identity["address"] or _(_OPTIONAL)),
        (_("Nomor"), ", ".join(numbers) or _(_OPTIONAL)),
        (
            _("Pembukuan"),
            _("mulai {day}, tahun buku mulai {month}, jam {zone}").format(
                day=day(Month(books["from"]).first()),
                month=month(Month(f"2000-{books['year_starts']:02d}")).rpartition(" ")[0],
                zone=made["koperasi"]["zone"].partition("/")[2],
            ),
        ),
        (_("Unit"), ", ".join(f"{unit['name']} ({unit['code']})" for unit in made["unit"])),
        (_("Kas dan bank"), ", ".join(_box(box) for box in made["kas"])),
        *((Matrix.name(row["role"]), _person(row, typed)) for row in made["orang"]),
        *((each["name"], _price(each)) for each in made["simpanan"]),
        (_("Tetap mati"), _off(made)),
    ]


def doubts(parts: Parts, today: date) -> dict[str, str]:
    """What deserves a second look before it is founded, by the name of its line."""
    identity = parts["koperasi"]
    odd = [(_(label), shape(identity[name])) for name, label, shape in _NUMBERS]
    found = {
        _("Nomor"): "\n".join(f"{label}: {doubt}" for label, doubt in odd if doubt),
        _("Pembukuan"): shapes.first_month(Month(parts["buku"]["from"]), today),
    }
    return {name: words for name, words in found.items() if words}


def _village(code: str) -> str:
    found = village(code) if code else None
    return found.whole if found else code


def _box(box: dict[str, str]) -> str:
    if not box.get("keeper"):
        return box["name"]
    return _("{box} (dipegang {name})").format(box=box["name"], name=box["keeper"])


def _person(row: dict[str, str], typed: set[str]) -> str:
    told = N_("{person}, masuk sebagai {name}")
    if row["name"] not in typed:
        told = N_("{person}, masuk sebagai {name} dengan kata sandi sekali pakai")
    return _(told).format(person=row["person"], name=row["name"])


def _price(product: dict[str, Any]) -> str:
    if product["kind"] == "voluntary":
        return _("menyala, dasar: {basis}").format(basis=product["basis"])
    told = _("{amount}, dasar {decision}").format(
        amount=rupiah(product["amount"]), decision=product["decision_no"]
    )
    for rate in product.get("besaran", ()):
        told += _("; mulai {day} {amount}").format(
            day=day(rate["from"]), amount=rupiah(rate["amount"])
        )
    return told


def _off(made: dict[str, Any]) -> str:
    voluntary = any(each["kind"] == "voluntary" for each in made["simpanan"])
    return (
        _("pinjaman, simpanan berjangka")
        if voluntary
        else _("simpanan sukarela, pinjaman, simpanan berjangka")
    )


def waiting(count: int) -> str:
    """How many get words to be used once."""
    return ngettext(
        "{n} orang mendapat kata sandi sekali pakai, ditampilkan satu kali sesudah ini.",
        "{n} orang mendapat kata sandi sekali pakai, ditampilkan satu kali sesudah ini.",
        count,
    ).format(n=count)
