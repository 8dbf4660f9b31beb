"""What is not done alone at a drawer: large sums, large differences, another's debt, filling it.

The limits are settings of the cooperative. The message never says how large the difference is, for
the drawer is counted blind.
"""

from __future__ import annotations

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField, NeedsApproval
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import chart, paying
from kopdes_desktop.office import device
from kopdes_desktop.office.settings import CASH_OUT_LIMIT, VARIANCE_LIMIT, setting
from kopdes_desktop.office.work import Work
from kopdes_desktop.tills.queries import CASHIER, drawers, open_shifts


def require_small_variance(work: Work, found: Rupiah) -> None:
    """A large difference is seen by an officer besides the one who counts, whoever that is."""
    limit = setting(work, VARIANCE_LIMIT)
    if abs(int(found)) <= limit or _another_officer_sees(work):
        return
    raise NeedsApproval(
        N_(
            "Uang di laci berbeda dari catatan lebih dari {limit}. Ketua atau bendahara, bukan "
            "yang menghitung, ikut menghitung lalu menyetujui."
        ),
        limit=wording.rupiah(Rupiah(limit)),
        field="counted",
    )


def require_small_sum(work: Work, amount: Rupiah) -> None:
    """A large sum out of the drawer needs the chair or the treasurer."""
    limit = setting(work, CASH_OUT_LIMIT)
    if int(amount) <= limit or _an_officer_sees(work):
        return
    raise NeedsApproval(
        N_(
            "Kas keluar di atas {limit} tidak dicatat kasir sendiri. Mintalah persetujuan ketua "
            "atau bendahara."
        ),
        limit=wording.rupiah(Rupiah(limit)),
        field="amount",
    )


def require_own_debt(work: Work, charged: int | None) -> None:
    """Anybody owes what is missing by his own word; another only with a second person."""
    if charged is None or charged == work.actor.user or work.approver is not None:
        return
    raise NeedsApproval(
        N_(
            "Kekurangan laci dibebankan kepada orang lain hanya dengan persetujuan orang kedua. "
            "Mintalah persetujuan, atau biarkan koperasi yang menanggung."
        ),
        field="charge",
    )


def require_known(work: Work, box: chart.Box, field: str) -> None:
    """What is put into a drawer is known at it: over the way to another laptop's, by its clerk.

    Between two shifts it needs nobody: the next one begins with a count. BadField, NeedsApproval.
    """
    if box.code in device.at_outlets(work) and box not in drawers(work, work.device):
        reason = _(
            N_(
                "{box} dipakai di laptop gerainya sendiri, yang tidak tahu uang ini. Pindahkan "
                "dengan cara “dalam perjalanan, diterima nanti”; kasirnya menerima di sana lewat "
                "Tutup buku (F5)"
            )
        ).format(box=box.name)
        raise BadField(name=field, reason=reason, field=field)
    shift = next((each for each in open_shifts(work) if each.box == box.code), None)
    if shift is None or work.actor.role == CASHIER:
        return
    at_it = {shift.clerk, box.keeper}
    if work.actor.user in at_it or (work.approver is not None and work.approver.user in at_it):
        return
    raise NeedsApproval(
        N_(
            "Giliran kasir di {box} masih buka, dan kasirnya harus tahu uang yang masuk. Mintalah "
            "kasirnya menghitung lalu menyetujui, atau pilih cara “dalam perjalanan, diterima "
            "nanti”."
        ),
        box=box.name,
        field=field,
    )


def _an_officer_sees(work: Work) -> bool:
    return work.actor.role != CASHIER or _another_officer_sees(work)


def _another_officer_sees(work: Work) -> bool:
    return work.approver is not None and work.approver.role != CASHIER


paying.INTO_DRAWER.append(require_known)
