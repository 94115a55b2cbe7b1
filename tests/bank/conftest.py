"""What the tests of the banks share: the bank of json_output, and the reference endpoint's modules."""

from __future__ import annotations

import sys

import pytest

from readiness import bank
from readiness.places import banks_folder, fixtures_folder

sys.path.append(str(fixtures_folder() / "reference"))


@pytest.fixture(scope="session")
def json_output() -> bank.Bank:
    return bank.load(banks_folder() / "json_output")
