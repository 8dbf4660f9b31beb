"""F28: every code point and every markup in every field, on everything that is printed or shown."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kopdes_desktop.members import queries as members
from kopdes_desktop.members.cards import code_of
from kopdes_desktop.paper import dot_matrix, pdf, raster, text, thermal
from kopdes_desktop.printing import papers, passbook
from kopdes_desktop.reports import rendering
from tests import builders
from tests.faults import hostile
from tests.paper import escpos

pytestmark = pytest.mark.fault

#: A host that is none: were it asked for, the patched socket would tell.
NOWHERE = "http:" + "//contoh.invalid"
MARKUP = (
    f"<b>tebal</b><img src='file:///etc/passwd'/><a href='{NOWHERE}'>x</a>",
    "<para>&amp;<font color='red'>&#27;p</font>]]>${jndi:ldap://x}",
    f'<br/><img src="{NOWHERE}/x.png"><script>alert(1)</script>',
)
#: All 256 code points of one byte, and those that turn, join or hide what stands beside them.
CODE_POINTS = [chr(code) for code in range(256)] + ["\u202e", "\u2028", "\u200d", "\ufeff", "😀"]
PIECES = ["".join(CODE_POINTS[at : at + 29]) for at in range(0, len(CODE_POINTS), 29)]
TEXTS = [*MARKUP, *(f"Si{piece}ti" for piece in PIECES), f"Bu {hostile.HIDDEN} Ani"]
COLUMNS = (32, 42, 48)


@pytest.fixture(scope="module")
def village(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[hostile.Hostile]:
    folder = builders.copy(founded, tmp_path_factory.mktemp("markup") / "buku")
    with builders.open_books(folder) as session:
        yield hostile.live(session, TEXTS, hostile.HIDDEN)


#: Where an audit hook writes what is opened; it stays in the interpreter, so it is one for all.
_OPENED: list[str] = []
_LOOKS: list[bool] = []


def _hook(event: str, given: tuple[Any, ...]) -> None:
    if not _LOOKS:
        return
    if event.startswith(("socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess")):
        _OPENED.append(f"{event} {given!r}")
    elif event == "open" and isinstance(given[0], str):
        _OPENED.append(given[0])


@contextmanager
def watched() -> Iterator[list[str]]:
    """Every file and every address that is opened meanwhile."""
    if not hasattr(sys, "kopdes_hook"):
        sys.addaudithook(_hook)
        sys.kopdes_hook = True  # type: ignore[attr-defined]
    _OPENED.clear()
    _LOOKS.append(True)
    try:
        yield _OPENED
    finally:
        _LOOKS.pop()


def foreign(opened: list[str]) -> list[str]:
    """What no part of the program or of Python is."""
    own = (str(Path(__file__).resolve().parents[2]), sys.prefix, sys.base_prefix, "/usr/share/zone")
    return [each for each in opened if not each.startswith(own)]


def on_slips(village: hostile.Hostile, make: Callable[..., bytes]) -> None:
    read = village.session.office.reading
    for key in village.papers:
        slip, _receipt = papers.both(read, key)
        for columns in COLUMNS:
            printed = escpos.read(make(slip, columns))

            assert sum(each.startswith(b"\x1dV") for each in printed.commands) <= 1
            assert max((line.columns for line in printed.lines), default=0) <= columns


@pytest.mark.parametrize("make", [thermal.encode, raster.encode], ids=["text", "picture"])
def test_slips_hold_only_allowed_commands(
    village: hostile.Hostile, make: Callable[..., bytes]
) -> None:
    with watched() as opened:
        on_slips(village, make)

    assert foreign(opened) == []


def test_paper_for_needles_holds_nothing_but_its_own_commands(village: hostile.Hostile) -> None:
    read = village.session.office.reading
    lines = [
        *(line for key in village.papers for line in dot_matrix.receipt(papers.both(read, key)[1])),
        *(passbook.heading(read, each.key) for each in members.in_status(read, "active")),
    ]

    made = dot_matrix.encode(lines)
    bare = dot_matrix.encode(["x" * len(line) for line in lines])

    def controls(stream: bytes) -> bytes:
        return bytes(byte for byte in stream if byte < 0x20 or byte > 0x7E)

    assert controls(made) == controls(bare)


def test_kuitansi_and_reports_open_nothing_and_carry_no_action(village: hostile.Hostile) -> None:
    read = village.session.office.reading
    pdf.document(next(village.documents()))  # the library looks for its own settings, once
    with watched() as opened:
        made = [pdf.receipts([papers.both(read, key)[1] for key in village.papers])]
        made += [pdf.document(rendering.on_paper(each)) for each in village.documents()]
        texts = [text.plain(rendering.on_paper(each)) for each in village.documents()]

    assert foreign(opened) == []
    for each in map(PdfReader, map(io.BytesIO, made)):
        assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & {*each.root_object}
        assert not any("/Annots" in page or "/AA" in page for page in each.pages)
    assert not [line for each in texts for line in each.splitlines() if not line.isprintable()]


def test_markup_is_printed_as_it_is_typed(village: hostile.Hostile) -> None:
    register = next(each for each in village.documents() if each.code == "member_register")
    pages = PdfReader(io.BytesIO(pdf.document(rendering.on_paper(register)))).pages

    words = "".join("".join(page.extract_text().split()) for page in pages)

    assert "<b>tebal</b>" in words
    assert "<script>alert(1)</script>" in words


def test_a_card_s_code_holds_a_number_and_nothing_else(village: hostile.Hostile) -> None:
    codes = [code_of(number) for number in village.members]

    assert all(code.isascii() and code.isprintable() and "<" not in code for code in codes)


def test_the_watch_sees_a_file_and_an_address_that_are_opened(tmp_path: Path) -> None:
    planted = tmp_path / "tanam.txt"
    planted.write_text("x", encoding="utf-8")

    with watched() as opened:
        planted.read_text(encoding="utf-8")

    assert foreign(opened) == [str(planted)]
    with pytest.raises(escpos.ForbiddenByte):
        escpos.read(hostile.HIDDEN.encode("latin-1") + b"\n")
