"""What the till's papers say on 32, 42 and 48 columns; a copy says that it is one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper import dot_matrix, pdf, thermal
from kopdes_desktop.printing import papers
from tests import builders
from tests.sales import store
from tests.sales.store import sell


class Day(NamedTuple):
    """A shop after a day with one paper of each kind."""

    office: Office
    papers: dict[str, int]


@pytest.fixture(scope="module")
def day(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = builders.copy(founded, tmp_path_factory.mktemp("slips") / "buku")
    with builders.open_books(folder) as session:
        yield Day(session.office, _a_day(session.office))


def _a_day(office: Office) -> dict[str, int]:
    store.furnish(office)
    member = store.member(office, name="Melati Kantil")
    office.perform("sales.set_limit", {"member": member, "amount": 500_000})
    prices = [{"item": "GULA", "amount": 16_500, "tier": "member"}]
    office.perform("goods.set_prices", {"prices": prices})
    notes = [{"note": 50_000, "count": 3}, {"note": 10_000, "count": 5}]
    done = {"open": office.perform("till.open_shift", {"counted": notes}).id}
    tenders: list[dict[str, Any]] = [
        {"kind": "qris", "ref": "8821", "amount": 10_000},
        {"kind": "bon", "amount": 20_000},
        {"kind": "cash"},
    ]
    lines: list[dict[str, Any]] = [
        {"item": "MI", "pack": "dus"},
        {"item": "BERAS", "quantity": "0.25"},
        {"item": "GULA", "quantity": "2", "off": 500},
    ]
    done["sale"] = sell(office, *lines, member=member, tenders=tenders, given=200_000).id
    broken = {"line": 2, "quantity": "1", "sound": False}
    order: dict[str, Any] = {"sale": done["sale"], "lines": [broken], "reason": "basah"}
    done["return"] = office.perform("sales.bring_back", order).id
    done["bon"] = office.perform("sales.pay_bon", {"member": member, "amount": 1_000}).id
    ahead = {"amount": 50_000, "text": "Beras 50 kg, hajatan"}
    done["advance"] = office.perform("sales.take_advance", ahead).id
    failed = {"advance": office.perform("sales.take_advance", ahead).id, "reason": "batal"}
    done["advance_back"] = office.perform("sales.return_advance", failed).id
    out = {"reason": "transport", "amount": 15_000, "note": "becak"}
    done["out"] = office.perform("till.cash_out", out).id
    cash = store.drawer(office) - 2_000
    short = {"cash": cash, "reason": "kurang kembali", "charge": "kasir"}
    done["z"] = office.perform("till.close_shift", short, approval=builders.approval()).id
    return done


def printed(day: Day, name: str, columns: int = 32, *, copy: bool = False) -> list[str]:
    """The rows between title and proof."""
    slip, _receipt = papers.both(day.office.reading, day.papers[name], copy=copy)
    found = thermal.lines(slip, columns)
    assert all(len(line) <= columns for line in found)
    return found


def between(lines: list[str], first: str, last: str) -> list[str]:
    start = next(n for n, line in enumerate(lines) if line.startswith(first))
    end = next(n for n, line in enumerate(lines) if line.startswith(last))
    return lines[start : end + 1]


def test_a_sale_says_what_why_and_how_it_was_paid(day: Day) -> None:
    assert between(printed(day, "sale"), "Melati", "Sisa bon") == [
        "Melati Kantil - 0001",
        "-" * 32,
        "Mi goreng",
        "  1 dus x 140.000        140.000",
        "Beras",
        "  0,25 kg x 14.000         3.500",
        "Gula",
        "  2 kg x 16.500           33.000",
        "  potongan                  -500",
        "-" * 32,
        "Harga semula             176.500",
        "Potongan                    -500",
        "TOTAL                  Rp176.000",
        "QRIS 8821                 10.000",
        "Bon                       20.000",
        "Tunai                    200.000",
        "KEMBALI                   54.000",
        "Bon jatuh tempo       04/03/2026",
        "Hemat sebagai anggota      1.000",
        "Dasar SHU tahun ini      159.750",
        "Sisa bon                   2.750",
    ]


def test_a_return_says_what_came_back_and_how_it_was_paid(day: Day) -> None:
    assert between(printed(day, "return"), "Gula", "Alasan") == [
        "Gula",
        "  1 kg (rusak)            16.250",
        "-" * 32,
        "DIKEMBALIKAN            Rp16.250",
        "Bon                       16.250",
        "Alasan: basah",
    ]


def test_a_bon_payment_says_what_is_left(day: Day) -> None:
    assert between(printed(day, "bon"), "Bon sebelumnya", "Sisa") == [
        "Bon sebelumnya             3.750",
        "DIBAYAR                  Rp1.000",
        "Sisa bon                   2.750",
    ]


def test_an_advance_that_is_paid_back_names_the_one_that_was_taken(day: Day) -> None:
    assert between(printed(day, "advance_back"), "Dari bukti", "Alasan") == [
        "Dari bukti UMJ-KR-2026-000002",
        "Beras 50 kg, hajatan",
        "DIKEMBALIKAN            Rp50.000",
        "Alasan: batal",
    ]


def test_a_z_holds_the_whole_shift(day: Day) -> None:
    assert between(printed(day, "z"), "PENJUALAN", "Ditagih") == [
        "PENJUALAN",
        "Penjualan (1)            176.000",
        "Potongan harga (1)           500",
        "Retur (1)                 16.250",
        "-" * 32,
        "CARA BAYAR",
        "Tunai (1)                146.000",
        "QRIS (1)                  10.000",
        "Bon (1)                    3.750",
        "-" * 32,
        "LACI",
        "Modal awal               200.000",
        "Tunai (1)                146.000",
        "Bon dibayar (1)            1.000",
        "Uang muka diterima (2)   100.000",
        "Uang muka dikembalikan (1)",
        "                         -50.000",
        "Kas keluar (1)           -15.000",
        "Seharusnya               382.000",
        "Dihitung                 380.000",
        "SELISIH KURANG            -2.000",
        "Alasan: kurang kembali",
        "Ditagih kepada Kasir Latihan",
    ]


def test_a_z_printed_again_differs_by_its_mark_alone(day: Day) -> None:
    first = printed(day, "z")
    store.open_shift(day.office)
    sell(day.office, ("MI", "1"))
    day.office.perform("till.close_shift", {"cash": store.drawer(day.office)})

    again = printed(day, "z", copy=True)

    assert [line for line in again if "SALINAN" not in line] == first
    assert len(again) == len(first) + 1


def test_a_copy_leaves_out_what_has_changed_since(day: Day) -> None:
    lines = printed(day, "sale", copy=True)

    assert any("SALINAN" in line for line in lines)
    assert not any(line.startswith(("Sisa bon", "Dasar SHU")) for line in lines)


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("name", ["open", "sale", "return", "bon", "advance", "out", "z"])
def test_every_paper_goes_to_every_printer_and_onto_a_sheet(
    day: Day, name: str, columns: int
) -> None:
    lines = printed(day, name, columns)
    slip, receipt = papers.both(day.office.reading, day.papers[name])

    assert any(line.startswith(receipt.number) for line in lines)
    assert thermal.encode(slip, columns)
    if columns == 32:
        assert pdf.receipts([receipt]).startswith(b"%PDF")


def sheet(day: Day, name: str) -> str:
    """The same paper as a dot-matrix printer writes it on its half sheet."""
    _slip, receipt = papers.both(day.office.reading, day.papers[name])
    return "\n".join(dot_matrix.receipt(receipt))


def test_a_z_on_a_sheet_is_its_slip_and_sums_nothing(day: Day) -> None:
    text = sheet(day, "z")

    for words in ("Modal awal", "SELISIH KURANG", "Ditagih kepada Kasir Latihan", "CARA BAYAR"):
        assert words in text
    for words in ("Telah terima dari", "Uang sejumlah", "Jumlah"):
        assert words not in text


def test_counts_of_a_drawer_thank_nobody_and_others_do(day: Day) -> None:
    ends = {name: printed(day, name)[-4:] for name in ("open", "z", "sale", "out")}

    assert {name: any("Terima kasih" in line for line in last) for name, last in ends.items()} == {
        "open": False,
        "z": False,
        "sale": True,
        "out": True,
    }


def test_a_sale_on_a_sheet_says_what_came_off_and_what_was_handed_over(day: Day) -> None:
    text = sheet(day, "sale")

    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "Gula: 2 kg x 16.500 33.000" in rows
    assert "potongan (500)" in rows
    assert "Tunai Rp200.000, kembali Rp54.000" in " ".join(rows)
    assert "Jumlah 176.000" in rows
    _slip, receipt = papers.both(day.office.reading, day.papers["advance"])
    assert receipt.received_from == "Pembeli umum, bukan anggota"
    assert receipt.first_half == "Lembar 1: untuk pembeli"
    _slip, back = papers.both(day.office.reading, day.papers["return"])
    assert back.received_from == back.letterhead.name


def test_papers_are_found_by_their_number_and_listed_newest_first(day: Day) -> None:
    read = day.office.reading
    numbers = [each.number[:3] for each in papers.last(read, 40)]
    found = papers.find(read, f"{papers.both(read, day.papers['sale'])[1].number}")

    assert {"STR", "RTR", "BON", "UMJ", "KSK", "BGL", "ZET"} <= set(numbers)
    assert [each.fact for each in found] == [day.papers["sale"]]
    assert papers.in_notes(read, day.papers["sale"])


def test_what_is_no_paper_of_the_till_has_none(day: Day) -> None:
    read, key = day.office.reading, builders.an_applicant(day.office, 77)

    for maker in (papers._SALES, papers._TILLS):
        with pytest.raises(BadField):
            maker.slip(read, key)
        with pytest.raises(BadField):
            maker.receipt(read, key)
