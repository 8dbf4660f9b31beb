"""Free texts of facts: what they may never say of a person."""

from __future__ import annotations

import pytest

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.names import holds_nik, impersonal, short_line


@pytest.mark.parametrize(
    "text",
    [
        "3310010101600001",
        "atas nama NIK 3310 0101 0160 0001 lunas",
        "3310.0101.0160.0001",
        "33-10-01-410160-0001",
        "10 3310 0101 0160 0001",
        "hubungi 081234567890",
        "WA +62 812-3456-7890",
        "0812 3456 789",
    ],
)
def test_numbers_of_persons_are_refused(text: str) -> None:
    with pytest.raises(BadField) as refused:
        impersonal(text, field="note")

    assert refused.value.field == "note"


@pytest.mark.parametrize(
    "text",
    [
        "Beli 12.000.000 15.000.000 dan 2.000.000",
        "Faktur pajak 010.000-26.12345678",
        "BAST/12/2025 No. 0081/SPK/XI/2026",
        "NTPN 1A2B3C4D5E6F7G8H",
        "rekening 1234567890123456",
        "Nota 00812, 14-11-2026",
        "33100101016000012345",
    ],
)
def test_sums_papers_and_days_are_not_taken_for_persons(text: str) -> None:
    assert impersonal(text, field="note") == text
    assert not holds_nik(text)


def test_a_line_is_tidied_then_looked_at() -> None:
    assert short_line("  Sewa\n kios ", field="name") == "Sewa kios"
    with pytest.raises(BadField):
        short_line("3310 0101\n0160 0001", field="name")
