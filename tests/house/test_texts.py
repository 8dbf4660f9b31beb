"""What stands in no tracked file: paths of one machine, addresses to install from, loose ends."""

import re

import pytest

from tests.house.checkout import ROOT, files

#: Hosts that name a standard, a licence or a law; nothing is ever fetched from them.
KNOWN_HOSTS = {
    "www.apache.org",
    "www.w3.org",
    "scripts.sil.org",
    "openfontlicense.org",
    "www.adobe.com",
}
URL = re.compile(r"https?://([\w.-]+)")
BARE_HOST = re.compile(r"\b[\w-]+\.(?:org|com|io|net|dev)\b")
FORBIDDEN = {
    "a path of one machine": re.compile(
        r"(?<![\w.])/(?:work|farm|tmp|root|home)/\w|\b[A-Z]:\\+Users\\+\w"
    ),
    "a loose end": re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b"),
    "a source of packages": re.compile(r"--(?:extra-)?index[-]url\b|registry\s*=\s*http"),
}


def faults(text: str) -> list[str]:
    found = [f"{what}: {hit[0]}" for what, rule in FORBIDDEN.items() if (hit := rule.search(text))]
    return found + [f"an unknown host: {host}" for host in set(URL.findall(text)) - KNOWN_HOSTS]


def test_no_tracked_text_names_this_machine_a_registry_or_a_loose_end() -> None:
    found = {}
    for file in files():
        raw = file.read_bytes()
        if b"\0" not in raw and (wrong := faults(raw.decode("utf-8"))):
            found[file.relative_to(ROOT).as_posix()] = wrong

    assert not found


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_host(name: str) -> None:
    assert not BARE_HOST.findall((ROOT / "build" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "see /" + "home/siti/buku",
        "C:" + r"\Users\siti",
        "# TO" + "DO later",
        "--index" + "-url somewhere",
        "http" + "s://simple.example/x",
    ],
)
def test_a_planted_text_is_found(text: str) -> None:
    assert len(faults(text)) == 1
