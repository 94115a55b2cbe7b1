"""What one document of 128K tokens costs us: CPU seconds and peak memory to write it and to judge its summary.

python benchmarks/long_document.py
"""

from __future__ import annotations

import json
import time
import tracemalloc

from readiness.drawing.long_context.cases import draw
from readiness.drawing.long_context.dossier import question
from readiness.endpoint.exchange import Exchange
from readiness.judging.long_context.calibration import TOKENS_A_CHARACTER
from readiness.judging.long_context.reply import judge_summary

TOKENS = 128_000


def one(lang: str, seed: str, key: dict[str, object]) -> None:
    text = question(lang, seed, key, round(TOKENS / TOKENS_A_CHARACTER[lang]))
    request = json.dumps({"messages": [{"role": "user", "content": text}]}, ensure_ascii=False).encode()
    answer = f"- nothing but figures: 4,711 and 0815\nEND-{key['nonce']}"
    choice = {"index": 0, "message": {"role": "assistant", "content": answer}, "finish_reason": "stop"}
    body = json.dumps({"choices": [choice], "usage": {"prompt_tokens": TOKENS}}).encode()
    judge_summary(key, lang, Exchange("POST", "/chat/completions", request, status=200, body=body))


def main() -> None:
    targets = {case.lang: case.expect for case in draw("standard", 0) if case.family == "target"}
    for lang, expect in targets.items():
        one(lang, expect["seed"], expect["key"])
        before_s = time.process_time()
        one(lang, expect["seed"], expect["key"])
        cpu_s = time.process_time() - before_s
        tracemalloc.start()
        one(lang, expect["seed"], expect["key"])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"{lang}: {cpu_s:.2f} s of CPU, {peak / 2**20:.0f} MiB at the peak")


if __name__ == "__main__":
    main()
