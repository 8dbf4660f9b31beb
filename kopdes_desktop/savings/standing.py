"""Until when somebody has paid, in the same words wherever it is told: at the counter, on his page.

Months that an old register left short are an estimate: they end the run of paid ones, nobody owes
them, and they are passed over until the board decides (RULES, Members).
"""

from __future__ import annotations

from kopdes_desktop.kernel.dates import Month
from kopdes_desktop.kernel.i18n import N_, _, ngettext
from kopdes_desktop.kernel.wording import month


def guessed_words(months: int) -> str:
    """So many months wait for the board; nothing where none does."""
    if not months:
        return ""
    told = ngettext(
        "perkiraan {n} bulan belum diputuskan", "perkiraan {n} bulan belum diputuskan", months
    )
    return told.format(n=months)


def standing_words(until: Month | None, guessed: int = 0, *, paid: str = "") -> str:
    """The last month of the unbroken run, and what waits for the board behind it.

    `paid` says it otherwise where there is less room: words with {month}.
    """
    run = _(N_("belum ada yang lunas"))
    if until is not None:
        run = (paid or _(N_("lunas sampai {month}"))).format(month=month(until))
    return "; ".join(filter(None, (run, guessed_words(guessed))))
