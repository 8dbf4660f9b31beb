"""The papers of the surplus: for one member, for a list, for a fund."""

import pytest

from kopdes_desktop.app.books import Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.paper.document import Receipt, Slip
from kopdes_desktop.printing import papers
from kopdes_desktop.surplus import slips
from tests.surplus.a_year import keys, pay


def both(session: Session, answer: Answer) -> tuple[Slip, Receipt]:
    assert papers.has_paper(session.office.reading, answer.id)
    return papers.both(session.office.reading, answer.id)


def test_a_member_signs_for_his_share(divided: Session) -> None:
    slip, receipt = both(divided, pay(divided, members=[keys(divided)[1]], ref="Daftar 1"))

    assert slip.title == "PEMBAYARAN SHU"
    assert "Anggota Nomor 1" in slip.rows[2].left
    assert (receipt.amount, receipt.received_from) == (7_300_000, receipt.letterhead.name)
    assert receipt.signers[0].name == "Anggota Nomor 1"
    assert receipt.notes == ("Dari Brankas Bendahara", "Bukti: Daftar 1")


def test_a_share_that_was_saved_says_into_what(divided: Session) -> None:
    _slip, receipt = both(divided, pay(divided, "savings", members=[keys(divided)[3]]))

    assert [name for name, _amount in receipt.rows] == ["Simpanan Wajib", "Simpanan Sukarela"]
    assert sum(int(amount) for _name, amount in receipt.rows) == 800_000


def test_a_list_paid_at_once_names_nobody(divided: Session) -> None:
    slip, receipt = both(divided, pay(divided, everybody=True))

    assert "3 anggota" in slip.rows[2].left
    assert receipt.signers[0].name == ""
    assert receipt.rows == (("SHU bagian anggota", 18_000_000),)


def test_money_of_a_fund_says_what_it_was_for(divided: Session) -> None:
    order = {"fund": "education", "amount": 300_000, "text": "Pelatihan", "box": "KAS"}

    slip, receipt = both(divided, divided.office.perform("surplus.spend_fund", order))

    assert slip.rows[2].left == "Dana Pendidikan Perkoperasian"
    assert (receipt.purpose, receipt.amount) == ("Pelatihan", 300_000)


def test_other_facts_have_no_such_paper(divided: Session) -> None:
    with pytest.raises(BadField):
        slips.slip(divided.office.reading, 1)
