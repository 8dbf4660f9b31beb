"""How a share came about, in words: whose figure, of which sum, of which pool."""

from __future__ import annotations

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.surplus.facts import SharesSet
from kopdes_desktop.surplus.rules import DEALINGS, SAVINGS, Part, Plan

_SAVED = {
    ("mandatory", "year_end"): N_("simpanan wajib pada akhir tahun"),
    ("mandatory", "time_weighted"): N_("rata-rata simpanan wajib sepanjang tahun"),
    ("principal_and_mandatory", "year_end"): N_("simpanan pokok dan wajib pada akhir tahun"),
    ("principal_and_mandatory", "time_weighted"): N_(
        "rata-rata simpanan pokok dan wajib sepanjang tahun"
    ),
}


def savings_base(rule: SharesSet) -> str:
    """What a member's savings are measured by."""
    return _(_SAVED[rule.savings_basis, rule.measure])


def dealings_base(rule: SharesSet) -> str:
    """What a member's dealings are."""
    counted = rule.dealings
    named = [
        _(words)
        for words, counts in (
            (N_("belanja barang"), counted.till),
            (N_("jasa"), counted.services),
            (N_("jasa pinjaman menurut catatan"), counted.loans),
        )
        if counts
    ]
    return _(N_("{kinds}, setelah retur")).format(kinds=", ".join(named))


def by_savings(part: Part, plan: Plan) -> str:
    """The reckoning of his part by savings."""
    return _reckoned(part.base.savings, plan.bases.savings, plan.pool(SAVINGS), part.by_savings)


def by_dealings(part: Part, plan: Plan) -> str:
    """The reckoning of his part by dealings."""
    whole = plan.bases.dealings + (plan.bases.outside if plan.turned else 0)
    return _reckoned(part.base.dealings, whole, plan.pool(DEALINGS), part.by_dealings)


def _reckoned(own: int, whole: int, pool: int, part: int) -> str:
    if not pool:
        return _(N_("tidak ada yang dibagi menurut ini"))
    if not whole:
        return _(N_("tidak ada angka dasarnya pada tahun ini"))
    return _(N_("{own} : {whole} x {pool} = {part}")).format(
        own=wording.number(own),
        whole=wording.number(whole),
        pool=wording.number(pool),
        part=wording.rupiah(part),
    )


def percent(text: str) -> str:
    """A percentage as people read it."""
    return f"{text.replace('.', ',')} %"


def before_percentages(plan: Plan) -> list[tuple[str, int]]:
    """What goes off a surplus before the percentages: words and amount."""
    named = (
        (N_("Menutup rugi tahun-tahun lalu"), plan.carried),
        (N_("Dari usaha dengan bukan anggota, ke cadangan"), plan.strangers),
    )
    return [(_(words), int(amount)) for words, amount in named if amount != NOTHING]
