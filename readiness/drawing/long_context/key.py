"""What is planted in a document, and so what its summary must hold: the answer key, drawn from a seed.

A key is plain JSON, since it stands in `cases.jsonl`: decisions with their decoys, codes, the nonce.
"""

from __future__ import annotations

import hashlib
import random
from typing import Any

FACTS = 10
"""Board decisions, one for each tenth of the document."""
CODES = 5
"""At head, quarter, middle, three quarters, tail."""
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No I, O, 0, 1: they are misread."""
_CODE_SIGNS = 6
_STEMS = {
    "en": "Vel|Bren|Cor|Dal|Esk|Far|Gal|Hol|Ist|Jor|Kel|Lum|Mar|Nor|Osk|Pel|Quin|Rov|Sil|Tam",
    "zh": "澜|青|朔|恒|瑶|峻|澄|珩|霁|煦|岚|翊|沐|昭|桐|榆|桦|枫|槿|莹",
}
_ENDS = {
    "en": "mora/mira|wick/weck|dane/dene|fell/fall|lund/land|mere/mare|stow/staw|vale/vole",
    "zh": "岳/岭|川/州|泽/洲|原/源|峰/锋|溪/汐|湖/浒|林/霖",
}
"""Of each pair, the first ends a name and the second its twin."""


def nonce(lang: str, seed: str) -> str:
    """16 hexadecimal digits that no other request begins with."""
    return hashlib.sha256(f"nonce|{lang}|{seed}".encode()).hexdigest()[:16]


def key(lang: str, seed: str) -> dict[str, Any]:
    """The answer key of a document. Amounts are whole euros or yuan, dates are `YYYY-MM-DD`."""
    chance = random.Random(f"{seed}|key")
    stems, ends = _STEMS[lang].split("|"), _ENDS[lang].split("|")
    amounts = [10_000 * amount for amount in chance.sample(range(110, 1000), 3 * FACTS)]
    facts = []
    for number, stem in enumerate(chance.sample(stems, FACTS)):
        end, twin = chance.choice(ends).split("/")
        date = f"20{chance.randint(24, 27)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        amount, withdrawn, discussed = amounts[3 * number : 3 * number + 3]
        facts.append(
            {
                "name": stem + end,
                "amount": amount,
                "date": date,
                "withdrawn": withdrawn if number % 2 == 0 else None,
                "twin": stem + twin if number % 2 else None,
                "discussed": discussed if number % 2 else None,
            }
        )
    return {"facts": facts, "codes": [code(chance) for _ in range(CODES)], "nonce": nonce(lang, seed)}


def code(chance: random.Random) -> str:
    """Eight signs, the last two of which check the others: an altered code can be told from another one."""
    head = "".join(chance.choice(SIGNS) for _ in range(_CODE_SIGNS))
    return head + check_signs(head)


def check_signs(head: str) -> str:
    """The two signs that follow these six."""
    digest = hashlib.sha256(f"code|{head}".encode()).digest()
    return SIGNS[digest[0] % len(SIGNS)] + SIGNS[digest[1] % len(SIGNS)]
