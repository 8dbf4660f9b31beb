"""One field changed in any fact that an outlet may give is refused, or lawfully differs (FACTS §6).

The dishonest outlet seals its chain again after the change: hashes cannot tell. What may differ
without being seen is listed here with its reason, and nothing else may.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlcipher3 import dbapi2

from kopdes_desktop.app import joining
from kopdes_desktop.app.books import Session
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.checks import audit
from kopdes_desktop.db.engine import in_memory
from kopdes_desktop.kernel.errors import BadField, BundleRefused
from kopdes_desktop.members import queries as members
from kopdes_desktop.office import accept
from kopdes_desktop.security.devices import OUTLET_KINDS
from tests import builders
from tests.builders import MORNING, PASSWORD, Laptops, Parcel, forged
from tests.consignment.outlet_day import a_day_with_goods_of_others, others_of_her_books
from tests.goods.outlet_day import a_day_with_new_goods
from tests.inventory.outlet_day import a_day_with_goods, goods_of_her_books
from tests.purchasing.outlet_day import a_day_at_the_market
from tests.sales.outlet_day import a_day_at_the_till, till_of_her_books
from tests.subsidy.outlet_day import a_day_of_rations, rations_of_her_books

TEXT = "a sentence for readers: number, amounts and accounts stand beside it"
LESS = "it says less than it could; who reads it can ask the member"
CLERK = "whoever sat there is the device's own word: rights hang on the device alone"
COUNT = "how often somebody mistyped is known to that laptop only"
GOODS = "how much of what lay or moved there is the outlet's word; a far cost is a finding"
NOTHING = "nothing has no opposite"
LATER = "a column beyond the last is a later program's, and means nothing to this one"
HANDED = "what a buyer handed over, and when he is to pay, is between him and the clerk"
NOTES = "the notes are told beside their sum, which stands"
LEFT = "what was left of a bon is what that laptop knew then"
LOTS = "which lot was taken is what that laptop's people held in their hands"
WORD = "what an outlet calls somebody it has just met is its own word"
PACKS = "packs may have been renamed meanwhile; the till sells nothing in a pack that is none"
FIRST = "what goods are called, hold and cost is set where they are first sold; she may change it"
SHARE = "what an owner is to get of a piece is agreed where he brings it"
#: What may be other than it was, and why nobody can know better: kind, then path and change.
LAWFUL: dict[str, dict[str, str]] = {
    "accounting.move_cash": {
        "d.bound_for gone": "cash that lies on the way, bound for nowhere yet",
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
    },
    "accounting.reverse": {
        "d.entry.text longer": TEXT,
        "d.entry.text next": TEXT,
        "d.entry.text shorter": TEXT,
        "d.reason longer": TEXT,
        "d.reason shorter": TEXT,
    },
    "consignment.add_owner": {
        "d.code longer": WORD,
        "d.code shorter": WORD,
        "d.personal.phone gone": LESS,
    },
    "consignment.compensate": {
        "d.goods.d.lines.* doubled": LATER,
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.goods.d.lines.*.2 opposite": NOTHING,
        "d.reason longer": TEXT,
        "d.reason shorter": TEXT,
    },
    "consignment.give_back": {
        "d.goods.d.lines.* doubled": LATER,
        "d.goods.d.lines.*.2 opposite": NOTHING,
    },
    "consignment.take_in": {
        "d.goods.d.lines.*.value opposite": NOTHING,
        "d.lines.*.share one less": SHARE,
        "d.lines.*.share one more": SHARE,
    },
    "goods.add_barcode": {
        "d.code longer": FIRST,
        "d.code next": FIRST,
        "d.code shorter": FIRST,
        "d.pack gone": FIRST,
        "d.pack longer": PACKS,
        "d.pack shorter": PACKS,
    },
    "goods.add_item": {
        "d.account next": FIRST,
        "d.barcodes doubled": FIRST,
        "d.barcodes gone": FIRST,
        "d.barcodes.* gone": FIRST,
        "d.barcodes.*.code longer": FIRST,
        "d.barcodes.*.code next": FIRST,
        "d.barcodes.*.code shorter": FIRST,
        "d.barcodes.*.pack gone": FIRST,
        "d.code longer": FIRST,
        "d.code next": FIRST,
        "d.code shorter": FIRST,
        "d.margin gone": FIRST,
        "d.margin next": FIRST,
        "d.margin shorter": FIRST,
        "d.minimum gone": FIRST,
        "d.minimum next": FIRST,
        "d.name longer": FIRST,
        "d.name shorter": FIRST,
        "d.packs doubled": FIRST,
        "d.packs.*.factor next": FIRST,
        "d.packs.*.factor shorter": FIRST,
        "d.prices doubled": FIRST,
        "d.prices gone": FIRST,
        "d.prices.* gone": FIRST,
        "d.prices.*.amount one less": FIRST,
        "d.prices.*.amount one more": FIRST,
        "d.prices.*.from_day +1 day": FIRST,
        "d.prices.*.from_day -1 day": FIRST,
        "d.prices.*.from_day next": FIRST,
        "d.prices.*.least gone": FIRST,
        "d.prices.*.least next": FIRST,
        "d.prices.*.least shorter": FIRST,
        "d.prices.*.tier gone": FIRST,
        "d.unit longer": FIRST,
        "d.unit shorter": FIRST,
    },
    "inventory.add_count": {
        "d.counter one less": CLERK,
        "d.counter one more": CLERK,
        "d.lines doubled": GOODS,
        "d.lines.* gone": GOODS,
        "d.lines.*.item one less": GOODS,
        "d.lines.*.item one more": GOODS,
        "d.lines.*.quantity next": GOODS,
        "d.lines.*.quantity shorter": GOODS,
    },
    "inventory.arrive": {
        "d.entry.text longer": TEXT,
        "d.entry.text next": TEXT,
        "d.entry.text shorter": TEXT,
        "d.reason longer": TEXT,
        "d.reason shorter": TEXT,
    },
    "inventory.begin_count": {"d.lines.* gone": GOODS},
    "inventory.close_count": {
        "d.short.d.lines.* doubled": LATER,
        "d.entry.text longer": TEXT,
        "d.entry.text next": TEXT,
        "d.entry.text shorter": TEXT,
        "d.lines.*.normal opposite": NOTHING,
        "d.note gone": LESS,
        "d.note longer": TEXT,
        "d.note shorter": TEXT,
    },
    "inventory.repack": {
        "d.used.d.lines.* doubled": LATER,
        "d.entry.text longer": TEXT,
        "d.entry.text next": TEXT,
        "d.entry.text shorter": TEXT,
        "d.made.d.lines.*.item one more": GOODS,
        "d.made.d.lines.*.quantity next": GOODS,
        "d.shrink next": GOODS,
        "d.used.d.lines.*.0 one less": GOODS,
        "d.used.d.lines.*.1 next": GOODS,
    },
    "inventory.send": {
        "d.goods.d.lines.* doubled": LATER,
        "d.goods.d.lines.*.3.* doubled": LATER,
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.goods.d.lines.*.1 next": GOODS,
        "d.goods.d.lines.*.3.* gone": LOTS,
        "d.goods.d.lines.*.3.*.1 longer": LOTS,
        "d.goods.d.lines.*.3.*.1 next": LOTS,
        "d.goods.d.lines.*.3.*.1 shorter": LOTS,
        "d.goods.d.lines.*.3.*.2 +1 day": LOTS,
        "d.goods.d.lines.*.3.*.2 -1 day": LOTS,
        "d.note gone": LESS,
        "d.note longer": TEXT,
        "d.note shorter": TEXT,
    },
    "inventory.write_off": {
        "d.goods.d.lines.* doubled": LATER,
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.goods.d.lines.*.0 one more": GOODS,
        "d.goods.d.lines.*.1 next": GOODS,
        "d.note gone": LESS,
        "d.note longer": TEXT,
        "d.note shorter": TEXT,
        "d.witness gone": LESS,
        "d.witness one more": CLERK,
    },
    "members.change": {
        "d.emptied doubled": LESS,
        "d.emptied gone": LESS,
        "d.emptied.* gone": LESS,
        "d.personal.address gone": LESS,
        "d.personal.phone gone": LESS,
        "d.sex gone": LESS,
    },
    "membership.apply": {
        "d.personal.birth_day gone": LESS,
        "d.personal.nik gone": LESS,
        "d.personal.phone gone": LESS,
        "d.sex gone": LESS,
    },
    "month.seal": {"d.month next": "which month is complete is the outlet's own word"},
    "purchasing.receive": {
        "d.bill_no gone": LESS,
        "d.bill_no longer": WORD,
        "d.bill_no next": WORD,
        "d.bill_no shorter": WORD,
        "d.entry.text longer": TEXT,
        "d.entry.text next": TEXT,
        "d.entry.text shorter": TEXT,
    },
    "sales.bring_back": {
        "d.lines.* doubled": LATER,
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.lines.*.0 opposite": NOTHING,
        "d.lines.*.5 opposite": NOTHING,
        "d.reason gone": LESS,
        "d.reason longer": TEXT,
        "d.reason shorter": TEXT,
    },
    "sales.pay_bon": {
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.left one less": LEFT,
        "d.left one more": LEFT,
    },
    "sales.return_advance": {
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.reason longer": TEXT,
        "d.reason shorter": TEXT,
    },
    "sales.sell": {
        "d.goods.d.lines.* doubled": LATER,
        "d.lines.* doubled": LATER,
        "d.due +1 day": HANDED,
        "d.due -1 day": HANDED,
        "d.due next": HANDED,
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.given gone": LESS,
        "d.given one less": HANDED,
        "d.given one more": HANDED,
    },
    "sales.take_advance": {
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.member gone": LESS,
        "d.text longer": TEXT,
        "d.text shorter": TEXT,
    },
    "savings.deposit": {
        "d.entry.text longer": TEXT,
        "d.entry.text next": TEXT,
        "d.entry.text shorter": TEXT,
        "d.lines.*.months.*.0 next": "which months were unpaid is what that laptop knew then",
        "d.lines.*.months.*.2 one more": "what a month cost is what that laptop knew then",
        "d.payer gone": LESS,
    },
    "security.change_password": {"d.user one less": CLERK, "d.user one more": CLERK},
    "security.note_failures": {
        "d.known.* gone": COUNT,
        "d.known.* one less": COUNT,
        "d.known.* one more": COUNT,
        "d.unknown gone": COUNT,
        "d.unknown one less": COUNT,
        "d.unknown one more": COUNT,
    },
    "subsidy.add_buyer": {"d.personal.kk gone": LESS},
    "subsidy.mark_entered": {"d.rows.*.1 opposite": NOTHING},
    "till.cash_in": {
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.note longer": TEXT,
        "d.note shorter": TEXT,
    },
    "till.cash_out": {
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.note gone": LESS,
        "d.note longer": TEXT,
        "d.note shorter": TEXT,
    },
    "till.close_shift": {
        "d.counted.* doubled": LATER,
        "d.totals.* doubled": LATER,
        "d.counted gone": NOTES,
        "d.entry.text longer": TEXT,
        "d.entry.text next": TEXT,
        "d.entry.text shorter": TEXT,
        "d.reason longer": TEXT,
        "d.reason shorter": TEXT,
    },
    "till.open_shift": {
        "d.counted.* doubled": LATER,
        "d.counted gone": NOTES,
        "d.entry.text longer": TEXT,
        "d.entry.text shorter": TEXT,
        "d.expected opposite": NOTHING,
        "d.reason longer": TEXT,
        "d.reason shorter": TEXT,
    },
}
#: They stand inside other documents only: alone they are refused.
PARTS = {"inventory.issue", "inventory.take_in"}
CLOCK = "no clock decides anything"
ENVELOPE = {
    "at next": CLOCK,
    "by.role longer": CLERK,
    "by.role shorter": CLERK,
    "by.user one less": CLERK,
    "by.user one more": CLERK,
}


@dataclass(frozen=True)
class Story:
    """The treasurer's books before, and what two outlets then give her."""

    hers: Path
    parcels: dict[str, Parcel]
    #: Each kind's fact: whose parcel, and its sequence.
    where: dict[str, tuple[str, int]]


@pytest.fixture(scope="module")
def story(founded_laptops: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    folder = tmp_path_factory.mktemp("judging") / "three"
    laptops = builders.open_laptops(founded_laptops, folder)
    invitation = folder / "GC.json"
    joining.invite(laptops.hers, invitation, series="GC", boxes=("KECIL",))
    goods_of_her_books(laptops.hers.office)
    till_of_her_books(laptops.hers.office)
    others_of_her_books(laptops.hers.office)
    rations_of_her_books(laptops.hers.office)
    typed = laptops.hers.staff.secrets = builders.Typed()
    admitted = {"device": "GA", "user": "ketua"}
    laptops.hers.office.perform("device.admit", admitted, approval=builders.approval())
    laptops.exchange()
    assert laptops.down("GA").refused == []
    _a_day_of_everything(laptops.outlets["GA"], laptops.outlets["GA"].office.signed_in.user)
    let_in = {"user": "ketua", "words": typed.words["ketua"]}
    laptops.outlets["GA"].office.perform("device.let_in", let_in)
    with builders.cheaply():
        joining.join(folder / "GC", invitation, PASSWORD, clock=SetClock(MORNING))
    laptops.outlets["GC"] = builders.open_books(folder / "GC", "kasir")
    parcels = {series: laptops.parcel_of(series) for series in ("GA", "GC")}
    laptops.close()
    where: dict[str, tuple[str, int]] = {"device.join": ("GC", 1)}
    for raw in parcels["GA"].envelopes[1:]:
        said = msgspec.json.decode(raw)
        where.setdefault(said["kind"], ("GA", said["seq"]))
    return Story(folder / "KR", parcels, where)


def _a_day_of_everything(outlet: Session, clerk: int) -> None:
    office = outlet.office
    outlet.staff.secrets = builders.Typed(PASSWORD, "918273")
    a_day_at_the_till(office)
    a_day_with_goods(office)
    a_day_with_goods_of_others(office)
    a_day_of_rations(office)
    a_day_with_new_goods(office)
    a_day_at_the_market(office)
    one, two = (members.member(office.reading, f"000{n}") for n in (1, 2))
    assert one is not None
    assert two is not None
    lines = [
        {"product": "mandatory", "months": 2},
        {"product": "voluntary", "amount": 70_000, "member": two.key},
    ]
    given = office.perform("savings.deposit", {"member": one.key, "lines": lines, "payer": two.key})
    cash = {"from": "LACI-G1", "to": "KAS", "amount": 50_000, "transit": True, "text": "Setoran"}
    office.perform("accounting.move_cash", cash)
    wrong = builders.pay(office, two, amount=3_000)
    with builders.working_as(office, "ketua"):
        office.perform("accounting.reverse", {"entry": wrong.id, "reason": "salah orang"})
    builders.an_applicant(office, 40, phone="081234567890")
    fields = {"phone": "081200000000", "job": "", "sex": "P"}
    office.perform("members.change", {"member": two.key, "fields": {**fields, "address": "Baru 1"}})
    office.perform("month.seal", {"month": "2026-01"})
    office.perform("security.change_password", {})
    office.perform("security.change_pin", {})
    office.perform("security.note_failures", {"known": {str(clerk): 2}, "unknown": 3})
    office.perform("day.close", {})
    assert given.number == "SMP-GA-2026-000001"


# --- one change at a time -----------------------------------------------------------------------


Way = tuple[str | int, ...]


def changes(value: Any, path: Way = ()) -> Iterator[tuple[Way, str, Any]]:
    """Path, what is done there, and the new value (GONE takes it away)."""
    if isinstance(value, dict | list):
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, name), "gone", GONE
            yield from changes(each, (*path, name))
        if isinstance(value, list) and value:
            yield path, "doubled", [*value, value[-1]]
    elif isinstance(value, str):
        for how, other in _other_words(value):
            yield path, how, other
    elif isinstance(value, bool):
        yield path, "turned", not value
    else:
        yield path, "one more", value + 1
        yield path, "one less", value - 1
        yield path, "opposite", -value
        yield path, "text", str(value)


def _other_words(text: str) -> Iterator[tuple[str, str]]:
    yield "longer", text + "A"
    yield "shorter", text[:-1]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        for step in (1, -1):
            yield f"{step:+d} day", str(date.fromisoformat(text) + timedelta(days=step))
    if re.search(r"\d$", text):
        yield "next", text[:-1] + str((int(text[-1]) + 1) % 10)


GONE = object()


def put(where: Any, path: Way, value: object) -> None:
    *way, last = path
    for step in way:
        where = where[step]
    if value is GONE:
        del where[last]
    else:
        where[last] = value


def generic(path: Way) -> str:
    """Any row is `*`, as is a key of digits; a column of a row without names is its number."""
    made: list[str] = []
    for n, step in enumerate(path):
        column = isinstance(step, int) and n > 0 and isinstance(path[n - 1], int)
        column = column and made[-1] == "*"
        made.append(str(step) if column or not str(step).isdigit() else "*")
    return ".".join(made)


class Treasurer:
    """Her books, as they were before each parcel."""

    def __init__(self, story: Story, folder: Path) -> None:
        self.story = story
        self.session = builders.open_books(builders.copy(story.hers, folder / "KR"))
        self.morning = self._pages()
        self.before = self.morning

    def _pages(self) -> dbapi2.Connection:
        pages = in_memory(())
        self.session.office.database.connection.backup(pages)
        return pages

    def _begin_again(self) -> None:
        """Her file holds what it held before, page by page."""
        office = self.session.office
        office.database.become(self.before)
        office.swap(office.database)

    def stand_before(self, series: str, envelopes: tuple[bytes, ...]) -> None:
        """Know these already, each time that the books are fresh: only what follows is judged."""
        self.before = self.morning
        self._begin_again()
        if envelopes:
            outcome = self.session.office.accept(envelopes, self.story.parcels[series].secrets)
            assert (outcome.refused, outcome.held) == ([], [])
            self.before = self._pages()

    def takes(self, series: str, envelopes: tuple[bytes, ...]) -> bool:
        """Whether the last of these facts gets into the books; they are fresh again after it."""
        try:
            outcome = self.session.office.accept(envelopes, self.story.parcels[series].secrets)
        except (BadField, BundleRefused):
            return False
        if outcome.refused or outcome.held:
            assert outcome.new == 0 or outcome.held
        if outcome.new:
            self._begin_again()
        return not outcome.refused and not outcome.held


@pytest.fixture
def hers(story: Story, tmp_path: Path) -> Iterator[Treasurer]:
    made = Treasurer(story, tmp_path)
    yield made
    made.session.close()


def unseen(hers: Treasurer, kind: str, root: str | None) -> set[str]:
    """The changes of a kind's fact that get into her books."""
    series, seq = hers.story.where[kind]
    *known, last = hers.story.parcels[series].envelopes[:seq]
    hers.stand_before(series, tuple(known))
    whole = msgspec.json.decode(last)
    passed: set[str] = set()
    for path, how, value in changes(whole[root] if root else whole, (root,) if root else ()):
        if root is None and path[0] == "d":
            continue
        made = forged((last,), seq, partial(put, path=path, value=value))
        if hers.takes(series, made):
            passed.add(f"{generic(path)} {how}")
    return passed


@pytest.mark.parametrize("kind", [kind for kind in OUTLET_KINDS if kind not in PARTS])
def test_a_changed_field_is_refused_unless_it_may_lawfully_differ(
    hers: Treasurer, kind: str
) -> None:
    series, seq = hers.story.where[kind]
    assert hers.takes(series, hers.story.parcels[series].envelopes[:seq])  # as it was written

    assert unseen(hers, kind, "d") == set(LAWFUL.get(kind, {}))


def test_every_kind_of_an_outlet_is_in_the_story(story: Story) -> None:
    assert set(story.where) == set(OUTLET_KINDS) - PARTS
    assert set(LAWFUL) <= set(OUTLET_KINDS)


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_a_part_without_its_document_is_refused(hers: Treasurer, kind: str) -> None:
    series, seq = hers.story.where["inventory.write_off"]
    chain = hers.story.parcels[series].envelopes[:seq]

    def alone(said: dict[str, Any]) -> None:
        said["kind"], said["d"] = kind, said["d"]["goods"]["d"]

    assert not hers.takes(series, forged(chain, seq, alone))


def test_a_changed_envelope_is_refused_unless_it_is_the_device_s_own_word(
    hers: Treasurer,
) -> None:
    assert unseen(hers, "savings.deposit", None) == set(ENVELOPE)


def test_the_honest_day_is_taken_whole(hers: Treasurer) -> None:
    for series, parcel in hers.story.parcels.items():
        outcome = hers.session.office.accept(parcel.envelopes, parcel.secrets)
        assert (outcome.refused, outcome.held) == ([], []), series
    builders.require_green(hers.session.office)


# --- what the door let in -----------------------------------------------------------------------


def test_the_audit_reports_what_acceptance_would_have_refused(
    laptops: Laptops, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lie written around the door: rebuild and proofs cannot see it, the audit does."""
    office, hers = laptops.outlets["GA"].office, laptops.hers.office
    one = members.member(office.reading, "0001")
    assert one is not None
    given = builders.pay(office, one, amount=10_000)
    builders.pay(office, one, amount=20_000)
    parcel = laptops.parcel_of("GA")

    def from_another_drawer(said: dict[str, Any]) -> None:
        said["d"] = msgspec.json.decode(msgspec.json.encode(said["d"]).replace(b'G1"', b'G2"'))

    lies = forged(parcel.envelopes, given.fact["seq"], from_another_drawer)
    assert [each.rule for each in hers.accept(lies, parcel.secrets).refused] == ["R2"]
    with monkeypatch.context() as broken_door:
        broken_door.setattr(accept, "judge_one", lambda *_judged: None)
        assert hers.accept(lies, parcel.secrets).refused == []

    builders.require_rebuilt(hers)
    assert builders.findings(hers) == {}
    found = audit.audit(hers.reading, hers.own.number, hers.calendar)
    assert len(found) == 1
    assert found[0].startswith(f"{given.id}: R2: ")
    assert "LACI-G2" in found[0]
