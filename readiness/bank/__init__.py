"""Banks: the questions, read from YAML files of one schema, as plain `Case` records.

A bank file holds one family of one dimension. Order matters: the first `counts.quick` cases are the
quick profile, the first `counts.standard` the standard one, all of them the full one. Inside one
language the prompts and then the temperatures are dealt out in turn, so both are balanced.
"""

from readiness.bank.case import PROFILES, Bank, Case, Family, JsonObject, dump
from readiness.bank.loading import check, load, load_all
from readiness.bank.problem import BankError, Problem

__all__ = [
    "PROFILES",
    "Bank",
    "BankError",
    "Case",
    "Family",
    "JsonObject",
    "Problem",
    "check",
    "dump",
    "load",
    "load_all",
]
