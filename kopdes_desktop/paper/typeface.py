"""A font whose cut-outs are made once: most papers of a cooperative need the same characters.

Cutting a font file down to the characters of a paper, packing it, and writing out how wide each of
them is takes most of the time of a paper of one page. The bytes are those that reportlab writes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reportlab.pdfbase.pdfdoc import format as written
from reportlab.pdfbase.ttfonts import TTFont

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

#: So many sets of characters are kept for a cut of the typeface, some ten kilobytes each.
_MOST: Final = 32


class _Cut(NamedTuple):
    """What a paper says of a set of characters: widths, code map and font file, each as written."""

    widths: bytes
    code_map: bytes
    file: bytes


class Typeface(TTFont):
    """For one paper at a time, as its base."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename)
        self._cuts: dict[tuple[int, ...], _Cut] = {}
        face: Any = self.face
        cut = face.makeSubset
        kept = lru_cache(_MOST)(lambda codes: cut(list(codes)))
        face.makeSubset = lambda subset: kept(tuple(subset))

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802  reportlab's own name
        """As the base does it, with what is known put in place of what would be written again."""
        subsets = [tuple(codes) for codes in self.state[doc].subsets]
        names = [self.getSubsetInternalName(n, doc)[1:] for n in range(len(subsets))]
        super().addObjects(doc)
        objects: Any = doc.idToObject
        for n, (name, codes) in enumerate(zip(names, subsets, strict=True)):
            font = objects["BasicFonts"].dict[name]
            code_map = font.ToUnicode.name
            file = objects[font.FontDescriptor.name].dict["FontFile2"].name
            found = self._cuts.get((n, *codes))
            if found is None:
                found = _Cut(
                    written(font.Widths, doc),
                    written(objects[code_map], doc, toplevel=1),
                    written(objects[file], doc, toplevel=1),
                )
                if len(self._cuts) >= _MOST:
                    self._cuts.clear()
                self._cuts[(n, *codes)] = found
            font.Widths, objects[code_map], objects[file] = found
