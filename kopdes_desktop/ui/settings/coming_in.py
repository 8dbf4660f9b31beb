"""A further person at an outlet's laptop: words made on the treasurer's, typed in on that one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.security.people import NoSecrets
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.door import Session
from kopdes_desktop.ui.kit.choices import ChoiceField
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form_dialog import FormDialog
from kopdes_desktop.ui.kit.pin_field import NewPin
from kopdes_desktop.ui.people import roster
from kopdes_desktop.ui.people.dialogs import OneTimeWords
from kopdes_desktop.ui.settings import fleet

People = Sequence[tuple[str, str]]


class AskAdmission(FormDialog):
    """On the treasurer's laptop: who else shall work at that one; then his words, shown once."""

    def __init__(self, desk: Desk, series: str, people: People) -> None:
        super().__init__(
            desk.window,
            _("Izinkan orang di laptop {series}").format(series=series),
            _(
                "Untuk orang kedua di gerai: ketua yang menyetujui retur, atau kasir lain."
                " Program membuat empat kata sekali pakai; di laptop itu ia mengetiknya dan"
                " memilih PIN sendiri."
            ),
            (ChoiceField("user", _("Siapa"), people),),
            deed=_("Buat empat kata"),
            icon="key",
        )
        self._desk, self._series = desk, series
        self._shown = roster.Shown()
        self.given.connect(self._send)

    def _send(self, typed: Mapping[str, Any]) -> None:
        shown = self._shown
        self._desk.ask(lambda session: roster.hand(session, shown), _nothing)
        self.perform(
            self._desk,
            fleet.ADMIT,
            {"device": self._series, "user": typed["user"]},
            self._made,
            question=_("{login} boleh bekerja di laptop {series}.").format(
                login=typed["user"], series=self._series
            ),
        )

    def _made(self, _answer: object) -> None:
        self._desk.ask(_forget, _nothing)
        told = _(
            "Tulis di kertas dan serahkan langsung kepada orangnya; hanya tampil sekarang. Beri"
            " catatan (F6) ke laptop {series}; di sana Terima catatan (F7), lalu Orang masuk di"
            " sini (F8)."
        ).format(series=self._series)
        for login, words in self._shown.words.items():
            OneTimeWords(self._desk.window, login, words, told).open()


class AskComingIn(FormDialog):
    """On the outlet's laptop: he types his words, a PIN, and a password if he signs in himself."""

    def __init__(self, desk: Desk, awaited: People, then: Callable[[], None]) -> None:
        super().__init__(
            desk.window,
            _("Orang masuk di laptop ini"),
            _(
                "Diisi oleh orangnya sendiri. Dengan PIN ia menyetujui retur, batal dan lainnya"
                " di laptop ini; dengan kata sandi ia juga dapat masuk dan berganti pemakai."
            ),
            (
                ChoiceField("user", _("Siapa"), awaited),
                TextField(
                    "words",
                    _("Empat kata dari laptop bendahara"),
                    needed=True,
                    secret=True,
                    hint=_("dipisah spasi, seperti di kertas"),
                ),
                NewPin(_("PIN"), needed=True, hint=_("6 angka, dipilih sendiri")),
                TextField(
                    "password",
                    _("Kata sandi"),
                    secret=True,
                    hint=_("minimal 10 huruf atau angka; boleh kosong"),
                ),
                TextField("repeat", _("Ulangi kata sandi"), secret=True),
            ),
            deed=_("Simpan"),
            icon="key",
        )
        self._desk, self._told = desk, then
        self.given.connect(self._send)

    def _send(self, typed: Mapping[str, Any]) -> None:
        if typed["password"] != typed["repeat"]:
            self.form.complain("repeat", _("Kedua kata sandi belum sama."))
            return
        own = roster.Own(typed["password"] or None, typed["pin"])
        order = {"user": typed["user"], "words": typed["words"]}
        login = typed["user"]
        self._desk.errands.send(
            lambda: come_in(self._desk.session, own, order),
            lambda _answer: self._kept(login),
            sender=self.form,
        )

    def _kept(self, login: str) -> None:
        self.accept()
        self._desk.say(_("PIN {login} berlaku di laptop ini.").format(login=login), "good")
        self._told()


def come_in(session: Session, own: roster.Own, order: Mapping[str, Any]) -> None:
    """On the database's thread: what he typed is there for this one order only."""
    session.staff.secrets = own
    try:
        session.office.perform(fleet.LET_IN, dict(order))
    finally:
        session.staff.secrets = NoSecrets()


def _forget(session: Session) -> None:
    session.staff.secrets = NoSecrets()


def _nothing(_answer: object) -> None:
    """Nothing to show for it."""
