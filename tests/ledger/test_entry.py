"""Any document, in any order of lines: every unit sums to zero, or there is no entry."""

from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopdes_desktop.kernel.errors import Unbalanced
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger.entry import (
    INTER_UNIT,
    OFFICE_UNIT,
    Entry,
    Line,
    credit,
    debit,
    entry,
    inter_unit,
    reversed_entry,
    unit_sums,
)
from kopdes_desktop.office.facts import canonical, decoder, require_canonical

UNITS = ("KTR", "USP", "G1", "G2", "G3")
AMOUNTS = st.integers(-(10**12), 10**12).filter(bool)
READ = decoder(Entry)


LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(("1-1101", "1-1401", "3-1101", "6-1201")),
        AMOUNTS.map(Rupiah),
        st.sampled_from(UNITS),
        st.none() | st.integers(1, 2**52),
    ),
    min_size=1,
    max_size=9,
)


def closed(lines: list[Line], unit: str) -> tuple[Line, ...]:
    """The lines, and one more where they do not sum to zero."""
    rest = -sum(int(line.amount) for line in lines) or 5
    closing = Line("3-1501", Rupiah(rest), unit)
    extra = [] if rest != 5 else [Line("3-1501", Rupiah(-5), "KTR")]
    whole = [closing, *lines] if rest % 2 else [*lines, closing]
    return (*whole, *extra) if sum(int(x.amount) for x in whole) else tuple(whole)


DOCUMENTS = st.builds(closed, LINES, st.sampled_from(UNITS))


@settings(max_examples=30)
@given(DOCUMENTS)
def test_any_document_in_any_order_sums_to_zero_in_every_unit(lines: tuple[Line, ...]) -> None:
    made = entry("Bukti", *lines)

    assert set(unit_sums(made.lines).values()) == {0}
    assert made.lines[: len(lines)] == lines


@settings(max_examples=30)
@given(DOCUMENTS)
def test_units_settle_only_through_the_office_and_in_pairs(lines: tuple[Line, ...]) -> None:
    added = inter_unit(lines)

    assert all(line.account == INTER_UNIT and line.auto for line in added)
    assert all(OFFICE_UNIT in {line.unit, line.other} for line in added)
    towards = {(line.unit, line.other): int(line.amount) for line in added}
    assert len(towards) == len(added)
    for (unit, other), amount in towards.items():
        assert towards[other or "", unit] == -amount
    sums = unit_sums(lines)
    assert {unit: -amount for (unit, _o), amount in towards.items() if unit != OFFICE_UNIT} == {
        unit: amount for unit, amount in sums.items() if amount and unit != OFFICE_UNIT
    }


@settings(max_examples=30)
@given(DOCUMENTS, st.randoms())
def test_the_order_of_lines_changes_no_inter_unit_line(
    lines: tuple[Line, ...], dice: object
) -> None:
    shuffled = list(lines)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]

    assert Counter(inter_unit(shuffled)) == Counter(inter_unit(lines))


@settings(max_examples=30)
@given(DOCUMENTS)
def test_an_entry_comes_back_from_its_bytes(lines: tuple[Line, ...]) -> None:
    made = entry("Bukti", *lines)

    raw = canonical(made)

    require_canonical(raw)
    assert READ.decode(raw) == made


@settings(max_examples=30)
@given(DOCUMENTS, st.integers(0, 30), st.integers(-(10**12), 10**12).filter(bool))
def test_bytes_with_one_amount_changed_are_no_entry(
    lines: tuple[Line, ...], which: int, by: int
) -> None:
    made = msgspec.json.decode(canonical(entry("Bukti", *lines)))
    line = made["lines"][which % len(made["lines"])]
    line["amount"] += by

    with pytest.raises((Unbalanced, msgspec.ValidationError)):
        READ.decode(msgspec.json.encode(made))


@settings(max_examples=30)
@given(DOCUMENTS)
def test_a_reversal_is_the_exact_negation_and_reverses_back(lines: tuple[Line, ...]) -> None:
    made = entry("Bukti", *lines)

    back = reversed_entry(made, "Batal")

    assert back.kind == "reversal"
    assert [
        (-x.amount, x.account, x.unit, x.key, x.box, x.movement, x.other, x.auto)
        for x in back.lines
    ] == [
        (x.amount, x.account, x.unit, x.key, x.box, x.movement, x.other, x.auto) for x in made.lines
    ]
    assert reversed_entry(back, "Lagi").lines == made.lines


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (debit("1-1101", Rupiah(5), "KTR"),),
        (debit("1-1101", Rupiah(0), "KTR"), credit("3-1101", Rupiah(0), "KTR")),
        (debit("1-1101", Rupiah(5), "KTR"), credit("3-1101", Rupiah(4), "KTR")),
        (debit("1-1101", Rupiah(5), "KTR"), credit("3-1101", Rupiah(5), "USP")),
        (
            debit("1-1101", Rupiah(5), "KTR"),
            credit("3-1101", Rupiah(5), "KTR"),
            debit("1-1102", Rupiah(0), "KTR"),
        ),
    ],
)
def test_what_does_not_balance_in_each_unit_cannot_be_built(lines: tuple[Line, ...]) -> None:
    with pytest.raises(Unbalanced):
        Entry("ordinary", "Bukti", lines)


def test_the_refusal_names_both_totals() -> None:
    with pytest.raises(Unbalanced) as refused:
        entry(
            "Bukti",
            debit("1-1101", Rupiah(500_000), "KTR"),
            credit("3-1101", Rupiah(450_000), "G1"),
        )

    assert refused.value.message == "Jurnal tidak seimbang: debit Rp500.000, kredit Rp450.000."
