"""What plans have ahead of them or owe, against the ledger."""

from __future__ import annotations

from kopdes_desktop.accounting import plans
from kopdes_desktop.checks.check import check
from kopdes_desktop.kernel.i18n import N_

check("plans", N_("Beban dibayar di muka dan yang masih harus dibayar ada di buku besar"))(
    plans.findings
)
