"""The proofs as a paper: all green in one line, and every finding of a red one in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kopdes_desktop.checks import last
from kopdes_desktop.checks.check import CHECKS, Result
from kopdes_desktop.office.office import Office
from kopdes_desktop.paper.document import Document
from kopdes_desktop.paper.text import plain
from kopdes_desktop.reports.rendering import on_paper
from kopdes_desktop.reports.report import find, make
from tests import builders


@pytest.fixture
def office(practice: Path) -> Iterator[Office]:
    """A member with savings in three products."""
    with builders.open_books(practice) as session:
        member = builders.a_member(session.office)
        builders.pay(session.office, member, "principal", amount=100_000)
        builders.pay(session.office, member, "mandatory", months=1)
        yield session.office


def proven(office: Office) -> Document:
    report = find("checks")
    return office.read(report.right, make, "checks", report.params({}, office.today()))


def test_sound_books_are_green_line_by_line(office: Office) -> None:
    document = proven(office)

    assert [row["check"] for row in document.rows] == [each.code for each in CHECKS]
    assert all(row["ok"] is True and row["finding"] is None for row in document.rows)
    assert document.about == ("Semua pemeriksaan hijau: buku cocok sampai ke rupiah.",)


def test_a_red_proof_has_a_row_for_each_finding(office: Office) -> None:
    office.database.connection.execute("UPDATE savings_balance SET amount=amount+1")

    document = proven(office)

    red = [row for row in document.rows if not row["ok"]]
    assert {row["check"] for row in red} == {"savings"}
    assert len(red) == 4
    assert red[0]["finding"] == (
        "Simpanan Wajib anggota 0001: buku simpanan Rp10.001, buku besar Rp10.000"
    )
    assert document.about[0].startswith("1 pemeriksaan menemukan kesalahan.")
    paper = plain(on_paper(document))
    assert "MERAH" in paper
    assert "True" not in paper


@pytest.mark.parametrize("code", ["trial_balance", "shu", "shu_slips"])
def test_papers_made_from_the_books_are_drafts_while_a_proof_is_red(
    office: Office, code: str
) -> None:
    """Whoever prints them, and where: the rule stands with the report."""
    report = find(code)

    def notes() -> tuple[str, ...]:
        made = office.read(report.right, make, code, report.params({}, office.today()))
        return tuple(note for note in made.notes if note.startswith("DRAF: "))

    assert notes() == (), "nobody has to prove the books for them"
    for red, told in (
        (("x",), ("DRAF: 1 pemeriksaan buku merah. Perbaiki, periksa, lalu cetak lagi.",)),
        ((), ()),
    ):
        last.remember(office, [Result("cash", "", red)])
        assert notes() == told
