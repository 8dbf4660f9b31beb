"""Timing side by side: what is compared runs in turn, and ratios of medians are the result."""

import gc
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

MILLI = 1e3
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Times:
    """Wall and CPU milliseconds of the same work, run after run."""

    walls: tuple[float, ...]
    cpus: tuple[float, ...]

    @property
    def p50(self) -> float:
        return statistics.median(self.walls)

    @property
    def p95(self) -> float:
        return sorted(self.walls)[round(0.95 * (len(self.walls) - 1))]

    @property
    def cpu(self) -> float:
        return statistics.median(self.cpus)


def in_turn(
    works: Mapping[Name, Callable[[int], object]],
    turns: int,
    *,
    warm: int = 0,
    between: Callable[[], object] | None = None,
    every: int = 40,
) -> dict[Name, Times]:
    """Time each work once a turn, forwards and backwards; `between` goes untimed, now and then.

    A work is handed the number of its turn; the first `warm` turns are done but not counted.
    """
    walls: dict[Name, list[float]] = {name: [] for name in works}
    cpus: dict[Name, list[float]] = {name: [] for name in works}
    names = list(works)
    gc.collect()
    for turn in range(turns):
        if between is not None and turn % every == 0:
            between()
        for name in names if turn % 2 else reversed(names):
            wall, cpu = time.perf_counter(), time.process_time()
            works[name](turn)
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            if turn >= warm:
                walls[name].append(wall * MILLI)
                cpus[name].append(cpu * MILLI)
    return {name: Times(tuple(walls[name]), tuple(cpus[name])) for name in works}


@dataclass(frozen=True, slots=True)
class Process:
    """Seconds of a whole process, by the kernel's own accounting."""

    wall: float
    cpu: float


def whole_process(line: Sequence[str], env: Mapping[str, str], out: Path) -> Process:
    """Run a command to its end, its output into a file. Raises CalledProcessError."""
    began = time.perf_counter()
    with out.open("wb") as file:
        child = subprocess.Popen(
            line, env=dict(env), stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.PIPE
        )
        _pid, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    said = child.stderr.read() if child.stderr else b""
    if child.stderr:
        child.stderr.close()
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, line, stderr=said)
    return Process(wall, used.ru_utime + used.ru_stime)


def median(values: Iterable[float]) -> float:
    return statistics.median(list(values))


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table, for a person and for the README."""
    print(f"\n{title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print("| " + " | ".join(map(_cell, row)) + " |")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
