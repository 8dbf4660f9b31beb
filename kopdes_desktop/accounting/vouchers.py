"""What proves an entry: the number on others' paper (bukti luar), and its photo or scan.

Nothing here changes the books: a paper may come late, also to a month that is closed. Hash and size
stand in the fact; the picture itself lies sealed under a key of its own on this laptop, and is
destroyed with that key when it should never have been kept (FACTS §7).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from sqlalchemy import Table, bindparam, delete, select, union
from sqlalchemy.dialects.sqlite import insert

from kopdes_desktop.accounting import rules
from kopdes_desktop.accounting.tables import VOUCHER, VOUCHER_BODY, VOUCHER_FILE, VOUCHER_KEY
from kopdes_desktop.db.statements import Statement, insert_into
from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.kernel.money import Rupiah
from kopdes_desktop.ledger import balances, documents
from kopdes_desktop.ledger.balances import Posted
from kopdes_desktop.members import photos
from kopdes_desktop.office.books import Books, Reading
from kopdes_desktop.office.operation import Fact, Operation, Order, operation
from kopdes_desktop.office.work import Work
from kopdes_desktop.security import keys
from kopdes_desktop.security.persons import SECRET_BYTES

PICTURE, PDF = "jpeg", "pdf"
#: A picture is kept as a JPEG of so many bytes and pixels a side; a PDF as it is, up to so much.
_SIDE, _LARGEST_PICTURE, LARGEST_PDF = 1_600, 400_000, 2 * 2**20
#: Files in one order, and beside one entry.
MOST = 6
_PDF_BEGINS = b"%PDF-"
#: How a PDF ends: where its table of contents lies; and how such a table begins.
_PDF_ENDS = re.compile(rb"startxref\s+(\d{1,8})\s+%%EOF\s*\Z")
_PDF_TABLE = re.compile(
    rb"\s*(?:xref\s+\d+\s+\d+\s.*?\btrailer\b.*?|\d+\s+\d+\s+obj\b.{0,2000}?/XRef\b.{0,2000}?)",
    re.DOTALL,
)
_FIELD = "voucher"
#: The series of what people write by hand; other documents are papers of the house themselves.
_BY_HAND = ("BKM", "BKK", "BMM", "JRN")

_put = insert(VOUCHER).values(entry=None, ref=None, fact=None)
_NOTE = Statement(
    _put.on_conflict_do_update(
        index_elements=[VOUCHER.c.entry],
        set_={"ref": _put.excluded.ref, "fact": _put.excluded.fact},
    )
)
_FILE, _BODY, _KEY = map(insert_into, (VOUCHER_FILE, VOUCHER_BODY, VOUCHER_KEY))


def _without(table: Table) -> Statement:
    """A statement that takes the row of one picture away."""
    here = (table.c.fact == bindparam("of_fact"), table.c.n == bindparam("of_n"))
    return Statement(delete(table).where(*here))


_NO_FILE, _NO_BODY, _NO_KEY = map(_without, (VOUCHER_FILE, VOUCHER_BODY, VOUCHER_KEY))
_REF = Statement(select(VOUCHER.c.ref).where(VOUCHER.c.entry == bindparam("of_entry")))
_FILES = Statement(
    select(
        VOUCHER_FILE.c.fact,
        VOUCHER_FILE.c.n,
        VOUCHER_FILE.c.entry,
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
    select(VOUCHER_BODY.c.body, VOUCHER_KEY.c.secret)
    .join(
        VOUCHER_KEY,
        (VOUCHER_KEY.c.fact == VOUCHER_BODY.c.fact) & (VOUCHER_KEY.c.n == VOUCHER_BODY.c.n),
    )
    .where(VOUCHER_BODY.c.fact == bindparam("of_fact"), VOUCHER_BODY.c.n == bindparam("of_n"))
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
    """What was laid beside the fact: its kind, and hash and size of the sealed bytes."""

    kind: str
    sha256: str
    size: int


class Attached(Fact, frozen=True, omit_defaults=True):
    """Pictures of an entry's paper."""

    entry: int
    files: tuple[AttachedFile, ...]


class VoucherFile(Struct, frozen=True):
    """A picture of an entry's paper, by the fact that brought it and its place there."""

    fact: int
    n: int
    entry: int
    kind: str
    sha256: str
    size: int


class Missing(Struct, frozen=True):
    """An entry by hand that no paper proves, and what it comes to."""

    entry: Posted
    amount: Rupiah

    def age(self, today: date) -> int:
        """Days since its document's day."""
        return (today - self.entry.bd).days


class Written(Struct, frozen=True):
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


@operation("accounting.attach", version=1)
class Attach(Operation[AttachOrder, Attached]):
    """Keep a photo or scan of the paper that proves an entry."""

    sentence = N_("Melampirkan foto atau pindaian bukti")
    daily = False

    def decide(self, work: Work, order: AttachOrder) -> Attached:
        """Readable files, few and small enough; none that lies there already."""
        found = _entry(work, order.entry)
        there = files_of(work, found.key)
        if not order.files or len(there) + len(order.files) > MOST:
            reason = _(N_("lampirkan 1 sampai {most} berkas untuk satu bukti")).format(most=MOST)
            raise BadField(name="files", reason=reason, field="files")
        known = {body_of(work, each) for each in there}
        made: list[AttachedFile] = []
        for n, text in enumerate(order.files):
            kind, body = _kept(text, n)
            if body in known:
                reason = _(N_("berkas itu sudah terlampir"))
                raise BadField(name="files", reason=reason, field=f"files[{n}]")
            known.add(body)
            sealed = _seal(work, found.key, n, body)
            made.append(AttachedFile(kind, hashlib.sha256(sealed).hexdigest(), len(sealed)))
        return Attached(found.key, tuple(made))

    def apply(self, books: Books, fact: Attached) -> None:
        """What lies beside the fact."""
        rows = [
            (books.stamp.key, n, fact.entry, each.kind, each.sha256, each.size)
            for n, each in enumerate(fact.files)
        ]
        books.insert_all(_FILE, rows)


class DetachOrder(Order, frozen=True, omit_defaults=True):
    """Which picture of which entry (1 is the oldest), and why it must not stay."""

    entry: int | str
    file: int
    reason: str


class Detached(Fact, frozen=True, omit_defaults=True):
    """A picture that was destroyed: the fact that had brought it, and its place there."""

    entry: int
    target: int
    n: int
    reason: str


@operation("accounting.detach", version=1)
class Detach(Operation[DetachOrder, Detached]):
    """Destroy a picture that should not have been kept, and the key that opens it."""

    sentence = N_("Menghapus foto atau pindaian bukti")
    daily = False

    def decide(self, work: Work, order: DetachOrder) -> Detached:
        """One that lies there; why."""
        found = _entry(work, order.entry)
        there = files_of(work, found.key)
        if not 0 < order.file <= len(there):
            reason = _(N_("pilih lampiran 1 sampai {most}")).format(most=len(there))
            if not there:
                reason = _(N_("tidak ada lampiran pada {name}")).format(name=order.entry)
            raise BadField(name="file", reason=reason, field="file")
        why = rules.require_text(order.reason, field="reason")
        gone = there[order.file - 1]
        work.once_written(work.database.checkpoint)  # the write-ahead log still had it
        return Detached(found.key, gone.fact, gone.n, why)

    def apply(self, books: Books, fact: Detached) -> None:
        """It proves the entry no more."""
        books.change(_NO_FILE, of_fact=fact.target, of_n=fact.n)

    def index(self, books: Books, fact: Detached) -> None:
        """Picture and key are destroyed."""
        books.change(_NO_BODY, of_fact=fact.target, of_n=fact.n)
        books.change(_NO_KEY, of_fact=fact.target, of_n=fact.n)

    def refers_to(self, fact: Detached) -> set[int]:
        """The entry, and the fact that had brought the picture."""
        return {fact.entry, fact.target}


def _seal(work: Work, entry: int, n: int, body: bytes) -> bytes:
    """The picture under a key of its own; both are kept beside the fact."""
    secret = work.entropy(SECRET_BYTES)
    sealed = keys.seal_bytes(secret, work.key, entry, f"{_FIELD}{n}", body, work.entropy)
    work.keep(_KEY, work.key, n, secret)
    work.keep(_BODY, work.key, n, sealed)
    return sealed


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
    if not _is_whole_pdf(raw):
        reason = _(N_("PDF ini rusak atau terpotong; pindai atau simpan ulang"))
        raise BadField(name="files", reason=reason, field=f"files[{n}]")
    return PDF, raw


def _is_whole_pdf(raw: bytes) -> bool:
    """Whether its end says where its table of contents lies, and one lies there that has a root."""
    found = _PDF_ENDS.search(raw, max(0, len(raw) - 1_024))
    if found is None or _PDF_TABLE.match(raw, int(found[1])) is None:
        return False
    return b"/Root" in raw


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
    found: tuple[bytes, bytes] | None = read.row(_BODY_OF, of_fact=file.fact, of_n=file.n)
    if found is None or hashlib.sha256(found[0]).hexdigest() != file.sha256:
        return None
    return keys.unseal_bytes(found[1], file.fact, file.entry, f"{_FIELD}{file.n}", found[0])


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
