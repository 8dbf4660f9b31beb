"""What was written by hand has the paper of others behind it, where it is not small."""

from __future__ import annotations

from collections.abc import Iterator

from kopdes_desktop.accounting import vouchers
from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.ledger import transit
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.settings import VOUCHER_DAYS, VOUCHER_LIMIT, setting

_VOUCHERS = Fix(
    N_("Lihat daftarnya; buka jurnalnya dan tambahkan nomor nota atau fotonya."),
    "report.",
    "vouchers_missing",
)


@check("vouchers", N_("Jurnal tangan di atas batas ada buktinya"), fix=_VOUCHERS)
def unproved(read: Reading) -> Iterator[str]:
    """Entries from the limit on that have waited for their paper too long (RULES, Closing)."""
    newest = transit.newest(read)
    if newest is None:
        return
    patience = setting(read, VOUCHER_DAYS)
    for each in vouchers.missing(read, newest, setting(read, VOUCHER_LIMIT)):
        if each.age(newest) > patience:
            yield _(N_("{number}: {amount}, {n} hari tanpa bukti")).format(
                number=each.entry.number,
                amount=wording.rupiah(each.amount),
                n=each.age(newest),
            )
