"""How members' parts are measured: the choices of the articles, as fields and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.ledger.chart import Account
from kopdes_desktop.surplus import explaining, rules
from kopdes_desktop.surplus.facts import SharesSet
from kopdes_desktop.surplus.rules import Dealt, Share
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import Field, TextField

_YES, _NO = "yes", "no"
_VILLAGE = "village"
_DEALT = {
    "goods": Dealt(),
    "till": Dealt(services=False),
    "all": Dealt(loans=True),
    "loans": Dealt(till=False, services=False, loans=True),
}
_CHOICES = (
    (
        "savings_basis",
        N_("Jasa modal menurut"),
        (
            ("mandatory", N_("Simpanan wajib")),
            ("principal_and_mandatory", N_("Simpanan pokok dan wajib")),
        ),
    ),
    (
        "measure",
        N_("Simpanan diukur dari"),
        (
            ("year_end", N_("Saldo akhir tahun")),
            ("time_weighted", N_("Rata-rata sepanjang tahun")),
        ),
    ),
    (
        "dealings",
        N_("Transaksi yang dihitung"),
        (
            ("goods", N_("Belanja dan jasa")),
            ("till", N_("Belanja barang saja")),
            ("all", N_("Belanja, jasa, dan pinjaman yang dicatat")),
            ("loans", N_("Jasa pinjaman yang dicatat saja")),
        ),
    ),
    (
        "whose",
        N_("Jasa usaha dibagi atas"),
        (("members", N_("Transaksi anggota saja")), ("all", N_("Seluruh omzet"))),
    ),
    (
        "strangers",
        N_("SHU dari bukan anggota"),
        (("divided", N_("Ikut dibagi")), ("reserve", N_("Masuk cadangan dahulu"))),
    ),
    (
        "leavers",
        N_("Anggota yang keluar tahun itu"),
        ((_YES, N_("Tetap mendapat bagian")), (_NO, N_("Tidak mendapat bagian"))),
    ),
)


def fields(rule: SharesSet) -> tuple[ChoiceField, ...]:
    """A field a choice, as the rule has it."""
    now: Mapping[str, str] = {
        "savings_basis": rule.savings_basis,
        "measure": rule.measure,
        "dealings": next((name for name, made in _DEALT.items() if made == rule.dealings), "goods"),
        "whose": rule.whose,
        "strangers": rule.strangers,
        "leavers": _YES if rule.leavers else _NO,
    }
    made = []
    for name, label, choices in _CHOICES:
        field = ChoiceField(name, _(label), [(value, _(words)) for value, words in choices])
        field.choose(now[name])
        made.append(field)
    return tuple(made)


def chosen(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields say, as a rule holds it."""
    return {
        **typed,
        "dealings": _DEALT[typed["dealings"]],
        "leavers": typed["leavers"] == _YES,
    }


def heading_fields(accounts: Sequence[Account]) -> tuple[Field, ...]:
    """A heading of one's own: what it is called, where it stands, how much of a hundred."""
    return (
        TextField("name", _("Nama pos"), hint=_("misalnya Dana karyawan"), needed=True),
        ChoiceField(
            "account",
            _("Dicatat di akun"),
            [(card.code, f"{card.code} {_(card.name)}") for card in accounts],
            needed=True,
        ),
        TextField("percent", _("Persentase"), hint=_("misalnya 5 atau 2,5"), needed=True),
    )


def heading(typed: Mapping[str, Any], known: Sequence[Share]) -> Share:
    """The heading that was typed, under a code that no other has. Raises BadField."""
    name = str(typed["name"])
    if folded(name) in {folded(rules.name_of(share)) for share in known}:
        reason = _("pos itu sudah ada; isi persentasenya di daftar")
        raise BadField(name="name", reason=reason, field="name")
    percent = rules.percent_of(typed["percent"], field="percent")
    codes = {share.code for share in known}
    code = next(code for n in count(1) if (code := f"own_{n}") not in codes)
    return Share(code, rules.plain(percent), typed["account"], name)


def told(rule: SharesSet) -> str:
    """The rule's measures in a few sentences."""
    said = [
        _("Jasa modal: {base}. Jasa usaha: {dealings}.").format(
            base=explaining.savings_base(rule), dealings=explaining.dealings_base(rule)
        )
    ]
    if rule.whose == "all" and rule.strangers == "divided":
        said.append(_("Jasa usaha dibagi atas seluruh omzet; bagian bukan anggota ke cadangan."))
    if rule.strangers == "reserve":
        said.append(_("SHU dari bukan anggota masuk cadangan dahulu."))
    if not rule.leavers:
        said.append(_("Anggota yang keluar tahun itu tidak mendapat bagian."))
    if not rule.decision_no and all(
        share.code != _VILLAGE for share in rule.shares if share.percent != "0"
    ):
        said.append(
            _(
                "Kontribusi desa 0 %: keharusan 20 % (Permendesa 10/2025) masih dipertentangkan;"
                " rapat yang memutuskan."
            )
        )
    return " ".join(said)
