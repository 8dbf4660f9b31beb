"""Write golden facts: one of every kind, from one small scripted cooperative.

`python -m tests.golden.write` adds a file for each kind and version that has none yet, and the
whole log they come from. Nothing that stands is ever written again; only the digests of the
projections are, with `--projections`, when the tables have changed on purpose.
"""

import base64
import hashlib
import io
import itertools
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image

from kopdes_desktop.app import books, founding, joining
from kopdes_desktop.app.clock import SetClock
from kopdes_desktop.db import guards
from kopdes_desktop.db.compare import projections
from kopdes_desktop.db.engine import open_database
from kopdes_desktop.db.statements import insert_into
from kopdes_desktop.kernel.ids import Entropy, fact_key
from kopdes_desktop.ledger.periods import Months
from kopdes_desktop.office import device, imports, order, replay
from kopdes_desktop.office import facts as facts_module
from kopdes_desktop.office.actor import Approval
from kopdes_desktop.office.books import Books
from kopdes_desktop.office.office import Office
from kopdes_desktop.office.tables import FACT
from kopdes_desktop.office.transaction import Transaction
from kopdes_desktop.security import persons
from tests.builders import PASSWORD, PIN, Typed, approval, nik, working_as
from tests.golden import ledger, outlet

HERE = Path(__file__).parent
INDEX, PROJECTIONS = HERE / "index.json", HERE / "projections.json"
DAYS = date(2026, 2, 2), date(2026, 2, 3)


def counted(name: str) -> Entropy:
    """Bytes that are the same every time: SHA-256 of a name and a counter."""
    counter = itertools.count()

    def draw(size: int, /) -> bytes:
        made = b""
        while len(made) < size:
            made += hashlib.sha256(f"{name}/{next(counter)}".encode()).digest()
        return made[:size]

    return draw


def stories(folder: Path) -> Iterator[tuple[str, bytes, list[tuple[int, str, bytes]]]]:
    """Kind, bytes and persons' keys of every fact, in the order of the books."""
    clock = SetClock(datetime(2026, 2, 2, 1, 0, tzinfo=UTC))
    founding.found_practice(folder / "KR", clock=clock, entropy=counted("founding"))
    hers = _open(folder / "KR", "bendahara", clock, "hers")
    office = hers.office
    _fill(office)
    outlet.open_shop(office)
    _old_register(office)
    _members_and_savings(office)
    outlet.live(office)
    ledger.first_month(office)
    invitation = folder / "GA.json"
    joining.invite(hers, invitation, series="GA", units=("G1",), approval=approval())
    joining.join(folder / "GA", invitation, PASSWORD, clock=clock, entropy=counted("joining"))
    theirs = _open(folder / "GA", "kasir", clock, "outlet")
    _carry(hers, theirs)
    _a_further_person(hers, theirs)
    _work_at_the_outlet(theirs.office)
    moved = {"member": "0002", "fields": {"phone": "081277777777", "address": "Jalan Baru 2"}}
    _do(office, "members.change", moved)
    _do(office, "accounting.close_month", {"month": "2026-01"}, approval())
    for giver, taker in ((theirs, hers), (hers, theirs)):
        _carry(giver, taker)
    _settle(office)
    ledger.live(office)
    secrets = list(joining.outgoing(office.reading, office.own.number).secrets)
    for stamp, _envelope in order.accepted(office.reading):
        yield stamp.kind, office.body(stamp.key)[0], secrets
    hers.close()
    theirs.close()


def _open(folder: Path, login: str, clock: SetClock, name: str) -> books.Session:
    return books.open_books(
        folder,
        login,
        PASSWORD,
        named_day=DAYS[0],
        clock=clock,
        entropy=counted(name),
        secrets=Typed(PASSWORD, PIN),
    )


def _carry(giver: books.Session, taker: books.Session) -> None:
    parcel = joining.outgoing(giver.office.reading, giver.office.own.number)
    outcome = taker.office.accept(parcel.envelopes, parcel.secrets)
    assert (outcome.refused, outcome.held) == ([], [])


def _a_further_person(hers: books.Session, theirs: books.Session) -> None:
    """The chair, too, gets a PIN at the outlet's laptop."""
    _do(hers.office, "device.admit", {"device": "GA", "user": "ketua"}, approval())
    _carry(hers, theirs)
    words = hers.staff.secrets.words["ketua"]  # type: ignore[attr-defined]
    _do(theirs.office, "device.let_in", {"user": "ketua", "words": words})


def _do(office: Office, op: str, fields: dict[str, Any], by: Approval | None = None) -> int:
    return office.perform(op, fields, approval=by).id


def _fill(office: Office) -> None:
    """Her own month: people, units, members, money, and everything that is corrected."""
    _do(office, "settings.change", {"fields": {"identity.place": "Sumberagung", "transit.days": 2}})
    _do(office, "settings.set_logo", {"image": _picture()})
    _do(office, "accounting.add_unit", {"code": "G2", "name": "Gerai Pupuk", "kind": "outlet"})
    box = {"code": "LACI-G2", "name": "Laci pupuk", "account": "1-1103", "unit": "G2"}
    _do(office, "accounting.add_box", box)
    product = {"code": "hariraya", "name": "Simpanan hari raya", "kind": "voluntary"}
    _do(office, "savings.add_product", {**product, "account": "2-1103", "unit": "USP"})
    rate = {"product": "mandatory", "from": "2026-03-01", "amount": 15_000, "decision_no": "3/RA"}
    _do(office, "savings.set_rate", rate)
    lines = [
        {"account": "1-1101", "amount": 2_500_000, "unit": "KTR"},
        {"account": "3-1401", "amount": 250_000, "unit": "KTR"},
        {"account": "3-1201", "amount": -2_750_000, "unit": "KTR"},
    ]
    _do(office, "accounting.open_balances", {"day": "2025-12-31", "lines": lines})
    _people(office)
    member = 0
    for n in (1, 2, 3):
        fields = {"name": f"Kenanga Wijaya {n}", "nik": nik(n), "phone": f"081200000{n}"}
        member = _do(office, "membership.apply", fields)
        yes = {"application": member, "approved": n < 3, "decision_no": f"{n}/PENG"}
        yes["day"] = "2026-01-15"
        _do(office, "membership.decide", yes)
    _do(office, "members.erase", {"member": member, "reason": "ditolak, minta dihapus"}, approval())
    paid = [{"product": "principal", "amount": 100_000}, {"product": "mandatory", "months": 2}]
    wrong = _do(office, "savings.deposit", {"member": "0001", "lines": paid})
    _do(office, "accounting.reverse", {"entry": wrong, "reason": "salah anggota"})
    late = {"day": "2026-02-01", "late": "buku basah"}
    voluntary = [{"product": "voluntary", "amount": 50_000}]
    _do(office, "savings.deposit", {"member": "0002", "lines": voluntary, "payer": "0001", **late})
    cash = {"from": "KAS", "to": "LACI-G1", "amount": 300_000, "transit": True}
    _do(office, "accounting.move_cash", cash)
    _do(office, "accounting.move_cash", {"from": "JALAN-G1", "to": "LACI-G1", "amount": 300_000})
    power = [
        {"account": "6-1201", "amount": 45_000, "unit": "KTR"},
        {"account": "1-1101", "amount": -45_000, "unit": "KTR"},
    ]
    _do(office, "accounting.record", {"text": "Bayar listrik café", "lines": power})


def _old_register(office: Office) -> None:
    """An import that is taken back, a member who stays, and opening balances agreed."""
    day = DAYS[0].replace(year=2025, month=12, day=31)
    adopted = {"name": "Seruni Lestari", "joined": "2025-08-01", "as_of": day.isoformat()}

    def work(deal: Transaction) -> None:
        key = deal.then("membership.adopt", {**adopted, "number": "0500", "nik": nik(50)})
        amounts = [("principal", 100_000), ("mandatory", 35_000)]
        lines = [{"product": product, "amount": amount} for product, amount in amounts]
        deal.then("savings.take_over", {"member": key, "lines": lines, "day": day.isoformat()})

    begin = imports.BeginOrder("members", "0" * 64, 1, day)
    key, _nothing = imports.take_in(office, begin, (), work)
    decided = {"decision_no": "4/PENG", "owed": False}
    _do(office, "savings.settle_estimates", decided, approval())
    _do(office, "import.undo", {"import": key, "reason": "salah berkas"})
    _do(office, "membership.adopt", {**adopted, "number": "0501", "dusun": "Krajan"})
    agreed = {"explanation": "Berita acara saldo awal 1/2026"}
    _do(office, "accounting.agree_opening", agreed, approval())


def _members_and_savings(office: Office) -> None:
    """Titipan and decisions, a group and its sheet, payers, paying out, a death."""
    people: list[int] = []
    for n in (4, 5):
        fields = {"name": f"Melur Cendana {n}", "nik": nik(n)}
        applied = _do(office, "membership.apply", fields)
        _do(office, "membership.prepay", {"application": applied, "amount": 130_000})
        yes = {"application": applied, "approved": n == 4, "decision_no": f"{n}/PENG"}
        _do(office, "membership.decide", yes)
        people.append(applied)
    one, two = "0001", people[0]
    group = {"code": "RT01", "name": "RT 01", "kind": "rt", "collector": one}
    _do(office, "members.set_group", group)
    _do(office, "members.assign", {"group": "RT01", "members": [one, two]})
    _do(office, "members.set_photo", {"member": one, "what": "photo", "image": _picture()})
    heirs = [
        _do(office, "members.add_heir", {"member": two, "name": name, "relation": "child"})
        for name in ("Cendana Muda", "Cendana Tua")
    ]
    _do(office, "members.remove_heir", {"heir": heirs[0], "reason": "salah catat"})
    payer = {"code": "DESA", "name": "Kantor Desa", "kind": "village"}
    _do(office, "savings.add_payer", payer)
    lines = [{"product": "voluntary", "amount": 90_000}, {"product": "mandatory", "months": 1}]
    _do(office, "savings.deposit", {"member": two, "lines": lines, "payer": "DESA", "cash": "BRI"})
    wages = [
        {"account": "6-1101", "amount": 40_000, "unit": "KTR"},
        {"account": "2-1302", "amount": -40_000, "unit": "KTR", "key": "kasir"},
    ]
    _do(office, "accounting.record", {"text": "Honor kasir", "lines": wages})
    cut = {"member": one, "lines": [{"product": "mandatory", "months": 1}], "wages": "kasir"}
    cut["letter"] = "2/SP, 2 Februari 2026"
    _do(office, "savings.deposit", cut)
    cash = [{"product": "voluntary", "amount": 60_000}]
    _do(office, "savings.deposit", {"member": two, "lines": cash, "cash": "USP"})
    drawn = {"member": two, "product": "voluntary", "amount": 20_000, "cash": "USP"}
    _do(office, "savings.withdraw", drawn)
    moved = {"member": two, "from": "voluntary", "to": "mandatory", "months": 1}
    _do(office, "savings.transfer", {**moved, "letter": "1/SK"})
    _do(office, "savings.issue_sheet", {"group": "RT01"})
    row = {"member": one, "product": "voluntary", "amount": 5_000}
    sheet = {"sheet": "LTG-KR-2026-000001", "rows": [row], "counted": 5_000}
    _do(office, "savings.collect", sheet)
    _do(office, "savings.issue_sheet", {"group": "RT01"})
    void = {"sheet": "LTG-KR-2026-000002", "reason": "tidak ada yang membayar"}
    _do(office, "savings.void_sheet", void)
    died = {"member": two, "reason": "death", "decision_no": "6/PENG"}
    settled = {**died, "heirs": [heirs[1]], "letter_no": "7/AW"}
    _do(office, "membership.settle", settled, approval())
    _do(office, "membership.refund", {"member": two, "amount": 50_000, "heir": heirs[1]})
    _do(office, "security.link_member", {"user": "pengawas", "member": one}, approval())


def _picture() -> str:
    """A small grey photo, as a scanner hands it over."""
    made = io.BytesIO()
    Image.new("L", (24, 24), 128).save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def _people(office: Office) -> None:
    added = {"name": "juru", "person": "Melati Juru", "role": "cashier"}
    _do(office, "security.add_user", added, approval())
    _do(office, "security.change_role", {"user": "juru", "role": "assistant"}, approval())
    _do(office, "security.remove_user", {"user": "juru", "reason": "pindah desa"}, approval())
    _do(office, "security.change_password", {})
    _do(office, "security.change_pin", {})
    _do(office, "security.note_failures", {"known": {str(office.signed_in.user): 2}, "unknown": 1})


def _work_at_the_outlet(office: Office) -> None:
    """A clerk's day, in which a member moves house on two laptops at once."""
    lines = [{"product": "voluntary", "amount": 25_000}, {"product": "mandatory", "months": 1}]
    given = _do(office, "savings.deposit", {"member": "0001", "lines": lines})
    with working_as(office, "ketua"):
        _do(office, "accounting.reverse", {"entry": given, "reason": "salah hitung"})
    voluntary = [{"product": "voluntary", "amount": 10_000}]
    _do(office, "savings.deposit", {"member": "0002", "lines": voluntary})
    outlet.at_the_outlet(office)
    _do(office, "membership.apply", {"name": "Cempaka Sari", "nik": nik(9), "dusun": "Krajan"})
    _do(office, "members.change", {"member": "0002", "fields": {"phone": "081299999999"}})
    cash = {"from": "LACI-G1", "to": "KAS", "amount": 50_000, "transit": True}
    _do(office, "accounting.move_cash", cash)
    _do(office, "month.seal", {"month": "2026-01"})
    _do(office, "day.close", {})


def _settle(office: Office) -> None:
    """What she does with what came: settles, closes, opens again, and shuts the laptop out."""
    settled = {"member": "0002", "field": "phone", "value": "081288888888"}
    _do(office, "members.settle_edit", settled)
    again = {"month": "2026-01", "reason": "satu bukti tertinggal"}
    _do(office, "accounting.reopen_month", again, approval())
    _do(office, "day.close", {})
    office.named_day = DAYS[1]
    _do(office, "day.open", {"day": DAYS[1].isoformat()})
    lost = next(x for x in device.devices(office.reading) if x.series == "GA")
    last = device.last_fact(office.reading, lost.number)
    assert last is not None
    seq = last[0] & ((1 << 30) - 1)
    order_of = {
        "device": "GA",
        "after": seq,
        "hash": device.hash_at(office.reading, lost.number, seq),
    }
    _do(office, "device.revoke", order_of, approval())
    first = {"seq": 1, "hash": device.hash_at(office.reading, office.own.number, 1)}
    _do(office, "backup.restore", {"made": "2026-02-01T08:00:00Z", **first, "lost": 3})


def name_of(raw: bytes) -> str:
    """The golden file of a fact's kind and version."""
    said = msgspec.json.decode(raw)
    return f"{said['kind']}-{said['kv']}.json"


def projected(log: Path) -> str:
    """One digest of every row of every projection that a golden log makes of an empty file."""
    facts = [line.encode() for line in log.read_text("utf-8").splitlines()]
    secrets = msgspec.json.decode(log.with_suffix(".secrets.json").read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "golden.db", bytes(32), scratch=True)
        guards.create(database)
        database.begin()
        made = Books(database)
        persons.keep_finder(made, bytes(32))
        persons.take_secrets(made, [(p, name, bytes.fromhex(key)) for p, name, key in secrets])
        numbers: dict[str, int] = {}
        for n, raw in enumerate(facts, 1):
            said = facts_module.envelope_of(raw)
            if said.seq == 1:
                numbers[said.dev] = msgspec.json.decode(said.d)["number"]
            key = fact_key(numbers[said.dev], said.seq)
            row = (n, key, said.kind, said.bd.isoformat(), facts_module.digest(raw), raw.decode())
            made.insert(insert_into(FACT), *row)
        first = numbers[facts_module.envelope_of(facts[0]).dev]
        assert replay.replay(made, database, first, Months()) == len(facts)
        seen = hashlib.sha256()
        for name, columns in projections():
            listed = ", ".join(columns)
            for row in database.ask(f"SELECT {listed} FROM {name} ORDER BY {listed}"):
                seen.update(f"{name}{row!r}\n".encode())
        database.rollback()
        database.connection.close()
    return seen.hexdigest()


def logs() -> list[Path]:
    return sorted(HERE.glob("log-*.jsonl"))


def _save(path: Path, value: object) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=1))


def write() -> None:
    """Add what is missing."""
    os.environ["KOPDES_ANCHOR"] = "off"
    with tempfile.TemporaryDirectory() as folder:
        told = list(stories(Path(folder)))
    index = msgspec.json.decode(INDEX.read_bytes()) if INDEX.exists() else {}
    lacking = {name_of(raw): raw for _kind, raw, _secrets in reversed(told)}
    lacking = {name: raw for name, raw in lacking.items() if name not in index}
    if not lacking:
        return
    log = HERE / f"log-{len(logs()) + 1}.jsonl"
    lacking[log.name] = b"".join(raw + b"\n" for _kind, raw, _secrets in told)
    keys = [(person, name, secret.hex()) for person, name, secret in told[-1][2]]
    lacking[log.with_suffix(".secrets.json").name] = msgspec.json.encode(keys)
    for name, raw in lacking.items():
        (HERE / name).write_bytes(raw)
        index[name] = hashlib.sha256(raw).hexdigest()
    _save(INDEX, index)


if __name__ == "__main__":
    write()
    if "--projections" in sys.argv or not PROJECTIONS.exists():
        _save(PROJECTIONS, {log.name: projected(log) for log in logs()})
