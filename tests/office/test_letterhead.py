"""What the cooperative's papers carry: its logo, its further line, and who signs them."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image, ImageDraw

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField, NotPermitted
from kopdes_desktop.office.letterhead import letterhead, officers, slip_layout
from kopdes_desktop.paper.document import Signer
from kopdes_desktop.savings import slips
from tests import builders
from tests.builders import pay, working_as


def a_logo() -> str:
    picture = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(picture).ellipse((20, 20, 180, 180), fill="darkgreen")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def test_a_logo_stands_on_every_paper_until_it_is_taken_off(books: Session) -> None:
    office = books.office
    office.perform("settings.set_logo", {"image": a_logo()})
    carried = letterhead(office.reading).logo
    builders.require_rebuilt(office)

    office.perform("settings.set_logo", {})

    assert 0 < len(carried) <= 24_000
    assert not letterhead(office.reading).logo


def test_what_is_no_picture_is_refused_and_a_cashier_changes_nothing(books: Session) -> None:
    with pytest.raises(BadField, match="tidak terbaca"):
        books.office.perform("settings.set_logo", {"image": "bukan gambar"})
    with working_as(books.office, "kasir") as office, pytest.raises(NotPermitted):
        office.perform("settings.set_logo", {"image": a_logo()})

    assert not letterhead(books.office.reading).logo


def test_officers_sign_by_name_where_one_is_written_down(books: Session) -> None:
    fields = {"signer.chair": "Cendana Asoka", "letterhead.extra": "Telp. 0800-1"}
    books.office.perform("settings.change", {"fields": fields})

    signed = officers(books.office.reading, "supervisor", "chair")

    assert signed == (Signer("Pengawas"), Signer("Ketua", "Cendana Asoka"))
    assert letterhead(books.office.reading).lines[-1] == "Telp. 0800-1"


def test_hidden_balances_stand_on_no_paper_of_the_member(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    pay(office, member, amount=500_000)
    order = {"member": member.key, "product": "voluntary", "amount": 150_000}
    key = office.perform("savings.withdraw", order).id
    shown = [row.left for row in slips.slip(office.reading, key).rows]

    office.perform("settings.change", {"fields": {"slip.balance": False}})

    hidden = [row.left for row in slips.slip(office.reading, key).rows]
    assert [words for words in shown if words not in hidden] == ["Saldo sebelum", "Saldo sesudah"]
    assert not any("Saldo" in note for note in slips.receipt(office.reading, key).notes)
    assert not slip_layout(office.reading).balance


def test_a_deposit_shows_what_was_there_before_where_that_is_wanted(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    pay(office, member, amount=500_000)
    office.perform("settings.change", {"fields": {"slip.before": True}})
    lines = [{"product": "voluntary", "amount": 25_000}]

    key = office.perform("savings.deposit", {"member": member.key, "lines": lines}).id

    rows = {row.left: row.right for row in slips.slip(office.reading, key).rows}
    assert rows["Sebelumnya Simpanan Sukarela"] == "500.000"
    assert rows["Saldo Simpanan Sukarela"] == "525.000"
