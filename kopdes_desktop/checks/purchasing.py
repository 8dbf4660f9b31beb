"""What suppliers are owed, bill by bill, against the ledger."""

from __future__ import annotations

from kopdes_desktop.checks.check import check
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.purchasing import findings

check("payables", N_("Utang setiap pemasok sama dengan buku besar"))(findings.payables)
