"""Setoran belum dikenal: whose was it? Known at last, it becomes his savings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kopdes_desktop.banking.queries import Unknown
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.wording import number, rupiah, short_day
from kopdes_desktop.members import queries as members
from kopdes_desktop.sales import bons
from kopdes_desktop.ui.banking import reading
from kopdes_desktop.ui.banking.page import Page
from kopdes_desktop.ui.banking.reading import RIGHT, SETTLE
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import kind_label
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.reports.questions import MemberField

_OLD = 30
#: What is chosen instead of a kind of savings; and the deed that writes it.
_BON, RECORD = "bon", "accounting.record"


def columns(today: date) -> tuple[Column, ...]:
    """The list with the age of each up to a day."""

    def age(found: Unknown) -> int:
        return (today - found.entry.posted_on).days

    return (
        Column(N_("Tanggal"), lambda found: found.entry.posted_on, text=short_day, width=10),
        Column(N_("Bukti"), lambda found: found.entry.number or "", width=19),
        Column(N_("Uraian"), lambda found: found.entry.text, width=0),
        Column(
            N_("Umur"),
            age,
            text=lambda days: _("{n} hari").format(n=days),
            width=9,
            right=True,
            tone=lambda found: "warning" if age(found) > _OLD else "",
        ),
        Column(N_("Sisa"), lambda found: int(found.amount), text=number, width=11, right=True),
    )


class UnknownPage(Page):
    """Enter says whose it was."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Setoran belum dikenal"))
        self._products: list[tuple[str, str]] = []
        self._asking: FormDialog | None = None
        self.said = kind_label("", "muted")
        self.said.setWordWrap(True)
        self.table = Table(columns(desk.standing.today), self.title)
        self.table.opened.connect(self.act)
        self.body.addWidget(self.said)
        self.body.addWidget(self.table, 1)
        self.keys = (Key("Return", _("sudah dikenal")), Key("Esc", _("ke buku")))
        self.rights = {"Return": SETTLE}

    def start(self) -> None:
        self.table.setFocus()

    def reload(self) -> None:
        self.desk.read(RIGHT, reading.waiting, then=self._show)

    def _show(self, found: tuple[Sequence[Unknown], list[tuple[str, str]]]) -> None:
        rows, self._products = found
        self.table.set_columns(columns(self.desk.standing.today))
        self.table.set_rows(rows)
        whole = sum(int(each.amount) for each in rows)
        self.said.setText(
            _(
                "Uang yang masuk ke bank tanpa diketahui pengirimnya: {whole}. Bukan pendapatan;"
                " menunggu dikenali. Yang ternyata bukan simpanan atau bon anggota dicatat lewat"
                " Catat (Ctrl+H) dengan nomor buktinya."
            ).format(whole=rupiah(whole))
            if rows
            else _("Tidak ada setoran yang belum dikenal.")
        )

    def act(self, found: Unknown) -> None:
        """Whose it was, and what he saves or pays with it."""
        if not self.may(SETTLE):
            return
        member = MemberField("member", _("&Anggota"))
        member.typed.connect(self._look_up)
        amount = MoneyField("amount", _("&Jumlah"))
        amount.set_amount(found.amount)
        offered = [*self._products, (_BON, _("Melunasi bon belanjanya"))]
        asking = FormDialog(
            self.desk.window,
            _("Setoran ini milik siapa?"),
            _("{number}, {day}, sisa {amount}.").format(
                number=found.entry.number,
                day=short_day(found.entry.posted_on),
                amount=rupiah(found.amount),
            ),
            (member, ChoiceField("product", _("&Untuk"), offered), amount),
            deed=_("Catat"),
        )
        self._asking = asking

        def given(typed: dict[str, Any]) -> None:
            if typed["product"] == _BON:
                self._pay_bon(asking, found, typed)
                return
            line = {"product": typed["product"], "amount": int(typed["amount"])}
            order = {"deposit": int(found.entry.key), "member": typed["member"], "lines": [line]}
            asking.perform(self.desk, SETTLE, order, self._settled, question=self.title)

        asking.given.connect(given)
        asking.open()

    def _pay_bon(self, asking: FormDialog, found: Unknown, typed: dict[str, Any]) -> None:
        """What he owes for goods is looked up, and paid with it; a second person sees it."""
        whose = (found.entry, typed["member"], typed["amount"])
        office = self.desk.session.office
        self.desk.errands.send(
            lambda: office.read(RIGHT, bons.out_of_deposit, *whose),
            lambda order: asking.perform(
                self.desk, RECORD, order, self._settled, question=self.title
            ),
            sender=asking.form,
        )

    def _look_up(self, text: str) -> None:
        self.desk.read("read.members", members.member, text, then=self._named)

    def _named(self, found: members.MemberRow | None) -> None:
        if self._asking is not None and self._asking.isVisible():
            field = self._asking.form.field("member")
            if isinstance(field, MemberField):
                field.show_name(found.name or "" if found is not None else "")

    def _settled(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self.done(answer)
        self.reload()
