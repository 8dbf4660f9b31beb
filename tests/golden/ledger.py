"""What happens in the golden cooperative's books: a fact of every kind, with all it may hold."""

import base64
import io
from datetime import date
from typing import Any

from PIL import Image

from kopdes_desktop.banking import queries as banking
from kopdes_desktop.ledger import chart
from kopdes_desktop.office.office import Office
from tests.golden.outlet import do

TODAY, AFTER = date(2026, 2, 3), date(2026, 3, 2)
LATE = {"day": "2026-01-20", "late": "bukti baru diserahkan"}


def first_month(office: Office) -> None:
    """What the year that ends with February earned and spent; money on the bank."""
    do(office, "accounting.move_cash", {"from": "KAS", "to": "BRI", "amount": 400_000})
    power = {"template": "power", "amount": 25_000, "box": "KAS", "ref": "PLN 01/26"}
    do(office, "accounting.jot", {**power, **LATE})
    lines = [
        {"account": "1-1101", "amount": 1_300_000, "unit": "KTR"},
        {"account": "4-9102", "amount": -1_300_000, "unit": "KTR"},
    ]
    grant = {"text": "Bantuan operasional", "lines": lines, "ref": "BAST 4/2026"}
    do(office, "accounting.record", {**grant, **LATE})


def live(office: Office) -> None:
    """The books under the treasurer: papers, plans, assets, debts, taxes, banks, a year's end."""
    do(office, "settings.change", {"fields": {"book_year_starts": 3}})
    _papers(office)
    _accounts(office)
    _plans(office)
    _assets(office)
    _debts(office)
    _taxes_and_budget(office)
    _banks(office)
    _loss(office)
    _year(office)
    _surplus(office)
    _meeting(office)


def _number(office: Office, key: int) -> str:
    """The document number of a fact."""
    found = office.reading.original(key)
    assert found is not None
    number: str = found[1].number
    return number


def _papers(office: Office) -> None:
    spent = do(office, "accounting.jot", {"template": "power", "amount": 30_000, "box": "KAS"})
    bukti = _number(office, spent)
    do(office, "accounting.note_voucher", {"entry": bukti, "ref": "Nota 17"})
    do(office, "accounting.attach", {"entry": bukti, "files": [_photo()]})
    wrong = {"entry": bukti, "file": 1, "reason": "foto orang"}
    do(office, "accounting.detach", wrong, second=True)
    lender = {"code": "PIHAK-1", "name": "Yayasan contoh"}
    do(office, "members.add_outsider", lender)
    lent = {"template": "talangan_in", "amount": 40_000, "box": "KAS", "party": "PIHAK-1"}
    do(office, "accounting.jot", lent)
    do(office, "members.add_outsider", {"code": "PIHAK-2", "name": "Yayasan lama"})
    asked = {"party": "PIHAK-2", "reason": "diminta orangnya"}
    do(office, "members.erase_outsider", asked, second=True)


def _photo() -> str:
    made = io.BytesIO()
    Image.new("RGB", (32, 24), (200, 180, 90)).save(made, "JPEG")
    return base64.b64encode(made.getvalue()).decode()


def _accounts(office: Office) -> None:
    do(office, "accounting.add_account", {"name": "Listrik gerai", "under": "6-1201"})
    renamed = {"code": "6-1201-01", "name": "Listrik gudang"}
    do(office, "accounting.rename_account", renamed)
    do(office, "accounting.close_account", {"code": "6-1201-01"})


def _plans(office: Office) -> None:
    rent = {"name": "Sewa kios", "kind": "prepaid", "account": "6-1204", "amount": 120_000}
    made = do(office, "accounting.set_plan", {**rent, "months": 12, "box": "KAS"})
    plan = _number(office, made)
    do(office, "accounting.post_plan", {"plan": plan, "month": "2026-02"})
    do(office, "accounting.end_plan", {"plan": plan, "refund": 20_000, "box": "KAS"})
    bonus = {"name": "THR", "kind": "accrual", "account": "6-1101", "amount": 25_000}
    owed = _number(office, do(office, "accounting.set_plan", bonus))
    do(office, "accounting.post_plan", {"plan": owed, "month": "2026-02"})
    do(office, "accounting.settle_plan", {"plan": owed, "amount": 30_000, "box": "KAS"})


def _assets(office: Office) -> None:
    freezer = {"name": "Freezer 100 liter", "account": "1-2104", "cost": 96_000, "box": "KAS"}
    bought = _number(office, do(office, "assets.acquire", {**freezer, "salvage": 0}))
    scale = {"name": "Timbangan", "account": "1-2104", "cost": 60_000, "source": "credit"}
    scale |= {"party": "PIHAK-1", "due": "2026-03-31"}
    owed = _number(office, do(office, "assets.acquire", scale))
    do(office, "assets.depreciate", {"month": "2026-02"})
    moved = {"asset": bought, "place": "Gerai desa", "months_left": 40}
    do(office, "assets.change", moved)
    do(office, "assets.pay", {"asset": owed, "amount": 20_000, "box": "KAS"})
    sold = {"asset": bought, "how": "sold", "proceeds": 90_000, "box": "KAS", "reason": "diganti"}
    do(office, "assets.dispose", sold, second=True)
    lent = {"name": "Gedung gerai", "owner": "program", "doc_no": "BAST/12/2025"}
    building = _number(office, do(office, "assets.lend_in", lent))
    withdrawn = {"asset": building, "reason": "dikembalikan ke desa"}
    do(office, "assets.withdraw", withdrawn, second=True)


def _debts(office: Office) -> None:
    loan = {
        "lender": "Bank desa",
        "account": "2-2101",
        "principal": 1_200_000,
        "rate": "6",
        "months": 12,
        "grace": 2,
        "method": "equal_principal",
        "first_due": "2026-03-03",
        "box": "BRI",
        "decision_no": "03/RA/2026",
        "purpose": "modal kerja",
        **LATE,
    }
    taken = _number(office, do(office, "borrowings.take", loan, second=True))
    lent = {"party": "0001", "account": "2-2104", "principal": 50_000, "method": "none"}
    terms = {"first_due": "2027-02-03", "box": "KAS", "decision_no": "04/RA/2026"}
    do(office, "borrowings.take", {**lent, **terms}, second=True)
    do(office, "borrowings.accrue", {"month": "2026-02"})
    do(office, "borrowings.pay", {"loan": taken, "amount": 100_000, "box": "BRI"})
    later = {"loan": taken, "first_due": "2026-04-03", "months": 10, "reason": "adendum"}
    changed = _number(office, do(office, "borrowings.change_schedule", later, second=True))
    restored = {"change": changed, "reason": "adendum tidak jadi ditandatangani"}
    do(office, "borrowings.restore_schedule", restored)


def _taxes_and_budget(office: Office) -> None:
    rate = {"code": "final", "from_day": "2027-01-01", "rate": "0.25", "decision": "PP contoh"}
    do(office, "taxes.set_rate", rate, second=True)
    do(office, "taxes.accrue", {"month": "2026-02", "code": "final"})
    paid = {"code": "final", "month": "2026-02", "amount": 100, "box": "KAS"}
    do(office, "taxes.pay", {**paid, "ref": "NTPN 0001"})
    rent = {"amount": 100_000, "box": "KAS", "unit": "KTR", "ref": "Bukti potong 1"}
    do(office, "taxes.withhold", {**rent, "party": "PIHAK-1"})
    lines = [
        {"account": "4-1101", "unit": "G1", "amount": 120_000_000},
        {"account": "6-1101", "unit": "KTR", "amount": 24_000_000},
    ]
    plan = {"year": "2026", "lines": lines, "decision_no": "03/RA/2026", "note": "RAPB"}
    do(office, "budgets.set", plan)


def _banks(office: Office) -> None:
    unknown = {"template": "unknown_deposit", "amount": 50_000, "box": "BRI"}
    deposit = _number(office, do(office, "accounting.jot", unknown))
    rows = [
        {"day": "2026-02-03", "amount": 50_000, "text": "TRF", "balance": 1_550_000},
        {"day": "2026-02-03", "amount": -6_000, "text": "BIAYA ADM", "balance": 1_544_000},
    ]
    do(office, "banking.read_statement", {"box": "BRI", "bank": "BRI", "rows": rows})
    row = "2026-02-03:-6000:1"
    fee = {"template": "bank_fee", "amount": 6_000, "box": "BRI"}
    booked = {"box": "BRI", "row": row, "op": "accounting.jot", "order": fee}
    do(office, "banking.book_row", booked)
    owner = {"deposit": deposit, "member": "0001"}
    lines = [{"product": "voluntary", "amount": 50_000}]
    do(office, "banking.settle_unknown", {**owner, "lines": lines})
    _reconcile(office)
    handed = {"from": "KAS", "to": "LACI-G1", "amount": 50_000, "transit": True}
    do(office, "accounting.move_cash", handed)
    short = {"from": "JALAN-G1", "to": "KAS", "amount": 45_000, "missing": 5_000}
    do(office, "accounting.receive_cash", {**short, "charge": "kasir"}, second=True)
    held = _held(office, "KAS")
    counted = {"box": "KAS", "cash": held - 500, "why": "month_end", "witness": "ketua"}
    do(office, "banking.count_cash", {**counted, "reason": "kembalian keliru"}, second=True)


def _held(office: Office, box: str) -> int:
    return int(chart.box_balances(office.reading)[box])


def _reconcile(office: Office) -> None:
    """All lines but the last stand on the statement."""
    before, lines = banking.open_lines(office.reading, chart.box(office.reading, "BRI"), TODAY)
    ticked = lines[:-1]
    said = {
        "box": "BRI",
        "day": TODAY.isoformat(),
        "balance": int(before) + sum(int(line.row.amount) for line in ticked),
        "ticked": [list(line.place) for line in ticked],
        "rows": ["2026-02-03:50000:1"],
    }
    do(office, "banking.reconcile", said)


def _year(office: Office) -> None:
    """March to February: one month is locked already, the other is locked with the year."""
    do(office, "day.close", {})
    office.named_day = AFTER
    do(office, "day.open", {"day": AFTER.isoformat()})
    do(office, "accounting.close_year", {"year": "2025"})
    again = {"year": "2025", "reason": "beban terlewat"}
    do(office, "accounting.reopen_year", again, second=True)
    do(office, "accounting.close_year", {"year": "2025"})


def _loss(office: Office) -> None:
    """The loss that old books brought is covered in part; the rest stays for later years."""
    _by_hand(office, 100_000, "3-1301", "Cadangan lama ditemukan")
    loss = {"year": "2024", "decision_no": "4/RAT/2026", "reserve": 100_000}
    do(office, "surplus.cover_loss", loss, second=True)


def _by_hand(office: Office, amount: int, account: str, text: str) -> None:
    lines = [
        {"account": "1-1101", "amount": amount, "unit": "KTR"},
        {"account": account, "amount": -amount, "unit": "KTR"},
    ]
    order = {"kind": "adjustment", "text": text, "lines": lines}
    do(office, "accounting.record", order, second=True)


def _surplus(office: Office) -> None:
    """The closed year's surplus, divided and paid out."""
    shares = [("reserve", "40"), ("dealings", "45"), ("education", "7.5"), ("village", "7.5")]
    rule = {
        "from_year": "2025",
        "decision_no": "3/RAT/2026",
        "shares": [{"code": code, "percent": percent} for code, percent in shares],
        "savings_basis": "principal_and_mandatory",
        "measure": "time_weighted",
        "dealings": {"till": True, "services": True, "loans": False},
        "whose": "all",
        "strangers": "reserve",
        "leavers": False,
    }
    do(office, "surplus.set_shares", rule)
    bought = [{"member": "0001", "amount": 500_000}, {"member": "0002", "amount": 300_000}]
    opened = {"year": "2025", "lines": bought, "reason": "buku belanja lama"}
    do(office, "surplus.open_dealings", opened, second=True)
    do(office, "surplus.allocate", {"year": "2025", "decision_no": "3/RAT/2026"}, second=True)
    cash = {"how": "cash", "members": ["0001"], "amount": 10_000, "box": "KAS"}
    do(office, "surplus.pay", {**cash, "ref": "Daftar terima 1"})
    do(office, "surplus.pay", {"how": "savings", "members": ["0002"]})
    do(office, "surplus.pay_village", {"box": "KAS", "ref": "Bukti setor RKD"})
    spent = {"fund": "education", "amount": 5_000, "text": "Pelatihan pengurus", "box": "KAS"}
    do(office, "surplus.spend_fund", {**spent, "ref": "Nota 7"})


def _meeting(office: Office) -> None:
    plan = {"year": "2025", "part": "work_plan", "text": "1. Membuka gerai kedua"}
    do(office, "governance.write_text", plan)
    meeting: dict[str, Any] = {
        "year": "2025",
        "day": "2026-03-20",
        "time": "09.00",
        "place": "Balai desa",
        "number": "001/RAT/III/2026",
        "invited": "2026-03-02",
        "chair": "0001",
        "second": True,
    }
    do(office, "governance.set_meeting", meeting)
