"""A stranger's fact is judged before it is applied (FACTS §5, §6): one test, one rule."""

from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, BundleRefused, NotPermitted
from kopdes_desktop.members import queries as members
from kopdes_desktop.office.accept import Accepted
from kopdes_desktop.office.facts import digest, envelope_of
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.savings import queries as savings
from tests import builders
from tests.builders import Change, Laptops, approval, fact_count, forged


def member(session: Session, n: int = 1) -> members.MemberRow:
    found = members.member(session.office.reading, f"{n:04d}")
    assert found is not None
    return found


def deposit(session: Session, n: int = 1, amount: int = 5_000, **how: Any) -> Answer:
    return builders.pay(session.office, member(session, n), amount=amount, **how)


def seq_of(answer: Answer) -> int:
    return int(answer.fact["seq"])


def chain(laptops: Laptops, series: str = "GA") -> tuple[bytes, ...]:
    return laptops.parcel_of(series).envelopes


def give(laptops: Laptops, *envelopes: bytes, series: str = "GA") -> Accepted:
    """Her laptop gets exactly these, with all keys that the outlet has."""
    return laptops.hers.office.accept(envelopes, laptops.parcel_of(series).secrets)


def give_forged(laptops: Laptops, seq: int, change: Change, series: str = "GA") -> Accepted:
    return give(laptops, *forged(chain(laptops, series), seq, change), series=series)


def refusal(outcome: Accepted) -> BundleRefused:
    assert len(outcome.refused) == 1
    assert outcome.new == 0
    return outcome.refused[0]


def quarantined(session: Session) -> list[tuple[int, str]]:
    run = session.office.database.connection.execute
    return list(run("SELECT seq, rule FROM quarantine ORDER BY device, seq"))


def held(session: Session) -> list[str]:
    run = session.office.database.connection.execute
    return [row[0] for row in run("SELECT reason FROM held ORDER BY key").fetchall()]


@pytest.fixture
def ga(laptops: Laptops) -> Session:
    return laptops.outlets["GA"]


@pytest.fixture
def gb(laptops: Laptops) -> Session:
    return laptops.outlets["GB"]


# --- giving and taking ---------------------------------------------------------------------------


def test_twenty_deposits_of_an_outlet_are_in_her_books_and_in_everybody_s(
    laptops: Laptops, ga: Session, gb: Session
) -> None:
    for n in range(20):
        deposit(ga, 1 + n % 5, 1_000 * (n + 1))

    outcome = laptops.up("GA")

    assert outcome.new == 21  # and the day's opening
    assert (outcome.refused, outcome.held, outcome.findings) == ([], [], [])
    for series, session in (("GA", ga), ("GB", gb)):
        laptops.down(series)
        builders.require_equal(laptops.hers, session)
        builders.require_green(session.office)
    builders.require_green(laptops.hers.office)
    assert builders.balance(laptops.hers.office, "1-1103") == 210_000


def test_taking_the_same_again_does_nothing(laptops: Laptops, ga: Session) -> None:
    deposit(ga)
    laptops.exchange()
    before = fact_count(laptops.hers.office), fact_count(ga.office)

    up, down = laptops.up("GA"), laptops.down("GA")

    assert (up.new, down.new) == (0, 0)
    assert up.duplicate == len(chain(laptops))
    assert (up.refused, up.held, up.findings) == ([], [], [])
    assert (fact_count(laptops.hers.office), fact_count(ga.office)) == before
    builders.require_equal(laptops.hers, ga)


def test_an_outlet_s_own_facts_stand_provisionally_until_she_has_them(
    laptops: Laptops, ga: Session
) -> None:
    deposit(ga, 1, 5_000)
    builders.pay(laptops.hers.office, member(laptops.hers, 1), amount=7_000)

    down = laptops.down("GA")

    assert down.moved
    assert savings.balance(ga.office.reading, member(ga).key, "voluntary") == 12_000
    builders.require_green(ga.office)
    laptops.exchange()
    builders.require_equal(laptops.hers, ga)


def test_what_arrives_in_parts_and_out_of_order_is_held_and_freed(
    laptops: Laptops, ga: Session
) -> None:
    for n in range(6):
        deposit(ga, 1, 1_000 + n)
    facts = chain(laptops)

    late = give(laptops, *facts[6:], *facts[3:5])
    assert (late.new, len(late.held)) == (0, len(facts[6:]) + 2)
    assert held(laptops.hers) == ["gap"] * len(late.held)
    assert builders.balance(laptops.hers.office, "1-1103") == 0

    first = give(laptops, *facts[:3])
    assert first.new == 2 + 2  # the day, a deposit, and the two that waited
    rest = give(laptops, facts[5])

    assert rest.new == len(facts) - 5
    assert held(laptops.hers) == []
    laptops.exchange()
    builders.require_equal(laptops.hers, ga)
    builders.require_green(laptops.hers.office)


def test_an_outlet_holds_what_of_hers_it_cannot_place_yet(laptops: Laptops, ga: Session) -> None:
    for n in range(4):
        builders.pay(laptops.hers.office, member(laptops.hers, 1), amount=1_000 + n)
    parcel = laptops.parcel_of("KR")
    known = fact_count(ga.office)
    hers = [raw for raw in parcel.envelopes if envelope_of(raw).dev == laptops.hers.office.own_id]

    ga.office.accept(hers[-2:], parcel.secrets)
    assert fact_count(ga.office) == known
    assert held(ga) == ["gap", "gap"]
    ga.office.accept(hers[:-2], parcel.secrets)

    assert held(ga) == []
    builders.require_equal(laptops.hers, ga)


def test_an_acceptance_waits_for_the_facts_that_it_takes_in(
    laptops: Laptops, ga: Session, gb: Session
) -> None:
    deposit(gb, 2)
    laptops.up("GB")
    builders.pay(laptops.hers.office, member(laptops.hers, 1), amount=1_000)
    parcel = laptops.parcel_of("KR")
    hers = [raw for raw in parcel.envelopes if envelope_of(raw).dev == laptops.hers.office.own_id]

    ga.office.accept(hers, parcel.secrets)
    assert builders.balance(ga.office, "2-1101") == 0
    ga.office.accept(parcel.envelopes, parcel.secrets)

    assert held(ga) == []
    builders.require_equal(laptops.hers, ga)


def test_another_outlet_s_facts_are_taken_only_as_far_as_she_took_them(
    laptops: Laptops, ga: Session, gb: Session
) -> None:
    deposit(gb, 2)
    parcel = laptops.parcel_of("GB")

    ga.office.accept(parcel.envelopes, parcel.secrets)

    assert builders.balance(ga.office, "2-1101") == 0
    builders.require_equal(laptops.hers, ga)
    laptops.exchange()
    builders.require_equal(laptops.hers, ga)


def test_facts_of_another_outlet_that_differ_from_what_she_took_are_refused(
    laptops: Laptops, ga: Session, gb: Session
) -> None:
    receipt = deposit(gb, 2)
    laptops.up("GB")
    parcel = laptops.parcel_of("KR")
    hers = [raw for raw in parcel.envelopes if envelope_of(raw).dev != gb.office.own_id]
    other = forged(
        chain(laptops, "GB"),
        seq_of(receipt),
        lambda e: e.update(at="2026-02-02T09:00:00.000+07:00"),
    )
    before = fact_count(ga.office)

    with pytest.raises(BundleRefused):
        ga.office.accept([*hers, *other], parcel.secrets)

    assert fact_count(ga.office) == before


@pytest.mark.parametrize("login", ["kasir", "ketua", "pengawas"])
def test_only_the_treasurer_takes_an_outlet_s_facts(
    laptops: Laptops, ga: Session, login: str
) -> None:
    deposit(ga)

    with builders.working_as(laptops.hers.office, login), pytest.raises(NotPermitted):
        laptops.up("GA")


# --- the chain -----------------------------------------------------------------------------------


def test_another_fact_under_a_known_number_is_a_branch(laptops: Laptops, ga: Session) -> None:
    receipt = deposit(ga)
    laptops.up("GA")

    outcome = give_forged(laptops, seq_of(receipt), lambda e: e["d"].update(total=1))

    assert refusal(outcome).rule == "chain"
    builders.require_green(laptops.hers.office)


def test_two_facts_of_one_number_in_one_parcel_are_a_branch(laptops: Laptops, ga: Session) -> None:
    receipt = deposit(ga)
    other = forged(
        chain(laptops), seq_of(receipt), lambda e: e.update(at="2026-02-02T09:00:00.000+07:00")
    )

    outcome = give(laptops, *chain(laptops), *other)

    assert refusal(outcome).rule == "chain"


def test_a_fact_that_follows_another_past_is_refused(laptops: Laptops, ga: Session) -> None:
    receipt = deposit(ga)

    outcome = give_forged(laptops, seq_of(receipt), lambda e: e.update(prev="0" * 64))

    assert refusal(outcome).rule == "chain"
    assert refusal(outcome).values["seq"] == seq_of(receipt)


def test_a_fact_changed_without_chaining_anew_breaks_the_next(
    laptops: Laptops, ga: Session
) -> None:
    first = deposit(ga)
    deposit(ga)
    facts = list(chain(laptops))
    facts[seq_of(first) - 1] = forged(facts, seq_of(first), lambda e: e.update(batch=1))[
        seq_of(first) - 1
    ]

    assert refusal(give(laptops, *facts)).rule == "chain"


@pytest.mark.parametrize(
    "change",
    [
        {"coop": "00000000-0000-4000-8000-000000000000"},
        {"v": 2},
        {"v": 0},
        {"dev": "0" * 32},
        {"seq": 0},
        {"seq": -1},
        {"seq": 2**30},
    ],
)
def test_what_is_not_of_this_cooperative_is_no_part_of_it(
    laptops: Laptops, ga: Session, change: dict[str, Any]
) -> None:
    receipt = deposit(ga)
    before = fact_count(laptops.hers.office)

    with pytest.raises(BundleRefused) as refused:
        give_forged(laptops, seq_of(receipt), lambda e: e.update(change))

    assert refused.value.rule == "chain"
    assert fact_count(laptops.hers.office) == before


@pytest.mark.parametrize(
    "raw",
    [b"", b"{}", b"[]", b'{"v":1}', b"\xff", b"null", b'{"a":1.5}', b"[" * 3000 + b"]" * 3000],
)
def test_bytes_that_are_no_fact_are_refused(laptops: Laptops, raw: bytes) -> None:
    with pytest.raises(BadField):
        laptops.hers.office.accept([raw])


def test_nobody_writes_on_in_her_name(laptops: Laptops) -> None:
    office = laptops.hers.office
    deposit(laptops.hers)
    hers = [raw for raw in chain(laptops, "KR") if envelope_of(raw).dev == office.own_id]
    more = envelope_of(hers[-1])

    following = forged([*hers, hers[-1]], more.seq, lambda e: e.update(seq=more.seq + 1))[
        -1
    ].replace(more.prev.encode() if more.prev else b"", digest(hers[-1]).hex().encode())

    outcome = office.accept([following])
    assert refusal(outcome).rule in {"R1", "chain"}
    builders.require_green(office)


# --- R1 authority --------------------------------------------------------------------------------


def as_a_general_entry(envelope: dict[str, Any]) -> None:
    entry = envelope["d"]["entry"]
    envelope["kind"], envelope["d"] = (
        "accounting.record",
        {"number": "JRN-GA-2026-000001", "entry": entry},
    )


def test_r1_an_outlet_s_device_writes_no_kind_that_is_not_granted(
    laptops: Laptops, ga: Session
) -> None:
    receipt = deposit(ga)

    outcome = give_forged(laptops, seq_of(receipt), as_a_general_entry)

    assert refusal(outcome).rule == "R1"
    assert "accounting.record" in refusal(outcome).message


@pytest.mark.parametrize("role", ["treasurer", "chair"])
def test_r1_a_role_in_the_envelope_gives_no_authority(
    laptops: Laptops, ga: Session, role: str
) -> None:
    receipt = deposit(ga)
    hers = laptops.hers.office.signed_in.user

    def promote(envelope: dict[str, Any]) -> None:
        as_a_general_entry(envelope)
        envelope["by"] = {"user": hers, "role": role}
        envelope["appr"] = {"user": hers, "role": "chair", "reason": "x"}

    assert refusal(give_forged(laptops, seq_of(receipt), promote)).rule == "R1"


def test_r1_a_device_that_nobody_invited_is_refused(laptops: Laptops, ga: Session) -> None:
    deposit(ga)
    stranger = [raw.replace(ga.office.own_id.encode(), b"ab" * 16) for raw in chain(laptops)]
    rechained = forged(stranger, 1, lambda e: e["d"].update(number=77, id="ab" * 16))

    outcome = give(laptops, *rechained)

    assert refusal(outcome).rule == "R1"


def test_r1_nothing_is_taken_from_a_revoked_device(laptops: Laptops, ga: Session) -> None:
    office = laptops.hers.office
    deposit(ga)
    laptops.up("GA")
    head = office.database.connection.execute(
        "SELECT hash, key FROM fact WHERE key BETWEEN ? AND ? ORDER BY key DESC",
        (ga.office.own.number << 30, (ga.office.own.number + 1) << 30),
    ).fetchone()
    order = {"device": "GA", "after": head[1] & (2**30 - 1), "hash": head[0].hex()}
    office.perform("device.revoke", order, approval=approval())
    deposit(ga)

    outcome = laptops.up("GA")

    assert refusal(outcome).rule == "R1"
    builders.require_green(office)


def test_r1_an_outlet_makes_no_officer_s_key(laptops: Laptops, ga: Session) -> None:
    ga.staff.secrets = builders.Typed(builders.PASSWORD)
    changed = ga.office.perform("security.change_password", {})

    assert "officer" not in changed.fact["d"]
    outcome = give_forged(laptops, seq_of(changed), lambda e: e["d"].update(officer="A" * 43 + "="))
    assert refusal(outcome).rule == "R1"


# --- R2 shape ------------------------------------------------------------------------------------


def line(envelope: dict[str, Any], n: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = envelope["d"]["entry"]["lines"][n]
    return found


def swap_accounts(envelope: dict[str, Any]) -> None:
    line(envelope, 1)["account"] = "4-1101"


def into_her_box(envelope: dict[str, Any]) -> None:
    """Money for the treasurer's own safe, soundly written."""
    envelope["d"]["box"] = "KAS"
    lines = [each for each in envelope["d"]["entry"]["lines"] if not each.get("auto")]
    lines[0] |= {"account": "1-1101", "unit": "KTR", "box": "KAS"}
    amount = lines[0]["amount"]
    envelope["d"]["entry"]["lines"] = [
        *lines,
        {"account": "1-1901", "amount": amount, "auto": True, "unit": "USP", "with": "KTR"},
        {"account": "1-1901", "amount": -amount, "auto": True, "unit": "KTR", "with": "USP"},
    ]


def into_the_neighbour_s_drawer(envelope: dict[str, Any]) -> None:
    envelope["d"]["box"] = "LACI-G2"
    for each in envelope["d"]["entry"]["lines"]:
        for field in ("unit", "with"):
            if each.get(field) == "G1":
                each[field] = "G2"
        if each.get("box"):
            each["box"] = "LACI-G2"


SHAPELESS: dict[str, Change] = {
    "another account": swap_accounts,
    "the treasurer's box": into_her_box,
    "a neighbour's drawer": into_the_neighbour_s_drawer,
    "no box at all": lambda e: line(e).pop("box"),
    "a line more, and its opposite": lambda e: e["d"]["entry"]["lines"].extend(
        [
            {"account": "6-1201", "amount": 9, "unit": "G1"},
            {"account": "6-1201", "amount": -9, "unit": "G1"},
        ]
    ),
    "another movement": lambda e: line(e, 1).update(movement="hapus"),
    "another line of business": lambda e: line(e).update(lini="agen"),
    "a closing entry": lambda e: e["d"]["entry"].update(kind="closing"),
    "an opening entry": lambda e: e["d"]["entry"].update(kind="opening"),
    "no entry": lambda e: e["d"].pop("entry"),
    "an entry of nothing": lambda e: e["d"]["entry"].update(lines=[]),
    "text for money": lambda e: e["d"].update(total="5000"),
    "truth for money": lambda e: e["d"].update(total=True),
    "a product that does not exist": lambda e: e["d"]["lines"][0].update(product="emas"),
    "a payload of nothing": lambda e: e.update(d={}),
    "a payload that is a list": lambda e: e.update(d=[]),
    "a moment without a zone": lambda e: e.update(at="2026-02-02T08:00:00"),
    "no moment": lambda e: e.update(at="pagi"),
}


@pytest.mark.parametrize("name", SHAPELESS)
def test_r2_an_entry_keeps_to_the_rows_of_its_kind(
    laptops: Laptops, ga: Session, name: str
) -> None:
    receipt = deposit(ga)

    outcome = give_forged(laptops, seq_of(receipt), SHAPELESS[name])

    assert refusal(outcome).rule == "R2"
    builders.require_green(laptops.hers.office)


def test_r2_a_key_of_something_else_is_no_member(laptops: Laptops, ga: Session) -> None:
    receipt = deposit(ga)
    run = laptops.hers.office.database.connection.execute
    first_fact = run("SELECT min(key) FROM fact").fetchone()[0]
    decision = run("SELECT decided_by FROM member LIMIT 1").fetchone()[0]

    for strange in (first_fact, decision, laptops.hers.office.signed_in.user):

        def rename(envelope: dict[str, Any], key: int = strange) -> None:
            envelope["d"]["lines"][0]["member"] = key
            line(envelope, 1)["key"] = key

        assert refusal(give_forged(laptops, seq_of(receipt), rename)).rule == "R2"


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["personal"].update(name=d["personal"]["nik"]),
        lambda d: d["personal"].update(name="AAAA"),
        lambda d: d["personal"].update(name="bukan base64"),
        lambda d: d["personal"].update(hobby=d["personal"]["name"]),
        lambda d: d.update(sex="X"),
        lambda d: d.update(personal={}, sex=5),
    ],
)
def test_r2_sealed_fields_open_and_are_known(laptops: Laptops, ga: Session, change: Change) -> None:
    applied = ga.office.perform("membership.apply", {"name": "Calon Baru", "nik": builders.nik(70)})

    outcome = give_forged(laptops, seq_of(applied), lambda e: change(e["d"]))

    assert refusal(outcome).rule == "R2"
    builders.require_green(laptops.hers.office)


# --- R3 arithmetic -------------------------------------------------------------------------------


def change_money(envelope: dict[str, Any], by: int = 1) -> None:
    """More in the entry than the lines of the receipt say."""
    for each in envelope["d"]["entry"]["lines"]:
        each["amount"] += by if each["amount"] > 0 else -by
    envelope["d"]["total"] += by


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e["d"].update(total=e["d"]["total"] + 1),
        lambda e: e["d"]["lines"][0].update(amount=e["d"]["lines"][0]["amount"] + 1),
        change_money,
        lambda e: e["d"]["lines"][0].update(months=[["2026-02", 4_999]]),
        lambda e: e["d"]["lines"][0].update(months=[["2026-02", 15_000], ["2026-03", -5_000]]),
        lambda e: e["d"]["lines"][0].update(months=[["2026-02", 5_000], ["2026-02", 5_000]]),
        lambda e: e["d"]["lines"][0].update(months=[["banana", 10_000]]),
        lambda e: e["d"]["lines"][0].pop("months"),
        lambda e: e["d"]["lines"][0].update(product="voluntary"),
    ],
)
def test_r3_what_the_document_says_is_counted_again(
    laptops: Laptops, ga: Session, change: Change
) -> None:
    receipt = builders.pay(ga.office, member(ga), "mandatory", months=1)

    outcome = give_forged(laptops, seq_of(receipt), change)

    assert refusal(outcome).rule in {"R2", "R3"}
    builders.require_green(laptops.hers.office)


def test_r3_inter_unit_lines_are_worked_out_again(laptops: Laptops, ga: Session) -> None:
    receipt = deposit(ga)

    def detour(envelope: dict[str, Any]) -> None:
        for each in envelope["d"]["entry"]["lines"]:
            if each.get("auto") and each["unit"] == "KTR":
                each["with"] = "G2"

    assert refusal(give_forged(laptops, seq_of(receipt), detour)).rule == "R2"


def negate(envelope: dict[str, Any]) -> None:
    document = envelope["d"]
    document["total"] = -document["total"]
    for each in (*document["lines"], *document["entry"]["lines"]):
        each["amount"] = -each["amount"]


def test_r3_a_deposit_takes_nothing_out(laptops: Laptops, ga: Session) -> None:
    receipt = deposit(ga)

    assert refusal(give_forged(laptops, seq_of(receipt), negate)).rule == "R3"


# --- R4 numbers and days -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        "SMP-GA-2026-000002",
        "SMP-GA-2026-000000",
        "SMP-GB-2026-000001",
        "SMP-KR-2026-000001",
        "SMP-GA-2025-000001",
        "SMP-GA-2027-000001",
        "JRN-GA-2026-000001",
        "SMP-GA-2026-1",
        "SMP-GA-2026-0000001",
        "kuitansi 1",
        "",
    ],
)
def test_r4_a_number_is_the_next_of_its_kind_in_the_device_s_own_series(
    laptops: Laptops, ga: Session, number: str
) -> None:
    receipt = deposit(ga)

    outcome = give_forged(laptops, seq_of(receipt), lambda e: e["d"].update(number=number))

    assert refusal(outcome).rule == "R4"


def test_r4_a_document_is_dated_after_the_day_that_was_closed(
    laptops: Laptops, ga: Session
) -> None:
    deposit(ga)
    ga.office.perform("day.close", {})
    ga.office.named_day = builders.DAY.replace(day=3)
    receipt = deposit(ga)
    earlier = {"bd": "2026-02-02"}

    refused = give_forged(laptops, seq_of(receipt), lambda e: e.update(earlier))
    assert refusal(refused).rule == "R4"
    taken = give_forged(laptops, seq_of(receipt), lambda e: e.update(earlier, late="listrik padam"))

    assert taken.refused == []
    builders.require_green(laptops.hers.office)


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e["d"].update(day="2026-02-03"),
        lambda e: e.update(bd="2026-02-03"),
    ],
)
def test_r4_a_day_s_fact_is_dated_that_day(laptops: Laptops, ga: Session, change: Change) -> None:
    opened = ga.office.perform("day.open", {"day": "2026-02-02"})
    closed = ga.office.perform("day.close", {})

    assert refusal(give_forged(laptops, seq_of(opened), change)).rule == "R4"
    assert refusal(give_forged(laptops, seq_of(closed), change)).rule == "R4"


def test_r4_nothing_is_dated_after_the_open_day(laptops: Laptops, ga: Session) -> None:
    receipt = deposit(ga)

    outcome = give_forged(laptops, seq_of(receipt), lambda e: e.update(bd="2026-02-03"))

    assert refusal(outcome).rule == "R4"


# --- R5 references -------------------------------------------------------------------------------


def test_r5_a_fact_about_somebody_unknown_waits_until_he_is_known(
    laptops: Laptops, ga: Session, gb: Session
) -> None:
    applied = gb.office.perform("membership.apply", {"name": "Calon Gerai Dua"})
    change = ga.office.perform(
        "members.change", {"member": member(ga).key, "fields": {"job": "tani"}}
    )
    later = deposit(ga)

    def about_him(envelope: dict[str, Any]) -> None:
        envelope["d"] |= {"member": applied.id, "personal": {}, "par": {}, "sex": "L"}

    waiting = give_forged(laptops, seq_of(change), about_him)
    assert waiting.refused == []
    assert [reason for _key, reason in waiting.held] == [f"unknown_key {applied.id}"] * 2
    laptops.up("GB")
    freed = laptops.hers.office.accept([])

    assert freed.new == 2
    assert seq_of(later) == seq_of(change) + 1
    builders.require_green(laptops.hers.office)


@pytest.mark.parametrize("change", [{"kind": "loans.lend"}, {"kv": 2}])
def test_r5_a_kind_of_a_later_program_waits(
    laptops: Laptops, ga: Session, change: dict[str, Any]
) -> None:
    receipt = deposit(ga)
    deposit(ga)

    outcome = give_forged(laptops, seq_of(receipt), lambda e: e.update(change))

    assert outcome.refused == []
    assert {reason for _key, reason in outcome.held} == {"unknown_kind"}
    assert held(laptops.hers) == ["unknown_kind"] * 2


@pytest.mark.parametrize("kv", [0, -1])
def test_a_version_that_never_was_is_refused_and_not_held(
    laptops: Laptops, ga: Session, kv: int
) -> None:
    receipt = deposit(ga)

    outcome = give_forged(laptops, seq_of(receipt), lambda e: e.update(kv=kv))

    assert refusal(outcome).rule == "R2" or {r for _k, r in outcome.held} == {"unknown_kind"}
    builders.require_green(laptops.hers.office)


# --- R6 reversals --------------------------------------------------------------------------------


def void(session: Session, receipt: Answer) -> Answer:
    order = {"entry": receipt.id, "reason": "salah orang"}
    return session.office.perform("accounting.reverse", order, approval=approval())


def test_an_outlet_s_own_reversal_is_taken(laptops: Laptops, ga: Session) -> None:
    void(ga, deposit(ga))

    assert laptops.up("GA").refused == []
    builders.require_green(laptops.hers.office)
    assert builders.balance(laptops.hers.office, "1-1103") == 0


def test_r6_a_reversal_is_the_exact_negation(laptops: Laptops, ga: Session) -> None:
    reversal = void(ga, deposit(ga, amount=5_000))

    def half(envelope: dict[str, Any]) -> None:
        for each in envelope["d"]["entry"]["lines"]:
            each["amount"] //= 2

    for change in (
        half,
        lambda e: e["d"]["entry"].update(kind="ordinary"),
        lambda e: line(e).pop("box"),
    ):
        assert refusal(give_forged(laptops, seq_of(reversal), change)).rule == "R6"


def test_r6_nobody_reverses_a_reversal_or_another_s_document(laptops: Laptops, ga: Session) -> None:
    first, second = deposit(ga, amount=5_000), deposit(ga, amount=7_000)
    laptops.exchange()
    hers = deposit(laptops.hers, amount=5_000)
    laptops.down("GA")
    reversal = void(ga, first)
    again = void(ga, second)

    def aim(target: Answer, source: Session) -> Change:
        entry = [
            {**each, "amount": -each["amount"]}
            for each in source.office.body(target.id) and target.fact["d"]["entry"]["lines"]
        ]

        def change(envelope: dict[str, Any]) -> None:
            envelope["d"]["target"] = target.id
            envelope["d"]["entry"]["lines"] = entry

        return change

    assert refusal(give_forged(laptops, seq_of(again), aim(reversal, ga))).rule == "R6"
    assert refusal(give_forged(laptops, seq_of(again), aim(hers, laptops.hers))).rule == "R6"


def test_r6_an_outlet_reverses_nothing_after_its_day_close(laptops: Laptops, ga: Session) -> None:
    first = deposit(ga, amount=5_000)
    ga.office.perform("day.close", {})
    ga.office.named_day = builders.DAY.replace(day=3)
    second = deposit(ga, amount=5_000)
    reversal = void(ga, second)

    outcome = give_forged(laptops, seq_of(reversal), lambda e: e["d"].update(target=first.id))

    assert refusal(outcome).rule == "R6"


# --- what a refusal does -------------------------------------------------------------------------


def test_a_broken_bundle_is_kept_out_whole_and_by_name(laptops: Laptops, ga: Session) -> None:
    deposit(ga)
    bad = deposit(ga)
    deposit(ga)
    before = fact_count(laptops.hers.office)

    outcome = give_forged(laptops, seq_of(bad), swap_accounts)

    assert fact_count(laptops.hers.office) == before
    assert refusal(outcome).values["seq"] == seq_of(bad)
    assert refusal(outcome).values["device"] == ga.office.own_id[:8]
    assert {rule for _seq, rule in quarantined(laptops.hers)} == {"R2"}
    assert seq_of(bad) in {seq for seq, _rule in quarantined(laptops.hers)}
    builders.require_green(laptops.hers.office)


def test_one_broken_device_does_not_stop_another(
    laptops: Laptops, ga: Session, gb: Session
) -> None:
    bad, _good = deposit(ga), deposit(gb)
    secrets = laptops.parcel_of("GA").secrets + laptops.parcel_of("GB").secrets

    outcome = laptops.hers.office.accept(
        [*forged(chain(laptops), seq_of(bad), negate), *chain(laptops, "GB")], secrets
    )

    assert [each.rule for each in outcome.refused] == ["R3"]
    assert outcome.new == 2
    builders.require_green(laptops.hers.office)


def test_the_true_bundle_is_taken_after_a_forged_one(laptops: Laptops, ga: Session) -> None:
    bad = deposit(ga)
    give_forged(laptops, seq_of(bad), negate)

    assert laptops.up("GA").new == 2
    laptops.exchange()
    builders.require_equal(laptops.hers, ga)


def test_a_forged_fact_that_came_first_to_be_held_does_not_stay(
    laptops: Laptops, ga: Session
) -> None:
    deposit(ga)
    bad = deposit(ga)
    false = forged(chain(laptops), seq_of(bad), negate)
    give(laptops, false[-1])
    assert held(laptops.hers) == ["gap"]

    first = laptops.up("GA")
    second = laptops.up("GA")

    assert first.refused or second.refused or held(laptops.hers) == []
    assert held(laptops.hers) == []
    assert fact_count(laptops.hers.office) > 0
    laptops.exchange()
    builders.require_equal(laptops.hers, ga)


@pytest.mark.parametrize(
    "secret",
    [
        (1, "identity", b"x"),
        (1, "rahasia", b"x" * 32),
        (-1, "identity", b"x" * 32),
        (2**60, "contact", b"x" * 32),
    ],
)
def test_keys_that_are_no_keys_stop_nothing(
    laptops: Laptops, ga: Session, secret: tuple[int, str, bytes]
) -> None:
    deposit(ga)

    outcome = laptops.hers.office.accept(chain(laptops), [secret])

    assert outcome.refused == []
    assert outcome.new == 2


def test_an_outlet_gives_no_keys_for_persons_that_are_not_its_own(
    laptops: Laptops, ga: Session
) -> None:
    office = laptops.hers.office
    deposit(ga)
    next_key = (office.own.number << 30) + office.chain.seq + 3
    poison = [(next_key + n, name, b"x" * 32) for n in range(8) for name in ("identity", "contact")]

    office.accept(chain(laptops), poison)
    for n in range(80, 86):
        builders.an_applicant(office, n)

    builders.require_green(office)


# --- findings never refuse -----------------------------------------------------------------------


def test_a_document_of_a_closed_month_is_booked_on_the_first_open_day(
    laptops: Laptops, ga: Session
) -> None:
    ga.office.named_day = builders.DAY.replace(month=1, day=30)
    receipt = deposit(ga, amount=5_000)
    laptops.hers.office.perform("accounting.close_month", {"month": "2026-01"}, approval=approval())

    outcome = laptops.up("GA")

    assert outcome.refused == []
    codes = {(key, code) for key, code, _detail in outcome.findings}
    assert (receipt.id, "posted_later") in codes
    posted_on, bd = laptops.hers.office.database.connection.execute(
        "SELECT posted_on, bd FROM entry WHERE key=?", (receipt.id,)
    ).fetchone()
    assert (posted_on, bd) == ("2026-02-01", "2026-01-30")
    assert (
        builders.balance(laptops.hers.office, "1-1103", builders.DAY.replace(month=1, day=31)) == 0
    )
    laptops.exchange()
    builders.require_equal(laptops.hers, ga)
    for session in (laptops.hers, ga):
        builders.require_green(session.office)


def test_an_outlet_s_own_fact_moves_into_the_open_month_when_hers_is_closed(
    laptops: Laptops, ga: Session
) -> None:
    ga.office.named_day = builders.DAY.replace(month=1, day=30)
    deposit(ga, amount=5_000)
    laptops.hers.office.perform("accounting.close_month", {"month": "2026-01"}, approval=approval())

    laptops.down("GA")

    assert builders.balance(ga.office, "1-1103", builders.DAY.replace(month=1, day=31)) == 0
    assert builders.balance(ga.office, "1-1103") == 5_000
    builders.require_green(ga.office)
    laptops.exchange()
    builders.require_equal(laptops.hers, ga)


@pytest.mark.parametrize("series", ["GA", "GB"])
def test_a_document_reversed_on_two_laptops_is_found_whatever_their_numbers(
    laptops: Laptops, series: str
) -> None:
    outlet = laptops.outlets[series]
    receipt = deposit(outlet, amount=5_000)
    other = deposit(outlet, amount=9_000)
    laptops.exchange()
    void(laptops.hers, receipt)
    twice = void(outlet, receipt)

    outcome = laptops.up(series)

    assert outcome.refused == []
    assert [(key, code) for key, code, _detail in outcome.findings if code == "reversed_twice"] == [
        (twice.id, "reversed_twice")
    ]
    assert other.id != receipt.id
    laptops.exchange()
    builders.require_equal(laptops.hers, outlet)
    builders.require_rebuilt(laptops.hers.office)


def test_money_of_somebody_who_is_no_member_is_taken_and_shown(
    laptops: Laptops, ga: Session
) -> None:
    applicant = builders.an_applicant(ga.office, 90)
    receipt = deposit(ga)

    def for_him(envelope: dict[str, Any]) -> None:
        envelope["d"]["member"] = envelope["d"]["lines"][0]["member"] = applicant
        line(envelope, 1)["key"] = applicant

    outcome = give_forged(laptops, seq_of(receipt), for_him)

    assert outcome.refused == []
    assert [(key, code) for key, code, _d in outcome.findings] == [(receipt.id, "not_active")]
    builders.require_green(laptops.hers.office)


def test_a_member_entered_on_two_laptops_is_found_and_both_stay(
    laptops: Laptops, ga: Session, gb: Session
) -> None:
    one = builders.an_applicant(ga.office, 91)
    other = builders.an_applicant(gb.office, 91)

    first, second = laptops.up("GA"), laptops.up("GB")

    assert first.findings == []
    assert second.findings == [(other, "duplicate_nik", str(one))]
    laptops.exchange()
    builders.require_equal(laptops.hers, ga)


def test_an_empty_drawer_is_found_and_not_refused(laptops: Laptops, ga: Session) -> None:
    deposit(ga, amount=50_000)
    laptops.exchange()
    laptops.hers.office.perform(
        "accounting.move_cash", {"from": "LACI-G1", "to": "KECIL", "amount": 45_000}
    )
    ga.office.perform(
        "accounting.move_cash", {"from": "LACI-G1", "to": "JALAN-G1", "amount": 40_000}
    )

    outcome = laptops.up("GA")

    assert outcome.refused == []
    assert [code for _key, code, _detail in outcome.findings] == ["below_zero"]


def test_a_person_without_keys_is_found(laptops: Laptops, ga: Session) -> None:
    applicant = builders.an_applicant(ga.office, 92)

    outcome = laptops.up("GA", secrets=False)

    assert [(key, code) for key, code, _detail in outcome.findings] == [(applicant, "key_missing")]
    found = members.member(laptops.hers.office.reading, applicant)
    assert found is not None
    assert found.name is None


def test_edits_on_two_laptops_wait_for_a_person(laptops: Laptops, ga: Session, gb: Session) -> None:
    key = member(ga).key
    for session, job in ((ga, "tani"), (gb, "dagang")):
        session.office.perform("members.change", {"member": key, "fields": {"job": job}})

    laptops.exchange()

    office = laptops.hers.office
    assert [(field, who) for _fact, field, who in members.open_conflicts(office.reading)] == [
        ("job", key)
    ]
    office.perform("members.settle_edit", {"member": key, "field": "job", "value": "tani"})
    laptops.exchange()
    for session in (laptops.hers, ga, gb):
        assert members.open_conflicts(session.office.reading) == []
        builders.require_equal(laptops.hers, session) if session is not laptops.hers else None
        builders.require_green(session.office)


def test_sex_that_two_laptops_changed_can_be_settled_too(
    laptops: Laptops, ga: Session, gb: Session
) -> None:
    key = member(ga).key
    for session, sex in ((ga, "L"), (gb, "P")):
        session.office.perform("members.change", {"member": key, "fields": {"sex": sex}})
    laptops.exchange()

    laptops.hers.office.perform(
        "members.settle_edit", {"member": key, "field": "sex", "value": "P"}
    )
    laptops.exchange()

    for session in (laptops.hers, ga, gb):
        found = members.member(session.office.reading, key)
        assert found is not None
        assert found.sex == "P"
    builders.require_equal(laptops.hers, ga)


# --- what an outlet may do in the first place ----------------------------------------------------


@pytest.mark.parametrize(
    ("op", "order"),
    [
        (
            "savings.deposit",
            {"member": "0001", "cash": "KAS", "lines": [{"product": "voluntary", "amount": 5}]},
        ),
        (
            "savings.deposit",
            {"member": "0001", "cash": "LACI-G2", "lines": [{"product": "voluntary", "amount": 5}]},
        ),
        ("accounting.move_cash", {"from": "LACI-G1", "to": "KAS", "amount": 5}),
        ("accounting.move_cash", {"from": "KAS", "to": "LACI-G1", "amount": 5}),
    ],
)
def test_an_outlet_is_told_at_once_what_her_laptop_would_refuse(
    laptops: Laptops, ga: Session, op: str, order: dict[str, Any]
) -> None:
    deposit(ga, amount=50_000)
    deposit(laptops.hers, amount=50_000)
    laptops.exchange()

    with pytest.raises((BadField, NotPermitted)):
        ga.office.perform(op, order)

    assert laptops.up("GA").refused == []


def test_cash_goes_to_the_office_by_the_way_box(laptops: Laptops, ga: Session) -> None:
    deposit(ga, amount=50_000)
    order = {"from": "LACI-G1", "to": "KAS", "amount": 40_000, "transit": True}

    ga.office.perform("accounting.move_cash", order)

    assert laptops.up("GA").refused == []
    laptops.hers.office.perform(
        "accounting.move_cash", {"from": "JALAN-G1", "to": "KAS", "amount": 40_000}
    )
    builders.require_green(laptops.hers.office)


@pytest.mark.parametrize(
    "op",
    [
        "accounting.record",
        "accounting.open_balances",
        "membership.decide",
        "settings.change",
        "savings.set_rate",
        "security.add_user",
        "device.enrol",
        "accounting.close_month",
        "members.erase",
    ],
)
def test_an_outlet_s_laptop_does_only_what_it_was_granted(ga: Session, op: str) -> None:
    with builders.working_as(ga.office, "bendahara"), pytest.raises(NotPermitted):
        ga.office.perform(op, {})
