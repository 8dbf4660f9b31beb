"""What every slip has: number and time above, below who did it, who agreed, and the proof."""

from __future__ import annotations

from collections.abc import Iterable

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.letterhead import letterhead, slip_layout
from kopdes_desktop.office.log import LoggedFact
from kopdes_desktop.office.settings import ZONE, setting
from kopdes_desktop.paper.document import Slip, SlipRow
from kopdes_desktop.paper.layout import arranged
from kopdes_desktop.security.queries import user_name

RULE = SlipRow("", kind="rule")


def whole(
    read: Reading,
    found: LoggedFact,
    number: str,
    title: str,
    rows: Iterable[SlipRow],
    *,
    copy: bool,
    thanks: bool = True,
) -> Slip:
    """The slip of a fact: these rows between its head and its foot."""
    heading = (
        SlipRow(number, wording.short_day(found.stamp.bd)),
        SlipRow(_(N_("Pukul")), wording.clock(found.moment, setting(read, ZONE))),
    )
    digits = wording.proof_digits(found.stamp.hash)
    agreed = approver(read, found)
    footer = (
        _(N_("Petugas: {name}")).format(name=user_name(read, found.stamp.user)),
        *((_(N_("Disetujui: {name}")).format(name=agreed),) if agreed else ()),
        _(N_("Kode {digits}")).format(digits=digits),
    )
    code = f"{number} {digits}"
    made = Slip(letterhead(read), title, (*heading, *rows), footer, copy=copy, qr=code)
    return arranged(made, slip_layout(read), thanks=thanks)


def approver(read: Reading, found: LoggedFact) -> str:
    """The second person who agreed, by name; nothing where none was needed."""
    agreed = found.envelope.appr
    return "" if agreed is None else user_name(read, agreed.user)


def signature(role: str) -> list[SlipRow]:
    """Room for somebody's signature."""
    return [
        SlipRow("", kind="rule", part="signature"),
        SlipRow(role, part="signature"),
        SlipRow("", part="signature"),
        SlipRow("", part="signature"),
        SlipRow("(" + "." * 28 + ")", kind="center", part="signature"),
    ]
