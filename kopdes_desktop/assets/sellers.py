"""Who sold an asset on credit or gave it, and until when he waits."""

from __future__ import annotations

from datetime import date

from kopdes_desktop.assets import queries
from kopdes_desktop.assets.queries import BOUGHT, CREDIT, GRANT
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members.nearness import require_outsider
from kopdes_desktop.members.parties import party_key
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.work import Work


def party(work: Work, source: str, name: int | str | None, sentence: str) -> int | None:
    """The other side's key; a thing that is not paid yet has one. Nobody buys of himself alone.

    Raises BadField, UnknownMember, NeedsApproval, SelfApproval.
    """
    if name is None or name == "":
        if source == CREDIT:
            reason = _(
                N_("sebut penjualnya, supaya terlihat kepada siapa koperasi berutang; F10 di Aset")
            )
            raise BadField(name="party", reason=reason, field="party")
        return None
    if source not in {BOUGHT, CREDIT, GRANT}:
        reason = _(N_("isian ini tidak berlaku untuk asal aset ini"))
        raise BadField(name="party", reason=reason, field="party")
    key = party_key(work, name, "party")
    if source != GRANT:
        require_outsider(work, [key], sentence)
    return key


def due(work: Work, source: str, day: date | None) -> date | None:
    """When the seller is to be paid: not before the thing came. BadField."""
    if day is None:
        return None
    if source != CREDIT or day < work.bd:
        reason = (
            _(N_("isian ini tidak berlaku untuk asal aset ini"))
            if source != CREDIT
            else _(N_("jatuh tempo tidak sebelum tanggal pembelian"))
        )
        raise BadField(name="due", reason=reason, field="due")
    return day


def still_owed(read: Reading, key: int) -> str | None:
    """Why a third party's name is needed: a thing of his that is not paid."""
    for each in queries.debts(read):
        if each.party == key:
            words = _(N_("aset {number} dari pihak ini belum lunas; namanya masih diperlukan"))
            return words.format(number=each.number)
    return None
