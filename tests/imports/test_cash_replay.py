"""Old cash books replayed: what contradicts itself is told by sheet and row, and nothing else."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopdes_desktop.accounting.cash_replay import Replay, replay
from kopdes_desktop.accounting.cash_sheets import read_cash_book
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office.columns import NoHeader
from kopdes_desktop.paper.grid import Book, read_book
from tests.house.checkout import ROOT
from tests.imports.cash_books import FIRST, Month, a_book, clean

SHARED = Path(os.environ.get("KOPDES_SHARED", ROOT.parent / "shared")) / "data"
REAL = SHARED / "books" / "kas_operasional_2026.xlsx"
there = pytest.mark.skipif(
    not REAL.exists(), reason="the shared pages do not lie beside this checkout"
)
TODAY = date(2026, 11, 21)
DAY, TEXT, IN, OUT, BALANCE = 1, 2, 4, 5, 6
MOVES = [("Terima pinjaman pihak ke-3", 500_000), ("Fotocopy", -15_000), ("Listrik", -85_000)]


def played(book: Book) -> Replay:
    return replay(read_cash_book(book), TODAY)


def names(book: Book) -> list[str]:
    return [each.name for each in played(book).contradictions]


def two_months() -> list[Month]:
    return clean(MOVES, [("Pulsa", -50_000), ("Terima pinjaman pihak ke-3", 25_000)])


@there
def test_the_contradictions_of_the_real_book_stand_by_sheet_and_row() -> None:
    found = played(read_book(REAL))

    told = [(x.sheet, x.row, x.code, x.stands, x.should) for x in found.contradictions]
    days = [(5, 1), (6, 6), (7, 20), (8, 21), (9, 21), (10, 21), (11, 23), (12, 23), (13, 23)]
    assert told == [
        ("Januari", 11, "number", "8", "7"),
        *(
            ("Juni", row, "day_outside", f"{day:02d}/07/2026", f"{day:02d}/06/2026")
            for row, day in days
        ),
        ("Juli", 5, "side", "Rp1.078.525", "Rp176.775"),
        ("Juli", 7, "side", "Rp901.750", "Rp0"),
    ]
    assert len(found.played) == 39
    assert (found.opening, found.closing) == (0, 0)


@there
def test_the_real_book_is_read_whole() -> None:
    found = read_cash_book(read_book(REAL))

    assert [str(each.month) for each in found.sheets] == [f"2026-{n:02d}" for n in range(1, 13)]
    counts = [len(each.entries) for each in found.sheets]
    assert counts == [7, 8, 0, 6, 10, 8, 0, 0, 0, 0, 0, 0]
    assert found.others == ()


def planted(row: int, place: int, cell: Any, *, sheet: int = 0) -> list[str]:
    months = two_months()
    months[sheet].change(row, place, cell)
    return names(a_book(*months))


@pytest.mark.parametrize(
    ("row", "place", "cell", "told"),
    [
        (7, BALANCE, 484_000, ["Januari:7:balance"]),
        (7, BALANCE, "=#REF!", ["Januari:7:broken"]),
        (7, OUT, "=#REF!", ["Januari:7:unreadable"]),
        (7, DAY, "", ["Januari:7:day_missing"]),
        (7, DAY, date(2026, 2, 3), ["Januari:7:day_outside"]),
        (7, DAY, date(2028, 1, 3), ["Januari:7:day_outside"]),
        (7, DAY, "kemarin", ["Januari:7:day_unreadable"]),
        (7, 0, 4, ["Januari:7:number", "Januari:8:number"]),
        (7, TEXT, "", ["Januari:7:no_text"]),
        (9, IN, 500_001, ["Januari:9:sum_in"]),
        (9, OUT, 99_999, ["Januari:9:sum_out"]),
        (9, BALANCE, 1, ["Januari:9:sum_balance"]),
        (10, IN, 400_000, ["Januari:10:sum_in"]),
        (10, OUT, "=#REF!", ["Januari:10:broken"]),
        (3, 0, "Periode 28 Maret 2026", ["Januari:3:period"]),
    ],
)
def test_each_slip_is_told_once_where_it_stands(
    row: int,
    place: int,
    cell: Any,
    told: list[str],
) -> None:
    assert planted(row, place, cell) == told


@pytest.mark.parametrize(
    ("place", "cell", "told"),
    [
        (IN, 400_000, ["Pebruari:5:carry_in"]),
        (OUT, 1, ["Pebruari:5:carry_out"]),
        (BALANCE, 5, ["Pebruari:5:carry_balance"]),
        (IN, "=#REF!", ["Pebruari:5:broken"]),
    ],
)
def test_what_is_carried_over_is_what_the_month_before_left(
    place: int,
    cell: Any,
    told: list[str],
) -> None:
    assert planted(5, place, cell, sheet=1) == told


def test_a_balance_carried_alone_is_as_good_as_both_sums() -> None:
    months = two_months()
    months[1].change(5, IN, 400_000)
    months[1].change(5, OUT, 0)
    months[1].change(9, IN, 425_000)
    months[1].change(9, OUT, 50_000)

    assert names(a_book(*months)) == []


def test_a_half_rupiah_is_told_with_what_it_becomes() -> None:
    months = clean([("Terima pinjaman pihak ke-3", 500_000)])
    months[0].change(6, IN, 500_000.5)
    months[0].change(6, BALANCE, 500_000.5)
    months[0].change(7, IN, 500_000.5)
    months[0].change(7, BALANCE, 500_000.5)
    months[0].change(8, IN, 500_000.5)
    months[0].change(8, BALANCE, 500_000.5)

    [found] = played(a_book(*months)).contradictions
    assert (found.name, found.stands, found.should) == (
        "Januari:6:half",
        "Rp500.000,50",
        "Rp500.001",
    )


def test_a_month_that_is_missing_is_told_and_its_sums_are_not_invented() -> None:
    months = clean(MOVES, [], [("Pulsa", -1_000)])

    assert names(a_book(months[0], months[2])) == ["Maret:4:month_missing"]


def test_both_sides_at_once_and_words_without_an_amount_can_only_be_left_out() -> None:
    months = clean(MOVES)
    months[0].change(7, IN, 5_000)
    months[0].change(8, OUT, "")

    hard = {each.name for each in played(a_book(*months)).contradictions if each.hard}
    assert hard == {"Januari:7:both", "Januari:8:no_amount"}


def test_one_sheet_of_all_months_is_read_by_the_words_of_its_header() -> None:
    csv = (
        "Tgl;Keterangan;Penerimaan;Pengeluaran;Sisa\n"
        "02/01/2026;Terima pinjaman;100.000;;100.000\n"
        "03/02/2026;Fotocopy;;10.000;90.000\n"
        "04/02/2028;Pulsa;;20.000;60.000\n"
        ";Jumlah;100.000;30.000;70.000\n"
    )
    found = played(read_book(csv.encode(), "kas.csv"))

    assert [each.name for each in found.contradictions] == [
        "kas.csv:4:day_future",
        "kas.csv:4:balance",
    ]
    assert [str(each.day) for each in found.played] == ["2026-01-02", "2026-02-03", "2026-02-04"]


def test_a_file_that_is_no_cash_book_is_refused_by_its_header() -> None:
    with pytest.raises(NoHeader, match="Tanggal, Uraian, Debet, Kredit"):
        read_cash_book(read_book(b"Nama;NIK\nMelati;1\n", "daftar.csv"))


def test_a_column_may_be_named_by_hand() -> None:
    book = read_book(b"Hari;Perihal;Terima;Bayar\n02/01/2026;Pulsa;;5.000\n", "kas.csv")

    with pytest.raises(BadField, match="tidak dikenal"):
        read_cash_book(book, {"nik": "Perihal"})
    found = read_cash_book(book, {"text": "Perihal", "day": "Hari"})
    assert [each.text for each in found.sheets[0].entries] == ["Pulsa"]


AMOUNTS = st.integers(1, 9_000_000)


@st.composite
def books(draw: st.DrawFn) -> list[Month]:
    """Books of some months that add up and never fall below zero."""
    months: list[list[tuple[str, int]]] = []
    balance = 0
    for _month in range(draw(st.integers(1, 4))):
        moved: list[tuple[str, int]] = []
        for _row in range(draw(st.integers(0, 5))):
            amount = draw(AMOUNTS)
            if balance >= amount and draw(st.booleans()):
                amount = -amount
            balance += amount
            moved.append(("Pulsa", amount))
        months.append(moved)
    return clean(*months)


@given(books())
def test_a_clean_book_has_no_contradiction(months: list[Month]) -> None:
    found = played(a_book(*months))

    assert found.contradictions == ()
    assert len(found.played) == sum(len(each.rows) - FIRST - 3 for each in months)


@given(books(), st.data())
def test_a_planted_error_is_found_where_it_stands(months: list[Month], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(months) - 1))
    month = months[at]
    entries = range(FIRST, len(month.rows) - 3)
    printed = [(row, BALANCE) for row in entries]
    printed += [(len(month.rows) - 3, place) for place in (IN, OUT, BALANCE)]
    printed += [(len(month.rows) - 2, place) for place in (IN, OUT, BALANCE)]
    row, place = data.draw(st.sampled_from(printed))
    month.change(row, place, month.rows[row - 1][place] + data.draw(st.integers(1, 10**9)))

    found = played(a_book(*months)).contradictions
    assert [(each.sheet, each.row) for each in found] == [(month.name, row)]
