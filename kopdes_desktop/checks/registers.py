"""What was taken over from old books: whole batches, and opening balances that came to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, opening, periods
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import imports
from kopdes_desktop.office.books import Reading
from kopdes_desktop.savings.proofs import who

_VOID = "void"

_OPENING = Fix(
    N_("Saldo awal sudah disahkan: catat selisihnya sebagai jurnal koreksi tahun lalu."),
    "accounting.open_balances",
)
_IMPORTS = Fix(
    N_("Batalkan impornya sekali lagi dari daftar impor, atau pulihkan salinan sebelum impor."),
    "import.begin",
)


@check("opening", N_("Saldo awal yang sudah disahkan tidak menyisakan penyeimbang"), fix=_OPENING)
def opening_explained(read: Reading) -> Iterator[str]:
    """Once agreed, nothing stands on 3-1501 any more (RULES, Closing and statements)."""
    agreed = periods.opening_agreed(read)
    rest = balances.balances_at(read, date.max).get(opening.BALANCING)
    if agreed is not None and rest:
        yield _(N_("{account}: {amount}, padahal saldo awal disahkan {day}")).format(
            account=opening.BALANCING,
            amount=wording.rupiah(-rest),
            day=wording.short_day(agreed),
        )


@check("imports", N_("Setiap impor buku lama utuh, atau batal seluruhnya"), fix=_IMPORTS)
def imports_whole(read: Reading) -> Iterator[str]:
    """A standing import has a fact for each row; an undone one has no entry and no member left."""
    for batch in imports.imports(read):
        facts = imports.facts_of(read, batch.key)
        if batch.undone_by is None:
            if len(facts) - 1 < batch.rows:
                yield _(N_("impor {key}: {rows} baris, hanya {facts} catatan")).format(
                    key=batch.key, rows=batch.rows, facts=max(len(facts) - 1, 0)
                )
            continue
        for each in facts:
            if balances.posted(read, each.key) and not balances.reversals_of(read, each.key):
                yield _(N_("impor {key} batal, jurnal {entry} masih berlaku")).format(
                    key=batch.key, entry=each.key
                )
            made = members.member(read, each.key)
            if made is not None and made.key == int(each.key) and made.status != _VOID:
                yield _(N_("impor {key} batal, {who} masih terdaftar")).format(
                    key=batch.key, who=who(read, each.key)
                )
