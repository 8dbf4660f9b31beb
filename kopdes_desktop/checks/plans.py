"""What plans have ahead of them or owe, against the ledger."""

from __future__ import annotations

from kopdes_desktop.accounting import plans
from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel.i18n import N_

_FIX = Fix(
    N_("Akhiri rencana yang salah jumlahnya, lalu buat lagi sesuai yang ada di buku besar."),
    "report.month_end",
)
_TITLE = N_("Beban dibayar di muka dan yang masih harus dibayar ada di buku besar")

check("plans", _TITLE, fix=_FIX)(plans.findings)
