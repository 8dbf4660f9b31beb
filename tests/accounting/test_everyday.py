"""Everyday events: each template posts what the book of recipes says, and nothing ever tips.

events.csv says with which template a recipe is recorded, event_recipes.csv holds its lines; where
the shared book of recipes lies beside this checkout, they are compared.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.accounting import templates
from kopdes_desktop.accounting.templates import DOCUMENT, LEAD, PARTY, TARGET, Template
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, InsufficientBalance, NeedsApproval
from kopdes_desktop.ledger import balances, chart
from kopdes_desktop.ledger.entry import unit_sums
from kopdes_desktop.office.office import Office
from tests import builders
from tests.accounting.test_recipes import SOURCE, read, signed

EVENTS = Path(__file__).parent / "events.csv"
RECIPES = read(Path(__file__).parent / "event_recipes.csv")
PLENTY = 90_000_000


def events() -> dict[str, dict[str, str]]:
    with EVENTS.open(encoding="utf-8", newline="") as rows:
        return {row["recipe"]: row for row in csv.DictReader(rows)}


def ordered(row: dict[str, str]) -> dict[str, Any]:
    extras = dict(each.split("=") for each in row["extras"].split())
    return templates.order(
        row["template"],
        int(row["amount"]),
        box=row["box"] or None,
        unit=row["unit"] or None,
        target=row["target"] or None,
        party=row["party"] or None,
        purpose=row["purpose"] or None,
        extras={name: int(amount) for name, amount in extras.items()},
    )


@pytest.fixture(scope="module")
def village(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Books in which every box and every account that an event draws on holds enough."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("everyday") / "buku")
    with builders.open_books(folder) as session:
        fund(session.office)
        yield session
        builders.require_rebuilt(session.office)


def fund(office: Office) -> None:
    """Every box, and what is paid back or used up, from before the books began."""
    boxes = [box for box in chart.boxes(office.reading) if not box.in_transit]
    given_lines: list[dict[str, Any]] = [
        {"account": box.account, "amount": PLENTY, "unit": box.unit, "box": box.code}
        for box in boxes
    ]
    owed = ("2-1302", "2-1301", "2-2106", "2-1504")
    given_lines += [{"account": code, "amount": -PLENTY, "unit": "KTR"} for code in owed]
    given_lines += [
        {"account": code, "amount": amount, "unit": "KTR", "key": "ketua"}
        for code, amount in (("1-1505", PLENTY), ("1-1205", PLENTY), ("2-1503", -PLENTY))
    ]
    given_lines += [
        {"account": code, "amount": PLENTY, "unit": "G1"} for code in ("1-1122", "1-1123", "1-1203")
    ]
    rest = -sum(line["amount"] for line in given_lines)
    given_lines.append({"account": "3-1501", "amount": rest, "unit": "KTR"})
    office.perform("accounting.open_balances", {"day": "2025-12-31", "lines": given_lines})


def an_order(office: Office, template: Template, unit: str, amount: int) -> dict[str, Any]:
    """Whatever this template asks, answered."""
    answers = templates.answers(office.reading, template, unit)
    purpose = next((each.code for each in answers if each.lead is None), None)
    document = None
    if DOCUMENT in template.asks:
        sent = templates.order("unknown_deposit", amount, box="BRI")
        document = office.perform("accounting.jot", sent).number
    return templates.order(
        template.code,
        amount,
        box=templates.boxes(office.reading, template, unit)[0].code if template.uses_box else None,
        unit=unit,
        target="USP" if any(part.account == TARGET for part in template.parts) else None,
        party="ketua" if PARTY in template.asks else None,
        purpose=purpose,
        document=document,
        extras={each.code: amount // 10 for each in template.extras},
    ) | ({"text": "sesuatu"} if template.vague else {})


POSTING = [each for each in templates.shipped() if each.way != LEAD]


def test_there_are_forty_everyday_events_and_more() -> None:
    assert len(POSTING) >= 40
    assert len({each.code for each in templates.shipped()}) == len(templates.shipped())


def test_every_event_names_what_its_cash_is_for() -> None:
    assert {each.activity for each in POSTING} == {"operational", "investment", "financing"}
    assert {each.way for each in templates.shipped()} == {"in", "out", "memorial", "lead"}


@pytest.mark.parametrize("template", POSTING, ids=lambda each: each.code)
def test_an_event_asks_three_fields_at_most(template: Template) -> None:
    fields = 1 + int(template.uses_box) + len(template.asks)

    assert fields <= 3, template.asks
    assert bool(template.purposes) == ("purpose" in template.asks)
    assert {each.code for each in template.extras} <= set(template.asks)
    named = {name for part in template.parts for _sign, name in part.terms}
    assert named == {"amount", *(each.code for each in template.extras)}


@pytest.mark.parametrize("kind", ["office", "usp", "outlet"])
def test_at_most_twelve_are_shown_before_one_types(kind: str) -> None:
    top = [each for each in templates.shipped() if kind in each.top]

    assert 8 <= len(top) <= 12
    assert all(kind in each.units for each in top)


def test_no_event_speaks_of_debit_and_credit() -> None:
    said = [
        text.casefold()
        for each in templates.shipped()
        for text in (
            each.sentence,
            each.explanation,
            each.ask or "",
            *(one.name for one in each.purposes),
            *(one.name for one in each.extras),
        )
    ]

    assert not [text for text in said if "debit" in text or "debet" in text]
    assert not [text for text in said if "kredit" in text]


@pytest.mark.skipif(not SOURCE.exists(), reason="the shared pages do not lie beside this checkout")
def test_the_rows_here_are_those_of_the_book_of_recipes() -> None:
    source = read(SOURCE)

    assert RECIPES.keys() == events().keys()
    assert {name: source[name] for name in RECIPES} == RECIPES


@pytest.mark.parametrize("recipe", events())
def test_an_event_posts_its_recipe(village: Session, recipe: str) -> None:
    answer = village.office.perform("accounting.jot", ordered(events()[recipe]))

    posted = Counter(
        (line.account, int(line.amount), line.unit, line.auto)
        for line in builders.lines_of(village.office, answer.id)
    )
    wanted = Counter(
        (row["account"], signed(row), row["unit"], bool(row["auto"])) for row in RECIPES[recipe]
    )
    assert posted == wanted


@pytest.mark.parametrize("template", POSTING, ids=lambda each: each.code)
def test_an_event_balances_in_every_unit_it_is_offered_in(
    village: Session, template: Template
) -> None:
    office = village.office
    units = [
        unit.code
        for unit in chart.units(office.reading)
        if template in templates.offered(office.reading, unit.code)
    ]

    assert units
    for unit in units:
        answer = office.perform("accounting.jot", an_order(office, template, unit, 10_000))
        entry = balances.entry_of(office.reading, answer.id)
        assert set(unit_sums(entry.lines).values()) == {0}
        assert entry.text == template.sentence or template.vague


@given(
    st.sampled_from(POSTING),
    st.integers(1, 10**12),
    st.lists(st.integers(0, 10**12), min_size=3, max_size=3),
)
def test_the_parts_of_an_event_sum_to_nothing(
    template: Template, amount: int, others: list[int]
) -> None:
    amounts = {"amount": amount}
    amounts |= {each.code: n for each, n in zip(template.extras, others, strict=False)}

    assert sum(part.comes_to(amounts) for part in template.parts) == 0


@pytest.mark.parametrize(
    ("text", "came", "went", "code"),
    [
        ("Print Warna dan Fotocopy Undangan", 0, 15_200, "paper"),
        ("Pembelian Snack Temu Mitra", 0, 165_000, "meeting"),
        ("Terima diskon snack temu mitra", 15_000, 0, "discount"),
        ("Pinjam pihak ke-3 (pengurus)", 394_900, 0, "talangan_in"),
        ("Pengembalian pinjaman pihak ke-3", 0, 80_000, "talangan_repaid"),
        ("Pengembalian Pihak ke-3", 0, 901_750, "talangan_repaid"),
        ("Terima laba Mitra Broiler", 80_000, 0, "partner_share"),
        ("Terima Laba Bagi Hasil Pisang", 769_250, 0, "partner_share"),
        ("Terima laba pemesanan Buku", 48_000, 0, "office_service"),
        ("Pembelian Pulsa Nomor KDMP", 0, 11_700, "power"),
        ("Biaya Konsumsi Persiapan RAT", 0, 77_000, "annual_meeting"),
        ("Pembelian sapu dan tempat sampah", 0, 23_000, "supplies"),
        ("Cetak Print Rekening Bank", 0, 35_000, "paper"),
        ("BIAYA ADM", 0, 6_000, "bank_fee"),
        ("BUNGA", 8_000, 0, "bank_interest"),
        ("Setor tunai ke bank", 0, 500_000, "lead_move"),
        ("Simpanan wajib", 10_000, 0, "lead_savings"),
    ],
)
def test_words_of_an_old_cash_book_find_their_event(
    text: str, came: int, went: int, code: str
) -> None:
    assert templates.guess(text, came, went)[0].code == code


def test_nonsense_finds_nothing() -> None:
    assert templates.guess("qwxz", 0, 1_000) == []


def test_numbers_are_gapless_for_each_way(books: Session) -> None:
    fund(books.office)

    def jot(code: str, **how: Any) -> str | None:
        return books.office.perform("accounting.jot", templates.order(code, 1_000, **how)).number

    numbers = [
        jot("power", box="KAS"),
        jot("other_income", box="KAS", text="parkir"),
        jot("honor", box="KAS", party="ketua"),
        jot("cost_due", purpose="paper"),
    ]
    with pytest.raises(InsufficientBalance):
        books.office.perform("accounting.jot", templates.order("power", 10**10, box="KAS"))
    numbers.append(jot("paper", box="KECIL"))

    assert numbers == [
        "BKK-KR-2026-000001",
        "BKM-KR-2026-000001",
        "BKK-KR-2026-000002",
        "BMM-KR-2026-000001",
        "BKK-KR-2026-000003",
    ]


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"template": "xyz", "amount": 1}, "template"),
        ({"template": "lead_sale", "amount": 1}, "template"),
        ({"template": "power", "amount": 0, "box": "KAS"}, "amount"),
        ({"template": "power", "amount": -5, "box": "KAS"}, "amount"),
        ({"template": "power", "amount": 5}, "box"),
        ({"template": "power", "amount": 5, "box": "ADA"}, "box"),
        ({"template": "power", "amount": 5, "box": "JALAN-G1"}, "box"),
        ({"template": "power", "amount": 5, "box": "USP", "unit": "G1"}, "box"),
        ({"template": "power", "amount": 5, "box": "LACI-G1", "unit": "G1"}, "box"),
        ({"template": "scrap", "amount": 5, "box": "LACI-G1", "unit": "KTR"}, "box"),
        ({"template": "bank_fee", "amount": 5, "box": "KAS"}, "box"),
        ({"template": "power", "amount": 5, "box": "KAS", "unit": "X"}, "unit"),
        ({"template": "annual_meeting", "amount": 5, "box": "KAS", "unit": "G1"}, "unit"),
        ({"template": "partner_share", "amount": 5, "box": "KAS", "unit": "KTR"}, "unit"),
        ({"template": "repair", "amount": 5, "box": "KAS"}, "purpose"),
        ({"template": "repair", "amount": 5, "box": "KAS", "purpose": "asset"}, "purpose"),
        ({"template": "advance", "amount": 5, "box": "KAS"}, "party"),
        ({"template": "other_cost", "amount": 5, "box": "KAS"}, "text"),
        ({"template": "cost_due", "amount": 5, "box": "KAS", "purpose": "paper"}, "box"),
        ({"template": "unknown_returned", "amount": 5, "box": "KAS"}, "document"),
        ({"template": "usp_capital", "amount": 5, "box": "KAS", "target": "KECIL"}, "target"),
        (
            {"template": "agent_deposit", "amount": 5, "box": "LACI-G1", "extras": {"fee": 6}},
            "extras.fee",
        ),
        ({"template": "power", "amount": 5, "box": "KAS", "extras": {"fee": 1}}, "extras.fee"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    village: Session, order: dict[str, Any], field: str
) -> None:
    before = builders.fact_count(village.office)

    with pytest.raises(BadField) as refused:
        village.office.perform("accounting.jot", order)

    assert refused.value.field == field
    assert builders.fact_count(village.office) == before


def test_ones_own_advance_needs_a_second_person(village: Session) -> None:
    order = templates.order("advance", 5_000, box="KAS", party="bendahara")

    with pytest.raises(NeedsApproval):
        village.office.perform("accounting.jot", order)
    answer = village.office.perform("accounting.jot", order, approval=builders.approval())

    assert answer.number is not None


def test_an_unknown_deposit_is_settled_once(village: Session) -> None:
    office = village.office
    sent = office.perform("accounting.jot", templates.order("unknown_deposit", 50_000, box="BRI"))
    known = templates.order("unknown_known", 50_000, purpose="other", document=sent.number)

    office.perform("accounting.jot", known)

    assert balances.of_key(office.reading, "2-1108", sent.id) == []
    with pytest.raises(InsufficientBalance):
        office.perform("accounting.jot", known)


def test_a_cost_of_the_outlet_paid_by_the_office_settles_over_the_units(village: Session) -> None:
    answer = village.office.perform(
        "accounting.jot", templates.order("power", 70_000, box="KAS", unit="G1")
    )

    lines = builders.seen(builders.lines_of(village.office, answer.id))
    assert ("6-1201", 70_000, "G1") in lines
    assert ("1-1101", -70_000, "KTR") in lines
    assert len(lines) == 4


@pytest.mark.parametrize("template", templates.shipped(), ids=lambda each: each.code)
def test_what_is_owed_by_or_to_somebody_says_whose_it_is(template: Template) -> None:
    """The payroll alone is a list of persons: its paper says whose."""
    by_person = {"1-1205", "1-1505", "2-1503"} & set(template.fixed)

    if by_person:
        assert PARTY in template.asks
        assert PARTY not in template.optional
        assert all(p.keyed == PARTY for p in template.parts if p.account in by_person)


def test_what_is_described_names_nobody(books: Session) -> None:
    order = templates.order("other_income", 10_000, box="KAS", text="NIK 3310 0101 0160 0001")

    for text in ("", "NIK 3310 0101 0160 0001", "dari 0812 3456 7890"):
        with pytest.raises(BadField) as refused:
            books.office.perform("accounting.jot", {**order, "text": text})
        assert refused.value.field == "text"
    with pytest.raises(BadField) as refused:
        books.office.perform("accounting.jot", {**order, "text": "parkir", "ref": "081234567890"})
    assert refused.value.field == "ref"


def test_nobody_pays_an_honorarium_to_herself_alone(books: Session) -> None:
    fund(books.office)
    order = templates.order("honor", 1_000, box="KAS", party="bendahara")
    with pytest.raises(NeedsApproval):
        books.office.perform("accounting.jot", order)

    books.office.perform("accounting.jot", order, approval=builders.approval())


@pytest.mark.parametrize(("account", "amount"), [("6-1402", 5_000), ("4-9104", -5_000)])
def test_money_that_lacks_or_is_left_over_is_for_a_count(
    village: Session, account: str, amount: int
) -> None:
    lines = [
        {"account": account, "amount": amount, "unit": "KTR"},
        {"account": "1-1101", "amount": -amount, "unit": "KTR", "box": "KAS"},
    ]
    order = {"text": "selisih", "lines": lines}

    with pytest.raises(BadField) as refused:
        village.office.perform("accounting.record", order)
    assert "Hitung kas" in refused.value.message
    with pytest.raises(NeedsApproval):
        village.office.perform("accounting.record", {**order, "kind": "adjustment"})
    agreed = {**order, "kind": "adjustment"}
    made = village.office.perform("accounting.record", agreed, approval=builders.approval())

    assert (account, amount, "KTR") in builders.seen(builders.lines_of(village.office, made.id))


def test_a_drawer_takes_what_happens_over_its_own_counter_alone(village: Session) -> None:
    read = village.office.reading
    among = {
        template.code
        for template in POSTING
        for unit in ("KTR", "G1")
        if template.uses_box
        and any(box.code == "LACI-G1" for box in templates.boxes(read, template, unit))
    }

    assert among == {each.code for each in POSTING if each.counter}
    assert {"agent_deposit", "bill_sold", "warehouse"} <= among
