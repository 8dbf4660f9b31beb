"""Papers for dot-matrix printers on paper of 21 cm: letters of the printer, exact columns (ESC/P).

80 columns at 10 letters an inch, 96 at 12, 137 at 17. Text is folded to printable ASCII before it
meets a command.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from msgspec.structs import replace

from kopdes_desktop.kernel import wording
from kopdes_desktop.kernel.i18n import _
from kopdes_desktop.kernel.money import total
from kopdes_desktop.paper import text
from kopdes_desktop.paper.cells import marks
from kopdes_desktop.paper.document import Document, Receipt, Signer, SlipRow
from kopdes_desktop.paper.printable import ascii_only

#: The pitch that gives so many columns: 10 and 12 letters an inch, and condensed 17.
PITCHES: Final = {80: b"\x12\x1bP", 96: b"\x12\x1bM", 137: b"\x1bP\x0f"}
#: A half sheet of A4 at six lines an inch.
HALF_SHEET: Final = 35
_INIT, _FORM_FEED = b"\x1b@", b"\x0c"
_LABEL: Final = 20
_SIGNER_LINES: Final = 4
#: Between the two columns of a slip's rows.
_BETWEEN: Final = 4


def encode(lines: Sequence[str], columns: int = 80, *, eject: bool = True) -> bytes:
    """The bytes for the printer; `eject` feeds the sheet out. ValueError for other columns."""
    if columns not in PITCHES:
        msg = f"dot-matrix paper is {tuple(PITCHES)} columns wide, not {columns}"
        raise ValueError(msg)
    body = b"".join(ascii_only(line)[:columns].rstrip().encode("ascii") + b"\r\n" for line in lines)
    return _INIT + PITCHES[columns] + body + (_FORM_FEED if eject else b"")


def report(document: Document, columns: int = 137) -> list[str]:
    """A report in so many columns; columns of words are narrowed until the figures fit."""
    lines = text.plain(_for_paper(document), columns).splitlines()
    return [ascii_only(line) for line in lines]


def _for_paper(document: Document) -> Document:
    """Without what is exported only, in the tables of chapters too."""
    chapters = (
        replace(
            chapter,
            body=tuple(
                _for_paper(part) if isinstance(part, Document) else part for part in chapter.body
            ),
        )
        for chapter in document.chapters
    )
    columns = tuple(each for each in document.columns if each.paper)
    return replace(document, columns=columns, chapters=tuple(chapters))


def receipt(paper: Receipt, columns: int = 80) -> list[str]:
    """A kuitansi on a half sheet: from whom, how much in words and figures, what for, signers."""
    rule = "=" * columns
    head = [*marks(paper.letterhead), paper.letterhead.name.upper(), *paper.letterhead.lines]
    title = f"{paper.title.upper()} {paper.number}"
    if paper.copy:
        title = f"{title}   *** {_('SALINAN')} ***"
    lines = [
        *(ascii_only(line).center(columns).rstrip() for line in head),
        rule,
        ascii_only(title).center(columns).rstrip(),
        "",
        *(_body(paper, columns) if paper.body else _paid(paper, columns)),
        "",
        ", ".join(filter(None, (paper.place, wording.day(paper.day)))).rjust(columns),
        *_signers(paper.signers, columns),
        "",
        *(part for note in paper.notes for part in _wrapped(note, columns)),
        *([_("Kode bukti: {proof}").format(proof=paper.proof)] if paper.proof else []),
    ]
    return [ascii_only(line).rstrip() for line in lines]


def _paid(paper: Receipt, columns: int) -> list[str]:
    """From whom, how much, and what for."""
    spelled = f"# {wording.spelled(paper.amount)} #"
    return [
        *_labelled(_("Telah terima dari"), paper.received_from, columns),
        *_labelled(_("Uang sejumlah"), spelled, columns),
        *_labelled(_("Untuk pembayaran"), paper.purpose, columns),
        *_rows(paper, columns),
        "",
        _("Jumlah {amount}").format(amount=wording.rupiah(paper.amount)),
    ]


def _body(paper: Receipt, columns: int) -> list[str]:
    """What the slip says, in two columns beside each other."""
    width = (columns - _BETWEEN) // 2
    rows = [_slip_row(row, width) for row in paper.body]
    each = -(-len(rows) // 2)
    return [
        left.ljust(width + _BETWEEN) + right
        for left, right in zip_longest(rows[:each], rows[each:], fillvalue="")
    ]


def _slip_row(row: SlipRow, width: int) -> str:
    if row.kind == "rule":
        return "-" * width
    right = ascii_only(row.right)
    left = ascii_only(row.left)[: width - len(right) - bool(right)]
    return left + right.rjust(width - len(left))


def _wrapped(words: str, columns: int) -> list[str]:
    return textwrap.wrap(ascii_only(words), columns, break_on_hyphens=False) or [""]


def _labelled(label: str, words: str, columns: int) -> list[str]:
    first, *others = _wrapped(words, columns - _LABEL)
    return [ascii_only(label).ljust(_LABEL - 2) + ": " + first, *(" " * _LABEL + o for o in others)]


def _rows(paper: Receipt, columns: int) -> list[str]:
    """What the amount is made of, each figure ending at the last column."""
    rows = [*paper.rows]
    if len(rows) > 1:
        rows.append((_("Jumlah"), total(amount for _words, amount in paper.rows)))
    return [line for words, amount in rows for line in _row(words, amount, columns)]


def _row(words: str, amount: int, columns: int) -> list[str]:
    figure = wording.bracketed(amount)
    *above, last = _wrapped(words, columns - _LABEL - len(figure) - 1)
    room = columns - _LABEL - len(last)
    return [*(" " * _LABEL + line for line in above), " " * _LABEL + last + figure.rjust(room)]


def _signers(signers: Sequence[Signer], columns: int) -> list[str]:
    """Roles beside each other, room to sign, names below."""
    if not signers:
        return []
    each = columns // len(signers)
    roles = "".join(ascii_only(one.role)[: each - 2].center(each) for one in signers)
    names = "".join(_name(one, each - 2).center(each) for one in signers)
    return ["", roles, *[""] * _SIGNER_LINES, names]


def _name(signer: Signer, room: int) -> str:
    return f"({ascii_only(signer.name)[: room - 2] or '.' * min(24, room - 2)})"
