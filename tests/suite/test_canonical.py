"""The journal's canonical form is that of RFC 8785."""

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from readiness.evidence.canonical import canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
DATA = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


@given(DATA)
def test_data_without_floats_has_the_form_of_rfc_8785(data: object) -> None:
    assert canonical(data) == rfc8785.dumps(data)  # type: ignore[arg-type]
