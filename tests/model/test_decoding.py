from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.model.decoding import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_text_and_its_encoding_are_told(encoding: str) -> None:
    text = "“I’d say – well – £5,” she said in the café.\n"
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("mark", [b"\xfe\xff", b"\xff\xfe"])
def test_utf_16_is_read_in_both_byte_orders(mark: bytes) -> None:
    order = "utf-16-be" if mark == b"\xfe\xff" else "utf-16-le"
    assert decode(mark + "naïve".encode(order)) == ("naïve", "utf-16")


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"") == ("", "utf-8")


def test_a_stray_nul_does_not_make_an_interview_binary() -> None:
    assert decode(b"P1: well\x00 yes, it was fine\n")[0] == "P1: well\x00 yes, it was fine\n"


def test_half_an_emoji_is_kept_for_the_stored_form_to_mend() -> None:
    assert decode(b"\xff\xfe" + b"\x3d\xd8" + "a".encode("utf-16-le"))[0] == "\ud83da"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04....", "is a zip file"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"SQLite format 3\x00", "is a database"),
        (bytes(range(256)) * 4, "is not a text file"),
        (b"\x00\x01\x02\x03" * 100, "is not a text file"),
        (b"\xef\xbb\xbfabc\xff", "says it is UTF-8, but byte"),
        (b"\xff\xfea", "says it is UTF-16, but byte"),
        ("caf\u00e9 na\u00efve\n".encode() + b"\xff", "broken characters, the first in line 2"),
        (b"a\x81b", "is not text in UTF-8, UTF-16 or Windows-1252"),
    ],
)
def test_what_is_no_text_says_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        decode(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        text, encoding = decode(data)
        assert isinstance(text, str)
        assert encoding


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"))
)
def test_any_text_in_utf_8_comes_back(text: str) -> None:
    assert decode(text.encode())[0] == text
