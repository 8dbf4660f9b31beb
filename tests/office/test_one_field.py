"""One field changed in any fact of an outlet is refused, or waits, or stands in the list below.

The sender chains the changed fact anew, as a device could: what refuses it is judgement alone. What
may differ is what nobody else can know better than the sender, and each such field says why.
"""

import base64
import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import msgspec
import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import Refusal
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.office import Request
from kopdes_desktop.security.devices import OUTLET_KINDS
from tests import builders
from tests.builders import DAY, Laptops, Typed, approval, forged

TEXT = "words that people write"
WHO = "whom the clerk had before him: his word"
DATA = "data without money, with its history"
COUNT = "what only the sender's laptop has seen"
LATER = "facts keep the unknown fields of later versions (FACTS 2)"
ENVELOPE = "a statement of the device, never authority (R1)"
#: (kind, place) of what may lawfully differ, and why. Lists are written with [].
LAWFUL = {
    ("savings.deposit", "d.entry.text"): TEXT,
    ("savings.deposit", "d.member"): WHO,
    ("savings.deposit", "d.payer"): WHO,
    (
        "savings.deposit",
        "d.lines[].months[][]",
    ): "which months his dues pay: two outlets may differ",
    ("accounting.move_cash", "d.entry.text"): TEXT,
    ("accounting.move_cash", "d.bound_for"): "where the cash on its way is to go: words, no money",
    ("accounting.reverse", "d.entry.text"): TEXT,
    ("accounting.reverse", "d.reason"): TEXT,
    ("membership.apply", "d.sex"): DATA,
    ("membership.apply", "d.personal.*"): "a field that was not filled in",
    ("members.change", "d.sex"): DATA,
    ("members.change", "d.emptied"): DATA,
    ("members.change", "d.personal.*"): "a field that was not changed",
    ("members.change", "d.par"): "an edit on no base: it goes to the list of conflicts",
    ("members.change", "d.par.*"): "an edit on another base: it goes to the list of conflicts",
    ("security.change_password", "d.user"): COUNT,
    ("security.note_failures", "d.known"): COUNT,
    ("security.note_failures", "d.known.*"): COUNT,
    ("security.note_failures", "d.unknown"): COUNT,
    ("month.seal", "d.month"): "an outlet seals the months that it says",
    ("*", "at"): "no clock decides anything (FACTS 5)",
    ("*", "by.role"): ENVELOPE,
    ("*", "by.user"): ENVELOPE,
    ("*", "appr"): ENVELOPE,
    ("*", "appr.user"): ENVELOPE,
    ("*", "appr.role"): ENVELOPE,
    ("*", "appr.reason"): TEXT,
    ("*", "batch"): "which facts were one transaction",
    ("*", "late"): TEXT,
    ("*", "bd"): "a document of an earlier day of the same open day (R4 binds it from both sides)",
    ("*", "+"): LATER,
    ("*", "by.+"): LATER,
    ("*", "d.+"): LATER,
}


#: Facts whose envelope is changed too (a deposit, a batch, a reversal); of others only the payload.
WHOLE = (2, 6, 7)


def a_day_s_work(laptops: Laptops) -> list[dict[str, Any]]:
    """One fact of every kind that an outlet may write, as its envelopes."""
    ga = laptops.outlets["GA"]
    office, hers = ga.office, laptops.hers.office
    office.named_day = DAY.replace(month=1, day=30)
    member, other = (members.member(office.reading, n) for n in ("0001", "0002"))
    assert member is not None
    assert other is not None
    lines = [
        {"product": "principal", "amount": 60_000},
        {"product": "mandatory", "months": 2},
        {"product": "voluntary", "amount": 5_000, "member": other.key},
    ]
    receipt = office.perform(
        "savings.deposit", {"member": member.key, "payer": member.key, "lines": lines}
    )
    office.perform("membership.apply", {"name": "Calon Baru", "nik": builders.nik(70), "sex": "L"})
    office.perform(
        "members.change",
        {
            "member": member.key,
            "fields": {
                "name": "Nama Baru",
                "job": "tani",
                "phone": "081234567890",
                "dusun": "",
                "sex": "P",
            },
        },
    )
    office.perform(
        "accounting.move_cash", {"from": "LACI-G1", "to": "KAS", "amount": 9_000, "transit": True}
    )
    line = {"product": "voluntary", "amount": 9_000}
    late = {"day": "2026-01-29", "late": "listrik padam"}
    office.perform_all(
        [Request("savings.deposit", {"member": member.key, "lines": [line], **late})], batch=True
    )
    office.perform(
        "accounting.reverse",
        {"entry": "SMP-GA-2026-000002", "reason": "salah"},
        approval=approval(),
    )
    ga.staff.secrets = Typed(builders.PASSWORD, "314159")
    office.perform("security.change_password", {})
    office.perform("security.change_pin", {})
    known = {str(hers.signed_in.user): 2}
    office.perform("security.note_failures", {"known": known, "unknown": 1})
    office.perform("month.seal", {"month": "2026-01"})
    office.perform("day.close", {})
    assert receipt.number == "SMP-GA-2026-000001"
    return [msgspec.json.decode(raw) for raw in laptops.parcel_of("GA").envelopes]


Edit = tuple[str, dict[str, Any]]
KEYS = {"member", "payer", "target", "user", "person", "key"}


def edits(envelope: dict[str, Any], other_keys: list[int]) -> Iterator[Edit]:
    """Each field of an envelope changed, left out, or added: its place, and the whole envelope."""
    for place, change in _changes(envelope, "", other_keys):
        made = copy.deepcopy(envelope)
        change(made)
        if made != envelope:
            yield place, made


def _changes(
    value: Any, place: str, keys: list[int]
) -> Iterator[tuple[str, Callable[[Any], object]]]:
    """Changes below `value`, as functions of the whole envelope."""
    if isinstance(value, dict):
        if place in {"", "d", "by"}:
            yield f"{place}.+".lstrip("."), partial(_with, "tambahan")
        for name, each in value.items():
            inside = _named(place, name)
            if not (place == "" and name == "d"):
                yield inside, partial(_without, name)
            yield from _of_field(inside, name, each, keys)
    elif isinstance(value, list):
        for n, each in enumerate(value):
            yield place, partial(_without, n)
            yield place, partial(_twice, n)
            yield from _of_field(f"{place}[]", n, each, keys)


def _named(place: str, name: str) -> str:
    open_ended = place in {"d.personal", "d.par", "d.known"}
    return f"{place}.{'*' if open_ended else name}".lstrip(".")


def _of_field(
    inside: str, name: Any, each: Any, keys: list[int]
) -> Iterator[tuple[str, Callable[[Any], object]]]:
    for new in _others(each, str(name), keys):
        yield inside, partial(_replaced, name, new)
    if isinstance(each, dict | list):
        for deeper, change in _changes(each, inside, keys):
            yield deeper, partial(_inside, name, change)


def _without(name: Any, at: Any) -> None:
    at.pop(name)


def _twice(n: int, at: list[Any]) -> None:
    at.append(at[n])


def _with(name: str, at: dict[str, Any]) -> None:
    at[name] = 1


def _replaced(name: Any, new: Any, at: Any) -> None:
    at[name] = new


def _inside(name: Any, change: Callable[[Any], object], at: Any) -> None:
    change(at[name])


def _others(value: Any, name: str, keys: list[int]) -> Iterator[Any]:
    """Other values that a field of this kind could have."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, -value, 0)
        if name in KEYS or value > 2**30:
            yield from (key for key in keys if key != value)
    elif isinstance(value, str):
        yield value + "x"
        yield ""
        yield from _like(value)
    elif isinstance(value, list | dict):
        yield type(value)()


def _like(text: str) -> Iterator[str]:
    """Values of the same form: another day, month, number, box, unit, product, seal, or side."""
    if len(text) > 30:
        with suppress(ValueError):
            raw = bytearray(base64.b64decode(text, validate=True))
            raw[-1] ^= 1
            yield base64.b64encode(raw).decode()
    same_form = (
        ("2026-01-30", "2026-01-29", "2026-01-31", "2026-02-30"),
        ("2026-01", "2026-02", "2026-03", "2025-12"),
        ("SMP-GA-2026-000001", "SMP-GA-2026-000002", "SMP-GB-2026-000001", "SMP-GA-2025-000001"),
        ("LACI-G1", "LACI-G2", "KAS", "JALAN-G1", "1-1103"),
        ("KTR", "USP", "G1", "G2"),
        ("principal", "mandatory", "voluntary"),
        ("1-1103", "1-1101", "2-1101", "3-1101", "3-1102", "1-1901"),
        ("ordinary", "reversal", "closing", "opening", "adjustment", "prior-period"),
        ("setoran", "pindah", "hapus"),
        ("L", "P"),
        ("cashier", "treasurer", "chair"),
        ("GA", "GB", "KR"),
    )
    for form in same_form:
        if text in form:
            yield from (other for other in form if other != text)
    if text[:4] == "2026" and "T" in text:
        yield text.replace("T0", "T1")


def reason(kind: str, place: str) -> str | None:
    return LAWFUL.get((kind, place)) or LAWFUL.get(("*", place))


def seq_of(envelope: dict[str, Any]) -> int:
    return int(envelope["seq"])


def outcome(session: Session, raw: bytes, secrets: Any) -> str:
    """What becomes of one fact: refused by which rule, held, or taken."""
    try:
        accepted = session.office.accept([raw], secrets)
    except Refusal as refusal:
        return f"refused {getattr(refusal, 'rule', refusal.code)}"
    if accepted.refused:
        return f"refused {accepted.refused[0].rule}"
    return "held" if accepted.held else "taken"


def test_the_day_has_every_kind_that_an_outlet_may_write(laptops: Laptops) -> None:
    assert {envelope["kind"] for envelope in a_day_s_work(laptops)} == set(OUTLET_KINDS)


class Hers:
    """Her laptop, put back to where it was when it has taken what it is only asked about."""

    def __init__(self, laptops: Laptops) -> None:
        self.laptops = laptops
        self.before = self.laptops.hers.folder.with_name("before")
        self.remember()

    @property
    def session(self) -> Session:
        return self.laptops.hers

    def remember(self) -> None:
        self.session.office.database.checkpoint()
        shutil.rmtree(self.before, ignore_errors=True)
        shutil.copytree(self.session.folder, self.before)

    def put_back(self) -> None:
        self.session.close()
        shutil.rmtree(self.session.folder)
        shutil.copytree(self.before, self.session.folder)
        self.laptops.hers = builders.open_books(self.session.folder)

    def said_to(self, raw: bytes, secrets: Any) -> str:
        what = outcome(self.session, raw, secrets)
        if what == "taken":
            self.put_back()
        self.session.office.database.connection.execute("DELETE FROM held")
        return what


@pytest.mark.timeout(120)
def test_one_field_changed_is_refused_unless_it_may_lawfully_differ(
    laptops: Laptops,
) -> None:
    facts = a_day_s_work(laptops)
    parcel = laptops.parcel_of("GA")
    hers = Hers(laptops)
    run = hers.session.office.database.connection.execute
    others = [
        run("SELECT min(key) FROM member").fetchone()[0],
        run("SELECT max(key) FROM member").fetchone()[0],
        run("SELECT max(key) FROM user").fetchone()[0],
        run("SELECT decided_by FROM member LIMIT 1").fetchone()[0],
        run("SELECT min(key) FROM fact").fetchone()[0],
        2**40 + 1,
    ]
    taken: set[tuple[str, str]] = set()
    tried = 0

    for n, genuine in enumerate(facts[1:], 1):  # the first, device.join, she has already
        kind = genuine["kind"]
        for place, edited in edits(genuine, others):
            name = ("*", place) if ("*", place) in LAWFUL else (kind, place)
            if name in taken or (not place.startswith("d") and n not in WHOLE):
                continue
            raw = chained(parcel.envelopes[: n + 1], genuine, edited)
            if hers.said_to(raw, parcel.secrets) == "taken":
                taken.add(name)
            tried += 1
        accepted = hers.session.office.accept([parcel.envelopes[n]], parcel.secrets)
        assert (accepted.refused, accepted.new) == ([], 1)
        hers.remember()

    assert taken - set(LAWFUL) == set()
    assert set(LAWFUL) - taken == set()
    assert tried > 600
    builders.require_green(hers.session.office)


def chained(envelopes: tuple[bytes, ...], genuine: dict[str, Any], edited: dict[str, Any]) -> bytes:
    """The edited fact as the last of its chain."""

    def put(envelope: dict[str, Any]) -> None:
        envelope.clear()
        envelope.update(edited)

    return forged(envelopes, seq_of(genuine), put)[-1]
