"""The journal against everything that is kept beside it."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.checks.check import check
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import chart, proofs
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import TRANSIT_DAYS, setting


@check("entries", N_("Setiap jurnal seimbang di setiap unit"))
def entries(read: Reading) -> Iterator[str]:
    """Entries whose lines do not sum to zero in a unit, and lines without their entry."""
    for key, unit, amount in proofs.unbalanced_entries(read):
        yield f"{key} {unit}: {wording.rupiah(amount)}"


@check("balances", N_("Saldo tersimpan sama dengan jumlah jurnal"))
def balances(read: Reading) -> Iterator[str]:
    """Balances by day, month, sub-ledger key and box against the sums of lines."""
    for name, key, kept, summed in proofs.wrong_balances(read):
        yield f"{name} {key}: {wording.rupiah(kept)} ≠ {wording.rupiah(summed)}"


@check("units", N_("Rekening antar-unit saling menghapus"))
def units(read: Reading) -> Iterator[str]:
    """u>KTR is the opposite of KTR>u; 1-2302 equals 3-1601 (RULES R4)."""
    for unit, amount in proofs.inter_unit_differences(read):
        yield f"{unit}: {wording.rupiah(amount)}"


@check("cash", N_("Tidak ada kas yang minus"))
def cash(read: Reading) -> Iterator[str]:
    """Boxes below zero."""
    for box, amount in chart.box_balances(read).items():
        if amount < 0:
            yield f"{box}: {wording.rupiah(amount)}"


@check("subledgers", N_("Buku pembantu sama dengan akun kendali"))
def subledgers(read: Reading) -> Iterator[str]:
    """Members' control accounts: the sum by member is the account's balance."""
    for account, by_key, whole in proofs.control_accounts(read, chart.MEMBER_SUBLEDGER):
        if by_key != whole:
            yield _(N_("{account}: per anggota {by_key}, akun {whole}")).format(
                account=account, by_key=wording.rupiah(by_key), whole=wording.rupiah(whole)
            )


@check("transit", N_("Setoran dalam perjalanan tidak terlalu lama"))
def transit(read: Reading) -> Iterator[str]:
    """Transit boxes that have held money for longer than the setting allows."""
    limit = setting(read, TRANSIT_DAYS)
    for box, amount, days in proofs.standing_in_transit(read, chart.TRANSIT):
        if days > limit:
            yield f"{box}: {wording.rupiah(amount)} ({days})"
