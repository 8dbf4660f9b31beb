"""What stands in the facts of the till for ever, and what a later program may add to it."""

import msgspec
import pytest

from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.office.facts import canonical, decoder
from kopdes_desktop.sales.facts import BackLine, Listed, Owed, Packed, Rationed, SoldLine, Spread
from kopdes_desktop.tills.rules import Counted
from kopdes_desktop.tills.totals import Total

LINES = [
    (SoldLine(7, "2.5", Rupiah(3_500), Rupiah(50)), b'[7,"2.5",3500,50]'),
    (Packed(1, "dus", "40"), b'[1,"dus","40"]'),
    (Spread(2, 0), b"[2,0]"),
    (Listed(0, Rupiah(3_500)), b"[0,3500]"),
    (Owed(0, 9, Rupiah(8_500)), b"[0,9,8500]"),
    (Rationed(0, "LPG3", 9), b'[0,"LPG3",9]'),
    (
        BackLine(0, "1", True, Rupiah(10), Rupiah(8), Rupiah(0)),
        b'[0,"1",true,10,8,0]',
    ),
    (Counted(50_000, 5), b"[50000,5]"),
    (Total("cash", 3, Rupiah(90)), b'["cash",3,90]'),
]


@pytest.mark.parametrize(
    ("line", "written"), LINES, ids=[type(line).__name__ for line, _written in LINES]
)
def test_a_line_is_a_short_list_and_one_with_a_later_column_is_read_too(
    line: msgspec.Struct, written: bytes
) -> None:
    assert canonical(line) == written
    read = decoder(type(line)).decode
    later = written[:-1] + b',{"later":1}]'
    assert read(later) == line
    with pytest.raises(msgspec.ValidationError):
        read(b"[]")
