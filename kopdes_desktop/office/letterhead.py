"""The letterhead and logo of every paper of the cooperative, and how its slips are laid out."""

from __future__ import annotations

import msgspec
from sqlalchemy import bindparam, select

from kopdes_desktop.db.statements import Statement
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.office import settings
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.settings import setting
from kopdes_desktop.office.tables import SETTING
from kopdes_desktop.office.work import Work
from kopdes_desktop.paper import logo
from kopdes_desktop.paper.document import Letterhead, Signer
from kopdes_desktop.paper.layout import Layout

#: Beside the declared settings: pixels are not typed into a field.
_LOGO = "letterhead.logo"
_FIND = Statement(
    select(SETTING.c.value).where(SETTING.c.code == bindparam("of_code")), steady=True
)


class LogoOrder(Order, frozen=True, omit_defaults=True):
    """The logo: a PNG or JPEG file as base64 text; nothing takes it off the papers."""

    image: str = ""


class LogoSet(Fact, frozen=True, omit_defaults=True):
    """The logo from now on, as base64 of a small grey PNG."""

    image: str = ""


@operation("settings.set_logo", version=1)
class SetLogo(Operation[LogoOrder, LogoSet]):
    """Put a logo on the cooperative's papers, or take it off."""

    sentence = N_("Mengganti logo koperasi")
    daily = False

    def decide(self, work: Work, order: LogoOrder) -> LogoSet:
        """A PNG or JPEG of reasonable size; only its pixels are kept."""
        return LogoSet(logo.reduced(order.image) if order.image else "")

    def apply(self, books: Books, fact: LogoSet) -> None:
        """The new logo."""
        settings.keep_value(books, _LOGO, fact.image)


def logo_of(read: Reading) -> str:
    """The logo as base64 of a grey PNG; empty where there is none."""
    found = read.value(_FIND, of_code=_LOGO)
    return "" if found is None else str(msgspec.json.decode(found))


def letterhead(read: Reading) -> Letterhead:
    """Name, address, legal number and logo; practice books say so everywhere."""
    legal = setting(read, settings.LEGAL_NUMBER)
    lines = (
        setting(read, settings.ADDRESS),
        _(N_("Badan hukum {number}")).format(number=legal) if legal else "",
        setting(read, settings.LETTERHEAD_EXTRA),
    )
    return Letterhead(
        setting(read, settings.NAME),
        tuple(line for line in lines if line),
        practice=setting(read, settings.PRACTICE),
        logo=logo_of(read),
    )


#: The officers whose names stand below papers: their title, and the setting with the name.
_OFFICERS = {
    "chair": (N_("Ketua"), settings.CHAIR),
    "secretary": (N_("Sekretaris"), settings.SECRETARY),
    "treasurer": (N_("Bendahara"), settings.TREASURER),
    "supervisor": (N_("Pengawas"), settings.SUPERVISOR),
}


def officers(read: Reading, *roles: str) -> tuple[Signer, ...]:
    """The officers who sign a paper, by name where the cooperative has written it down."""
    named = (_OFFICERS[role] for role in roles)
    return tuple(Signer(_(title), setting(read, which)) for title, which in named)


def board(read: Reading) -> tuple[Signer, ...]:
    """Who signs for the whole board: chair, treasurer, and a secretary where there is one."""
    chair, secretary, treasurer = officers(read, "chair", "secretary", "treasurer")
    return (chair, *((secretary,) if secretary.name else ()), treasurer)


def on_a5(read: Reading) -> bool:
    """Whether a kuitansi has a sheet of A5 of its own, rather than an A4 with two halves."""
    return setting(read, settings.RECEIPT_SHEET) == "a5"


def slip_layout(read: Reading) -> Layout:
    """Which lines the cooperative wants on its slips."""
    return Layout(
        logo=setting(read, settings.SLIP_LOGO),
        address=setting(read, settings.SLIP_ADDRESS),
        member_number=setting(read, settings.SLIP_NUMBER),
        balance=setting(read, settings.SLIP_BALANCE),
        before=setting(read, settings.SLIP_BEFORE),
        words=setting(read, settings.SLIP_WORDS),
        qr=setting(read, settings.SLIP_QR),
        signature=setting(read, settings.SLIP_SIGNATURE),
        footer=setting(read, settings.SLIP_FOOTER),
    )
