"""A money line that reckons: 1.200+300-50 stands for what it comes to."""

from __future__ import annotations

import re

from kopdes_desktop.kernel.errors import BadField, Refusal
from kopdes_desktop.kernel.i18n import N_
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.kernel.wording import number
from kopdes_desktop.ui.kit.amounts import MoneyEdit
from kopdes_desktop.ui.kit.grouping import amount_of

_SIGNS = re.compile(r"[+-]")
_PARTS = re.compile(r"([+-]?)([^+-]+)")


def is_sum(text: str) -> bool:
    """Whether something is to be reckoned here."""
    return _SIGNS.search(text) is not None


def sum_of(text: str) -> Rupiah:
    """What the parts come to. BadField for a part that is no amount, and below zero."""
    bare = text.replace(" ", "").rstrip("+-")
    whole = 0
    for sign, part in _PARTS.findall(bare):
        amount = int(amount_of(part))
        whole += -amount if sign == "-" else amount
    if not bare or whole < 0:
        raise BadField(N_("Hasil hitungannya kurang dari nol."))
    return Rupiah(whole)


class SumEdit(MoneyEdit):
    """Grouped while a single amount is typed; a sum stays as typed until the line is left."""

    def __init__(self) -> None:
        super().__init__()
        self.editingFinished.connect(self.reckon)

    @property
    def complaint(self) -> str:
        """What is wrong; nothing while a sum is being typed."""
        if not is_sum(self.text()):
            return super().complaint
        try:
            sum_of(self.text())
        except Refusal as refusal:
            return refusal.message
        return ""

    def amount(self) -> Rupiah:
        """What stands here comes to; nothing typed is nothing. BadField."""
        text = self.text().strip()
        if not text:
            return Rupiah(0)
        return sum_of(text) if is_sum(text) else super().amount()

    def reckon(self) -> None:
        """Put the result in the place of the sum, where it has one."""
        if is_sum(self.text()) and not self.complaint:
            self.setText(number(self.amount()))
            self.setModified(True)

    def _regroup(self, text: str) -> None:
        if not is_sum(text):
            super()._regroup(text)
