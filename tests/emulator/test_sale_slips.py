"""The till's papers as a printer that others wrote puts them on paper, sent over TCP: every width.

What the sale is must be read back from the paper: goods, amounts, cash and change, the number.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.paper import raster, thermal
from kopdes_desktop.printing import papers
from kopdes_desktop.printing.profiles import Profile
from kopdes_desktop.printing.transports import deliver
from tests import builders
from tests.emulator import Printed, printed
from tests.sales import store

WIDTHS = (32, 42, 48)


@dataclass(frozen=True)
class Till:
    """Books in which something was sold, paid, brought back and closed: the facts' keys by kind."""

    session: Session
    keys: dict[str, int]

    def job(self, kind: str, columns: int) -> bytes:
        """The bytes of a paper as they come out of the other end of a TCP connection."""
        slip, _receipt = papers.both(self.session.office.reading, self.keys[kind])
        notes = papers.in_notes(self.session.office.reading, self.keys[kind])
        return over_tcp(thermal.encode(slip, columns, drawer=notes))

    def lines(self, kind: str, columns: int) -> list[str]:
        """What our own preview shows of it."""
        slip, _receipt = papers.both(self.session.office.reading, self.keys[kind])
        return thermal.lines(slip, columns)


def over_tcp(content: bytes) -> bytes:
    """What arrives at a printer's port."""
    arrived: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as port:

        def take() -> None:
            connection, _peer = port.accept()
            with connection:
                while piece := connection.recv(1 << 16):
                    arrived.append(piece)

        taking = threading.Thread(target=take)
        taking.start()
        host, number = port.getsockname()
        deliver(Profile("slip", transport="tcp", address=f"{host}:{number}"), content)
        taking.join(timeout=20)
    return b"".join(arrived)


@pytest.fixture(scope="module")
def till(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Till]:
    folder = builders.copy(founded, tmp_path_factory.mktemp("slips") / "buku")
    with builders.open_books(folder) as session:
        office = session.office
        store.furnish(office)
        office.perform(
            "settings.change", {"fields": {"till.bon_limit": 500_000}}, approval=builders.approval()
        )
        buyer = store.member(office, 1)
        store.open_shift(office)
        keys = {
            "cash": store.sell(
                office,
                ("MI", "3"),
                ("BERAS", "1.5"),
                {"item": "GULA", "quantity": "0.25"},
                given=50_000,
            ).id,
            "bon": store.sell(office, ("MI", "2"), member=buyer, tenders=[{"kind": "bon"}]).id,
            "qris": store.sell(office, ("GAS", "1"), tenders=[{"kind": "qris", "ref": "77012"}]).id,
        }
        back = {"sale": keys["cash"], "lines": [{"line": 0, "quantity": "1"}]}
        keys["back"] = office.perform("sales.bring_back", back).id
        keys["paid"] = office.perform("sales.pay_bon", {"member": buyer}).id
        keys["z"] = office.perform("till.close_shift", {"cash": store.drawer(office)}).id
        yield Till(session, keys)


@pytest.fixture(scope="module", params=WIDTHS)
def columns(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def out(till: Till, columns: int) -> dict[str, Printed]:
    """Every paper as it came out at this width, and the Z once more."""
    again, _receipt = papers.both(till.session.office.reading, till.keys["z"], copy=True)
    jobs = {kind: till.job(kind, columns) for kind in till.keys}
    jobs["z again"] = over_tcp(thermal.encode(again, columns))
    return dict(zip(jobs, printed([*jobs.values()], columns), strict=True))


def test_every_paper_of_the_till_comes_out_line_by_line(
    till: Till, columns: int, out: dict[str, Printed]
) -> None:
    """Letters of double width leave half as much room between them: only words are compared."""
    for kind in till.keys:
        lines = till.lines(kind, columns)
        shown = [line.split() for line in lines if line.strip()]
        assert [line.split() for line in out[kind].lines if line] == shown, kind
        assert out[kind].unknown == (), kind
        assert max(map(len, lines)) <= columns, kind


def words(paper: Printed) -> str:
    return " ".join(" ".join(paper.lines).split())


def test_a_sale_is_read_back_from_its_paper(out: dict[str, Printed]) -> None:
    """3 × 3.500 + 1,5 × 14.000 + 0,25 × 17.000 = 35.750; of 50.000 he gets 14.250."""
    for said in ("Mi goreng", "10.500", "Beras", "21.000", "Gula", "4.250", "35.750"):
        assert said in words(out["cash"]), said
    for said in ("50.000", "14.250", "STR-KR-2026-000001"):
        assert said in words(out["cash"]), said
    for said in ("Bon", "7.000", "0001"):
        assert said in words(out["bon"]), said
    for said in ("QRIS", "77012", "20.000"):
        assert said in words(out["qris"]), said


def test_the_drawer_opens_once_for_cash_and_for_nothing_else(out: dict[str, Printed]) -> None:
    kinds = ("cash", "bon", "qris", "back", "paid")

    assert [out[kind].kicks for kind in kinds] == [1, 0, 0, 1, 1]


def test_a_z_printed_again_differs_by_its_mark_alone(out: dict[str, Printed]) -> None:
    first, second = out["z"].lines, out["z again"].lines

    assert [x for x in second if x and "SALINAN" not in x] == [x for x in first if x]
    assert sum("SALINAN" in line for line in second) > sum("SALINAN" in line for line in first)
    assert "ZET-KR-2026-000001" in words(out["z"])


def test_as_a_picture_nothing_of_the_sale_is_lost(till: Till) -> None:
    slip, _receipt = papers.both(till.session.office.reading, till.keys["cash"])

    [paper] = printed([raster.encode(slip, 48)], 48)

    assert paper.unknown == ()
    assert len(paper.pictures) == 1
