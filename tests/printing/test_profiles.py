"""The printers of a laptop: one for each kind of paper, checked before they are kept."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office.letterhead import letterhead
from kopdes_desktop.paper.document import Letterhead
from kopdes_desktop.paper.layout import Layout
from kopdes_desktop.printing import profiles, sample
from kopdes_desktop.printing.profiles import Profile
from tests.paper import escpos

SLIP: dict[str, Any] = {"transport": "tcp", "address": "192.168.1.50:9100"}


def test_no_printer_at_all_is_where_everybody_begins(books: Session) -> None:
    found = profiles.profiles(books.office.reading)

    assert set(found) == {"slip", "sheet", "matrix"}
    assert not any(one.there for one in found.values())


def test_a_printer_is_kept_on_this_laptop_and_in_no_fact(books: Session) -> None:
    office = books.office
    before = office.chain.seq
    kept = Profile("slip", **SLIP, columns=48, raster=True, cut=True)

    office.note(partial(profiles.keep, profile=Profile("slip", **SLIP)))
    office.note(partial(profiles.keep, profile=kept))

    assert profiles.profiles(office.reading)["slip"] == kept
    assert office.chain.seq == before


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (Profile("slip", transport="system", address="Epson"), "transport"),
        (Profile("sheet", transport="tcp", address="1.2.3.4"), "transport"),
        (Profile("slip", transport="tcp", address="  "), "address"),
        (Profile("slip", transport="tcp", address="printer:abc"), "address"),
        (Profile("slip", transport="file", address="/dev/\x1bp"), "address"),
        (Profile("slip", **SLIP, columns=40), "columns"),
        (Profile("matrix", **SLIP, columns=48), "columns"),
        (Profile("slip", **SLIP, baud=300), "baud"),
        (Profile("slip", transport="file", address="lp0"), "address"),
        (Profile("slip", transport="file", address="buku/buku.db"), "address"),
        (Profile("slip", transport="serial", address="/dev/../home/buku.db"), "address"),
        (Profile("slip", transport="file", address="C:\\buku\\buku.db"), "address"),
    ],
)
def test_what_cannot_work_is_refused_at_its_field(profile: Profile, field: str) -> None:
    with pytest.raises(BadField) as refused:
        profiles.require_usable(profile)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("address", "windows", "there"),
    [
        ("/dev/usb/lp0", False, True),
        ("/dev/serial/by-id/usb-printer", False, True),
        ("COM5", False, False),
        ("~/buku.db", False, False),
        ("LPT1", True, True),
        ("com12", True, True),
        ("\\\\.\\COM5", True, True),
        ("\\\\.\\usbprint", True, True),
        ("\\\\.\\C:\\buku\\buku.db", True, False),
        ("C:\\buku\\LPT1.db", True, False),
        ("/dev/usb/lp0", True, False),
    ],
)
def test_only_what_can_name_a_device_is_one(address: str, windows: bool, there: bool) -> None:
    assert profiles.names_device(address, windows=windows) is there


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("raster", [False, True])
def test_a_test_page_is_a_slip_of_this_printer(books: Session, columns: int, raster: bool) -> None:
    profile = Profile("slip", **SLIP, columns=columns, raster=raster)

    page = sample.test_page(profile, letterhead(books.office.reading), Layout())

    read = escpos.read(page)
    assert bool(read.pictures) is raster
    assert any("CETAKAN UJI" in line.text for line in read.lines) is not raster


def test_a_test_page_of_a_ribbon_rules_every_column(books: Session) -> None:
    profile = Profile("matrix", transport="file", address="/dev/usb/lp0", columns=96)

    page = sample.test_page(profile, letterhead(books.office.reading), Layout())

    assert b"123456789012345678901234567890" in page
    assert max(len(line) for line in page.split(b"\r\n")[1:-1]) == 96


def test_the_drawer_opens_only_where_there_is_one() -> None:
    kick = b"\x1bp\x00\x19\xfa"
    slip = sample.slip(Letterhead("KOPDES SUMBER"), Layout())

    without = profiles.slip_bytes(Profile("slip", **SLIP), slip, drawer=True)
    having = Profile("slip", **SLIP, drawer=True)

    assert kick not in without
    assert profiles.slip_bytes(having, slip, drawer=True).count(kick) == 1
    assert kick not in profiles.slip_bytes(having, slip)
