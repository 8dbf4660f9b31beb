"""For every test: no display, no surprises in the log, nothing in the user's own folders."""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt
os.environ["KOPDES_ANCHOR"] = "off"
for _name in ("KOPDES_DATA", "KOPDES_USER", "KOPDES_PASSWORD"):
    os.environ.pop(_name, None)

settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None, database=None)
settings.register_profile("deep", max_examples=2_000, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a log record at WARNING or above; `allowed_logs("its.logger")` marks exceptions."""
    yield
    allowed = {name for mark in request.node.iter_markers("allowed_logs") for name in mark.args}
    unexpected = [
        f"{record.name}: {record.getMessage()}"
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING and record.name not in allowed
    ]
    assert not unexpected, f"unexpected in the log: {unexpected}"
