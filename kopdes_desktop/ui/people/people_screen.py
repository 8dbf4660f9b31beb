"""Orang: who signs in and who he is; taken in, changed, linked to his membership, let go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members.queries import MemberRow
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField, kind_label, set_tone
from kopdes_desktop.ui.kit.form import button
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pairs import Pairs
from kopdes_desktop.ui.kit.panels import card, scrolled
from kopdes_desktop.ui.kit.reasons import AskReason
from kopdes_desktop.ui.kit.rows_model import Column
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.kit.tables import Table
from kopdes_desktop.ui.people import roster
from kopdes_desktop.ui.people.dialogs import OneTimeWords, OwnSecrets
from kopdes_desktop.ui.people.rights_page import RightsPage
from kopdes_desktop.ui.people.roster import Officer, Roster

#: Keys that no button names.
_PRINTED = frozenset({"↑ ↓", "Esc"})
#: So many of several who fit a name are told.
_SEVERAL = 3


def _name(officer: Officer) -> str:
    """His name as a user, else as a member."""
    return officer.user.name or (officer.member and officer.member.name) or "–"


COLUMNS = (
    Column(N_("Nama masuk"), lambda each: each.user.login or "–", width=11),
    Column(N_("Nama"), _name, width=0),
    Column(N_("Peran"), lambda each: each.role, width=11),
    Column(N_("Anggota"), lambda each: (each.member and each.member.number) or "–", width=8),
)
#: With less room than for so many letters the member's number stands beside the list only.
_ROOMY = 56


class PeopleScreen(Screen):
    """Left everybody who signs in; right the marked one and what may be done for him."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Orang"), desk.news, ("security.",))
        self._desk = desk
        self._roster: Roster | None = None
        self._shown: roster.Shown | None = None
        self.table = Table(COLUMNS, _("Orang yang masuk ke program"))
        self.table.spare(_ROOMY, 3)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.name = kind_label("", "heading")
        self.warning = kind_label("", "notice", "warning")
        self.warning.setWordWrap(True)
        self.pairs = Pairs()
        self.rights = RightsPage()
        self._steps = QStackedWidget()
        self._make_buttons()
        self._arrange()
        self.advice = _(
            "Kata sandi orang lain tidak pernah dapat dilihat. Yang lupa diberi empat kata sekali"
            " pakai; untuk bendahara dan ketua harus disetujui orang kedua."
        )
        self.set_keys(
            Key("↑ ↓", _("pilih")),
            Key("Ctrl+N", _("orang baru"), self.ask_new),
            Key("F5", _("siapa boleh apa"), self.show_rights),
            Key("F6", _("peran"), self.ask_role),
            Key("F7", _("hubungkan anggota"), self.ask_link),
            Key("F8", _("kata sandi sekali pakai"), self.ask_reset),
            Key("F9", _("kata sandi saya"), self.ask_own),
            Key("Del", _("nonaktifkan"), self.ask_removal),
            Key("Esc", _("kembali"), self._back),
        )

    def _make_buttons(self) -> None:
        self.add = button(_("Orang baru (Ctrl+N)"), "primary", "user-plus")
        self.add.clicked.connect(self.ask_new)
        self.matrix = button(_("Siapa boleh apa (F5)"), icon="shield-check")
        self.matrix.clicked.connect(self.show_rights)
        self.own = button(_("Kata sandi dan PIN saya (F9)"), icon="key")
        self.own.clicked.connect(self.ask_own)
        self.deeds = {
            roster.CHANGE_ROLE: button(_("Ubah peran (F6)"), icon="pencil"),
            roster.LINK: button(_("Anggotanya (F7)"), icon="users"),
            roster.PASSWORD: button(_("Sandi baru (F8)"), icon="key"),
            roster.REMOVE: button(_("Nonaktifkan (Del)"), icon="log-out"),
        }
        acts = (self.ask_role, self.ask_link, self.ask_reset, self.ask_removal)
        for made, act in zip(self.deeds.values(), acts, strict=True):
            made.clicked.connect(act)

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        for made in (self.own, self.matrix):
            self.head.addWidget(made)
        left.addLayout(row)
        frame, inside = card()
        grid = QGridLayout()
        grid.setSpacing(8)
        for at, made in enumerate(self.deeds.values()):
            grid.addWidget(made, at // 2, at % 2)
        told = QWidget()
        lines = QVBoxLayout(told)
        lines.setContentsMargins(0, 0, 6, 0)
        for part in (self.pairs, self.warning):
            lines.addWidget(part)
        lines.addStretch(1)
        inside.addWidget(self.name)
        inside.addWidget(scrolled(told), 1)
        inside.addLayout(grid)
        both = QWidget()
        columns = QHBoxLayout(both)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(16)
        columns.addLayout(left, 6)
        columns.addWidget(frame, 5)
        self._steps.addWidget(both)
        self._steps.addWidget(self.rights)
        self.body.addWidget(self._steps, 1)

    # -- where we are

    def start(self) -> None:
        """At the list, or at the matrix that is open."""
        if self._steps.currentIndex():
            self.rights.start()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        if self._steps.currentIndex():
            self._steps.setCurrentIndex(0)
            self._print_keys()
            self.start()
        else:
            self.left.emit()

    def keys_now(self) -> tuple[Key, ...]:
        """The keys of what may be done for the marked one; only the way back at the matrix."""
        if self._steps.currentIndex():
            return (Key("↑ ↓", _("baca")), Key("Esc", _("kembali")))
        offered = {
            "Ctrl+N": self._may(roster.ADD),
            "F6": self._offers(roster.CHANGE_ROLE),
            "F7": self._offers(roster.LINK),
            "F8": self._offers(roster.PASSWORD),
            "Del": self._offers(roster.REMOVE),
        }
        return tuple(key for key in self.keys if offered.get(key.sequence, True))

    def _print_keys(self) -> None:
        """The others stand on their buttons."""
        self.print_foot(tuple(key for key in self.keys_now() if key.sequence in _PRINTED))

    def reload(self) -> None:
        self._desk.ask(roster.roster, self._show)

    def states(self) -> Sequence[Callable[[], None]]:
        """Another one marked, somebody new, one's own password, and the matrix."""
        return (lambda: self.table.go_to(2), self.ask_new, self.ask_own, self.show_rights)

    # -- what is shown

    def _show(self, found: Roster) -> None:
        self._roster = found
        self.table.renew(found.officers, lambda each: each.user.key)
        self.add.setVisible(self._may(roster.ADD))
        self._show_row()

    def _on_row(self, *_indexes: object) -> None:
        self._show_row()

    def _show_row(self) -> None:
        officer, found = self.table.current(), self._roster
        if officer is None or found is None:
            return
        self.name.setText(_name(officer))
        self.pairs.show_pairs(self._about(officer, found))
        words, tone = self._warning(officer)
        self.warning.setText(words)
        set_tone(self.warning, tone)
        self.warning.setVisible(bool(words))
        for code, made in self.deeds.items():
            made.setVisible(self._offers(code))
        self._print_keys()

    @staticmethod
    def _about(officer: Officer, found: Roster) -> list[tuple[str, str]]:
        linked = officer.member
        told = [(_("Anggota"), f"{linked.number or '–'} {linked.name or ''}")] if linked else []
        told += [
            (_("Kata sandi"), officer.slot),
            (_("PIN"), officer.pin),
            (_("Terakhir mencatat"), officer.at_work),
        ]
        if found.sees_failures:
            count = officer.failures
            words = _("{n} kali").format(n=count) if count else _("tidak ada")
            told.append((_("Salah kata sandi, 30 hari"), words))
        return told

    @staticmethod
    def _warning(officer: Officer) -> tuple[str, str]:
        if not officer.user.active:
            return _("Tidak dapat masuk lagi. Yang pernah ia catat tetap ada."), ""
        if officer.member is None:
            return _(
                "Belum dihubungkan dengan keanggotaannya, jadi pengawas belum dapat melihat"
                " transaksi miliknya sendiri dan keluarganya. F7 menghubungkannya."
            ), "warning"
        return "", ""

    def _may(self, code: str) -> bool:
        return self._roster is not None and code in self._roster.may

    def _marked(self) -> Officer | None:
        marked = self.table.current()
        return marked if isinstance(marked, Officer) else None

    def _offers(self, code: str) -> bool:
        """Whether this may be done for the marked one: never for oneself, nor for who has left."""
        officer, found = self._marked(), self._roster
        if officer is None or found is None or self._steps.currentIndex():
            return False
        if not officer.user.active or officer.user.key == found.me or code not in found.may:
            return False
        return code != roster.PASSWORD or roster.ADD in found.may

    def show_rights(self) -> None:
        """The matrix of roles and deeds."""
        self._desk.ask(roster.rights, self._show_matrix)

    def _show_matrix(self, rights: list[roster.Right]) -> None:
        if self._roster is None:
            return
        self.rights.show_rights(rights, self._roster.roles)
        self._steps.setCurrentIndex(1)
        self._print_keys()
        self.rights.start()

    # -- somebody new, and words for him

    def ask_new(self) -> None:
        """A sign-in name, whose it is, and a role."""
        if self._roster is None or not self._may(roster.ADD):
            return
        asking = FormDialog(
            self._desk.window,
            _("Orang baru"),
            _(
                "Ia mendapat kata sandi sekali pakai, dan saat masuk pertama kali memilih kata"
                " sandi dan PIN sendiri."
            ),
            (
                TextField(
                    "name",
                    _("Nama masuk"),
                    needed=True,
                    longest=30,
                    hint=_("pendek, contoh kasir2"),
                ),
                TextField(
                    "person",
                    _("Nama lengkap atau nomor anggota"),
                    needed=True,
                    hint=_("nomor anggota menghubungkannya langsung"),
                ),
                ChoiceField("role", _("Peran"), self._roster.roles),
            ),
            deed=_("Tambahkan"),
            icon="user-plus",
        )
        role = asking.form.field("role")
        if isinstance(role, ChoiceField):
            role.choose("cashier")

        def given(typed: dict[str, Any]) -> None:
            self._await_words()
            asking.perform(
                self._desk,
                roster.ADD,
                typed,
                self._words_made,
                question=_("{name} boleh masuk sebagai {role}.").format(
                    name=typed["person"], role=_role_words(self._roster, typed["role"])
                ),
            )

        asking.given.connect(given)
        asking.open()

    def ask_reset(self) -> None:
        """One-time words for somebody who lost his password."""
        officer = self._marked()
        if officer is None or not self._offers(roster.PASSWORD):
            return
        from kopdes_desktop.ui.kit.dialogs import Confirm  # noqa: PLC0415  on first use

        words = _(
            "Kata sandi lama {login} tidak berlaku lagi, dan diganti empat kata sekali pakai."
        )
        asking = Confirm(
            self._desk.window,
            _("Kata sandi sekali pakai"),
            words.format(login=officer.user.login),
            deed=_("Buat kata sandi"),
        )

        def confirmed() -> None:
            self._await_words()
            self._desk.perform(
                roster.PASSWORD,
                {"user": officer.user.key},
                self._words_made,
                question=words.format(login=officer.user.login),
            )

        asking.confirmed.connect(confirmed)
        asking.open()

    def _await_words(self) -> None:
        self._shown = shown = roster.Shown()
        self._desk.ask(lambda session: roster.hand(session, shown), self._handed)

    def _handed(self, _nothing: object) -> None:
        """Nothing to show for it: the words come with the answer."""

    def _words_made(self, _answer: object) -> None:
        """The words exist nowhere else from now on."""
        words = dict(self._shown.words) if self._shown is not None else {}
        self._shown = None
        self._desk.ask(_forget_words, self._handed)
        self.reload()
        for login, said in words.items():
            telling = OneTimeWords(self._desk.window, login, said)
            telling.finished.connect(self.start)
            telling.open()

    # -- changes

    def ask_role(self) -> None:
        """Another role for the marked one."""
        officer = self._marked()
        if officer is None or self._roster is None or not self._offers(roster.CHANGE_ROLE):
            return
        role = ChoiceField("role", _("Peran baru"), self._roster.roles)
        role.choose(officer.user.role)
        asking = FormDialog(
            self._desk.window,
            _("Ubah peran {login}").format(login=officer.user.login),
            _("Sekarang {role}. Berlaku sejak disimpan.").format(role=officer.role),
            (role,),
            deed=_("Ubah peran"),
        )

        def given(typed: dict[str, Any]) -> None:
            new = _role_words(self._roster, typed["role"])
            if typed["role"] == officer.user.role:
                asking.form.complain("role", _("Peran ini sudah dipegangnya."))
                return
            asking.perform(
                self._desk,
                roster.CHANGE_ROLE,
                {"user": officer.user.key, "role": typed["role"]},
                self._changed,
                question=_("Peran {login} berubah dari {before} menjadi {after}.").format(
                    login=officer.user.login, before=officer.role, after=new
                ),
            )

        asking.given.connect(given)
        asking.open()

    def ask_link(self) -> None:
        """Which member the marked one is."""
        officer = self._marked()
        if officer is None or not self._offers(roster.LINK):
            return
        asking = FormDialog(
            self._desk.window,
            _("Hubungkan {login} dengan anggota").format(login=officer.user.login),
            _(
                "Sesudah ini pengawas melihat transaksi miliknya sendiri dan keluarganya, dan ia"
                " tidak dapat menyetujui uangnya sendiri."
            ),
            (TextField("member", _("Nama atau nomor anggota"), needed=True),),
            deed=_("Hubungkan"),
            icon="users",
        )

        def found(rows: list[MemberRow]) -> None:
            if len(rows) != 1:
                asking.form.complain("member", _which(rows))
                return
            asking.perform(
                self._desk,
                roster.LINK,
                {"user": officer.user.key, "member": rows[0].number or rows[0].key},
                self._changed,
                question=_("{login} adalah anggota {number} {name}.").format(
                    login=officer.user.login, number=rows[0].number, name=rows[0].name or "–"
                ),
            )

        asking.given.connect(
            lambda typed: self._desk.ask(
                lambda session: roster.meant(session, typed["member"]), found
            )
        )
        asking.open()

    def ask_removal(self) -> None:
        """The marked one may not sign in any more; why is kept."""
        officer = self._marked()
        if officer is None or not self._offers(roster.REMOVE):
            return
        asking = AskReason(
            self._desk.window,
            _("Nonaktifkan {login}?").format(login=officer.user.login),
            _("{name} tidak dapat masuk lagi di laptop mana pun. Catatannya tetap ada.").format(
                name=_name(officer)
            ),
            deed=_("Nonaktifkan"),
        )

        def given(reason: str) -> None:
            self._desk.perform(
                roster.REMOVE,
                {"user": officer.user.key, "reason": reason},
                self._changed,
                question=_("{name} tidak dapat masuk lagi: {reason}").format(
                    name=_name(officer), reason=reason
                ),
            )

        asking.given.connect(given)
        asking.open()

    def _changed(self, _answer: object) -> None:
        self._desk.say(_("Tersimpan."), "good")

    def ask_own(self) -> None:
        """A new password or PIN of one's own."""
        OwnSecrets(self._desk, self._own_changed).open()

    def _own_changed(self) -> None:
        self._desk.say(_("Kata sandi dan PIN Anda tersimpan."), "good")
        self.reload()


def _forget_words(session: Session) -> None:
    roster.hand(session, roster.Shown())


def _role_words(found: Roster | None, role: str) -> str:
    return dict(found.roles).get(role, role) if found is not None else role


def _which(rows: Sequence[MemberRow]) -> str:
    """Nobody, or several who are meant by one name."""
    if not rows:
        return _("Tidak ada anggota aktif yang cocok. Periksa ejaan atau nomornya.")
    several = ", ".join(f"{row.number} {row.name}" for row in rows[:_SEVERAL])
    return _("{n} anggota cocok: {several}. Ketik nomornya.").format(n=len(rows), several=several)
