"""The member register: find, open, change, pay back, print; every step by one key, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.kernel.i18n import _, ngettext
from kopdes_desktop.kernel.money import NOTHING
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.members.queries import RELATION_WORDS
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.amounts import MoneyField
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.dialogs import Confirm
from kopdes_desktop.ui.kit.fields import Field, TextField, kind_label
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.keys import Key
from kopdes_desktop.ui.kit.pages import Pages
from kopdes_desktop.ui.kit.screen import Screen
from kopdes_desktop.ui.members import cards, papers
from kopdes_desktop.ui.members.change_panel import ChangePanel
from kopdes_desktop.ui.members.differences import (
    SETTLE,
    Difference,
    DifferenceDialog,
    differences,
)
from kopdes_desktop.ui.members.exit_panel import ExitPanel
from kopdes_desktop.ui.members.groups_panel import GroupsPanel
from kopdes_desktop.ui.members.member_page import (
    HEIRS_AT,
    HOUSEHOLD_AT,
    MOVES_AT,
    PURCHASES_AT,
    MemberPage,
    has_room,
    status_words,
)
from kopdes_desktop.ui.members.photo_dialog import PhotoDialog, as_text
from kopdes_desktop.ui.members.printing import Printing
from kopdes_desktop.ui.members.register_list import RegisterList
from kopdes_desktop.ui.members.slip_dialog import SlipDialog
from kopdes_desktop.ui.printing.receipts import ReceiptPaper

#: The steps that show one member.
_OF_ONE = (MemberPage, ChangePanel, ExitPanel)
#: The deeds whose keys stand along the edge where their buttons do not.
_NAMED = ("Ctrl+P", "Ctrl+T", "F10", "F3")
#: Margins of the screen and the gaps of its head.
_BESIDE_THE_NAME = 80
LISTENS = ("members.", "membership.", "savings.", "accounting.", "import.")


class RegisterScreen(Screen):
    """The list, one member's page, and what is done from there; Esc always goes one step back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Anggota"), desk.news, LISTENS)
        self._desk = desk
        self._year: int | None = None
        self._may: frozenset[str] = frozenset()
        self._trail: list[int] = []
        self._printing = Printing(desk)
        self._opening = False
        self._different: Sequence[Difference] = ()
        self.about = kind_label("", "muted")
        self.head.insertWidget(1, self.about, 0, Qt.AlignmentFlag.AlignBottom)
        self._stack = Pages(desk.news, self)
        self.list = self._stack.make(lambda: RegisterList(desk))
        self.body.addWidget(self._stack, 1)
        self.list.opened.connect(self.open_member)
        self.set_keys(
            Key("F2", _("cari anggota"), self._to_list),
            Key("F3", _("ubah"), self._on("F3")),
            Key("F5", _("ahli waris atau anggota kelompok"), self._on("F5")),
            Key("F6", _("kelompok"), self._on("F6")),
            Key("F7", _("foto"), self._on("F7")),
            Key("F8", _("cetak berita acara"), self._on("F8")),
            Key("F9", _("berhenti atau bayar kembali"), self._on("F9")),
            Key("F10", _("kartu anggota"), self._on("F10")),
            Key("Ctrl+F9", _("plafon bon"), self._on("Ctrl+F9")),
            Key("Ctrl+B", _("buku simpanan"), self._on("Ctrl+B")),
            Key("Ctrl+N", _("kelompok baru"), self._on("Ctrl+N")),
            Key("Ctrl+P", _("cetak"), self._on("Ctrl+P")),
            Key("Ctrl+T", _("kartu simpanan untuk WhatsApp"), self._on("Ctrl+T")),
            Key("Ctrl+Del", _("hapus data pribadi"), self._on("Ctrl+Del")),
            Key("Esc", _("kembali"), self._back),
        )
        self._print_keys()
        self.advice = _(
            "Ketik sebagian nama, nomor, atau NIK, lalu Enter membuka halamannya."
            " Kartu anggota boleh dipindai. Esc kembali ke baris yang sama."
        )

    # -- steps that are made when first gone to

    @cached_property
    def page(self) -> MemberPage:
        """Everything about one member."""
        made = self._stack.make(lambda: MemberPage(self._stack))
        made.asked.connect(self._do)
        made.turned.connect(self._turn)
        made.left.connect(self._back)
        made.row_opened.connect(self._open_row)
        made.row_dropped.connect(self._drop_row)
        made.scanned.connect(self.list.take_scanned)
        return made

    @cached_property
    def change(self) -> ChangePanel:
        """Mends the data of the member whose page is open."""
        made = self._stack.make(lambda: ChangePanel(self._desk))
        made.done.connect(self._changed)
        return made

    @cached_property
    def exit(self) -> ExitPanel:
        """Settles with him."""
        made = self._stack.make(lambda: ExitPanel(self._desk))
        made.done.connect(self._settled)
        return made

    @cached_property
    def groups(self) -> GroupsPanel:
        """Who collects from whom."""
        made = self._stack.make(lambda: GroupsPanel(self._desk))
        made.left.connect(self._to_list)
        made.moved.connect(self._print_keys)
        return made

    # -- where we are

    def start(self) -> None:
        """Where work was left."""
        step = self._step()
        if step is self.list:
            self.list.start()
        elif isinstance(step, (MemberPage, ChangePanel, ExitPanel, GroupsPanel)):
            step.start()

    @property
    def _card(self) -> cards.MemberCard | None:
        """Of the member whose page was opened last."""
        made = self._stack.there(MemberPage)
        return made[0].card if made else None

    def _step(self) -> QWidget | None:
        return self._stack.currentWidget()

    def keys_now(self) -> tuple[Key, ...]:
        """What this step understands."""
        step = self._step()
        back = Key("Esc", _("kembali"))
        if isinstance(step, MemberPage):
            return (
                *self.page.keys(),
                *((Key("F4", _("setoran anggota ini")),) if self.member_here() else ()),
                Key("Ctrl+↑ ↓", _("gulir halaman")),
                Key("← →", _("daftar lain di bawah")),
                Key("Ctrl+← →", _("tahun lain")),
                Key("Enter", _("buka baris")),
                Key("Esc", _("kembali ke baris yang sama")),
            )
        if isinstance(step, GroupsPanel):
            return step.keys()
        if isinstance(step, (ChangePanel, ExitPanel)):
            return (
                Key("Enter", _("isian berikutnya")),
                Key("Ctrl+Enter", _("simpan sekarang")),
                *(step.keys() if isinstance(step, ExitPanel) else ()),
                back,
            )
        listed = [
            Key("F2", _("cari anggota")),
            Key("Enter", _("buka halamannya")),
            Key("Alt+S", _("saring status")),
            *((Key("Alt+K", _("saring kelompok")),) if self.list.has_groups() else ()),
            Key("F6", _("kelompok")),
        ]
        if self._different and SETTLE in self._may:
            listed.append(Key("F8", _("putuskan data yang berbeda")))
        if "report.member_cards" in self._may:
            listed.append(Key("F10", _("kartu anggota")))
        if "report.member_register" in self._may:
            listed.append(Key("Ctrl+P", _("cetak daftar")))
        return tuple(listed)

    def _print_keys(self) -> None:
        step = self._step()
        on_buttons = {"F5", "Ctrl+N"} if isinstance(step, GroupsPanel) else {"Alt+K"}
        if step is self.list and not has_room(self._stack.width()):
            on_buttons.add("F10")  # no room: F1 says it
        keys = tuple(key for key in self.keys_now() if key.sequence not in on_buttons)
        if isinstance(step, MemberPage):
            keys = self._page_foot(keys)
        self.print_foot(keys)

    def _page_foot(self, keys: tuple[Key, ...]) -> tuple[Key, ...]:
        """What no button on the page says; where the buttons are out of sight, their keys first."""
        if self.page.is_beside():
            return keys[-4:]
        told = self.page.keys()
        deeds = {key.sequence: key for key in told}
        named = (deeds[sequence] for sequence in _NAMED if sequence in deeds)
        return (*named, Key("Ctrl+↑ ↓", _("gulir")), Key("Esc", _("kembali")))

    def _go(self, step: QWidget) -> None:
        self._stack.setCurrentWidget(step)
        if step is self.list:
            self.heading.setText(self.title)
            self.heading.setToolTip("")
            self.about.clear()
        elif isinstance(step, GroupsPanel):
            self.heading.setText(_("Kelompok anggota"))
            self.heading.setToolTip("")
            self.about.clear()
        elif self._card is not None:
            self._name(self._card)
        self._print_keys()
        self.start()

    def _to_list(self) -> None:
        self._trail.clear()
        self._go(self.list)

    def _back(self) -> None:
        """One step back; nothing that was typed is lost until another member is opened."""
        step = self._step()
        if isinstance(step, (ChangePanel, ExitPanel)):
            self._go(self.page)
        elif isinstance(step, GroupsPanel):
            step.back()
        elif isinstance(step, MemberPage) and self._trail:
            self._open(self._trail.pop())
        elif isinstance(step, MemberPage) and self._desk.go_back():
            return
        elif isinstance(step, MemberPage):
            self._go(self.list)
            if self._card is not None:
                self.list.go_to(self._card.key)
        else:
            self.list.start()

    # -- reading

    def reload(self) -> None:
        """Something was written, or the screen is shown for the first time."""
        self.list.refresh()
        self._desk.ask(lambda session: cards.groups(session.office), self.list.set_groups)
        self._desk.ask(lambda session: cards.arrears(session.office), self.list.set_dues)
        self._desk.ask(lambda session: cards.allowed(session.office), self._allow)
        self._desk.ask(lambda session: differences(session.office), self._tell_different)
        if isinstance(self._step(), GroupsPanel):
            self.groups.reload()
        if self._card is not None and self._step() is not self.list:
            self._read(self._card.key, self._renew)

    def states(self) -> Sequence[Callable[[], None]]:
        """A member's page, his data to be changed, his leaving, and the groups."""
        if self.list.current() is None:
            return ()
        steps: list[Callable[[], None]] = [self._open_current]
        for code, name in (("members.change", "change"), ("membership.settle", "settle")):
            if code in self._may:
                steps.append(_Doing(self, name).act)
        return (*steps, self._show_groups)

    def _open_current(self) -> None:
        row = self.list.current()
        if row is not None:
            self.open_member(row.key)

    def _allow(self, may: frozenset[str]) -> None:
        self._may = may
        self._print_keys()

    def _read(self, member: int, then: Callable[[cards.MemberCard | None], None]) -> None:
        year = self._year
        self._desk.ask(lambda session: cards.card(session.office, member, year), then)

    def member_here(self) -> int | None:
        card = self._card
        is_open = isinstance(self._step(), MemberPage) and card is not None
        return card.key if is_open and card is not None and card.member.status == "active" else None

    def show_member(self, member: int) -> None:
        self.open_member(member)

    def open_member(self, member: int) -> None:
        """This member's page, from the list."""
        self._trail.clear()
        self._open(member)

    def _open(self, member: int) -> None:
        """Read his page and go there; a second Enter meanwhile does nothing."""
        if self._opening:
            return
        self._opening, self._year = True, None
        self._desk.ask(
            lambda session: cards.card(session.office, member),
            self._show_page,
            otherwise=self._not_opened,
        )

    def _not_opened(self, _error: Exception) -> bool:
        self._opening = False
        return False

    def _show_page(self, card: cards.MemberCard | None) -> None:
        self._opening = False
        if card is None:
            self._desk.say(_("Anggota ini tidak ada lagi di daftar."), "warning")
            return
        self._lay(card)
        self._go(self.page)

    def _renew(self, card: cards.MemberCard | None) -> None:
        shown = self._card
        if card is not None and shown is not None and card.key == shown.key and card != shown:
            self._lay(card)
            self._print_keys()

    def _lay(self, card: cards.MemberCard) -> None:
        self.page.show_card(card)
        if isinstance(self._step(), _OF_ONE):
            self._name(card)

    def _name(self, card: cards.MemberCard) -> None:
        """Whose page this is; a name too long for the window ends in dots."""
        name, number = card.member.name or cards.personal_gone(), card.member.number or ""
        self.about.setText("  ·  ".join(filter(None, (number, status_words(card)))))
        room = self.width() - self.about.sizeHint().width() - _BESIDE_THE_NAME
        shown = self.heading.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        self.heading.setText(shown)
        self.heading.setToolTip(name if shown != name else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._card is not None and isinstance(self._step(), _OF_ONE):
            self._name(self._card)
        self._print_keys()

    def _turn(self, step: int) -> None:
        """Another year of dues."""
        card = self._card
        if card is not None:
            self._year = card.year + step
            self._read(card.key, self._renew)

    # -- deeds

    def _on(self, key: str) -> Callable[[], None]:
        """What a key means depends on the step: on the page it is one of the page's buttons."""
        return _Pressed(self, key).act

    def press(self, key: str) -> None:
        """Do what this key does here."""
        step = self._step()
        if isinstance(step, MemberPage):
            self._press_on_page(key)
        elif isinstance(step, GroupsPanel):
            acts = {"Ctrl+N": step.new, "F3": step.change, "F5": step.pick}
            if key in acts and not step.may(key):
                self._desk.say(_("{key}: bukan tugas peran ini.").format(key=key), "warning")
            elif key in acts:
                acts[key]()
        elif step is self.list:
            of_list = {
                "F6": self._show_groups,
                "F8": self._ask_which_holds,
                "F10": self._ask_whose_cards,
                "Ctrl+P": self._print_register,
            }
            if key in of_list:
                of_list[key]()

    def _press_on_page(self, key: str) -> None:
        """The deed whose button bears this key, or why there is none."""
        for name, made in self.page.buttons.items():
            if self.page.key_of(name) == key and made.isVisibleTo(self.page):
                self._do(name)
                return
        self._desk.say(self.page.why_not(key), "warning")

    def show_deed(self, name: str) -> None:
        """A deed of the page, from whatever step is open."""
        self._go(self.page)
        self._do(name)

    def _do(self, name: str) -> None:
        card = self._card
        if card is None or not self.page.may_do(name):
            return
        acts: dict[str, Callable[[cards.MemberCard], None]] = {
            "change": self._ask_change,
            "heir": self._ask_heir,
            "group": self._ask_group,
            "limit": self._ask_limit,
            "photo": self._ask_photo,
            "settle": self._ask_settle,
            "refund": self._ask_refund,
            "erase": self._ask_erase,
            "minutes": self._printing.minutes,
            "statement": self._printing.statement,
            "phone": self._printing.for_phone,
            "card": self._printing.member_card,
            "passbook": self._printing.passbook,
        }
        acts[name](card)

    def _tell_different(self, found: Sequence[Difference]) -> None:
        """What two laptops changed differently waits here."""
        self._different = found
        told = ""
        if found:
            told = ngettext(
                "{n} isian diubah berbeda di dua laptop dan menunggu keputusan.",
                "{n} isian diubah berbeda di dua laptop dan menunggu keputusan.",
                len(found),
            ).format(n=len(found))
            if SETTLE in self._may:
                told += " " + _("F8 menunjukkan keduanya dan mencatat yang benar.")
        self.list.alarm(told)
        if self._step() is self.list:
            self._print_keys()

    def _ask_which_holds(self) -> None:
        if not self._different or SETTLE not in self._may:
            return
        asking = DifferenceDialog(self._desk.window, self._different[0])
        self._ask(asking, SETTLE, asking.order, self._held)

    def _held(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_("Data yang benar tercatat."), "good")

    def _show_groups(self) -> None:
        self.groups.reload()
        self._go(self.groups)

    def _ask_change(self, card: cards.MemberCard) -> None:
        self.change.show_card(card)
        self._go(self.change)

    def _changed(self, words: str) -> None:
        self._desk.say(words, "good")
        self._go(self.page)

    def _ask_settle(self, card: cards.MemberCard) -> None:
        self._desk.ask(
            lambda session: (card, cards.leaving(session.office, card.key)), self._show_leaving
        )

    def _show_leaving(self, read: tuple[cards.MemberCard, cards.Leaving]) -> None:
        self.exit.show_leaving(*read)
        self._go(self.exit)

    def _settled(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        card = self._card
        self._go(self.page)
        if card is None:
            return
        self._desk.say(
            _("{number}: {name} berhenti. Berita acara disiapkan.").format(
                number=answer.number, name=card.member.name or cards.personal_gone()
            ),
            "good",
        )
        self._read(card.key, self._renew)
        self._printing.settlement(answer.id, card)

    def _ask(
        self,
        asking: FormDialog,
        op: str,
        order: Callable[[dict[str, Any]], dict[str, Any]],
        then: Callable[[Any], None],
        question: Callable[[dict[str, Any]], str] | None = None,
    ) -> None:
        """Open a form before the page; what it gives becomes the order, and what is agreed to."""

        def given(typed: dict[str, Any]) -> None:
            try:
                made = order(typed)
            except Refusal as refusal:
                asking.form.complain(refusal.field, refusal.message)
                return
            told = question(typed) if question is not None else ""
            asking.perform(self._desk, op, made, then, question=told)

        asking.given.connect(given)
        asking.open()

    def _ask_heir(self, card: cards.MemberCard) -> None:
        asking = FormDialog(
            self._desk.window,
            _("Ahli waris baru"),
            _("Siapa yang menerima simpanan {name} bila ia meninggal.").format(
                name=card.member.name
            ),
            (
                TextField("name", _("Nama lengkap"), hint=_("wajib diisi"), needed=True),
                ChoiceField(
                    "relation",
                    _("Hubungan dengan anggota"),
                    [(code, _(words)) for code, words in RELATION_WORDS.items()],
                    hint=_("menurut kartu keluarga"),
                ),
                TextField("nik", _("NIK"), hint=_("boleh kosong; 16 angka"), longest=20),
                TextField("phone", _("Telepon"), hint=_("contoh 0812 3456 7890")),
                TextField("address", _("Alamat"), hint=_("boleh kosong")),
            ),
            deed=_("Simpan ahli waris"),
            columns=2,
        )
        self._ask(
            asking,
            "members.add_heir",
            lambda typed: {"member": card.key, **{k: v for k, v in typed.items() if v}},
            self._heir_added,
        )

    def _heir_added(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_("Ahli waris tersimpan."), "good")
        self._show_leaf(HEIRS_AT)

    def _show_leaf(self, leaf: int) -> None:
        if isinstance(self._step(), MemberPage):
            self.page.show_leaf(leaf)
            self.page.start()

    def _ask_group(self, card: cards.MemberCard) -> None:
        self._desk.ask(lambda session: (card, cards.groups(session.office)), self._choose_group)

    def _choose_group(self, read: tuple[cards.MemberCard, list[Any]]) -> None:
        card, groups = read
        if not groups:
            self._desk.say(_("Belum ada kelompok. Buat dulu: Esc, lalu F6."), "warning")
            return
        inside = {group.code for group in card.profile.groups}
        choices = [
            (f"+{group.code}", _("masuk ke {name}").format(name=group.name))
            for group in groups
            if group.code not in inside
        ]
        choices += [
            (f"-{group.code}", _("keluar dari {name}").format(name=group.name))
            for group in groups
            if group.code in inside
        ]
        asking = FormDialog(
            self._desk.window,
            _("Kelompok"),
            _("Kelompok {name}: masuk atau keluar.").format(name=card.member.name),
            (
                ChoiceField(
                    "group", _("Kelompok"), choices, hint=_("panah memilih, Enter menyimpan")
                ),
            ),
            deed=_("Simpan"),
        )
        self._ask(
            asking,
            "members.assign",
            lambda typed: {
                "group": typed["group"][1:],
                "members": [card.key],
                **({"leave": True} if typed["group"].startswith("-") else {}),
            },
            self._assigned,
        )

    def _assigned(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_("Kelompok tersimpan."), "good")

    def _ask_limit(self, card: cards.MemberCard) -> None:
        """How much he may owe for bons from now on, and which decision says so."""
        asking = FormDialog(
            self._desk.window,
            _("Plafon bon"),
            _("{name} sekarang boleh berutang bon sampai {amount}; 0 berarti tidak boleh.").format(
                name=card.member.name, amount=rupiah(card.bon_limit or NOTHING)
            ),
            (
                MoneyField("amount", _("Plafon baru")),
                TextField("decision", _("Keputusan"), hint=_("nomor putusan, boleh kosong")),
            ),
            deed=_("Simpan"),
        )
        self._ask(
            asking,
            "sales.set_limit",
            lambda typed: {
                "member": card.key,
                "amount": int(typed["amount"]),
                "decision": typed["decision"],
            },
            lambda _answer: self._desk.say(_("Plafon bon tersimpan."), "good"),
            lambda typed: _("Plafon bon {name} menjadi {amount}.").format(
                name=card.member.name, amount=rupiah(typed["amount"])
            ),
        )

    def _ask_photo(self, card: cards.MemberCard) -> None:
        self._desk.ask(
            lambda session: (card, cards.ktp(session.office, card.key)), self._choose_photo
        )

    def _choose_photo(self, read: tuple[cards.MemberCard, bytes | None]) -> None:
        card, ktp = read
        self._ask(
            PhotoDialog(self._desk.window, card.member.name or "", ktp),
            "members.set_photo",
            lambda typed: {
                "member": card.key,
                "what": typed["what"],
                "image": as_text(typed["image"]),
            },
            self._photo_set,
        )

    def _photo_set(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_("Foto tersimpan."), "good")

    def _ask_refund(self, card: cards.MemberCard) -> None:
        if card.died and not card.takers:
            self._ask_for_heir(card)
            return
        self._desk.ask(lambda session: (card, cards.boxes(session.office)), self._ask_how_to_refund)

    def _ask_for_heir(self, card: cards.MemberCard) -> None:
        """Nobody is there to take a dead member's money."""
        name = card.member.name or card.member.number
        if not self.page.may_do("heir"):
            told = _("{name} meninggal dan ahli warisnya belum dicatat. Minta bendahara: F5.")
            self._desk.say(told.format(name=name), "warning")
            return
        asking = Confirm(
            self._desk.window,
            _("Ahli waris belum dicatat"),
            _(
                "{name} meninggal. {amount} hanya dapat dibayarkan kepada ahli warisnya, dan"
                " belum ada ahli waris yang dicatat. Catat dulu (F5), lalu bayarkan dengan F9."
            ).format(name=name, amount=rupiah(card.back)),
            deed=_("Catat ahli waris"),
        )
        asking.confirmed.connect(lambda: self._ask_heir(card))
        asking.open()

    def _ask_how_to_refund(self, read: tuple[cards.MemberCard, list[tuple[str, str]]]) -> None:
        card, boxes = read
        amount = MoneyField("amount", _("Jumlah yang dibayarkan"))
        fields: list[Field] = [
            amount,
            ChoiceField(
                "cash",
                _("Dibayar dari"),
                [("", _("kas saya sendiri")), *boxes],
                hint=_("kas atau bank yang uangnya keluar"),
            ),
        ]
        if card.takers:
            heirs = [
                (str(heir.key), f"{heir.name or '–'} ({_(RELATION_WORDS[heir.relation])})")
                for heir in card.takers
            ]
            fields.append(ChoiceField("heir", _("Diterima oleh ahli waris"), heirs))
            hint = _("wajib diisi, dari desa atau kelurahan")
            if card.letter_no:
                hint = _("boleh kosong: {number} sudah dicatat").format(number=card.letter_no)
            fields.append(
                TextField(
                    "letter_no",
                    _("Nomor surat keterangan ahli waris"),
                    hint=hint,
                    needed=not card.letter_no,
                )
            )
        told = _("{name} berhak menerima kembali {amount}.")
        if card.takers:
            told = _("{name} meninggal. {amount} dibayarkan kepada ahli warisnya.")
        asking = FormDialog(
            self._desk.window,
            _("Bayar kembali"),
            told.format(name=card.member.name or card.member.number, amount=rupiah(card.back)),
            fields,
            deed=_("Bayar dan cetak kuitansi"),
        )
        amount.set_amount(card.back)
        amount.edit.selectAll()

        def order(typed: dict[str, Any]) -> dict[str, Any]:
            made = {"member": card.key, **{k: v for k, v in typed.items() if v}}
            made["amount"] = int(typed["amount"])
            if "heir" in made:
                made["heir"] = int(made["heir"])
            return made

        def question(typed: dict[str, Any]) -> str:
            takes = [heir.name or "–" for heir in card.takers if str(heir.key) == typed["heir"]]
            return _("{amount} dibayarkan kembali kepada {name}. Setujui?").format(
                amount=rupiah(typed["amount"]),
                name=takes[0] if takes else card.member.name or card.member.number,
            )

        self._ask(asking, "membership.refund", order, self._refunded, question)

    def _refunded(self, answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_("{number} tersimpan.").format(number=answer.number), "good")
        self._desk.ask(
            lambda session: papers.of_membership(session.office, answer.id), self._show_slip
        )

    def _ask_erase(self, card: cards.MemberCard) -> None:
        asking = FormDialog(
            self._desk.window,
            _("Hapus data pribadi"),
            _(
                "Nama, NIK, alamat, telepon, foto, dan ahli waris {name} tidak dapat dibaca lagi,"
                " di laptop ini maupun di semua catatan lama. Ini tidak dapat dibatalkan."
                " Nomor anggota dan uangnya tetap di pembukuan."
            ).format(name=card.member.name),
            (TextField("reason", _("Alasan"), hint=_("wajib diisi"), needed=True),),
            deed=_("Hapus selamanya"),
            icon="alert-triangle",
        )
        self._ask(
            asking,
            "members.erase",
            lambda typed: {"member": card.key, "reason": typed["reason"]},
            self._erased,
            lambda _typed: _("Data pribadi {name} dihapus selamanya. Setujui?").format(
                name=card.member.name
            ),
        )

    def _erased(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_("Data pribadi dihapus."), "good")

    def _drop_row(self, leaf: int, row: Any) -> None:  # noqa: ANN401  a row of any leaf
        card = self._card
        if leaf != HEIRS_AT or card is None or "members.remove_heir" not in card.may:
            return
        asking = FormDialog(
            self._desk.window,
            _("Coret ahli waris"),
            _("{heir} bukan lagi ahli waris {name}.").format(
                heir=row.name or "–", name=card.member.name
            ),
            (TextField("reason", _("Alasan"), hint=_("wajib diisi"), needed=True),),
            deed=_("Coret"),
            icon="alert-triangle",
        )
        self._ask(
            asking,
            "members.remove_heir",
            lambda typed: {"heir": row.key, "reason": typed["reason"]},
            self._heir_removed,
        )

    def _heir_removed(self, _answer: Any) -> None:  # noqa: ANN401  office.Answer
        self._desk.say(_("Ahli waris dicoret."), "good")

    def _open_row(self, leaf: int, row: Any) -> None:  # noqa: ANN401  a row of any leaf
        card = self._card
        if leaf == HOUSEHOLD_AT and card is not None:
            self._trail.append(card.key)
            self._open(row.key)
        elif leaf in {MOVES_AT, PURCHASES_AT}:
            self._desk.ask(
                lambda session: papers.of_savings(session.office, row.fact, copy=True),
                self._show_slip,
                otherwise=self._no_slip,
            )

    def _no_slip(self, error: Exception) -> bool:
        if not isinstance(error, Refusal):
            return False
        self._desk.say(_("Mutasi ini tidak mempunyai kuitansi sendiri."), "")
        return True

    # -- paper

    def _show_slip(self, made: ReceiptPaper) -> None:
        if not made.slip.copy:
            self._printing.print_paper(made.paper)
        showing = SlipDialog(self._desk.window, made)
        showing.wanted.connect(self._printing.print_paper)
        showing.open()

    def _ask_whose_cards(self) -> None:
        if self._may_print("report.member_cards", "F10"):
            self._printing.ask_whose_cards(self.list.current())

    def _print_register(self) -> None:
        if self._may_print("report.member_register", "Ctrl+P"):
            status, group, _text = self.list.asked()
            self._printing.register(status, group)

    def _may_print(self, right: str, key: str) -> bool:
        if right not in self._may:
            self._desk.say(_("{key}: bukan tugas peran ini.").format(key=key), "warning")
        return right in self._may


class _Pressed:
    """A key's way to the step that is open."""

    def __init__(self, screen: RegisterScreen, key: str) -> None:
        self._screen, self._key = screen, key

    def act(self) -> None:
        """Press it."""
        self._screen.press(self._key)


class _Doing:
    """A picture's way to a deed of the page."""

    def __init__(self, screen: RegisterScreen, name: str) -> None:
        self._screen, self._name = screen, name

    def act(self) -> None:
        """From the page, do it."""
        self._screen.show_deed(self._name)
