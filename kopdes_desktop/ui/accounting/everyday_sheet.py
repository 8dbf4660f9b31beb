"""What the everyday screen knows: events of each unit, boxes, people; and what would happen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from kopdes_desktop.accounting import everyday, standing, templates, vouchers
from kopdes_desktop.accounting.standing import BoxStanding
from kopdes_desktop.accounting.templates import (
    AMOUNT,
    BOX,
    IN,
    LEAD,
    MEMORIAL,
    OUT,
    Purpose,
    Template,
)
from kopdes_desktop.accounting.vouchers import Written
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.names import folded
from kopdes_desktop.kernel.wording import rupiah
from kopdes_desktop.ledger import chart
from kopdes_desktop.ledger.chart import Unit
from kopdes_desktop.members import third_parties
from kopdes_desktop.office.actor import Level
from kopdes_desktop.office.books import Reading
from kopdes_desktop.office.office import Office
from kopdes_desktop.security import queries as users
from kopdes_desktop.ui.door import Session

JOT = "accounting.jot"
#: So many events are shown; more are found by typing.
SHOWN = 12
#: So many of the last entries are shown.
_LATEST = 9
_WAYS = {
    IN: N_("masuk"),
    OUT: N_("keluar"),
    MEMORIAL: N_("tanpa uang"),
    LEAD: N_("layar lain"),
}


class Event(Struct, frozen=True):
    """A template as it is offered in one unit; a lead belongs to none."""

    template: Template
    unit: str
    place: str
    boxes: tuple[str, ...]
    answers: tuple[Purpose, ...]
    elsewhere: bool = False

    @property
    def title(self) -> str:
        """What happened; `elsewhere` than in the unit that is chosen, with that unit's name."""
        return f"{self.template.title} · {self.place}" if self.elsewhere else self.template.title

    @property
    def way(self) -> str:
        """Which way the money goes, in words."""
        return _(_WAYS[self.template.way])


class Person(Struct, frozen=True):
    """Somebody whose money it may be: an officer, a third party, a member."""

    key: int
    words: str


class Sheet(Struct, frozen=True):
    """Everything at one moment."""

    units: tuple[Unit, ...]
    boxes: tuple[BoxStanding, ...]
    events: Mapping[str, tuple[Event, ...]]
    people: tuple[Person, ...]
    numbers: Mapping[str, str]
    latest: tuple[Written, ...]
    may: frozenset[str]

    def shown(self, unit: str, text: str) -> list[Event]:
        """The events of a unit; once one types, what fits in any unit, this one's first."""
        here = self.events.get(unit, ())
        if not folded(text):
            return list(here[:SHOWN])
        best: dict[str, Event] = {}
        for event in _of_all(self.events, unit):
            away = replace(event, elsewhere=event.unit != unit)
            best.setdefault(event.template.code, away)
        for lead in templates.shipped():
            if lead.way == LEAD:
                best[lead.code] = Event(lead, "", "", (), ())
        ranked = templates.ranked(text, (event.template for event in best.values()))
        return [best[each.code] for each in ranked[:SHOWN]]

    def box(self, code: str) -> BoxStanding:
        """A box by its code."""
        return next(each for each in self.boxes if each.code == code)


def _of_all(events: Mapping[str, tuple[Event, ...]], unit: str) -> Iterable[Event]:
    yield from events.get(unit, ())
    for code, others in events.items():
        if code != unit:
            yield from others


def read_sheet(session: Session) -> Sheet:
    """On the database's thread."""
    office = session.office
    return office.read(JOT, _sheet, office)


def _sheet(read: Reading, office: Office) -> Sheet:
    units = tuple(sorted(chart.units(read), key=lambda each: each.kind != "office"))
    today = office.today()
    series = office.own.series
    may = (
        *(JOT, "accounting.move_cash", "accounting.record", "accounting.attach", "report.journal"),
        "members.add_outsider",
    )
    return Sheet(
        units,
        tuple(
            each
            for each in standing.standing(read, today, office.own.number).boxes
            if not each.in_transit
        ),
        {unit.code: tuple(_events(read, unit)) for unit in units},
        tuple(_people(read, office)),
        {way: everyday.next_number(read, way, series, today) for way in (IN, OUT, MEMORIAL)},
        tuple(vouchers.latest(read, _LATEST)),
        frozenset(code for code in may if office.may(code) is not Level.NO),
    )


def _people(read: Reading, office: Office) -> Iterable[Person]:
    for each in users.users(read):
        if each.active and each.login:
            role = office.people.role_name(each.role)
            yield Person(each.key, f"{each.name or each.login} ({role})")
    for other in third_parties.known(read):
        words = _("{name} (pihak ketiga)")
        yield Person(other.key, words.format(name=other.name or other.code))


def _events(read: Reading, unit: Unit) -> Iterable[Event]:
    for each in templates.offered(read, unit.code):
        boxes = templates.boxes(read, each, unit.code) if each.uses_box else []
        answers = templates.answers(read, each, unit.code) if each.purposes else []
        yield Event(each, unit.code, unit.name, tuple(box.code for box in boxes), tuple(answers))


def sentence(
    event: Event, amount: int, box: BoxStanding | None, extras: Mapping[str, int] | None = None
) -> str:
    """What will happen, in one sentence without any of an accountant's words.

    `extras` are the further amounts by name: what the bank took of it, what of it is a fee.
    """
    words = {
        IN: N_("{amount} masuk ke {box}: {what}. Isinya menjadi {left}."),
        OUT: N_("{amount} keluar dari {box}: {what}. Sisanya {left}."),
        MEMORIAL: N_("{amount} dicatat tanpa uang berpindah: {what}."),
    }[event.template.way]
    change = moved(event, amount, extras) if event.template.uses_box else 0
    title = event.template.title
    what = title[:1].lower() + title[1:]
    left = rupiah(int(box.amount) + change) if box is not None else ""
    name = box.name if box is not None else ""
    goes = rupiah(abs(change) or amount)
    said = _(words).format(amount=goes, box=name, what=what, left=left)
    titles = {each.code: each.title.replace("&", "") for each in event.template.extras}
    more = [f"{titles[code]} {rupiah(each)}" for code, each in (extras or {}).items() if each]
    if not more:
        return said
    whole = _("Seluruhnya {amount}; {more}.")
    return f"{said} {whole.format(amount=rupiah(amount), more=', '.join(more))}"


def moved(event: Event, amount: int, extras: Mapping[str, int] | None = None) -> int:
    """What comes into the box, or below zero, what goes out of it."""
    amounts = {**(extras or {}), AMOUNT: amount}
    return sum(part.comes_to(amounts) for part in event.template.parts if part.account == BOX)


def lacks(event: Event, amount: int, box: BoxStanding | None) -> bool:
    """Whether the box holds less than is to go out of it."""
    return box is not None and event.template.way == OUT and int(box.amount) < amount
