"""The registrable domain agrees with tldextract, whose list it reads without loading an HTTP client."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tldextract import TLDExtract

from auditor.urls import registrable_domain

REFERENCE = TLDExtract(suffix_list_urls=(), cache_dir=None)
SUFFIXES = "com co.uk org.au de example.ck www.ck city.kawasaki.jp foo.kawasaki.jp xn--fiqs8s 中国 xn--p1ai k12.ma.us pvt.k12.ma.us gov.in blogspot.com github.io kyoto.jp ide.kyoto.jp uk".split()


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.bbc.co.uk/a", "bbc.co.uk"), ("www.abc.net.au", "abc.net.au"), ("https://co.uk/", None), ("http://a.b.tide.example/x", "tide.example"),
        ("https://127.0.0.1/", None), ("https://[::1]/", None), ("localhost", None), ("", None), ("http://[broken", None), ("https://x..example/", None), ("A.B.COM", "b.com"),
        ("x.github.io", "github.io"), ("https://edition.cnn.com:443/a?b", "cnn.com"), ("tide.example.", "tide.example"),
    ],
)  # fmt: skip
def test_domains(url: str, domain: str | None) -> None:
    assert registrable_domain(url) == domain


@given(st.lists(st.sampled_from(["a", "www", "news", "city", "x-y", "xn--bcher-kva", "ck", "kawasaki", "jp", "uk", "co"]), max_size=3), st.sampled_from(SUFFIXES))
def test_agrees_with_tldextract(labels: list[str], suffix: str) -> None:
    host = ".".join([*labels, suffix])
    found = REFERENCE(host)
    wanted = f"{found.domain}.{found.suffix}" if found.domain and found.suffix else None
    if found.suffix:
        assert registrable_domain(host) == wanted


def test_no_http_client_is_loaded() -> None:
    code = "import sys; from auditor.urls import registrable_domain as r; assert r('news.bbc.co.uk') == 'bbc.co.uk'; print('requests' in sys.modules, 'tldextract' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False False"
