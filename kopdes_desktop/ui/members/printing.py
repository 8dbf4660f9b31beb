"""Everything that leaves the members' screens on paper, as a picture, or as words for WhatsApp."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.members.queries import Group, MemberRow
from kopdes_desktop.ui.desk import Desk
from kopdes_desktop.ui.kit.printer import Paper
from kopdes_desktop.ui.members import cards, papers
from kopdes_desktop.ui.members.cards_dialog import CardsDialog


class Printing(QObject):
    """Reads what goes on a paper, says so, and hands it to the printer; nothing waits for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def print_paper(self, paper: Paper) -> None:
        """To the printer, or to the folder where there is none."""
        self._desk.print_paper(paper)

    def minutes(self, card: cards.MemberCard) -> None:
        """The minutes of his leaving."""
        if card.profile.settled_by is not None:
            self.settlement(card.profile.settled_by, card)

    def settlement(self, fact: int, card: cards.MemberCard) -> None:
        """The minutes of a settlement that was written just now."""
        number = card.member.number or ""
        self._desk.ask(
            lambda session: papers.minutes(session.office, fact, number), self.print_paper
        )

    def statement(self, card: cards.MemberCard) -> None:
        """His statement of this year."""
        number = card.member.number or ""
        self._desk.say(_("Menyiapkan kartu simpanan {number} …").format(number=number))
        self._desk.ask(
            lambda session: papers.report(
                session.office, "member_statement", {"member": number}, number
            ),
            self.print_paper,
        )

    def for_phone(self, card: cards.MemberCard) -> None:
        """Words to be pasted into WhatsApp, and the picture that goes with them."""
        number = card.member.number or ""
        self._desk.say(_("Menyiapkan kartu simpanan {number} …").format(number=number))
        self._desk.ask(lambda session: papers.for_phone(session.office, number), self._share)

    def _share(self, made: tuple[str, Paper]) -> None:
        words, picture = made
        QGuiApplication.clipboard().setText(words)
        self._desk.say(_("Teks siap ditempel di WhatsApp (Ctrl+V)."), "good")
        self.print_paper(picture)

    def member_card(self, card: cards.MemberCard) -> None:
        """His member card alone."""
        number = card.member.number or ""
        self._desk.say(_("Menyiapkan kartu anggota {number} …").format(number=number))
        self._desk.ask(
            lambda session: papers.member_cards(session.office, {"member": number}, number),
            self._print_cards,
        )

    def _print_cards(self, made: tuple[int, Paper]) -> None:
        self.print_paper(made[1])

    def passbook(self, card: cards.MemberCard) -> None:
        """What his passbook lacks, into the printer that takes such books."""
        from kopdes_desktop.ui.printing.passbook_dialog import (  # noqa: PLC0415  on first use
            PassbookDialog,
        )

        PassbookDialog(self._desk.window, self._desk, card.key).open()

    def ask_whose_cards(self, marked: MemberRow | None) -> None:
        """Cards of several members; the one who is marked in the list comes first."""
        self._desk.ask(
            lambda session: (marked, cards.groups(session.office)), self._show_whose_cards
        )

    def _show_whose_cards(self, read: tuple[MemberRow | None, list[Group]]) -> None:
        asking = CardsDialog(self._desk, *read)
        asking.made.connect(self.print_paper)
        asking.open()

    def register(self, status: str, group: str) -> None:
        """The register as it is narrowed to in the list."""
        given = {name: value for name, value in (("status", status), ("group", group)) if value}
        self._desk.say(_("Menyiapkan daftar anggota …"))
        self._desk.ask(
            lambda session: papers.report(session.office, "member_register", given),
            self.print_paper,
        )
