"""Telling what stands for a secret from a secret: variables, masks, and manuals' values.

A variable is the whole of a value, so its marks count at the value's edges only: random
strings hold ``%2F…%3D`` and ``$`` too. Words such as EXAMPLE count anywhere.
"""

import re
from collections import Counter
from itertools import pairwise

from postguard.span import Span

_VARIABLE = re.compile(
    r"\$\{?[A-Za-z_][\w.:-]*\}?\$?|\$\(.*|\$\{\{.*|\$\d|`.*|%\w+%|%\(.*|%[sdv@]|@\w+@|__\w+__"
    r"|#\{.*|#\w+#|\{[^{}\"']*\}|\[[^\[\]\"']*\]|\(\(?[\w .-]*\)?\)"
    r"|ENC\[.*|\{cipher\}.*|!(?:Ref|Sub|GetAtt|vault|env|secret)\b.*|<.*"
    r"|(?:op|vault|ssm|arn|secretref|keyvault|gcpsm|awssm)(?::/?/?|\+).*"
)
_PLACEHOLDER = re.compile(
    r"x{4,}|\*{3,}|•{3,}|\.{3,}|…|\bx{3,}\b|<[^<>]*>|\$\{\w|\$\(\w|\{\{|\[(?:filtered|hidden|secret)"
    r"|example|sample|placeholder|redact|removed|hidden|dummy|fake|changeme|change[_-]?(?:me|it)"
    r"|insert|replace|your[_\-. ]|yours?(?:key|token|secret|password)|my[_-](?:api|secret|token)"
    r"|\bsome[_-]|todo|foobar|deadbeef|lorem|abcdef|123456|012345|098765|987654|qwerty"
    r"|(?<![A-Za-z0-9])(?:process\.env|os\.environ|getenv|secrets\.|vars\.|env\.|config\.)",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"(.)\1{5,}|(..)\2{4,}|(...)\3{3,}")
_SAMPLE_PERSON = re.compile(
    r"John Doe|Jane Doe|1234567890|example\.(?:com|org|net)|open sesame", re.IGNORECASE
)


def is_placeholder(value: str) -> bool:
    """Whether the value is documentation: XXXX, <token>, ${VAR}, your-key, EXAMPLE, 1234567890."""
    return (
        _VARIABLE.fullmatch(value) is not None
        or _PLACEHOLDER.search(value) is not None
        or _REPEATED.search(value) is not None
        or _is_run(value)
    )


def is_cut(text: str, span: Span) -> bool:
    """Whether dots after the value say that the rest of it was left out."""
    return text.startswith(("...", "\u2026"), span.end)


def is_sample_text(text: str) -> bool:
    """Whether a decoded payload names a sample person, or a word of manuals.

    Unlike keys, payloads are written by people and programs: a run of equal digits in one
    is a point in time.
    """
    return _SAMPLE_PERSON.search(text) is not None or _PLACEHOLDER.search(text) is not None


def _is_run(value: str) -> bool:
    """Whether most steps from one character to the next are the same small step."""
    if len(value) < 8:
        return False
    steps = Counter(ord(b) - ord(a) for a, b in pairwise(value))
    step, count = steps.most_common(1)[0]
    return abs(step) <= 1 and count / (len(value) - 1) > 0.6
