"""S10 to S14 and S16 to S18: the text of a stream, its bytes, its timing, and what happens when it is cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from readiness.endpoint.event_stream import read_events
from readiness.endpoint.request import MODEL, Request, chat, user
from readiness.judging.api_compatibility.reading import alive, refused, shown, sound, text
from readiness.judging.api_compatibility.row import PROBE, QUICK, READY, Asked, Level, Row, Step, always, miss
from readiness.judging.api_compatibility.stream import lines, read
from readiness.judging.api_compatibility.streaming import COUNTING
from readiness.judging.json_output.showing import compact, quote

LEAST_EVENTS = 20
LEAST_S = 0.2
"""Seconds under which no buffering can be told from a fast server."""
BURST = 0.05
"""Share of the time to the last event under which all events count as one arrival."""
EARLY = 0.2
SPREAD = 0.5
WINDOW = 0.02
MOST_AT_ONCE = 0.45
CUT_AT = 5
RECOVERY_S = 2.0
_GAUGE = re.compile(
    rb"^[\w:]*(?:requests_running|running_requests|num_running_reqs|requests_processing|requests_in_flight)"
    rb"(?:\{[^}\n]*\})? (\d+(?:\.\d+)?)[ \r]*$",
    re.MULTILINE,
)
_METRICS = Request(method="GET", path="/metrics", from_root=True)
_LINES = "  two blanks first\nsecond line\n\n- a dash, and a tab\tend"
_EXACT = user(
    f"Repeat the text between the marks exactly, with all blanks and line ends.\n<<<\n{_LINES}\n>>>"
)
_CJK = user("请原样重复以下文字，不要添加任何内容：東京塔🗼、서울、👩‍🚀、𠮷野家、你好！")
_LONG = user(
    "Which animal is in this text? One word.\n\n" + "The grey cat sat on the wall by the sea. " * 900
)


def _text(asked: Sequence[Asked]) -> None:
    stream, plain = read(asked[0]), text(sound(asked[1]))
    streamed = stream.text()
    if streamed != plain:
        lost = " (some of it is lost)" if _part_of(streamed, plain) else ""
        raise miss(
            "text_lost", f"{quote(streamed)} streamed{lost}, {quote(plain)} not streamed", asked[0].exchange
        )


def _part_of(short: str, whole: str) -> bool:
    rest = iter(whole)
    return len(short) < len(whole) and all(character in rest for character in short)


def _utf8(asked: Sequence[Asked]) -> None:
    stream = read(asked[0])
    if stream.problem is not None:
        raise miss("broken_utf8", stream.problem)
    for _, choice in stream.choices():
        said = str((choice.get("delta") or {}).get("content") or "")
        if "\ufffd" in said:
            raise miss("broken_utf8", f"U+FFFD in the delta {quote(said)}")
        if any("\ud800" <= character <= "\udfff" for character in said):
            raise miss("broken_utf8", f"half a surrogate pair in the delta {quote(said)}")


def _keepalive(asked: Sequence[Asked]) -> None:
    stream = read(asked[0])
    for line, _ in lines(stream.body):
        value = line.partition(b":")[2].strip()
        if line.startswith(b"data") and (not value or value.startswith(b":")):
            raise miss("keepalive", f"the line {quote(line.decode('utf-8', 'replace'))}, no comment")
    strays = [stray for stray in read_events(stream.body).strays if "{" not in stray]
    if strays:
        raise miss("keepalive", f"the line {quote(strays[0])}, which no field begins")
    if stream.problem is not None:
        raise miss("keepalive", stream.problem)
    empty = [chunk for chunk in stream.chunks if "choices" not in chunk.value and "usage" not in chunk.value]
    if empty:
        raise miss("keepalive", f"an event that is no chunk: {compact(empty[0].value)}")


def _line_ends(asked: Sequence[Asked]) -> None:
    stream = read(asked[0])
    ends = Counter(end for _, end in lines(stream.body) if end)
    if len(ends) > 1 or b"\r" in ends:
        raise miss("line_ends", f"line ends {compact({repr(end): number for end, number in ends.items()})}")
    if stream.problem is not None:
        raise miss("line_ends", stream.problem)
    if not read_events(stream.body).events[-1].complete:
        raise miss("line_ends", "no blank line after the last event")


def _refuses(asked: Sequence[Asked]) -> Sequence[str]:
    notes = refused(asked[0], (400, 422))
    alive(asked)
    return notes


def _spread(asked: Sequence[Asked]) -> Mapping[str, float]:
    stream = read(asked[0])
    times = stream.times_s()
    if len(stream.text()) > 200 and len(times) < LEAST_EVENTS:
        raise miss("buffered", f"{len(stream.text())} characters in {len(times)} events")
    if len(times) < LEAST_EVENTS:
        return {}
    share = spread(times)
    if share is None:
        return {}
    burst = densest(times)
    if burst > MOST_AT_ONCE:
        got = f"{burst:.0%} of {len(times)} events within {WINDOW:.0%} of {times[-1]:.2f} s"
        raise miss("buffered", got, figures={"spread": share})
    if share < SPREAD:
        when = f"the first after {times[0]:.2f} s, the last after {times[-1]:.2f} s"
        got = f"{share:.0%} of {len(times)} events after {EARLY:.0%} of the stream's time; {when}"
        raise miss("buffered", got, figures={"spread": share})
    return {"spread": share}


def spread(times: Sequence[float]) -> float | None:
    """Share of events after the first fifth of the stream's own time; 0 where all came in one burst at the end.

    None where everything came within `LEAST_S` seconds.
    """
    lasted = times[-1] - times[0]
    if times[-1] < LEAST_S:
        return None
    if lasted < BURST * times[-1] and len(set(times)) <= max(2, len(times) // 10):
        return 0.0
    if lasted < LEAST_S / 4:
        return None
    limit = times[0] + EARLY * lasted
    return sum(at >= limit for at in times) / len(times)


def densest(times: Sequence[float]) -> float:
    """The largest share of events within any `WINDOW` of the time to the last one."""
    width, first, most = WINDOW * times[-1], 0, 0
    for place, at in enumerate(times):
        while times[first] < at - width:
            first += 1
        most = max(most, place - first + 1)
    return most / len(times)


def _headers(asked: Sequence[Asked]) -> None:
    headers = read(asked[0]).exchange.headers
    caching = headers.get("cache-control", "").lower()
    if "no-cache" not in caching and "no-store" not in caching:
        raise miss("headers", f"cache-control {compact(headers.get('cache-control'))}")
    if "content-length" in headers:
        raise miss("headers", f"content-length {headers['content-length']} on a stream")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise miss(
            "headers", f"content-encoding {compact(headers['content-encoding'])}, which was not offered"
        )


def _abort_steps(profile: str, _seed: int) -> Sequence[Step]:
    cut = chat(COUNTING, stream=True, send={"hang_up_after": CUT_AT})
    if profile == QUICK:
        return [cut, PROBE]
    later = chat(READY, send={"pause_s": RECOVERY_S / 2})
    return [_METRICS, cut, PROBE, later, replace(_METRICS, pause_s=RECOVERY_S / 2)]


def _aborted(asked: Sequence[Asked]) -> None:
    gauges = [_running(each) for each in asked if each.exchange.method == "GET"]
    cut, *later = [each for each in asked if each.exchange.method != "GET"]
    read(cut)
    for each in later:
        if each.exchange.error is not None or each.exchange.status != 200:
            raise miss("abort_unhealthy", f"after the abort: {shown(each.exchange)}", each.exchange)
        sound(each, "abort_unhealthy")
    if len(gauges) > 1 and gauges[0] == 0 and gauges[-1]:
        got = f"{gauges[-1]:g} requests still counted as running {RECOVERY_S:g} s after the abort"
        raise miss("abort_unhealthy", got, asked[-1].exchange)


def _running(asked: Asked) -> float | None:
    """Requests in work by the server's own gauge, in the text format of Prometheus; None where it shows none."""
    found = _GAUGE.findall(asked.exchange.body) if asked.exchange.status == 200 else []
    return sum(map(float, found)) if found else None


ROWS = (
    Row(
        "S10",
        "same-text",
        Level.MUST,
        "O",
        "a text with blanks and line ends to be repeated at temperature 0, streamed and not",
        "the same text, byte for byte",
        "every client that streams",
        always(
            chat(_EXACT, temperature=0, stream=True),
            chat(_EXACT, temperature=0),
        ),
        _text,
    ),
    Row(
        "S11",
        "utf8",
        Level.MUST,
        "I",
        "a text in CJK and emoji, streamed",
        "whole characters in every chunk",
        "every client outside Latin script",
        always(chat(_CJK, stream=True)),
        _utf8,
    ),
    Row(
        "S12",
        "keep-alive",
        Level.SHOULD,
        "I, W",
        "a long prompt, streamed",
        "keep-alives as comment lines only, no empty data",
        "the Node SDK, cadis",
        always(chat(_LONG, stream=True)),
        _keepalive,
    ),
    Row(
        "S13",
        "line-ends",
        Level.SHOULD,
        "W",
        "a minimal chat, streamed",
        "LF or CR LF throughout, a blank line after each event",
        "hand-written readers: xuan, older Vercel AI SDK",
        always(chat(READY, stream=True)),
        _line_ends,
    ),
    Row(
        "S14",
        "refusal",
        Level.MUST,
        "I",
        "stream true without messages",
        "a 4xx with the error envelope",
        "octo-agent, Vercel AI SDK: an empty success",
        always(Request(f'{{"model":"{MODEL}","stream":true}}'.encode(), streamed=True)),
        _refuses,
        broken=True,
    ),
    Row(
        "S16",
        "spread",
        Level.SHOULD,
        "O",
        "a stream of 200 tokens and more",
        f"at least {SPREAD:.0%} of the events after {EARLY:.0%} of its time",
        "people who wait for the first word",
        always(chat(COUNTING, stream=True)),
        _spread,
        alone=True,
    ),
    Row(
        "S17",
        "stream-headers",
        Level.SHOULD,
        "R",
        "a minimal chat, streamed",
        "cache-control no-cache, no content-length, no compression",
        "proxies that cache or buffer",
        always(chat(READY, stream=True)),
        _headers,
    ),
    Row(
        "S18",
        "abort",
        Level.MUST,
        "I",
        f"a stream that the client closes at event {CUT_AT}, then a plain question",
        "an answer as before, and no request that the server still counts as running",
        "everybody after a user who presses stop",
        _abort_steps,
        _aborted,
        alone=True,
    ),
)
