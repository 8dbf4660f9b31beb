"""Runs in a Python of its own: emupos prints what stands on standard input, and tells what it saw.

In: one JSON object `{"dots": 384, "jobs": ["<base64>", …]}`. Out: a list of one object a job with
`text`, `png` (base64), `unknown` commands and `kicks` of the drawer. emupos needs Python 3.13.
"""

import base64
import json
import sys
from importlib import resources

import yaml
from emupos.config import PrinterProfile
from emupos.events import EventType
from emupos.printer.printer import Printer

PLAIN = resources.files("emupos") / "profiles" / "printers" / "xprinter-xp80t.yaml"


def profile(dots: int) -> PrinterProfile:
    """A common 80 mm printer, with a head of so many dots."""
    return PrinterProfile.model_validate(yaml.safe_load(PLAIN.read_text()) | {"width_dots": dots})


def printed(job: bytes, dots: int) -> dict[str, object]:
    """What this printer puts on paper for these bytes, on a connection of its own."""
    printer = Printer("slip", profile(dots), sensor_open_level="low", job_idle_timeout_ms=1_000)
    seen = printer.open_connection("test", 0.0)
    seen += printer.receive("test", job, 0.0)
    seen += printer.close_connection("test", 1.0)
    kinds = [event.type for event in seen.events]
    return {
        "text": "\f".join(receipt.text for receipt in seen.receipts),
        "png": [base64.b64encode(receipt.png).decode() for receipt in seen.receipts],
        "unknown": [e.data for e in seen.events if e.type == EventType.PRINTER_COMMAND_UNKNOWN],
        "kicks": kinds.count(EventType.DRAWER_OPENED),
    }


asked = json.load(sys.stdin)
json.dump([printed(base64.b64decode(job), asked["dots"]) for job in asked["jobs"]], sys.stdout)
