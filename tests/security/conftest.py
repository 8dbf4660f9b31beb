"""Here the cost of a guess is what is tested."""

import pytest


@pytest.fixture(autouse=True)
def cheap_doors() -> None:
    """No door is cheap."""
