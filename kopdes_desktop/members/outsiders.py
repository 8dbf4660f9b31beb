"""People and firms who are no members: each has a code that the books may write, and a name.

Payers, consignors and suppliers stand in their own rooms; a code is nobody else's of its room, and
no member's number.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kopdes_desktop.kernel.errors import BadField
from kopdes_desktop.kernel.i18n import N_, _
from kopdes_desktop.members import queries
from kopdes_desktop.office.books import Reading

#: A word of the books: it stands in texts of entries, where no person's name may (FACTS §2).
CODE = re.compile(r"[A-Z][A-Z0-9-]{1,19}")


def free_code(
    read: Reading, text: str, known: Callable[[Reading, str], object | None], *, example: str
) -> str:
    """A code as typed, in capitals, that nobody `known` has and no member. Raises BadField."""
    code = text.strip().upper()
    if not CODE.fullmatch(code):
        reason = _(N_("kode memakai huruf dan angka tanpa spasi, misalnya {example}"))
        raise BadField(name="code", reason=reason.format(example=example), field="code")
    if known(read, code) is not None or queries.member(read, code) is not None:
        reason = _(N_("kode {code} sudah dipakai")).format(code=code)
        raise BadField(name="code", reason=reason, field="code")
    return code


def named(text: str) -> str:
    """A name without needless spaces. Raises BadField where there is none."""
    name = " ".join(text.split())
    if not name:
        raise BadField(name="name", reason=_(N_("nama harus diisi")), field="name")
    return name
