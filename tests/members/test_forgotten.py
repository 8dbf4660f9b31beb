"""Done when a departed member's name, NIK and phone, and his heirs', stand nowhere any more.

Nowhere: in no column of any table, no index, no fact, no page of the file or of its write-ahead
log (free ones too), and in no file beside it. Each look is made once before, when all is there.
"""

import base64
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kopdes_desktop.app.books import DATABASE, Session
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.members import queries as members
from kopdes_desktop.membership import slips as papers
from kopdes_desktop.office.transaction import Answer
from kopdes_desktop.savings import slips
from kopdes_desktop.security import persons
from tests import builders
from tests.builders import approval, nik, pay
from tests.cli.speaker import Speaker
from tests.members.raw_pages import everything
from tests.membership.village import decide, owe, prepay, refund, settle

#: Letters of Javanese script: no other bytes of a file look like these by chance.
SIGN, HEIR_SIGN = "\ua9a7\ua9a4\ua98f\ua9a9", "\ua9b1\ua9a5\ua997\ua9a0"
HIS = {
    "name": f"Wulandari Kusumaningtyas {SIGN}",
    "nik": nik(77),
    "phone": "081298765432",
    "dusun": "Karangsambungasri",
    "birth_place": "Wonogirisari",
    "mother": "Sulastriningrum",
    "job": "pengrajinbatikan",
    "address": "Jalan Kenangarimba 12",
    "email": "wulan@contohdesa.example",
    "kk": "3310010101010077",
    "rt_rw": "007/003",
}
HEIR = {
    "name": f"Kembangsepatu Wijayakusuma {HEIR_SIGN}",
    "nik": nik(88),
    "phone": "081377712345",
    "address": "Jalan Flamboyanraya 3",
}
CANARIES = [
    *("Wulandari", "Kusumaningtyas", SIGN, HIS["nik"], "81298765432", HIS["dusun"]),
    *(HIS["birth_place"], HIS["mother"], HIS["job"], "Kenangarimba", "wulan@contohdesa"),
    *(HIS["kk"], "Jayaningrat", "81211110000"),
    *("Kembangsepatu", "Wijayakusuma", HEIR_SIGN, HEIR["nik"], "81377712345", "Flamboyanraya"),
]


def a_picture() -> str:
    file = BytesIO()
    Image.effect_noise((300, 400), 50).convert("RGB").save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


def a_whole_life(session: Session) -> tuple[int, int]:
    """From application to refund, with everything that names him; his key and his heir's."""
    office = session.office
    owe(office, "1-1101", 0, 1_000_000, "KTR")
    builders.a_member(office, 1)
    office.perform("members.set_group", {"code": "RT7", "name": "RT 07", "kind": "rt"})
    key = office.perform("membership.apply", HIS, key="permohonan-1").id
    prepay(office, key, 130_000)
    decide(office, key)
    member = members.require_member(office.reading, key)
    office.perform("members.assign", {"group": "RT7", "members": [key]})
    order = {"member": key, "relation": "child", **HEIR}
    heir = office.perform("members.add_heir", order, key="waris-1").id
    for what in ("photo", "photo", "ktp"):
        picture = {"member": key, "what": what, "image": a_picture()}
        office.perform("members.set_photo", picture)
    change = {"member": key, "fields": {"name": f"Wulandari Jayaningrat {SIGN}"}}
    office.perform("members.change", change)
    again = {"member": key, "fields": {"name": HIS["name"], "phone": "081211110000"}}
    office.perform("members.change", again)
    office.perform("members.change", {"member": key, "fields": {"phone": HIS["phone"]}})
    receipts = [
        pay(office, member, "mandatory", months=3),
        pay(office, member, "voluntary", amount=250_000),
    ]
    owe(office, "1-1201", key, 54_000, "G1")
    settled = settle(office, key, "death", heirs=[heir], letter_no="470/12")
    paid = refund(office, key, heir=heir)
    print_everything(session, key, receipts, settled, paid)
    return key, heir


def print_everything(
    session: Session, key: int, receipts: list[Answer], settled: Answer, paid: Answer
) -> None:
    """He is read, searched for, and put on paper."""
    read = session.office.reading
    for each in receipts:
        slips.receipt(read, each.id)
    papers.receipt(read, paid.id)
    papers.minutes(read, settled.id)
    assert [each.key for each in members.search(read, "Kusumaningtyas")] == [key]
    assert members.changes(read, key)
    assert members.photo(read, key)


def erase(session: Session, key: int) -> None:
    order = {"member": key, "reason": "permintaan ahli waris"}
    session.office.perform("members.erase", order, approval=approval())


# --- looking ------------------------------------------------------------------------------------


def in_bytes(raw: bytes) -> set[str]:
    """The canaries that stand in these bytes, in any case, as UTF-8 or UTF-16."""
    low = raw.lower()
    wide = {word: word.lower().encode("utf-16-le") for word in CANARIES}
    return {word for word in CANARIES if word.lower().encode() in low or wide[word] in low}


def in_pages(session: Session) -> set[str]:
    """In the decrypted pages, free ones too, and in the write-ahead log."""
    return in_bytes(everything(session.folder / DATABASE, session.staff.database_key))


def rows_of(session: Session) -> Iterator[bytes]:
    """Every column of every row of every table, the search index's own tables included."""
    connection = session.office.database.connection
    names = [
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
    ]
    assert {"fact", "member", "heir", "attachment", "member_search", "person_hash"} <= {*names}
    for name in names:
        for row in connection.execute(f'SELECT * FROM "{name}"'):
            for value in row:
                yield value if isinstance(value, bytes) else str(value).encode()


def in_tables(session: Session) -> set[str]:
    return in_bytes(b"\n".join(rows_of(session)))


def in_index(session: Session) -> set[str]:
    """What free search still answers with, by any three letters of a name."""
    read = session.office.reading
    words = [word for word in CANARIES if members.search(read, word)]
    letters = {name[n : n + 3] for name in (HIS["name"], HEIR["name"]) for n in range(len(name))}
    hits = {each.name for three in letters for each in members.search(read, three)}
    return {*words, *(name for name in hits if name and "Wulandari" in name)}


def in_facts(session: Session) -> set[str]:
    rows = session.office.database.connection.execute("SELECT body FROM fact")
    return in_bytes("\n".join(row[0] for row in rows).encode())


def in_files(folder: Path) -> set[str]:
    """In whatever lies beside the database, sealed or open."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != DATABASE]
    return in_bytes(b"\n".join(path.read_bytes() for path in files))


def terms_left(session: Session) -> int:
    """How often two letters that only these names have stand in the file: the index's own terms."""
    raw = everything(session.folder / DATABASE, session.staff.database_key)
    pairs = [sign[n : n + 2] for sign in (SIGN, HEIR_SIGN) for n in range(3)]
    return sum(raw.count(two.encode()) for two in pairs)


# --- found before ---------------------------------------------------------------------------------


def test_every_look_finds_what_is_there(books: Session) -> None:
    key, heir = a_whole_life(books)
    books.office.database.checkpoint()
    (books.folder / "catatan.txt").write_text(HIS["nik"], encoding="utf-8")

    gone_from_the_register = {"Jayaningrat", "81211110000"}
    assert in_pages(books) >= {*CANARIES} - gone_from_the_register
    assert in_tables(books) >= {*CANARIES} - gone_from_the_register
    assert {"Wulandari", "Kusumaningtyas", HIS["nik"], "81298765432"} <= in_index(books)
    assert terms_left(books) > 0
    assert in_files(books.folder) == {HIS["nik"]}
    assert persons.secrets_of(books.office.reading, key).keys() == {"identity", "contact"}
    assert persons.secrets_of(books.office.reading, heir).keys() == {"identity", "contact"}


def test_facts_name_nobody_even_before(books: Session) -> None:
    a_whole_life(books)

    assert in_facts(books) == set()


# --- found nowhere after --------------------------------------------------------------------------


def test_after_erasing_he_and_his_heir_are_found_nowhere(books: Session) -> None:
    office = books.office
    key, _heir = a_whole_life(books)
    builders.require_green(office)

    erase(books, key)

    assert in_pages(books) == set()
    assert terms_left(books) == 0
    assert in_tables(books) == set()
    assert in_index(books) == set()
    assert in_facts(books) == set()
    assert in_files(books.folder) == set()
    builders.require_green(office)


def test_keys_hashes_and_pictures_are_gone_and_the_money_is_not(books: Session) -> None:
    office = books.office
    key, heir = a_whole_life(books)
    before = [tuple(row) for row in office.database.connection.execute("SELECT * FROM entry")]

    erase(books, key)

    read, connection = office.reading, office.database.connection
    for person in (key, heir):
        assert persons.secrets_of(read, person) == {}
        hashes = connection.execute("SELECT count(*) FROM person_hash WHERE person=?", (person,))
        assert hashes.fetchone()[0] == 0
    assert connection.execute("SELECT count(*) FROM attachment").fetchone()[0] == 0
    assert members.photo(read, key) is None
    assert [each.name for each in members.heirs(read, key)] == [None]
    assert [tuple(row) for row in connection.execute("SELECT * FROM entry")] == before
    assert members.require_member(read, key).number == "0002"


def test_books_closed_and_opened_again_still_know_nothing(books: Session, practice: Path) -> None:
    key, _heir = a_whole_life(books)
    erase(books, key)
    books.close()

    with builders.open_books(practice) as again:
        assert in_pages(again) | in_tables(again) | in_index(again) == set()
        builders.require_rebuilt(again.office)


def test_the_check_of_the_command_line_finds_the_books_equal(
    books: Session, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _heir = a_whole_life(books)
    erase(books, key)
    books.close()
    shell = Speaker(monkeypatch, practice)
    shell.user("bendahara")

    told = shell.say("--json", "check", "--rebuild")

    assert (told.code, told.json["ok"], told.json["rebuild"]["differences"]) == (0, True, [])
    assert in_bytes(told.out) == set()


def test_nobody_is_forgotten_while_money_waits_for_him(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    pay(office, member, "principal", amount=100_000)
    settle(office, "0001")

    with pytest.raises(BadField) as refused:
        erase(books, member.key)
    assert "2-1106" in refused.value.message

    refund(office, "0001", cash="KAS")
    erase(books, member.key)
    builders.require_green(office)


def test_who_still_signs_in_is_not_forgotten(books: Session) -> None:
    office = books.office
    member = builders.a_member(office)
    order = {"name": "kasir7", "person": member.key, "role": "cashier"}
    office.perform("security.add_user", order, approval=approval())
    settle(office, "0001")

    with pytest.raises(BadField) as refused:
        erase(books, member.key)
    assert "pengguna" in refused.value.message

    office.perform(
        "security.remove_user", {"user": "kasir7", "reason": "keluar"}, approval=approval()
    )
    erase(books, member.key)
    builders.require_green(office)
