"""What proves an entry: the number on others' paper (bukti luar), and its photo or scan.

Nothing here changes the books: a paper may come late, also to a month that is closed. Hash and size
stand in the fact, the picture itself inside the encrypted database of this laptop.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select, union
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.accounting import rules
from kopdes_desktop.accounting.tables import VOUCHER, VOUCHER_BODY, VOUCHER_FILE
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import balances, documents
from kopdes_desktop.ledger.balances import Posted
from kopdes_desktop.members import photos
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.facts import Stamp
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work

PICTURE, PDF = "jpeg", "pdf"
#: A picture is kept as a JPEG of so many bytes and pixels a side; a PDF as it is, up to so much.
_SIDE, _LARGEST_PICTURE, LARGEST_PDF = 1_600, 400_000, 2 * 2**20
#: Files in one order, and beside one entry.
MOST = 6
_PDF_BEGINS = b"%PDF-"
#: The series of what people write by hand; other documents are papers of the house themselves.
_BY_HAND = ("BKM", "BKK", "BMM", "JRN")

_put = insert(VOUCHER).values(entry=None, ref=None, fact=None)
_NOTE = Statement(
    _put.on_conflict_do_update(
        index_elements=[VOUCHER.c.entry],
        set_={"ref": _put.excluded.ref, "fact": _put.excluded.fact},
    )
)
_FILE, _BODY = insert_into(VOUCHER_FILE), insert_into(VOUCHER_BODY)
_REF = Statement(select(VOUCHER.c.ref).where(VOUCHER.c.entry == bindparam("of_entry")))
_FILES = Statement(
    select(
        VOUCHER_FILE.c.fact,
        VOUCHER_FILE.c.n,
        VOUCHER_FILE.c.kind,
        VOUCHER_FILE.c.sha256,
        VOUCHER_FILE.c.size,
    )
    .where(VOUCHER_FILE.c.entry == bindparam("of_entry"))
    .order_by(VOUCHER_FILE.c.fact, VOUCHER_FILE.c.n)
)
_PROVED = Statement(
    union(select(VOUCHER.c.entry).where(VOUCHER.c.ref != ""), select(VOUCHER_FILE.c.entry))
)
_BODY_OF = Statement(
    select(VOUCHER_BODY.c.body).where(
        VOUCHER_BODY.c.fact == bindparam("of_fact"), VOUCHER_BODY.c.n == bindparam("of_n")
    )
)


class NoteOrder(Order, frozen=True, omit_defaults=True):
    """An entry, by key or number, and the number on the paper of others; empty takes it away."""

    entry: int | str
    ref: str


class Noted(Fact, frozen=True, omit_defaults=True):
    """The number on others' paper, as it is known from now on."""

    entry: int
    ref: str


class AttachOrder(Order, frozen=True, omit_defaults=True):
    """An entry, by key or number, and JPEG, PNG or PDF files as base64 text."""

    entry: int | str
    files: tuple[str, ...]


class AttachedFile(Fact, frozen=True, omit_defaults=True):
    """What was laid beside the fact: its kind, hash and size."""

    kind: str
    sha256: str
    size: int


class Attached(Fact, frozen=True, omit_defaults=True):
    """Pictures of an entry's paper."""

    entry: int
    files: tuple[AttachedFile, ...]


@dataclass(frozen=True, slots=True)
class VoucherFile:
    """A picture of an entry's paper, by the fact that brought it and its place there."""

    fact: int
    n: int
    kind: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Missing:
    """An entry by hand that no paper proves, and what it comes to."""

    entry: Posted
    amount: Rupiah

    def age(self, today: date) -> int:
        """Days since its document's day."""
        return (today - self.entry.bd).days


@dataclass(frozen=True, slots=True)
class Written:
    """An entry by hand, what it comes to, and whether a paper proves it."""

    entry: Posted
    amount: Rupiah
    proved: bool


def _entry(work: Work, name: int | str) -> Posted:
    """The entry of this key or number. Raises BadField."""
    found = balances.posted(work, name.strip().upper() if isinstance(name, str) else name)
    if found is None:
        reason = _(N_("tidak ada jurnal {name}")).format(name=name)
        raise BadField(name="entry", reason=reason, field="entry")
    return found


@operation("accounting.note_voucher", version=1)
class NoteVoucher(Operation[NoteOrder, Noted]):
    """Write down the number of the paper that proves an entry."""

    sentence = N_("Mencatat nomor bukti luar")
    daily = False

    def decide(self, work: Work, order: NoteOrder) -> Noted:
        """An entry of these books; a number that is not there already."""
        found = _entry(work, order.entry)
        ref = rules.reference(order.ref) or ""
        if ref == (reference_of(work, found.key) or ""):
            reason = _(N_("nomor bukti itu sudah tercatat"))
            raise BadField(name="ref", reason=reason, field="ref")
        return Noted(found.key, ref)

    def apply(self, books: Books, fact: Noted) -> None:
        """The number as it is known now."""
        keep_reference(books, fact.entry, fact.ref)

    def judge(self, books: Books, fact: Noted, stamp: Stamp) -> tuple[str, ...]:
        """Papers are kept by the treasurer's device alone."""
        return ("R2: accounting.note_voucher",)


@operation("accounting.attach", version=1)
class Attach(Operation[AttachOrder, Attached]):
    """Keep a photo or scan of the paper that proves an entry."""

    sentence = N_("Melampirkan foto atau pindaian bukti")
    daily = False

    def decide(self, work: Work, order: AttachOrder) -> Attached:
        """Readable files, few and small enough; none that lies there already."""
        found = _entry(work, order.entry)
        known = {each.sha256 for each in files_of(work, found.key)}
        if not order.files or len(known) + len(order.files) > MOST:
            reason = _(N_("lampirkan 1 sampai {most} berkas untuk satu bukti")).format(most=MOST)
            raise BadField(name="files", reason=reason, field="files")
        made: list[AttachedFile] = []
        for n, text in enumerate(order.files):
            kind, body = _kept(text, n)
            hashed = hashlib.sha256(body).hexdigest()
            if hashed in known:
                reason = _(N_("berkas itu sudah terlampir"))
                raise BadField(name="files", reason=reason, field=f"files[{n}]")
            known.add(hashed)
            made.append(AttachedFile(kind, hashed, len(body)))
            work.keep(_BODY, work.key, n, body)
        return Attached(found.key, tuple(made))

    def apply(self, books: Books, fact: Attached) -> None:
        """What lies beside the fact."""
        rows = [
            (books.stamp.key, n, fact.entry, each.kind, each.sha256, each.size)
            for n, each in enumerate(fact.files)
        ]
        books.insert_all(_FILE, rows)

    def judge(self, books: Books, fact: Attached, stamp: Stamp) -> tuple[str, ...]:
        """Papers are kept by the treasurer's device alone."""
        return ("R2: accounting.attach",)


def _kept(text: str, n: int) -> tuple[str, bytes]:
    """Kind and bytes of what is kept of a file. Raises BadField."""
    try:
        raw = photos.file_of(text)
        if not raw.startswith(_PDF_BEGINS):
            return PICTURE, photos.shrunk(raw, _SIDE, _LARGEST_PICTURE)
    except BadField as refusal:
        raise BadField(refusal.template, field=f"files[{n}]", **refusal.values) from None
    if len(raw) > LARGEST_PDF:
        reason = _(N_("PDF lebih besar dari 2 MB; pindai ulang lebih kecil, atau foto saja"))
        raise BadField(name="files", reason=reason, field=f"files[{n}]")
    return PDF, raw


def keep_reference(books: Books, entry: int, ref: str | None) -> None:
    """The number on others' paper, where there is one."""
    if ref is not None:
        books.change(_NOTE, entry=entry, ref=ref, fact=books.stamp.key)


def reference_of(read: Reading, entry: int) -> str | None:
    """The number on others' paper; None where none is known."""
    return read.value(_REF, of_entry=entry) or None


def files_of(read: Reading, entry: int) -> list[VoucherFile]:
    """The pictures of an entry's paper, oldest first."""
    return [VoucherFile(*row) for row in read.rows(_FILES, of_entry=entry)]


def body_of(read: Reading, file: VoucherFile) -> bytes | None:
    """The picture itself; None where it does not lie on this laptop or is not what was said."""
    body: bytes | None = read.value(_BODY_OF, of_fact=file.fact, of_n=file.n)
    whole = body is not None and hashlib.sha256(body).hexdigest() == file.sha256
    return body if whole else None


def missing(read: Reading, until: date, least: int = 0) -> Iterator[Missing]:
    """Entries by hand of at least so much that neither number nor picture proves, oldest first."""
    proved = {row[0] for row in read.rows(_PROVED)}
    for each in documents.standing(read, _BY_HAND, until):
        if int(each.amount) >= least and each.entry.key not in proved:
            yield Missing(each.entry, each.amount)


def by_hand(entry: Posted) -> bool:
    """Whether people wrote it by hand, so that others' papers prove it."""
    number = entry.number or ""
    return entry.kind != "opening" and number.startswith(tuple(f"{kind}-" for kind in _BY_HAND))


def latest(read: Reading, most: int) -> list[Written]:
    """What was written by hand last, the newest first."""
    return [
        Written(each.entry, each.amount, proved=_is_proved(read, each.entry.key))
        for each in documents.latest(read, _BY_HAND, most)
    ]


def _is_proved(read: Reading, entry: int) -> bool:
    return reference_of(read, entry) is not None or bool(files_of(read, entry))
