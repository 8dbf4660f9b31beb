"""Every golden fact is read by today's program and written again, byte for byte (FACTS §10)."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kopdes_desktop.app import catalogue
from kopdes_desktop.office.facts import canonical, envelope_of, require_canonical
from kopdes_desktop.office.operation import CATALOGUE, find
from tests.golden import write

assert catalogue.MODULES  # it fills the catalogue
INDEX: dict[str, str] = msgspec.json.decode(write.INDEX.read_bytes())
PROJECTIONS: dict[str, str] = msgspec.json.decode(write.PROJECTIONS.read_bytes())
FACTS = sorted(
    path for path in write.HERE.glob("*-*.json") if not path.name.endswith(".secrets.json")
)


def require_same(raw: bytes) -> None:
    """Today's code reads these bytes and writes none but these."""
    require_canonical(raw)
    envelope = envelope_of(raw)
    operation = find(envelope.kind)
    fact = operation.fact_from(envelope.d, envelope.kv)
    assert canonical(envelope) == raw
    if envelope.kv == operation.version:
        assert canonical(fact) == bytes(envelope.d)


def parts_in(value: object) -> Iterator[str]:
    """The golden names of nested facts, which never stand alone."""
    if isinstance(value, dict):
        if {"kind", "kv", "d"} <= value.keys():
            yield f"{value['kind']}-{value['kv']}.json"
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from parts_in(each)


def test_every_kind_and_version_has_its_golden_fact_and_no_other() -> None:
    wanted = {
        f"{code}-{version}.json"
        for code, operation in CATALOGUE.items()
        for version in range(1, operation.version + 1)
    }
    stored = {path.name for path in FACTS}
    nested = {
        name
        for log in write.logs()
        for line in log.read_text("utf-8").splitlines()
        for name in parts_in(msgspec.json.decode(line)["d"])
    }
    assert stored <= wanted
    assert wanted - stored == nested


def test_nothing_golden_was_ever_written_again() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in [*FACTS, *write.logs(), *write.HERE.glob("*.secrets.json")]
    }
    assert found == INDEX


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_a_golden_fact_is_read_and_written_as_it_stands(path: Path) -> None:
    raw = path.read_bytes()

    require_same(raw)
    assert write.name_of(raw) == path.name


@pytest.mark.parametrize("log", write.logs(), ids=lambda path: path.stem)
def test_a_golden_log_still_makes_the_same_books(log: Path) -> None:
    """When tables change on purpose: python -m tests.golden.write --projections."""
    for line in log.read_text("utf-8").splitlines():
        require_same(line.encode())

    assert write.projected(log) == PROJECTIONS[log.name]


def test_a_golden_log_is_whole() -> None:
    """One chain a device, from its first fact on, without gap."""
    for log in write.logs():
        heads: dict[str, tuple[int, str]] = {}
        for line in log.read_text("utf-8").splitlines():
            envelope = envelope_of(line)
            before, previous = heads.get(envelope.dev, (0, None))
            assert (envelope.seq, envelope.prev) == (before + 1, previous)
            heads[envelope.dev] = (envelope.seq, hashlib.sha256(line.encode()).hexdigest())
        assert len(heads) == 2
    assert set(PROJECTIONS) == {log.name for log in write.logs()}
