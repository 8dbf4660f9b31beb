"""One-time words opened the books: their owner chooses his own password and PIN before anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Signal

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.ui.door import Session, Standing, standing_of
from kopdes_desktop.ui.kit.fields import TextField
from kopdes_desktop.ui.kit.form import Form, button
from kopdes_desktop.ui.kit.perform import Errands
from kopdes_desktop.ui.kit.pin_field import NewPin


@dataclass(frozen=True, slots=True)
class Typed:
    """What the person typed just now; never in an order, never in a fact."""

    password: str = field(repr=False)
    pin: str = field(repr=False)

    def new_password(self, _login: str) -> str | None:
        """His own password."""
        return self.password

    def new_pin(self, _login: str) -> str | None:
        """His six digits."""
        return self.pin

    def show_words(self, _login: str, _words: str) -> None:
        """No words are made where a person types his own password."""


class NewPassword(Form):
    """Password twice, PIN once; then the books are opened again with what was chosen."""

    renewed = Signal(object, object)

    def __init__(self, session: Session, errands: Errands, again: Callable[[str], Session]) -> None:
        self._password = TextField(
            "password",
            _("Kata sandi &baru"),
            needed=True,
            secret=True,
            hint=_("minimal 10 huruf atau angka"),
        )
        self._repeat = TextField("repeat", _("&Ulangi kata sandi"), needed=True, secret=True)
        self._pin = NewPin(_("&PIN untuk kunci layar"), needed=True, hint=_("6 angka"))
        super().__init__((self._password, self._repeat, self._pin), button(_("Simpan"), "primary"))
        self._session, self._errands, self._again = session, errands, again
        self.submitted.connect(self._send)

    def _send(self) -> None:
        typed = self.values()
        if typed is None:
            return
        if typed["password"] != typed["repeat"]:
            self.complain("repeat", _("Kedua kata sandi belum sama."))
            return
        secrets = Typed(typed["password"], typed["pin"])
        self._errands.send(lambda: self._renew(secrets), self._renewed, sender=self)

    def _renew(self, secrets: Typed) -> tuple[Session, Standing]:
        """On the database's thread: a new slot, the books opened with it, the PIN."""
        self._session.staff.secrets = secrets
        if self._session.office.signed_in.once:
            self._session.office.perform("security.change_password", {})
            self._session.close()
            self._session = self._again(secrets.password)
            self._session.staff.secrets = secrets
        self._session.office.perform("security.change_pin", {})
        return self._session, standing_of(self._session)

    def _renewed(self, opened: tuple[Session, Standing]) -> None:
        self.renewed.emit(*opened)
