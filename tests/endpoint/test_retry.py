"""What may be asked again, and after what wait."""

from __future__ import annotations

import pytest

from readiness.endpoint.exchange import Exchange, TransportError
from readiness.endpoint.retry import wait_before_retry


def answer(status: int | None = None, error: TransportError | None = None, **headers: str) -> Exchange:
    kept = {name.replace("_", "-"): value for name, value in headers.items()}
    return Exchange("POST", "u", b"", status=status, error=error, headers=kept)


def waits(exchange: Exchange) -> list[float]:
    """All waits until the policy gives up."""
    found: list[float] = []
    while (wait := wait_before_retry(exchange, len(found) + 1, sum(found))) is not None:
        found.append(wait)
    return found


NOW = "Sat, 01 Mar 2025 10:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, [1, 2, 4, 8, 16]),
        ({"retry_after": "3"}, [3] * 5),
        ({"retry_after": "0"}, [0] * 5),
        ({"retry_after": "0.5"}, [0.5] * 5),
        ({"retry_after": "50"}, [50, 50, 20]),
        ({"retry_after": "86400"}, [60, 60]),
        ({"retry_after": "9" * 400}, [1, 2, 4, 8, 16]),
        ({"retry_after": "soon"}, [1, 2, 4, 8, 16]),
        ({"retry_after": "-5"}, [1, 2, 4, 8, 16]),
        ({"retry_after": "Sat, 01 Mar 2025 10:00:07 GMT", "date": NOW}, [7] * 5),
        ({"retry_after": "Sat, 01 Mar 2025 09:00:00 GMT", "date": NOW}, [0] * 5),
        ({"retry_after": "Sat, 01 Mar 2025 10:00:07 GMT"}, [1, 2, 4, 8, 16]),
        ({"retry_after": "Sat, 99 Mar 2025 10:00:07 GMT", "date": NOW}, [1, 2, 4, 8, 16]),
    ],
)
def test_too_many_requests(headers: dict[str, str], expected: list[float]) -> None:
    assert waits(answer(429, **headers)) == expected


def test_refused_connection() -> None:
    assert waits(answer(error=TransportError.CONNECT_REFUSED)) == [0.5, 1, 2]


@pytest.mark.parametrize("status", [200, 400, 401, 404, 408, 500, 502, 503, 504])
def test_response_that_arrived_stands(status: int) -> None:
    assert waits(answer(status, retry_after="1")) == []


@pytest.mark.parametrize(
    "error", [each for each in TransportError if each is not TransportError.CONNECT_REFUSED]
)
def test_other_transport_error_stands(error: TransportError) -> None:
    assert waits(answer(error=error)) == []


def test_cut_429_stands() -> None:
    assert waits(answer(429, TransportError.CLOSED_EARLY)) == []
