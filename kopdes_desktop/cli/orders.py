"""operations and perform: what can be done, and doing it, an order a line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kopdes_desktop.cli.call import Call, approval_of, tell
from kopdes_desktop.cli.complaint import Exit, WrongUsage, as_answer, exit_of, known
from kopdes_desktop.cli.verb import Given, Verbs
from kopdes_desktop.kernel.i18n import N_, _

if TYPE_CHECKING:
    from kopdes_desktop.cli.program import Session
    from kopdes_desktop.office.actor import Approval
    from kopdes_desktop.office.transaction import Answer, Request

#: Far above the largest fact; a line that never ends is not read to its end.
LONGEST_LINE = 1 << 20


def add(verbs: Verbs) -> None:
    """Enter the verbs of this file."""
    verbs.add("operations", N_("Daftar semua operasi dan isian perintahnya."), operations)
    line = verbs.add("perform", N_("Kerjakan perintah dari berkas, satu per baris."), perform)
    line.add_argument(
        "file", metavar=_("BERKAS"), help=_("berkas JSONL, atau - untuk masukan baku")
    )
    line.add_argument("--stop", action="store_true", help=_("berhenti pada penolakan pertama"))
    line.add_argument(
        "--atomic", action="store_true", help=_("seluruh berkas satu transaksi: semua atau tidak")
    )


def operations(call: Call, _given: Given) -> None:
    """The catalogue."""
    found = call.program.describe()
    call.answer(found, [f"{each['code']:<28} {_(each['sentence'])}" for each in found])


def perform(call: Call, given: Given) -> int:
    """Every line of a file through the office."""
    with _source(given.file) as source, call.books() as session:
        performing = _Performing(call, session, _lines(source))
        return performing.at_once() if given.atomic else performing.one_by_one(stop=given.stop)


def _source(file: str) -> AbstractContextManager[BinaryIO]:
    if file == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError:
        raise WrongUsage(N_("Berkas {name} tidak dapat dibaca."), name=file) from None


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines that say something, by number; one that is too long comes as its beginning alone."""
    number = 0
    while line := source.readline(LONGEST_LINE):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and (rest := source.readline(LONGEST_LINE)):
            pass
        if line.strip():
            yield number, line


class _Performing:
    """A file of orders on its way through the office."""

    def __init__(self, call: Call, session: Session, lines: Iterator[tuple[int, bytes]]) -> None:
        self._call, self._office, self._lines = call, session.office, lines
        self._seconds: dict[tuple[str, bool], Approval] = {}

    def one_by_one(self, *, stop: bool) -> int:
        """A transaction a line; each answer goes out once its commit is on disk."""
        code = Exit.DONE
        for _number, line in self._lines:
            try:
                asked = self._request(line)
                answer = self._office.perform(
                    asked.op,
                    asked.order,
                    key=asked.key,
                    approval=asked.approval,
                    confirm_day=self._call.confirm_day,
                )
            except Exception as error:  # noqa: BLE001  the line's answer
                code = max(code, _refused(error))
                if stop or code is Exit.FAULT:
                    break
            else:
                tell(_answered(answer))
        return code

    def at_once(self) -> int:
        """One transaction; the answers go out together, or the one refusal with its line."""
        asked: list[Request] = []
        numbers: list[int] = []
        try:
            for number, line in self._lines:
                numbers.append(number)
                asked += [self._request(line)]
            numbers.append(0)
            answers = self._office.perform_all(
                asked, confirm_day=self._call.confirm_day, batch=True
            )
        except Exception as error:  # noqa: BLE001  the file's answer
            return _refused(error, numbers[_which(error)])
        for answer in answers:
            tell(_answered(answer))
        return Exit.DONE

    def _request(self, line: bytes) -> Request:
        """The line as the office takes it. Raises BadField for anything but such a line."""
        from kopdes_desktop.cli.order_line import order_line
        from kopdes_desktop.office.transaction import Request

        read = order_line(line)
        asked = read.approval
        second = self._approval(read.op, asked.by, asked.reason) if asked else None
        return Request(read.op, bytes(read.order), read.key, second)

    def _approval(self, op: str, by: str, reason: str) -> Approval:
        """The second person; his secrets are asked for once."""
        from kopdes_desktop.office.operation import Operation, find

        signing = type(find(op)).signers is not Operation.signers
        if (by, signing) not in self._seconds:
            self._seconds[by, signing] = approval_of(by, reason, signing=signing)
        return replace(self._seconds[by, signing], reason=reason)


def _answered(answer: Answer) -> dict[str, object]:
    return {
        "ok": True,
        "op": answer.op,
        "number": answer.number,
        "id": answer.id,
        "fact": answer.fact,
    }


def _refused(error: Exception, line: int = 0) -> Exit:
    """Tell the line's refusal or fault; its exit code."""
    ours = known(error)
    tell({**as_answer(ours), "line": line} if line else as_answer(ours))
    return exit_of(ours)


def _which(error: Exception) -> int:
    """The place of the request that an error speaks of; -1 for the whole."""
    request = getattr(error, "request", None)
    return -1 if request is None else int(request)
