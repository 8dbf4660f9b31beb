"""Selling by keys and scanner alone: keys counted, figures in the books afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui import outlet
from tests.ui.fingers import counted, enter, press, scan, write
from tests.ui.outlet import NOODLES, OIL, RICE, SOAP, at_till, names
from tests.ui.village import Village


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gerai") / "buku"
    outlet.build(folder)
    return folder


@pytest.fixture
def desa(template: Path, tmp_path: Path) -> Iterator[Village]:
    yield from outlet.copied(template, tmp_path / "buku")


def test_five_lines_are_sold_for_exact_cash_by_two_keys(desa: Village) -> None:
    _window, screen = at_till(desa)
    for code in (SOAP, RICE, NOODLES, OIL, SOAP):
        scan(code)
    assert names(screen) == [
        ("Sabun mandi", "2"),
        ("Beras 5 kg", "1"),
        ("Mi instan", "1"),
        ("Minyak goreng", "1"),
    ]

    with counted() as keys:
        enter(2)

    assert len(keys) == 2
    sold = desa.newest("sales.sell")["d"]
    assert sold["tenders"] == [{"kind": "cash", "amount": 100_000}]
    assert screen.counter.sale.empty
    assert desa.account("1-1103") == 100_000
