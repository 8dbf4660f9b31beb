"""The envelope and its canonical bytes are exactly those of FACTS §2."""

import hashlib
import re
import unicodedata
from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.ids import fact_key
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office import facts
from kopdes_desktop.office.actor import Approval
from kopdes_desktop.office.facts import canonical, require_canonical
from tests import builders
from tests.builders import DAY

REQUIRED = {"v", "coop", "dev", "seq", "kind", "kv", "at", "bd", "by", "d"}
OPTIONAL = {"prev", "batch", "late", "appr", "sigs"}
JSON = st.recursive(
    st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text().map(lambda t: unicodedata.normalize("NFC", t)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text().map(lambda t: unicodedata.normalize("NFC", t)), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def log_of(session: Session) -> list[tuple[int, bytes, bytes]]:
    rows = session.office.database.connection.execute(
        "SELECT key, hash, body FROM fact ORDER BY key"
    )
    return [(key, hashed, body.encode()) for key, hashed, body in rows]


@given(JSON)
def test_what_the_encoder_writes_is_canonical(value: Any) -> None:
    raw = canonical(value)

    require_canonical(raw)
    assert msgspec.json.decode(raw) == value


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":0.1}',
        b'{"a":null}',
        b"[null]",
        b"null",
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a":{"d":1,"c":2}}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b' {"a":1}',
        b'{"a":9007199254740993}',
        b'{"a":-9007199254740993}',
        b'{"a":18446744073709551616}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":"\\u0041"}',
        b'{"a":"caf\\u00e9"}',
        '{"a":"cafe\u0301"}'.encode(),
        '{"cafe\u0301":1}'.encode(),
        '{"a":"\ufb01"}'.encode("utf-16"),
        b'{"a":"\xff"}',
        b'{"a":"\\ud800"}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b"{'a':1}",
        b'{"a":1,}',
        b"",
        b"{",
        b'{"a":"' + b"x" * facts.LARGEST_FACT + b'"}',
        b"[" * 5000 + b"]" * 5000,
    ],
)
def test_bytes_that_are_not_the_one_form_are_refused(raw: bytes) -> None:
    with pytest.raises(BadField):
        require_canonical(raw)


def test_the_largest_integer_is_two_to_the_fifty_third() -> None:
    require_canonical(b'{"a":9007199254740992}')
    require_canonical(b'{"a":-9007199254740992}')


def test_a_compatibility_letter_is_composed_already() -> None:
    require_canonical('{"a":"\ufb01"}'.encode())  # NFC keeps the ligature; NFKC would not


def test_every_fact_of_a_cooperative_has_the_fields_of_the_envelope_and_no_other(
    books: Session,
) -> None:
    office = books.office
    member = builders.a_member(office)
    builders.pay(office, member, amount=5_000, day="2026-02-01", late="kemarin lupa")
    office.perform(
        "security.add_user",
        {"name": "dua", "person": "Orang Dua", "role": "cashier"},
        approval=builders.approval(),
    )
    office.perform("accounting.close_month", {"month": "2026-01"})
    office.perform(
        "accounting.reopen_month",
        {"month": "2026-01", "reason": "keliru"},
        approval=builders.approval(),
    )

    previous, seen = None, set()
    for n, (key, hashed, raw) in enumerate(log_of(books), 1):
        require_canonical(raw)
        said = msgspec.json.decode(raw)
        seen |= said.keys()
        assert said.keys() >= REQUIRED
        assert said.keys() <= REQUIRED | OPTIONAL
        assert (said["v"], said["coop"], said["dev"]) == (1, office.own.coop, office.own_id)
        assert re.fullmatch(r"[0-9a-f]{32}", said["dev"])
        assert said["seq"] == n
        assert key == fact_key(office.own.number, n)
        assert said.get("prev") == previous
        assert hashlib.sha256(raw).digest() == hashed
        assert datetime.fromisoformat(said["at"]).utcoffset() is not None
        assert set(said["by"]) == {"user", "role"}
        assert set(said.get("appr", {})) <= {"user", "role", "reason"}
        assert "123456" not in str(said.get("appr"))
        previous = hashed.hex()
    assert seen == REQUIRED | OPTIONAL


def test_the_device_is_named_by_its_two_public_keys(books: Session) -> None:
    sign, seal, name = books.office.database.connection.execute(
        "SELECT sign_key, seal_key, id FROM device_identity"
    ).fetchone()

    assert hashlib.sha256(sign + seal).hexdigest()[:32] == name == books.office.own_id


def test_signatures_cover_the_canonical_bytes_without_them(books: Session) -> None:
    from kopdes_desktop.security import keys, queries

    office = books.office
    office.perform("accounting.close_month", {"month": "2026-01"})
    answer = office.perform(
        "accounting.reopen_month",
        {"month": "2026-01", "reason": "keliru"},
        approval=builders.approval(),
    )

    raw, _hash = office.body(answer.id)
    said = msgspec.json.decode(raw)
    message = b"kopdes-fact/1\n" + msgspec.json.encode(
        {name: value for name, value in said.items() if name != "sigs"}, order="sorted"
    )
    assert len(said["sigs"]) == 2
    for sig in said["sigs"]:
        officer = queries.user(office.reading, sig["user"])
        assert officer is not None
        assert officer.officer_key is not None
        signature = msgspec.json.decode(f'"{sig["sig"]}"', type=bytes)
        assert keys.verify(officer.officer_key, message, signature)
        assert not keys.verify(officer.officer_key, message + b" ", signature)


NFD, NFC = "Kafe\u0301 Sumber", "Kaf\u00e9 Sumber"


@pytest.mark.parametrize(
    "order",
    [
        {"text": NFD},
        msgspec.json.encode({"text": NFD}),
        b'{"text":"Kafe\\u0301 Sumber"}',
        '{"text":"Kafe\\u0301 Sumber"}',
    ],
)
def test_orders_are_composed_however_they_are_written(books: Session, order: Any) -> None:
    lines = [
        {"account": "1-1101", "amount": 5, "unit": "KTR"},
        {"account": "3-1201", "amount": -5, "unit": "KTR"},
    ]
    if isinstance(order, dict):
        given_order: Any = {**order, "lines": lines}
    else:
        tail = b',"lines":' + msgspec.json.encode(lines) + b"}"
        given_order = order[:-1] + (tail.decode() if isinstance(order, str) else tail)

    answer = books.office.perform("accounting.record", given_order)

    assert answer.fact["d"]["entry"]["text"] == NFC
    require_canonical(books.office.body(answer.id)[0])


def test_a_reason_and_a_late_word_are_composed_too(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    receipt = builders.pay(office, member, amount=5_000, day="2026-02-01", late=NFD)
    reversal = office.perform(
        "accounting.reverse",
        {"entry": receipt.id, "reason": NFD},
        approval=Approval("ketua", NFD, builders.PIN),
    )

    for answer in (receipt, reversal):
        require_canonical(office.body(answer.id)[0])
    assert receipt.fact["late"] == NFC
    assert reversal.fact["appr"]["reason"] == NFC
    builders.require_green(office)


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (b'{"text":"x","lines":[],"lini":"x"}', "lini"),
        (b'{"text":"x"}', "lines"),
        (b'{"text":5,"lines":[]}', "text"),
        (
            b'{"text":"x","lines":[{"account":"1-1101","amount":1.5,"unit":"KTR"}]}',
            "lines[0].amount",
        ),
        (
            b'{"text":"x","lines":[{"account":"1-1101","amount":"5","unit":"KTR"}]}',
            "lines[0].amount",
        ),
        (
            b'{"text":"x","lines":[{"account":"1-1101","amount":true,"unit":"KTR"}]}',
            "lines[0].amount",
        ),
        (
            b'{"text":"x","lines":[{"account":"1-1101","amount":10000000000001,"unit":"KTR"}]}',
            "lines[0].amount",
        ),
        (b'{"text":"x","lines":[],"day":"2026-02-30"}', "day"),
        (b"[1]", None),
        (b"", None),
        (b"\xff\xfe", None),
        (b'{"text":"\\ud800","lines":[]}', None),
        ({"text": "\ud800", "lines": []}, None),
    ],
)
def test_an_order_that_cannot_be_read_is_refused_at_its_field(
    books: Session, order: Any, field: str | None
) -> None:
    before = builders.fact_count(books.office)

    with pytest.raises(BadField) as refused:
        books.office.perform("accounting.record", order)

    assert refused.value.field == field
    assert builders.fact_count(books.office) == before


def test_a_fact_that_could_not_be_read_again_is_never_written(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    most = {"product": "voluntary", "amount": 10**13}

    with pytest.raises(BadField):
        office.perform("savings.deposit", {"member": member.key, "lines": [most, most]})

    builders.require_green(office)


def test_a_fact_beyond_64_kib_is_refused_in_words(books: Session) -> None:
    office = books.office
    line = {"account": "6-1201", "unit": "KTR"}
    lines = [{**line, "amount": n % 2 or -1} for n in range(2_000)]

    with pytest.raises(BadField) as refused:
        office.perform("accounting.record", {"text": "Panjang", "lines": lines})

    assert "terlalu besar" in refused.value.message
    builders.require_green(office)


def test_personal_fields_are_masked_in_every_answer(books: Session) -> None:
    answer = books.office.perform(
        "membership.apply", {"name": "Siti Aminah", "nik": builders.nik(7), "phone": "081234567890"}
    )

    assert set(answer.fact["d"]["personal"].values()) == {"•••"}
    assert builders.nik(7) not in str(answer)


def test_only_rupiah_and_plain_values_are_written() -> None:
    assert canonical({"b": Rupiah(5), "a": [True]}) == b'{"a":[true],"b":5}'
    with pytest.raises(NotImplementedError):
        canonical({"a": object()})


def test_the_business_day_stands_beside_the_moment(books: Session) -> None:
    answer = books.office.perform("day.open", {"day": "2026-02-02"})

    assert answer.fact["bd"] == DAY.isoformat()
    assert answer.fact["at"] == "2026-02-02T08:00:00.000+07:00"
