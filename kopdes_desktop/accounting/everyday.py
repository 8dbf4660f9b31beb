"""What happened, recorded by a template: one event, one entry, one voucher number.

Terms: bukti kas masuk (BKM), bukti kas keluar (BKK), bukti memorial (BMM).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from kopdes_desktop.accounting import rules, templates, vouchers
from kopdes_desktop.accounting.operations import (
    OrderedLine,
    require_agreed,
    resolved,
)
from kopdes_desktop.accounting.templates import Purpose, Template
from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import NOTHING, Rupiah
from kopdes_desktop.kernel.names import short_line
from kopdes_desktop.ledger import balances, by_hand, chart, journal, paying, undoing
from kopdes_desktop.ledger.entry import Entry, entry
from kopdes_desktop.members.nearness import require_outsider
from kopdes_desktop.members.parties import party_key
from kopdes_desktop.office import numbering
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, PostingOrder, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import queries as users

#: Which series a template's vouchers are numbered in.
NUMBERS = {templates.IN: "BKM", templates.OUT: "BKK", templates.MEMORIAL: "BMM"}


class JotOrder(PostingOrder, frozen=True, omit_defaults=True, kw_only=True):
    """A template by its code, how much, and what it asks.

    `unit` is where it happened: the box's own, or the office, when it is not said. `extras` are
    further amounts by name. `document` is the number of an earlier voucher; `ref` what is written
    on the paper of others (nota, kuitansi, struk).
    """

    template: str
    amount: Rupiah
    box: str | None = None
    unit: str | None = None
    target: str | None = None
    party: int | str | None = None
    purpose: str | None = None
    document: str | None = None
    extras: dict[str, Rupiah] = msgspec.field(default_factory=dict)
    text: str = ""
    ref: str | None = None


class Jotted(Fact, frozen=True, omit_defaults=True, kw_only=True):
    """An everyday event: its template, the answer to "for what?", the entry, the paper's number."""

    number: str
    template: str
    entry: Entry
    purpose: str | None = None
    ref: str | None = None


class _Event(Struct, frozen=True):
    """An order whose names are all known."""

    template: Template
    unit: chart.Unit
    box: chart.Box | None
    target: chart.Box | None
    purpose: Purpose | None
    keys: dict[str, int]
    amounts: dict[str, int]


@operation("accounting.jot", version=1)
class Jot(Operation[JotOrder, Jotted]):
    """Record an everyday event by a template, without debit and credit."""

    sentence = N_("Mencatat kejadian sehari-hari")

    def decide(self, work: Work, order: JotOrder) -> Jotted:
        """A template of these books whose questions are answered; nothing below zero.

        What concerns the recorder's own or his family's money needs a second person.
        """
        event = _event(work, order)
        made = _entry(work, event, order)
        shared = by_hand.needs_second(work, made)
        journal.require_postable(work, made, work.bd, work.today)
        if templates.PARTY in event.keys:
            require_outsider(work, [_person(work, event.keys[templates.PARTY])], self.sentence)
        require_agreed(work, self.sentence, shared=shared)
        return Jotted(
            number=work.number(NUMBERS[event.template.way]),
            template=event.template.code,
            entry=made,
            purpose=event.purpose.code if event.purpose else None,
            ref=rules.reference(order.ref),
        )

    def apply(self, books: Books, fact: Jotted) -> None:
        """The entry, and the paper's number."""
        journal.post(books, fact.entry, fact.number)
        vouchers.keep_reference(books, books.stamp.key, fact.ref)

    def unmade(self, work: Work, key: int, fact: Jotted) -> Iterator[tuple[str, dict[str, Any]]]:
        """Its entry is reversed, unless somebody has done it."""
        yield from undoing.reversal_of(work, key)


def next_number(read: Reading, way: str, series: str, day: date) -> str:
    """The number that the next voucher of this way will have."""
    kind = NUMBERS[way]
    last = numbering.last(read.database, kind, series, day.year)
    return str(numbering.DocumentNumber(kind, series, day.year, last + 1))


def _event(work: Work, order: JotOrder) -> _Event:
    """The order's names settled. Raises BadField, UnknownMember."""
    template = _template(order.template)
    box = _box(work, template, order)
    unit = chart.unit(work, order.unit or (box.unit if box else office_unit(work)))
    if template not in templates.offered(work, unit.code):
        reason = _(N_("“{title}” tidak dicatat di unit {unit}"))
        reason = reason.format(title=template.title, unit=unit.name)
        raise BadField(name="unit", reason=reason, field="unit")
    if box is not None:
        if template.bank and not box.account.startswith(templates.BANKS):
            reason = _(N_("{box} bukan rekening bank")).format(box=box.name)
            raise BadField(name="box", reason=reason, field="box")
        takes = paying.over_the_counter if template.counter else paying.paying
        takes(work, box.code, unit.code)
    return _Event(
        template,
        unit,
        box,
        _target(work, template, order),
        _purpose(work, template, unit, order.purpose),
        dict(_keys(work, template, order)),
        _amounts(template, order),
    )


def _template(code: str) -> Template:
    """The template of this code, if it posts. Raises BadField."""
    found = templates.named(code)
    if found is None:
        reason = _(N_("tidak ada kejadian bernama {code}")).format(code=code)
        raise BadField(name="template", reason=reason, field="template")
    if found.lead is not None:
        reason = _(N_("“{title}” dicatat di layarnya sendiri")).format(title=found.title)
        raise BadField(name="template", reason=reason, field="template")
    return found


def office_unit(read: Reading) -> str:
    """The code of the office's unit."""
    return next(each.code for each in chart.units(read) if each.kind == "office")


def _box(work: Work, template: Template, order: JotOrder) -> chart.Box | None:
    """The box that the money goes through, where it does. Raises BadField."""
    if not template.uses_box:
        if order.box is not None:
            reason = _(N_("kejadian ini tidak melewati kas; kosongkan kasnya"))
            raise BadField(name="box", reason=reason, field="box")
        return None
    if order.box is None:
        raise BadField(name="box", reason=_(N_("pilih kas atau bank")), field="box")
    return chart.box(work, order.box)


def _target(work: Work, template: Template, order: JotOrder) -> chart.Box | None:
    """The savings unit's box that the office's money goes into, where it does. Raises BadField."""
    if not any(part.account == templates.TARGET for part in template.parts):
        return None
    found = chart.box(work, order.target or "", field="target")
    if chart.unit(work, found.unit).kind != "usp":
        reason = _(N_("pilih kas unit simpan pinjam"))
        raise BadField(name="target", reason=reason, field="target")
    return found


def _purpose(work: Work, template: Template, unit: chart.Unit, code: str | None) -> Purpose | None:
    """The answer to "for what?", where it is asked. Raises BadField."""
    if not template.purposes:
        return None
    known = templates.answers(work, template, unit.code)
    found = next((each for each in known if each.code == code), None)
    if found is None:
        codes = ", ".join(each.code for each in known)
        reason = _(N_("pilih salah satu: {known}")).format(known=codes)
        raise BadField(name="purpose", reason=reason, field="purpose")
    if found.lead is not None:
        reason = _(N_("“{title}” dicatat di layarnya sendiri")).format(title=found.title)
        raise BadField(name="purpose", reason=reason, field="purpose")
    return found


def _keys(work: Work, template: Template, order: JotOrder) -> Iterator[tuple[str, int]]:
    """Whose it is, and which earlier voucher is meant. Raises BadField, UnknownMember."""
    if templates.PARTY in template.asks:
        if order.party:
            yield templates.PARTY, party_key(work, order.party, "party")
        elif templates.PARTY not in template.optional:
            reason = _(
                N_("sebutkan orangnya: nomor anggota, nama masuk pengurus, atau kode pihak ketiga")
            )
            raise BadField(name="party", reason=reason, field="party")
    if templates.DOCUMENT in template.asks:
        found = balances.posted(work, (order.document or "").strip().upper())
        if found is None:
            reason = _(N_("tidak ada bukti {name}")).format(name=order.document or "")
            raise BadField(name="document", reason=reason, field="document")
        yield templates.DOCUMENT, found.key


def _person(read: Reading, key: int) -> int:
    """The person behind a user's key; a member's key is himself."""
    found = users.user(read, key)
    return found.person if found is not None else key


def _amounts(template: Template, order: JotOrder) -> dict[str, int]:
    """Every amount by name, none below zero. Raises BadField."""
    if order.amount <= NOTHING:
        raise BadField(name="amount", reason=_(N_("harus lebih dari nol")), field="amount")
    known = {each.code for each in template.extras}
    for name, amount in order.extras.items():
        if name not in known or amount < NOTHING:
            reason = _(N_("jumlah “{name}” tidak dikenal atau kurang dari nol"))
            raise BadField(name="extras", reason=reason.format(name=name), field=f"extras.{name}")
    made = {name: int(amount) for name, amount in order.extras.items()}
    made[templates.AMOUNT] = int(order.amount)
    for part in template.parts:
        if part.comes_to(made) * part.side < 0:
            most = wording.rupiah(int(order.amount))
            reason = _(N_("jumlah lainnya melebihi {amount}")).format(amount=most)
            name = template.extras[-1].code
            raise BadField(name="extras", reason=reason, field=f"extras.{name}")
    return made


def _entry(work: Work, event: _Event, order: JotOrder) -> Entry:
    """The balanced entry. Raises BadField."""
    wanted = _(N_("tulis keterangannya: uang apa (tanpa nama orang)"))
    missing = wanted if event.template.vague else ""
    plain = short_line(order.text, field="text", missing=missing)
    lines = resolved(work, tuple(_lines(work, event)), lump=False)
    return entry(plain or event.template.sentence, *lines)


def _lines(read: Reading, event: _Event) -> Iterator[OrderedLine]:
    """The template's lines in these books; what comes to nothing is left out."""
    units = chart.units(read)
    for part in event.template.parts:
        amount = Rupiah(part.comes_to(event.amounts))
        if amount == NOTHING:
            continue
        held = {templates.BOX: event.box, templates.TARGET: event.target}.get(part.account)
        if held is not None:
            yield OrderedLine(held.account, amount, held.unit, box=held.code)
            continue
        answer = event.purpose if part.account == templates.PURPOSE else None
        code = answer.account if answer is not None else part.account
        card = chart.account(read, code or "")
        yield OrderedLine(
            card.code,
            amount,
            templates.home(card, event.unit, units) or event.unit.code,
            key=event.keys.get(part.keyed),
            lini=_lini(event.template, answer, card),
        )


def _lini(template: Template, answer: Purpose | None, card: chart.Account) -> str | None:
    """The line of business, on the accounts that are analysed by it."""
    if not card.needs_lini:
        return None
    return (answer.lini if answer is not None else None) or template.lini
