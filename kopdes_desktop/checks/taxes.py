"""What is owed to the state, month by month, against the ledger."""

from __future__ import annotations

from kopdes_desktop.checks.check import check
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.taxes import findings

check("taxes", N_("Pajak yang belum disetor sama dengan buku besar"))(findings.taxes)
