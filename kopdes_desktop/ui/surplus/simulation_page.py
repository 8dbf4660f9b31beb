"""The meeting's page: percentages that are typed, pools and members' parts that follow at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.kernel.wording import day as in_words
from kopdes_desktop.kernel.wording import month, number, rupiah
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.surplus import explaining, rules
from kopdes_desktop.surplus.facts import SharesSet
from kopdes_desktop.surplus.rules import Bases, Part, Plan
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import DayField, MoneyField
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key, bind
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.surplus import measuring, reading
from kopdes_desktop.ui.surplus.page import Page
from kopdes_desktop.ui.surplus.percents import Percents
from kopdes_desktop.ui.surplus.reading import ALLOCATE, COVER, SET, STATES, Surplus

#: With less room than for so many letters both parts are told below only.
_ROOMY = 64


class SimulationPage(Page):
    """Left the percentages and what is measured; right everybody's part, and one explained."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Pembagian SHU"))
        self._who: Mapping[int, MemberRow] = {}
        self._bases = Bases(())
        self.plan: Plan | None = None
        self.percents = Percents()
        self.percents.edited.connect(self.reckon)
        self._measures: dict[str, Any] = {}
        self._reckoned: SharesSet | None = None
        self.measured_by = kind_label("", "small")
        self.measured_by.setWordWrap(True)
        self.table = Table(self._columns(), _("Bagian setiap anggota"))
        self.table.spare(_ROOMY, 1, 2)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._explain())
        self.explained = Pairs()
        self.proof = kind_label("", "small")
        self.proof.setWordWrap(True)
        self.percents.left.connect(self.table.setFocus)
        self._make_buttons()
        self._arrange()
        self._deeds = (
            Key("F3", _("pos sendiri"), self.ask_heading),
            Key("F4", _("cara mengukur"), self.ask_measures),
            Key("F6", _("simpan keputusan"), self.ask_decision),
            Key("F9", _("bagi SHU"), self.ask_division),
        )
        bind(self._deeds, self)
        self.keys = self._deeds

    def _columns(self) -> tuple[Column, ...]:
        def name(part: Part) -> str:
            who = self._who.get(part.base.member)
            return f"{who.number or ''} {who.name or ''}".strip() if who is not None else ""

        return (
            Column(N_("Anggota"), name, width=0),
            Column(
                N_("Jasa modal"), lambda x: int(x.by_savings), text=number, width=10, right=True
            ),
            Column(
                N_("Jasa usaha"), lambda x: int(x.by_dealings), text=number, width=10, right=True
            ),
            Column(N_("Bagian"), lambda x: int(x.amount), text=number, width=11, right=True),
        )

    def _make_buttons(self) -> None:
        self.own = button(_("Pos sendiri (F3)"), icon="plus")
        self.own.clicked.connect(self.ask_heading)
        self.measure = button(_("Cara mengukur (F4)"), icon="pencil")
        self.measure.clicked.connect(self.ask_measures)
        self.keep = button(_("Simpan keputusan (F6)"), icon="check")
        self.keep.clicked.connect(self.ask_decision)
        self.divide = button(_("Bagi SHU (F9)"), "primary", "check")
        self.divide.clicked.connect(self.ask_division)

    def _arrange(self) -> None:
        left, inside = card()
        inside.addWidget(self.percents)
        inside.addWidget(self.measured_by)
        inside.addStretch(1)
        shown, below = card(_("Mengapa sekian?"))
        below.addWidget(self.explained)
        below.addWidget(self.proof)
        below.addStretch(1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.table, 1)
        column.addWidget(scrolled(shown), 1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(scrolled(left), 6)
        both.addWidget(right, 6)
        buttons = QHBoxLayout()
        buttons.addWidget(self.own)
        buttons.addWidget(self.measure)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.divide)
        self.body.addLayout(both, 1)
        self.body.addLayout(buttons)

    # --- what is shown ----------------------------------------------------------------------------

    def show_year(self, found: Surplus) -> None:
        """A year anew; what was typed of the same year's simulation stays."""
        same = self.found is not None and (self.found.year, self.found.rule, self.fixed) == (
            found.year,
            found.rule,
            found.divided is not None,
        )
        super().show_year(found)
        self._who, self._bases = found.who, found.bases
        if not same:
            self.percents.show_shares(found.rule.shares, fixed=self.fixed)
            self._measures = {}
        self.said.setText(self._state())
        set_tone(self.said, "warning" if _lacking(found) and not self.fixed else "")
        last = COVER if found.outcome.state == "loss" else ALLOCATE
        self.offer(() if self.fixed else self._deeds, {"F6": SET, "F9": last})
        for made in (self.measure, self.own):
            made.setVisible(not self.fixed)
        self.keep.setVisible(not self.fixed and SET in found.may)
        waits = found.outcome.state in {"closed", "loss", "running"}
        self.divide.setVisible(waits and last in found.may)
        self.divide.setEnabled(found.outcome.state in {"closed", "loss"})
        self.divide.setText(
            _("Tutup rugi (F9)") if found.outcome.state == "loss" else _("Bagi SHU (F9)")
        )
        if same and not self.fixed:
            self._measure()
        else:
            self.reckon()

    @property
    def fixed(self) -> bool:
        """Whether a meeting has decided."""
        return self.found is not None and self.found.divided is not None

    def _state(self) -> str:
        found = self.found
        if found is None:
            return ""
        told = [_(STATES[found.outcome.state]).format(year=found.year.label)]
        amount = found.outcome.amount
        words = _("SHU {amount}.") if amount >= NOTHING else _("Rugi {amount}.")
        told.append(words.format(amount=rupiah(abs(amount))))
        if found.divided is not None:
            told.append(
                _("Keputusan rapat {decision}, {number}.").format(
                    decision=found.divided.decision, number=found.divided.number
                )
            )
        elif found.ruled:
            told.append(
                _("Persentase menurut keputusan {decision}.").format(
                    decision=found.rule.decision_no
                )
            )
        else:
            told.append(_("Persentase di bawah hanya contoh; rapat yang memutuskan."))
        if found.begins is not None and not self.fixed:
            told.append(
                _("Transaksi anggota sebelum {month} belum ditulis (Alt+4).").format(
                    month=month(found.begins)
                )
            )
        if found.awaited and not self.fixed:
            told.append(_awaited(found).strip())
        return " ".join(told)

    def rule(self) -> SharesSet | None:
        """What is typed and chosen; nothing where a percentage is none."""
        shares = self.percents.typed()
        if shares is None or self.found is None:
            return None
        return msgspec.structs.replace(self.found.rule, shares=shares, **self._measures)

    def ask_measures(self) -> None:
        """By what members' parts are measured; the simulation follows, nothing is written."""
        rule = self.rule()
        if rule is None or self.fixed:
            return
        asking = FormDialog(
            self.desk.window,
            _("Cara mengukur bagian anggota"),
            _("Menurut AD/ART atau keputusan rapat. Berlaku untuk simulasi, sampai disimpan."),
            measuring.fields(rule),
            deed=_("Pakai"),
            columns=2,
        )

        def given(typed: dict[str, Any]) -> None:
            asking.accept()
            self._measures = measuring.chosen(typed)
            self._measure()

        asking.given.connect(given)
        asking.open()

    def ask_heading(self) -> None:
        """A heading that the articles do not know: its name, its account, its percentage."""
        found, typed = self.found, self.percents.typed()
        if found is None or typed is None or self.fixed:
            return
        asking = FormDialog(
            self.desk.window,
            _("Pos pembagian sendiri"),
            _(
                "Pos di luar anggaran dasar baku, misalnya dana karyawan. Akun baru dibuat di Bagan"
                " akun."
            ),
            measuring.heading_fields(found.reserves),
            deed=_("Tambah"),
        )

        def given(answers: dict[str, Any]) -> None:
            try:
                share = measuring.heading(answers, typed)
            except BadField as refusal:
                asking.form.complain(refusal.field, refusal.message)
                return
            asking.accept()
            self.percents.add(share)

        asking.given.connect(given)
        asking.open()

    def _measure(self) -> None:
        """Other figures of everybody's savings are asked of the books."""
        rule, found = self.rule(), self.found
        if rule is None or found is None or self.fixed:
            return
        self.desk.ask(
            lambda session: reading.measured(session.office, found.year, rule), self._measured
        )

    def _measured(self, made: tuple[Bases, Mapping[int, MemberRow]]) -> None:
        self._bases, self._who = made
        self.reckon()

    def reckon(self) -> None:
        """Pools and parts as typed; at once, whatever is typed."""
        found = self.found
        if found is None:
            return
        if found.divided is not None:
            self.percents.complaint.setText("")
            self._reckoned = found.rule
            self._show_plan(found.divided.plan)
            return
        rule = self.rule()
        if rule is None:
            return
        self._reckoned = rule
        self._show_plan(
            rules.plan(
                found.outcome.amount,
                found.outcome.carried,
                rule.shares,
                self._bases,
                whose=rule.whose,
                strangers=rule.strangers,
            )
        )

    def _show_plan(self, made: Plan) -> None:
        self.plan = made
        self.percents.show_plan(made)
        at = self.table.currentIndex().row()
        self.table.set_rows(made.parts)
        self.table.go_to(min(max(at, 0), len(made.parts) - 1))
        self._explain()

    def _explain(self) -> None:
        """The marked member's reckoning, and the proof of all."""
        part, plan, rule = self.table.current(), self.plan, self._reckoned
        if part is None or plan is None or rule is None:
            self.explained.show_pairs([(_("Anggota"), _("belum ada simpanan atau transaksi"))])
            self.proof.setText("")
            return
        who = self._who.get(part.base.member)
        self.explained.show_pairs(
            [
                (_("Anggota"), who.name or "" if who is not None else ""),
                (_("Jasa modal"), explaining.by_savings(part, plan)),
                (_("Jasa usaha"), explaining.by_dealings(part, plan)),
                (_("Bagian"), rupiah(part.amount)),
            ]
        )
        self.measured_by.setText(measuring.told(rule))
        told = [
            *(
                f"{words}: {rupiah(amount)}."
                for words, amount in explaining.before_percentages(plan)
            ),
            _("{n} anggota, jumlah bagian {shared}, selisih dengan dananya {rest}.").format(
                n=len(plan.parts), shared=rupiah(plan.shared), rest=rupiah(plan.proof)
            ),
        ]
        self.proof.setText(" ".join(told))

    # --- what is decided --------------------------------------------------------------------------

    def ask_decision(self) -> None:
        """The number and day of the meeting's decision; the percentages are those on the page."""
        rule, found = self.rule(), self.found
        if rule is None or found is None or self.fixed or not self.may(SET):
            return
        try:
            shares = rules.require_shares(rule.shares)
        except BadField as refusal:
            self.desk.say(refusal.message, "danger")
            self.percents.start()
            return
        day = DayField("day", _("Tanggal keputusan"), lambda: found.today, happened=True)
        day.set_day(found.today)
        self.fill_in(
            _("Simpan keputusan rapat"),
            _("Persentase ini berlaku untuk SHU {year} dan tahun sesudahnya.").format(
                year=found.year.label
            ),
            (TextField("decision_no", _("Nomor keputusan"), needed=True), day),
            deed=_("Simpan"),
            op=SET,
            order=lambda typed: {
                "from_year": found.year.name,
                "decision_no": typed["decision_no"],
                "day": typed["day"].isoformat(),
                "shares": [msgspec.to_builtins(share) for share in shares],
                "savings_basis": rule.savings_basis,
                "measure": rule.measure,
                "dealings": msgspec.to_builtins(rule.dealings),
                "whose": rule.whose,
                "strangers": rule.strangers,
                "leavers": rule.leavers,
            },
        )

    def ask_division(self) -> None:
        """Divide as decided, or cover the loss; said once more before it is done."""
        found = self.found
        if found is None:
            return
        if found.outcome.state == "loss":
            self._ask_cover(found)
        elif found.outcome.state != "closed":
            self.desk.say(self._state(), "warning")
        elif not found.ruled or self._differs(found):
            self.desk.say(
                _("Simpan dahulu persentase ini sebagai keputusan rapat (F6), lalu bagi."),
                "warning",
            )
        elif self.may(ALLOCATE) and self.plan is not None:
            plan = self.plan
            self.fill_in(
                _("Bagi SHU {year}").format(year=found.year.label),
                _(
                    "{amount} dibagi: {shared} menjadi hak {n} anggota, sisanya ke cadangan dan "
                    "dana. Setelah ada yang dibayar, pembagian tidak dapat dibatalkan."
                ).format(amount=rupiah(plan.surplus), shared=rupiah(plan.shared), n=len(plan.parts))
                + _lacking(found),
                (
                    TextField("decision_no", _("Nomor keputusan rapat"), needed=True),
                    _meeting_field(found),
                ),
                deed=_("Bagi SHU"),
                op=ALLOCATE,
                order=lambda typed: _order(found, typed),
            )

    def _differs(self, found: Surplus) -> bool:
        """Whether what is typed is not what was decided."""
        rule = self.rule()
        kept = tuple(x for x in rule.shares if x.percent != "0") if rule is not None else ()
        return rule is None or msgspec.structs.replace(rule, shares=kept) != found.rule

    def _ask_cover(self, found: Surplus) -> None:
        if not self.may(COVER):
            return
        self.fill_in(
            _("Tutup rugi {year}").format(year=found.year.label),
            _("Rugi {loss} ditutup cadangan; yang tidak tertutup dibawa ke tahun berikut.").format(
                loss=rupiah(-found.outcome.amount)
            ),
            (
                TextField("decision_no", _("Nomor keputusan rapat"), needed=True),
                _meeting_field(found),
                MoneyField(
                    "reserve",
                    _("Dari cadangan"),
                    hint=_("kosong: sebanyak yang ada"),
                    needed=False,
                ),
            ),
            deed=_("Tutup rugi"),
            op=COVER,
            order=lambda typed: {
                **_order(found, typed),
                **({"reserve": int(typed["reserve"])} if typed["reserve"] is not None else {}),
            },
        )

    def start(self) -> None:
        """At the first percentage, or at the members once it is decided."""
        if self.fixed:
            self.table.setFocus()
        else:
            self.percents.start()

    def states(self) -> Sequence[Callable[[], None]]:
        """What is asked here."""
        return () if self.fixed else (self.ask_heading, self.ask_measures, self.ask_decision)


def _lacking(found: Surplus) -> str:
    """What has to be said once more before shares are fixed by a part of the year."""
    if found.begins is None:
        return _awaited(found)
    words = _(
        " Perhatian: transaksi anggota sebelum {month} belum ditulis, jadi jasa usaha dibagi"
        " menurut sebagian tahun saja."
    )
    return words.format(month=month(found.begins)) + _awaited(found)


def _awaited(found: Surplus) -> str:
    """Outlets whose sales of the year are not all here."""
    if not found.awaited:
        return ""
    words = _(
        " Perhatian: gerai {series} belum dibawa masuk sampai akhir tahun; penjualannya yang masuk"
        " kemudian terhitung di tahun berikutnya."
    )
    return words.format(series=", ".join(found.awaited))


class _MeetingDay(DayField):
    """The day of the meeting about a year, which is over by then."""

    def __init__(self, found: Surplus, label: str) -> None:
        super().__init__("day", label, today=lambda: found.today, happened=True)
        self._of = found.year

    def value(self) -> date:
        """The day; BadField for one of the year itself."""
        meant = super().value()
        if meant <= self._of.last:
            words = N_("Rapat atas tahun buku {year} diadakan sesudah {last}.")
            last = in_words(self._of.last)
            raise BadField(words, year=self._of.label, last=last, field=self.name)
        return meant


def _meeting_field(found: Surplus) -> DayField:
    """The meeting's day: today unless it was before."""
    field = _MeetingDay(found, _("Tanggal rapat"))
    field.set_day(found.today)
    return field


def _order(found: Surplus, typed: dict[str, Any]) -> dict[str, Any]:
    """The year, the decision, and the meeting's day where it was not today (RULES, Control)."""
    earlier = {"day": typed["day"].isoformat(), "late": _("Menurut tanggal rapat anggota")}
    return {
        "year": found.year.name,
        "decision_no": typed["decision_no"],
        **(earlier if typed["day"] != found.today else {}),
    }
