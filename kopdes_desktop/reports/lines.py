"""Rows that are read from the books while somebody goes through them, with sums that come along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import overload

Row = Mapping[str, object]


class Lines(Sequence[Row]):
    """Any number of rows in the memory of one; each going through reads the books again.

    `totals` are the sums of the money columns named in `summed`. They are known once the rows have
    been gone through to the end; asked for earlier, they go through the rows themselves.
    """

    def __init__(self, read: Callable[[], Iterator[Row]], summed: tuple[str, ...]) -> None:
        """Keep how to read; nothing is read yet."""
        self._read, self._summed = read, summed
        self._length: int | None = None
        self._sums: tuple[int, ...] = ()
        self.totals: Mapping[str, object] = _Totals(self)

    def __iter__(self) -> Iterator[Row]:
        sums = [0] * len(self._summed)
        places = tuple(enumerate(self._summed))
        length = 0
        for row in self._read():
            length += 1
            for place, name in places:
                sums[place] += row[name]  # type: ignore[operator]
            yield row
        self._length, self._sums = length, tuple(sums)

    def __len__(self) -> int:
        if self._length is None:
            for _row in self:
                pass
        return self._length or 0

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return list(self)[place]
        wanted = place if place >= 0 else len(self) + place
        for row in islice(self, max(wanted, 0), None) if wanted >= 0 else ():
            return row
        raise IndexError(place)

    def sums(self) -> dict[str, int]:
        """The totals by column."""
        len(self)
        return dict(zip(self._summed, self._sums, strict=True))


class _Totals(Mapping[str, object]):
    """The sums of some lines, known when they are asked for."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def __getitem__(self, name: str) -> object:
        return self._lines.sums()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines.sums())

    def __len__(self) -> int:
        return len(self._lines.sums())
