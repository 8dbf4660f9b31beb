"""Who may take money out of a box, or put it into one: its keeper (RULES R2, A05).

A cashier answers for her own drawer alone. What she gives to another keeper goes over the way,
where he takes it in, or with his word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kopdes_desktop.kernel.errors import NeedsApproval
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.ledger import boxes, paying
from kopdes_desktop.ledger.paying import DRAWER
from kopdes_desktop.office import device

if TYPE_CHECKING:
    from kopdes_desktop.ledger.chart import Box
    from kopdes_desktop.office.work import Work

_CASHIER = "cashier"
_OUT = N_(
    "Uang di {box} bukan uang yang Anda pegang, jadi tidak Anda pindahkan sendiri. Mintalah "
    "pemegangnya atau bendahara menyetujui, atau biarkan ia yang memindahkannya."
)
_IN = N_(
    "{box} dipegang orang lain, yang harus menghitung uangnya saat menerima. Pilih cara “dalam "
    "perjalanan, diterima nanti”, atau mintalah pemegangnya atau bendahara menyetujui."
)


def require_origin(work: Work, origin: Box, *, over_the_way: bool) -> None:
    """Refuse money of a box that a cashier does not keep. Raises NeedsApproval.

    What a drawer hands over the way is counted where it arrives, whoever worked at it.
    """
    drawer = over_the_way and origin.account == DRAWER
    if not (drawer or _may(work, origin)):
        raise NeedsApproval(_OUT, box=origin.name, field="from")


def require_target(work: Work, target: Box) -> None:
    """Refuse money into a box that another one keeps; a bank tells it by itself. NeedsApproval.

    An officer puts none into a drawer whose shift does not know of it, either; BadField.
    """
    if not (boxes.is_bank(target) or _may(work, target)):
        raise NeedsApproval(_IN, box=target.name, field="to")
    paying.require_known_there(work, target, field="to")


def _may(work: Work, box: Box) -> bool:
    if box.in_transit or work.actor.role != _CASHIER or box.keeper == work.actor.user:
        return True
    own = device.device(work, work.device)
    if own is not None and own.role == device.OUTLET:  # whose boxes are bound to it, and no others
        return True
    second = work.approver
    return second is not None and (second.role != _CASHIER or second.user == box.keeper)
