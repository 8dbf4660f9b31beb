"""How long to measure, and on which books: small ones always, large ones in the long lane."""

import pytest

from tests.benchmarks import coops

needs_generator = pytest.mark.skipif(
    not coops.GENERATOR.is_file(), reason="KOPDES_BENCH names no folder with the generator"
)
LONG = (pytest.mark.deep, pytest.mark.timeout(7200))

FEW = pytest.param(24, id="few")
MANY = pytest.param(480, id="many", marks=LONG)
SMALL = pytest.param(("S",), id="small", marks=needs_generator)
LARGE = pytest.param(("S", "M", "L"), id="large", marks=(needs_generator, *LONG))
