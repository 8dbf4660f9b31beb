"""Opening balances: both sides meet, words say what is missing, and once agreed they stand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.accounting import opening
from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import (
    AlreadyDecided,
    BadField,
    NeedsApproval,
    NotPermitted,
    OpeningAgreed,
    SelfApproval,
    Unbalanced,
)
from kopdes_desktop.ledger import chart, periods
from tests import builders
from tests.builders import approval, balance, fact_count, record, working_as

DAY = "2025-12-31"


def take_over(books: Session, *lines: tuple[str, int, str] | dict[str, Any], day: str = DAY) -> Any:
    """Lines of the old books; 3-1501 takes what they lack."""
    made: list[dict[str, Any]] = [
        each
        if isinstance(each, dict)
        else dict(zip(("account", "amount", "unit"), each, strict=True))
        for each in lines
    ]
    rest = sum(each["amount"] for each in made)
    if rest:
        made.append({"account": "3-1501", "amount": -rest, "unit": "KTR"})
    return books.office.perform("accounting.open_balances", {"day": day, "lines": made})


def agree(
    books: Session, explanation: str = "Berita acara 1/2026", by: str | None = "ketua"
) -> Any:
    return books.office.perform(
        "accounting.agree_opening",
        {"explanation": explanation},
        approval=approval(by) if by else None,
    )


def into_reserves(books: Session, amount: int) -> Any:
    """What is left over becomes a reserve: past no meeting, so nobody's alone."""
    lines = ("3-1501", amount, "KTR"), ("3-1301", -amount, "KTR")
    return record(books.office, *lines, kind="adjustment", approval=approval("ketua"))


def seen(books: Session) -> opening.Opening:
    return opening.opening(books.office.reading)


CASH, SAVED = ("1-1101", 1_500_000, "KTR"), ("3-1101", -1_500_000, "KTR")
HALF = [CASH, ("1-1111", 500_000, "KTR"), SAVED]


# --- the statement ------------------------------------------------------------------------------


def test_the_two_sides_of_an_opening_meet_on_3_1501(books: Session) -> None:
    take_over(books, ("1-1101", 1_500_000, "KTR"), ("1-1111", 700_000, "KTR"))
    take_over(books, ("2-1504", -200_000, "KTR"), ("3-1201", -1_500_000, "KTR"))

    found = seen(books)

    assert [(row.group, row.account, int(row.amount)) for row in found.rows] == [
        ("cash", "1-1101", 1_500_000),
        ("banks", "1-1111", 700_000),
        ("debts", "2-1504", 200_000),
        ("equity", "3-1201", 1_500_000),
    ]
    assert (int(found.assets), int(found.liabilities), int(found.equity)) == (
        2_200_000,
        200_000,
        1_500_000,
    )
    assert (int(found.result), int(found.difference)) == (0, 500_000)
    assert balance(books.office, "3-1501") == -500_000
    assert (found.day, found.agreed) == (date(2025, 12, 31), None)
    assert int(found.total("cash")) == 1_500_000


@pytest.mark.parametrize(
    ("account", "unit", "group"),
    [
        ("1-1103", "G1", "cash"),
        ("1-1115", "KTR", "banks"),
        ("1-1121", "G1", "banks"),
        ("1-1401", "G1", "stock"),
        ("1-1202", "G1", "receivables"),
        ("1-1301", "USP", "receivables"),
        ("1-1501", "KTR", "receivables"),
        ("1-2105", "KTR", "assets"),
        ("2-1101", "USP", "members"),
        ("2-1107", "KTR", "members"),
        ("2-1201", "G1", "debts"),
        ("2-2101", "KTR", "debts"),
        ("3-1101", "KTR", "members"),
        ("3-1301", "KTR", "equity"),
        ("4-9109", "KTR", "year"),
        ("6-1201", "KTR", "year"),
    ],
)
def test_each_account_lies_where_a_treasurer_looks_for_it(
    books: Session, account: str, unit: str, group: str
) -> None:
    amount = 9_000 if account[0] in "156" else -9_000
    take_over(books, (account, amount, unit), day="2026-01-31")

    assert [(row.group, row.account) for row in seen(books).rows] == [(group, account)]


def test_a_start_in_mid_year_brings_income_and_cost_to_date(books: Session) -> None:
    take_over(books, ("1-1101", 900_000, "KTR"), ("3-1201", -800_000, "KTR"), day="2026-01-31")
    assert int(seen(books).difference) == 100_000

    take_over(
        books,
        {"account": "4-1101", "amount": -350_000, "unit": "G1", "lini": "sembako"},
        {"account": "5-1101", "amount": 200_000, "unit": "G1", "lini": "sembako"},
        ("6-1201", 50_000, "KTR"),
        day="2026-01-31",
    )

    found = seen(books)
    assert [(row.account, int(row.amount)) for row in found.of("year")] == [
        ("4-1101", 350_000),
        ("5-1101", -200_000),
        ("6-1201", -50_000),
    ]
    assert (int(found.result), int(found.difference)) == (100_000, 0)
    assert agree(books).fact["d"]["day"] == "2026-02-02"
    builders.require_green(books.office)


def test_what_is_taken_back_or_mended_over_3_1501_counts_too(books: Session) -> None:
    wrong = take_over(books, ("1-1101", 400_000, "KTR"))
    take_over(books, ("1-1101", 300_000, "KTR"))
    books.office.perform("accounting.reverse", {"entry": wrong.number, "reason": "salah hitung"})
    into_reserves(books, 300_000)
    record(books.office, ("6-1201", 5_000, "KTR"), ("1-1101", -5_000, "KTR"))

    found = seen(books)

    assert [(row.account, int(row.amount)) for row in found.rows] == [
        ("1-1101", 300_000),
        ("3-1301", 300_000),
    ]
    assert int(found.difference) == 0 == balance(books.office, "3-1501")


# --- in words -----------------------------------------------------------------------------------


def words(books: Session) -> str:
    return "\n".join(seen(books).words)


def test_before_anything_the_words_say_where_to_begin(books: Session) -> None:
    assert "Belum ada saldo awal" in words(books)


@pytest.mark.parametrize(
    ("lines", "said", "unsaid"),
    [
        ([CASH], ["Harta lebih besar Rp1.500.000", "Simpanan anggota belum ada"], ["Kas dan bank"]),
        (
            [SAVED],
            [
                "lebih besar Rp1.500.000 daripada harta",
                "Simpanan anggota sudah ada, tetapi uangnya belum",
                "Persediaan belum ada",
                "Piutang belum ada",
                "Peralatan",
            ],
            ["Simpanan anggota belum ada"],
        ),
        (
            [("2-1504", -10_000, "KTR")],
            ["Kas dan bank belum ada"],
            ["Simpanan anggota sudah ada"],
        ),
        (
            [("1-1101", 5_000, "KTR"), ("2-1504", -11_000, "KTR")],
            ["Rp6.000", "Bank belum ada"],
            ["Uang tunai belum ada"],
        ),
        (
            [("1-1111", 5_000, "KTR"), ("2-1504", -11_000, "KTR")],
            ["Rp6.000", "Uang tunai belum ada"],
            ["Bank belum ada"],
        ),
        (
            [("1-1101", 5_000, "KTR"), ("3-1101", -2_000, "KTR")],
            ["Rp3.000", "Utang belum ada", "Modal lain belum ada"],
            ["Simpanan anggota belum ada", "tengah tahun"],
        ),
        (
            [*HALF, ("3-1201", -500_000, "KTR")],
            ["Saldo awal seimbang: harta Rp2.000.000"],
            ["belum ada"],
        ),
        (HALF, ["1-1111 Bank BRI tepat sebesar selisih"], ["setengah"]),
        ([("1-1101", 9_000, "KTR"), ("3-1201", -4_500, "KTR")], ["habis dibagi 9"], []),
        (
            [("1-1101", 7_000, "KTR"), ("1-2105", 1_000, "KTR"), ("3-1201", -6_000, "KTR")],
            ["1-2105 Peralatan Kantor dan Komputer tepat setengah selisih"],
            ["habis dibagi 9"],
        ),
    ],
)
def test_the_words_say_which_side_is_larger_and_what_is_missing(
    books: Session, lines: list[Any], said: list[str], unsaid: list[str]
) -> None:
    take_over(books, *lines)

    told = words(books)

    for part in said:
        assert part in told
    for part in unsaid:
        assert part not in told


def test_books_that_begin_in_mid_year_are_asked_for_the_months_before(books: Session) -> None:
    take_over(books, CASH)
    assert "tengah tahun" not in words(books)

    books.office.perform("settings.change", {"fields": {"book_year_starts": 7}})

    assert "tengah tahun" in words(books)
    take_over(books, ("3-1201", -2_500_000, "KTR"))
    assert "belanjakan harus tercatat sebagai beban" in words(books)
    take_over(books, ("6-1201", 1_000_000, "KTR"))
    assert "tengah tahun" not in words(books)


def test_a_lump_of_members_savings_is_shown_until_it_is_taken_back(books: Session) -> None:
    lump = take_over(books, CASH, SAVED)

    assert "Simpanan Pokok Rp1.500.000 masih satu jumlah" in words(books)

    books.office.perform("accounting.reverse", {"entry": lump.number, "reason": "impor daftarnya"})
    assert "masih satu jumlah" not in words(books)
    builders.require_green(books.office)


# --- agreeing -----------------------------------------------------------------------------------


@pytest.fixture
def agreed(books: Session) -> Session:
    take_over(books, CASH, ("3-1201", -1_500_000, "KTR"))
    agree(books)
    return books


def test_agreed_balances_say_when(agreed: Session) -> None:
    assert seen(agreed).agreed == builders.DAY
    assert periods.opening_agreed(agreed.office.reading) == builders.DAY
    builders.require_green(agreed.office)


def test_a_difference_is_not_agreed_on_and_its_words_are_told(books: Session) -> None:
    take_over(books, CASH)

    with pytest.raises(Unbalanced) as refused:
        agree(books)

    assert "Harta lebih besar Rp1.500.000" in refused.value.message
    assert "Simpanan anggota belum ada" in refused.value.message
    assert seen(books).agreed is None


def test_a_cooperative_that_begins_with_nothing_may_say_so(books: Session) -> None:
    agree(books)

    with pytest.raises(OpeningAgreed):
        take_over(books, CASH)


def test_after_the_agreement_nothing_is_added_or_taken_back(agreed: Session) -> None:
    office = agreed.office
    before, entry = fact_count(office), "SAW-KR-2025-000001"

    with pytest.raises(OpeningAgreed) as refused:
        take_over(agreed, ("1-1111", 5, "KTR"))
    with pytest.raises(OpeningAgreed):
        office.perform("accounting.reverse", {"entry": entry, "reason": "salah"})
    with pytest.raises(OpeningAgreed):
        record(office, ("3-1501", 5, "KTR"), ("3-1301", -5, "KTR"))

    assert "2 Februari 2026" in refused.value.message
    assert fact_count(office) == before


def test_savings_of_an_old_register_are_locked_with_the_rest(books: Session) -> None:
    office = books.office
    member = builders.a_member(office).key
    lines = [{"product": "principal", "amount": 100_000}]
    taken = office.perform(
        "savings.take_over", {"member": member, "lines": lines, "day": "2026-02-01"}
    )
    take_over(books, ("1-1101", 100_000, "KTR"))
    assert [row.account for row in seen(books).of("members")] == ["3-1101"]
    agree(books)
    before = fact_count(office)

    with pytest.raises(OpeningAgreed):
        office.perform("accounting.reverse", {"entry": taken.number, "reason": "salah"})
    for amount in (5_000, 10_000):
        more = [{"product": "mandatory", "amount": amount}]
        with pytest.raises(OpeningAgreed):
            office.perform(
                "savings.take_over", {"member": member, "lines": more, "day": "2026-02-01"}
            )

    assert fact_count(office) == before
    builders.require_green(office)


def test_what_was_mended_over_3_1501_is_not_undone_after_the_agreement(books: Session) -> None:
    take_over(books, CASH)
    mended = into_reserves(books, 1_500_000)
    agree(books)

    with pytest.raises(OpeningAgreed):
        books.office.perform("accounting.reverse", {"entry": mended.id, "reason": "salah"})

    assert balance(books.office, "3-1501") == 0


def test_daily_work_goes_on_after_the_agreement(agreed: Session) -> None:
    spent = record(agreed.office, ("6-1201", 5, "KTR"), ("1-1101", -5, "KTR"))
    agreed.office.perform("accounting.reverse", {"entry": spent.id, "reason": "salah"})

    assert seen(agreed).difference == 0
    builders.require_green(agreed.office)


def test_one_agrees_once(agreed: Session) -> None:
    with pytest.raises(AlreadyDecided):
        agree(agreed)


@pytest.mark.parametrize("explanation", ["", "  ", "\n"])
def test_an_agreement_says_on_what_it_rests(books: Session, explanation: str) -> None:
    with pytest.raises(BadField) as refused:
        agree(books, explanation)

    assert refused.value.field == "explanation"


@pytest.mark.parametrize(
    "order",
    [{}, {"explanation": 5}, {"explanation": None}, {"explanation": "x", "day": DAY}, "[]", "{"],
)
def test_an_agreement_that_cannot_be_read_is_refused(books: Session, order: Any) -> None:
    with pytest.raises(BadField):
        books.office.perform("accounting.agree_opening", order, approval=approval())


def test_the_treasurer_agrees_with_a_second_person_and_the_chair_alone(books: Session) -> None:
    with pytest.raises(NeedsApproval):
        agree(books, by=None)
    with pytest.raises(SelfApproval):
        agree(books, by="bendahara")
    with pytest.raises(NotPermitted):
        agree(books, by="pengawas")
    with working_as(books.office, "kasir"), pytest.raises(NotPermitted):
        agree(books)

    with working_as(books.office, "ketua"):
        answer = agree(books, by=None)

    assert "appr" not in answer.fact


# --- always -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def growing(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Books into which openings go one after another."""
    folder = builders.copy(founded, tmp_path_factory.mktemp("opening") / "buku")
    with builders.open_books(folder) as session:
        yield session


UNITS = {"office": "KTR", "usp": "USP", "outlet": "G1"}
CARDS = {
    card.code: card
    for card in chart.shipped_chart()
    if card.type != chart.HEADER and card.code not in {"1-1901", "3-1501"}
}
#: A box that the practice cooperative does not have, or that is only on its way.
BOXLESS = {code for code, card in CARDS.items() if card.cash and code not in {"1-1101", "1-1111"}}
LINES = st.lists(
    st.tuples(
        st.sampled_from(sorted(set(CARDS) - BOXLESS)), st.integers(-(10**9), 10**9), st.booleans()
    ),
    min_size=1,
    max_size=8,
)


def as_line(code: str, amount: int) -> dict[str, Any]:
    card = CARDS[code]
    unit = UNITS[chart.OWNERS.get(card.owner or "", "office")]
    line: dict[str, Any] = {"account": code, "amount": amount, "unit": unit}
    if code.startswith(chart.LINI_PREFIXES):
        line["lini"] = "sembako"
    if card.subledger == chart.TRANSACTION_SUBLEDGER or card.cash:  # may not fall below zero
        line["amount"] = abs(amount) if card.side == "D" else -abs(amount)
    return line


@given(lines=LINES, backwards=st.booleans())
def test_whatever_is_taken_over_the_difference_is_what_stands_on_3_1501(
    growing: Session, lines: list[tuple[str, int, bool]], backwards: bool
) -> None:
    made = [as_line(code, amount) for code, amount, _flag in lines if amount]
    if not made:
        return
    if len(made) == 1 or not sum(each["amount"] for each in made):
        made.append({"account": "1-2101", "amount": 1, "unit": "KTR"})
    before, sides = seen(growing), dict.fromkeys("KD", 0)
    answer = take_over(growing, *made, day="2026-01-31")
    for each in made:
        sides["D" if CARDS[each["account"]].type in {"asset", "contra_asset"} else "K"] += each[
            "amount"
        ]

    found = seen(growing)

    right = found.liabilities + found.equity + found.result
    assert found.assets - right == found.difference
    assert int(found.difference) == -balance(growing.office, "3-1501")
    assert int(found.assets - before.assets) == sides["D"]
    assert int(right - before.liabilities - before.equity - before.result) == -sides["K"]
    if backwards:
        order = {"entry": answer.id, "reason": "dicoba"}
        growing.office.perform("accounting.reverse", order)
        back = seen(growing)
        assert (back.assets, back.difference) == (before.assets, before.difference)
        assert int(back.difference) == -balance(growing.office, "3-1501")


def test_an_opening_on_the_wrong_side_of_money_held_for_people_is_taken_back(
    books: Session,
) -> None:
    wrong = take_over(books, ("2-1106", 5_000, "KTR"))

    books.office.perform("accounting.reverse", {"entry": wrong.id, "reason": "terbalik"})

    assert balance(books.office, "2-1106") == 0
