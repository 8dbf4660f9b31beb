"""The members' screens with full books, as pictures: nothing cut, nothing without a name."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from kopdes_desktop.ui import painting
from kopdes_desktop.ui.members.register_screen import RegisterScreen
from kopdes_desktop.ui.membership.applications_screen import ApplicationsScreen
from kopdes_desktop.ui.shell import places
from kopdes_desktop.ui.shell.main_window import MainWindow
from kopdes_desktop.ui.shell.navigation import HUBS
from tests.ui.fingers import enter
from tests.ui.reading import clipped, nameless
from tests.ui.registry import register
from tests.ui.village import PASSWORD, Village


def a_photo() -> str:
    """A small picture, as an order carries it."""
    held = BytesIO()
    Image.new("RGB", (120, 150), (90, 140, 110)).save(held, "JPEG")
    return base64.b64encode(held.getvalue()).decode()


def too_wide(screen: QWidget) -> list[str]:
    """Parts that scroll upwards only and are wider than what is seen of them."""
    return [
        type(inside).__name__
        for area in screen.findChildren(QScrollArea)
        if area.isVisibleTo(screen)
        and (inside := area.widget()) is not None
        and inside.width() > area.viewport().width()
    ]


@pytest.fixture
def full(desa: Village) -> Village:
    """Members with everything that a page can show, long names among them."""
    desa.enter(desa.folder, "bendahara", PASSWORD)
    office = desa.session.office
    long = "Melati Kenanga Cempaka Kantil Bungur Flamboyan Sedap Malam Kecubung"
    fields = {
        "name": long,
        "nik": "3310014505900001",
        "kk": "3310010101010001",
        "mother": "Kenanga Cempaka",
        "address": "Jalan Raya Sumber Makmur Gang Melati Nomor 127 Blok C",
        "email": "alamat.surel.yang.panjang.sekali@koperasi.contoh.desa.id",
        "phone": "0812 3456 7890",
        "job": "petani dan pedagang hasil bumi",
    }
    office.perform("members.change", {"member": "0001", "fields": fields})
    office.perform("members.change", {"member": "0002", "fields": {"kk": "3310010101010001"}})
    office.perform("members.set_photo", {"member": "0001", "what": "photo", "image": a_photo()})
    heir = {"member": "0001", "name": "Kantil Cempaka", "relation": "child"}
    office.perform("members.add_heir", heir)
    group = {"code": "SUMBERAGUNG-LOR", "name": "Kelompok Tani Sumberagung Lor", "kind": "dusun"}
    office.perform("members.set_group", {**group, "collector": "0001"})
    office.perform("members.assign", {"group": "SUMBERAGUNG-LOR", "members": ["0001", "0003"]})
    lines = [{"product": "voluntary", "amount": 999_999_999_999}]
    office.perform("savings.deposit", {"member": "0001", "lines": lines})
    return desa


def test_moves_and_papers_are_in_sight_where_letters_are_large(desa: Village) -> None:
    window = desa.signed_in("bendahara")
    window.setMinimumSize(1, 1)
    window.resize(1366 * 2 // 3, 768 * 2 // 3)
    screen = register(window)
    enter()
    table = screen.page.table
    QApplication.processEvents()

    seen = table.viewport().visibleRegion().boundingRect().height()
    assert seen >= 2 * table.rowHeight(0)
    told = [label.text() for hint in screen.foot.hints() for label in hint.findChildren(QLabel)]
    assert {"Cetak", "WhatsApp", "Kartu anggota"} <= set(told)


@pytest.mark.parametrize(("scale", "look"), [(1.0, "dark"), (1.5, "contrast")])
def test_a_full_register_is_painted_whole(
    full: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scale: float, look: str
) -> None:
    short: list[str] = []
    mute: list[str] = []
    plain = painting._lay_over

    def looking(window: MainWindow, picture: QImage) -> None:
        plain(window, picture)
        shown = window.workplace.current() if window.workplace is not None else None
        if isinstance(shown, RegisterScreen | ApplicationsScreen):
            short.extend(clipped(window))
            mute.extend(nameless(window))
            short.extend(too_wide(shown))

    monkeypatch.setattr(painting, "_lay_over", looking)
    mine = tuple(
        place for place in places.PLACES if "member" in place.code and place.group not in HUBS
    )
    monkeypatch.setattr(places, "PLACES", mine)
    made = painting.paint(full.session, tmp_path / "out", scale=scale, look=look)

    assert [path.name[3:-4] for path in made if "member" in path.name] == [
        "read-members",
        *(f"read-members-{n}" for n in range(2, 6)),
        "membership-apply",
        *(f"membership-apply-{n}" for n in range(2, 4)),
    ]
    assert (short, mute) == ([], [])


def test_a_supervisor_is_painted_what_he_may_open_and_no_more(
    desa: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tuple(
        place for place in places.PLACES if "member" in place.code and place.group not in HUBS
    )
    monkeypatch.setattr(places, "PLACES", mine)
    session = desa.enter(desa.folder, "pengawas", PASSWORD)

    made = painting.paint(session, tmp_path / "out")

    assert [path.name[3:-4] for path in made if "member" in path.name] == [
        "read-members",
        "read-members-2",
        "read-members-3",
    ]
