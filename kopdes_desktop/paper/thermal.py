"""Slips for thermal printers of 32, 42 or 48 columns, in text mode: the printer's own letters.

Text is folded to printable ASCII before it meets a command of `escpos`, so nothing a name contains
can cut paper or open a drawer. `tests/paper/test_thermal.py` reads the bytes back with a parser of
its own.
"""

from __future__ import annotations

import textwrap

from msgspec import Struct

from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.paper import escpos
from kopdes_desktop.paper.cells import marks
from kopdes_desktop.paper.document import RowKind, Slip, SlipRow
from kopdes_desktop.paper.printable import ascii_only

COLUMNS = escpos.COLUMNS
#: One and a half metres of paper; a runaway slip must not empty the roll (FEATURES L, lesson 12).
MAX_LINES = 400
#: The end of a slip that is too long: its totals stand there.
_TAIL_LINES = 60

_BOLD = (b"\x1bE\x00", b"\x1bE\x01")
_SIZE_NORMAL, _SIZE_TALL, _SIZE_DOUBLE = b"\x1d!\x00", b"\x1d!\x01", b"\x1d!\x11"


class _Line(Struct, frozen=True):
    """One printed line: `wide` is set at half the columns, in double size."""

    text: str
    kind: RowKind = "text"
    wide: str = ""


def encode(
    slip: Slip, columns: int = 32, *, cut: bool | None = None, drawer: bool = False
) -> bytes:
    """The bytes for the printer. Without a word on `cut`, 58 mm printers (32 columns) feed only.

    Raises ValueError for other columns than 32, 42 and 48.
    """
    out = bytearray()
    for line in _laid(slip, columns):
        if line.kind in {"bold", "big"}:
            size = (
                _SIZE_NORMAL if line.kind == "bold" else _SIZE_DOUBLE if line.wide else _SIZE_TALL
            )
            text = (line.wide or line.text).encode("ascii")
            out += _BOLD[1] + size + text + b"\n" + _SIZE_NORMAL + _BOLD[0]
        else:
            out += line.text.encode("ascii") + b"\n"
    dots = escpos.DOTS[columns]
    head = slip.letterhead.logo
    logo = escpos.centered(escpos.logo(head, dots)) if head else b""
    code = escpos.centered(escpos.qr_code(slip.qr, dots)) if slip.qr else b""
    return escpos.whole(logo + bytes(out) + code, columns, cut=cut, drawer=drawer)


def lines(slip: Slip, columns: int = 32) -> list[str]:
    """The slip as plain text, for the preview and the clipboard; a QR code shows what it says."""
    laid = [line.text for line in _laid(slip, columns)]
    if slip.qr:
        laid += [_centered(part, columns) for part in _wrapped(slip.qr, columns)]
    return [line.rstrip() for line in laid]


def _laid(slip: Slip, columns: int) -> list[_Line]:
    if columns not in COLUMNS:
        msg = f"slips are {COLUMNS} columns wide, not {columns}"
        raise ValueError(msg)
    practice = [SlipRow(f"*** {mark} ***", kind="center") for mark in marks(slip.letterhead)]
    rule = SlipRow("", kind="rule")
    rows = [
        *practice,
        *_heading(slip.letterhead.name, columns, "big"),
        *(SlipRow(line, kind="center") for line in slip.letterhead.lines),
        rule,
        *_heading(slip.title, columns, "bold"),
        *([SlipRow(f"=== {_('SALINAN')} ===", kind="center")] if slip.copy else []),
        rule,
        *slip.rows,
        rule,
        *(SlipRow(line, kind="center") for line in slip.footer),
        *practice,
    ]
    laid = [line for row in rows for line in _row(row, columns)]
    if len(laid) <= MAX_LINES:
        return laid
    left_out = len(laid) - MAX_LINES + 1
    note = _("({n} baris tidak dicetak)").format(n=left_out)
    return [
        *laid[: MAX_LINES - _TAIL_LINES - 1],
        _Line(_centered(ascii_only(note), columns)),
        *laid[-_TAIL_LINES:],
    ]


def _heading(text: str, columns: int, kind: RowKind) -> list[SlipRow]:
    """Centred by hand, so that bold and big stay plain rows; big only where it fits on one line."""
    text = ascii_only(text).strip()
    if kind == "big" and len(text) <= columns // 2:
        return [SlipRow(text, kind="big")]
    return [SlipRow(_centered(part, columns), kind="bold") for part in _wrapped(text, columns)]


def _row(row: SlipRow, columns: int) -> list[_Line]:
    left, right = ascii_only(row.left).rstrip(), ascii_only(row.right).strip()
    if row.kind == "rule":
        return [_Line("-" * columns)]
    if row.kind == "center":
        return [
            _Line(_centered(part, columns)) for part in _wrapped(f"{left} {right}".strip(), columns)
        ]
    if row.kind == "big" and len(left) + bool(right) + len(right) <= columns // 2:
        half = columns // 2
        wide = _beside(left, right, half) if right else _centered(left, half)
        text = _beside(left, right, columns) if right else _centered(left, columns)
        return [_Line(text, "big", wide)]
    return [_Line(text, row.kind) for text in _left_and_right(left, right, columns)]


def _left_and_right(left: str, right: str, columns: int) -> list[str]:
    """Words wrap on the left; the amount stands at the right edge of the last line with room."""
    if not right:
        return _wrapped(left, columns)
    parts = _wrapped(left, columns) if left else []
    amounts = _wrapped(right, columns)
    if parts and len(parts[-1]) + 1 + len(amounts[0]) <= columns:
        return [*parts[:-1], _beside(parts[-1], amounts[0], columns), *_right(amounts[1:], columns)]
    return [*parts, *_right(amounts, columns)]


def _beside(left: str, right: str, columns: int) -> str:
    return left + right.rjust(columns - len(left))


def _right(parts: list[str], columns: int) -> list[str]:
    return [part.rjust(columns) for part in parts]


def _centered(text: str, columns: int) -> str:
    return (" " * ((columns - len(text)) // 2) + text).ljust(columns).rstrip()


def _wrapped(text: str, columns: int) -> list[str]:
    return textwrap.wrap(text, columns, break_on_hyphens=False) or [""]
