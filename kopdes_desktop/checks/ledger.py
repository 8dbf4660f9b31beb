"""The journal against everything that is kept beside it."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.checks.check import REBUILD, RESTORE, Fix, check
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import balances, chart, proofs, transit
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import setting

_UNITS = Fix(
    N_("Cari di neraca saldo unit mana yang selisih. Kalau jurnalnya benar, pulihkan salinan."),
    "report.trial_balance",
)
_CASH = Fix(
    N_("Ada uang masuk atau pindah kas yang belum dicatat: catat, atau balik yang salah kas."),
    "day.close",
)
_CONTROL = Fix(
    N_("Buka buku pembantunya (Enter, lalu F7) dan balik jurnal yang tidak menyebut pemiliknya."),
    "report.trial_balance",
)
_TRANSIT = Fix(
    N_("Lihat daftarnya: terima setorannya, cairkan QRIS, atau catat milik siapa uang itu."),
    "report.",
    "transit",
)


@check("entries", N_("Setiap jurnal seimbang di setiap unit"), fix=RESTORE)
def entries(read: Reading) -> Iterator[str]:
    """Entries whose lines do not sum to zero in a unit, and lines without their entry."""
    for key, unit, amount in proofs.unbalanced_entries(read):
        yield f"{key} {unit}: {wording.rupiah(amount)}"


@check("balances", N_("Saldo tersimpan sama dengan jumlah jurnal"), fix=REBUILD)
def kept_sums(read: Reading) -> Iterator[str]:
    """Balances by day, month, sub-ledger key and box against the sums of lines."""
    for name, key, kept, summed in proofs.wrong_balances(read):
        yield f"{name} {key}: {wording.rupiah(kept)} ≠ {wording.rupiah(summed)}"


@check("units", N_("Rekening antar-unit saling menghapus"), fix=_UNITS)
def units(read: Reading) -> Iterator[str]:
    """u>KTR is the opposite of KTR>u; 1-2302 equals 3-1601 (RULES R4)."""
    for unit, amount in proofs.inter_unit_differences(read):
        yield f"{unit}: {wording.rupiah(amount)}"


@check("cash", N_("Tidak ada kas yang minus"), fix=_CASH)
def cash(read: Reading) -> Iterator[str]:
    """Boxes below zero."""
    for box, amount in chart.box_balances(read).items():
        if amount < 0:
            yield f"{box}: {wording.rupiah(amount)}"


@check("subledgers", N_("Buku pembantu sama dengan akun kendali"), fix=_CONTROL)
def subledgers(read: Reading) -> Iterator[str]:
    """Members' control accounts are the sums by member; nobody's account is overdrawn."""
    for account, by_key, whole in proofs.control_accounts(read, chart.MEMBER_SUBLEDGER):
        if by_key != whole:
            yield _(N_("{account}: per anggota {by_key}, akun {whole}")).format(
                account=account, by_key=wording.rupiah(by_key), whole=wording.rupiah(whole)
            )
    for account, amount in proofs.overdrawn(read):
        yield _(
            N_("{account}: {amount} lebih banyak dibayar daripada yang pernah tercatat")
        ).format(account=account, amount=wording.rupiah(abs(amount)))


@check("transit", N_("Akun perantara tidak menggantung terlalu lama"), fix=_TRANSIT)
def hanging(read: Reading) -> Iterator[str]:
    """What has lain on a transit account for longer than its setting allows.

    Goods between two places are proven note by note (parcels).
    """
    for each in transit.items(read, [x for x in transit.ACCOUNTS if x != transit.PARCELS]):
        if each.days > setting(read, transit.ACCOUNTS[each.account]):
            yield _(N_("{what}: {amount} sejak {day}, {n} hari")).format(
                what=_whose(read, each),
                amount=wording.rupiah(abs(int(each.amount))),
                day=wording.short_day(each.since),
                n=each.days,
            )


def _whose(read: Reading, each: transit.Item) -> str:
    """The box, or the account with the document or the unit that it is kept by."""
    if each.box is not None:
        return each.box
    posted = balances.posted(read, each.key) if each.key is not None else None
    return f"{each.account} {(posted and posted.number) or each.key or each.unit}"
