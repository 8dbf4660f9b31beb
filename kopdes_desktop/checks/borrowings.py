"""What lenders are owed, borrowing by borrowing, against the ledger."""

from __future__ import annotations

from kopdes_desktop.borrowings import findings
from kopdes_desktop.checks.check import check
from kopdes_desktop.kernel.i18n import N_

check("borrowings", N_("Sisa setiap pinjaman koperasi sama dengan buku besar"))(findings.borrowings)
