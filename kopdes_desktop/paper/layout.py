"""Which lines a slip carries: whole slips come in, what the cooperative switched off falls out."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.paper.document import Slip, SlipRow

#: Between a name and a member's number.
BESIDE_NAME = " · "
THANKS = N_("Terima kasih. Simpan bukti ini.")


class Layout(Struct, frozen=True):
    """The switches, and the sentence at the end; an empty one is the usual thanks."""

    logo: bool = True
    address: bool = True
    member_number: bool = True
    balance: bool = True
    before: bool = False
    words: bool = False
    qr: bool = False
    signature: bool = True
    footer: str = ""


def arranged(slip: Slip, layout: Layout, *, thanks: bool = True) -> Slip:
    """The slip with the lines that are wanted, and the closing sentence at its end.

    A paper that nobody outside gets goes without thanks.
    """
    closing = (layout.footer.strip() or _(THANKS),) if thanks else ()
    head = slip.letterhead
    return replace(
        slip,
        letterhead=replace(
            head,
            lines=head.lines if layout.address else (),
            logo=head.logo if layout.logo else "",
        ),
        rows=tuple(_row(row, layout) for row in slip.rows if _wanted(row, layout)),
        footer=(*slip.footer, *closing),
        qr=slip.qr if layout.qr else None,
    )


def _wanted(row: SlipRow, layout: Layout) -> bool:
    match row.part:
        case "balance":
            return layout.balance
        case "before":
            return layout.balance and layout.before
        case "words":
            return layout.words
        case "signature":
            return layout.signature
    return True


def _row(row: SlipRow, layout: Layout) -> SlipRow:
    if row.part != "member" or layout.member_number:
        return row
    name, _between, _number = row.left.rpartition(BESIDE_NAME)
    return replace(row, left=name or row.left)
