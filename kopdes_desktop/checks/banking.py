"""What was compared with the bank, against the ledger."""

from __future__ import annotations

from kopdes_desktop.banking import findings
from kopdes_desktop.checks.check import Fix, check
from kopdes_desktop.kernel.i18n import N_

_FIX = Fix(
    N_("Cocokkan rekening itu sekali lagi dengan rekening korannya."),
    "report.cash_book",
    "compare",
)

check("reconciliations", N_("Rekening yang dicocokkan masih cocok"), fix=_FIX)(
    findings.reconciliations
)
