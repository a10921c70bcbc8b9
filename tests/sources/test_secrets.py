"""Nothing secret enters a recording, and pages that only a secret's value tells apart stay apart."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.records import FetchStatus, Reference
from auditor.sources.collect import collect
from auditor.sources.fetch import open_fetcher
from auditor.sources.library import Library
from auditor.sources.options import NetworkOptions
from auditor.sources.recorder import open_recorder
from auditor.sources.recording import Exchange, read_recording
from auditor.sources.secrets import redact_url, without_mark, without_secrets
from tests.sources.servers import Server, always, answer, ok
from tests.sources.test_recording import cassette, interaction

SECRET = "S3CRET"
RANDOM = "S3CRETx9Kq27LmTz"
KINDS = ["r.yaml", "r.warc", "r.warc.gz"]


def recorded(path: Path, *exchanges: Exchange) -> bytes:
    recorder = open_recorder(path)
    for exchange in exchanges:
        recorder.add(exchange)
    recorder.close()
    data = path.read_bytes()
    return gzip.decompress(data) if path.name.endswith(".gz") else data


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://u:p@tide.example/a", "https://tide.example/a"),
        ("/a?api_key=S3CRET&page=2", "/a?api_key=REDACTED&page=2"),
        ("/a?token=S3CRET", "/a?token=REDACTED"),
        ("/a?sig=S3CRET&X-Amz-Signature=S3CRET", "/a?sig=REDACTED&X-Amz-Signature=REDACTED"),
        ("/a?access_token=S3CRET#id_token=S3CRET", "/a?access_token=REDACTED"),
        ("/a?PHPSESSID=S3CRET&authToken=S3CRET", "/a?PHPSESSID=REDACTED&authToken=REDACTED"),
        ("/a?unlocked_article_code=S3CRET&authkey=S3CRET", "/a?unlocked_article_code=REDACTED&authkey=REDACTED"),
        ("/a?design=1&keyboard=3&monkey=4&article=5", "/a?design=1&keyboard=3&monkey=4&article=5"),
        ("/a?x=1;token=S3CRET;y=2", "/a?x=1;token=REDACTED;y=2"),  # parted as some servers do
        ("/a?token=S3CRET;S3CRET&y=2", "/a?token=REDACTED&y=2"),
        ("/a?%74oken=S3CRET", "/a?%74oken=REDACTED"),  # a letter of its name in disguise
        ("/a;jsessionid=S3CRET/b", "/a;jsessionid=REDACTED/b"),
        ("/a?u=https%3A%2F%2Freef.example%2F%3Ftoken%3DS3CRET%26b%3D1", "/a?u=https%3A%2F%2Freef.example%2F%3Ftoken%3DREDACTED%26b%3D1"),
        ("/a?u=https%3A%2F%2Freef.example%2F%23access_token%3DS3CRET", "/a?u=https%3A%2F%2Freef.example%2F%23access_token%3DREDACTED"),
        ("/a?u=%2Fb%3Fv%3D%252Fc%253Ftoken%253DS3CRET", "/a?u=%2Fb%3Fv%3D%252Fc%253Ftoken%253DREDACTED"),
    ],
)  # fmt: skip
def test_addresses_lose_their_secrets(written: str, kept: str) -> None:
    site = "" if "//" in written[:8] else "https://tide.example"
    assert without_mark(redact_url(site + written)) == site + kept


@pytest.mark.parametrize("name", KINDS)
def test_secrets_never_enter_a_recording(tmp_path: Path, name: str) -> None:
    secret = Exchange(
        "GET", "https://u:S3CRET@tide.example/a?api_key=S3CRET&x=1", 302, "Found",
        (("Set-Cookie", "sid=S3CRET"), ("Authorization", "Bearer S3CRET"), ("X-Auth", "S3CRET"), ("Location", "/b?sig=S3CRET"), ("Content-Location", "/c?token=S3CRET"), ("Link", '</d?key=S3CRET>; rel="next"'), ("Content-Type", "text/html")),
        b"moved to /b?sig=S3CRET", "2031-05-06T10:00:00Z",
    )  # fmt: skip
    plain = recorded(tmp_path / name, secret)
    assert b"S3CRET" not in plain
    assert b"api_key=REDACTED" in plain
    location = read_recording(tmp_path / name).find(secret.url).header("location")  # asked with its secret, found without
    assert without_mark(location or "") == "https://tide.example/b?sig=REDACTED"


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    "body",
    [
        f"The address /a?token={SECRET} was not found",
        f"<link rel=canonical href='/a?x=1&amp;token={SECRET}'>",
        f'<script>var page = {{"token": "{SECRET}"}}</script>',
        f"<script>start('{RANDOM}')</script>",
        f"<a href='/login?next=%2Fa%3Ftoken%3D{SECRET}'>",
    ],
)
def test_a_page_s_echo_of_a_secret_is_not_kept(tmp_path: Path, name: str, body: str) -> None:
    held = RANDOM if RANDOM in body else SECRET
    exchange = Exchange("GET", f"https://tide.example/a?x=1&token={held}", 404, "No", (("Set-Cookie", f"visit={RANDOM}; path=/"),), body.encode())
    plain = recorded(tmp_path / name, exchange)
    assert held.encode() not in plain
    assert b"REDACTED" in read_recording(tmp_path / name).exchanges[0].body


def test_words_of_an_article_are_no_echo() -> None:
    text = b"<p>The harbour council accepted the bridge. The key of the harbour, it said, is the bridge.</p>"
    cookies = tuple(("Set-Cookie", f"c{n}=accepted") for n in range(100))
    kept = without_secrets(Exchange("GET", "https://tide.example/a?key=harbour&pass=bridge", 200, "OK", cookies, text))
    assert kept.body == text


def test_pages_that_only_a_value_tells_apart_are_not_mixed_up(tmp_path: Path) -> None:
    """``sid`` may be a session's, and may be a story's."""
    at = "https://tide.example/story?sid="
    pages = {n: f"<title>Story {n}</title><p>The harbour council met {n} times over the new bridge this year.</p>" for n in "12"}
    recorded(tmp_path / "r.yaml", *(Exchange("GET", at + n, 200, "OK", (), page.encode()) for n, page in pages.items()))
    references = [Reference(n, n, url=at + n) for n in ("1", "2", "3")]
    replayed = collect(references, fetcher=open_fetcher(NetworkOptions(archives="never"), cassette=tmp_path / "r.yaml"))
    saved = collect(references, library=Library.open([tmp_path / "r.yaml"]), offline=True)
    for sources in (replayed, saved):
        assert [s.page.title if s.page else s.status for s in sources] == ["Story 1", "Story 2", FetchStatus.NOT_RECORDED]


def test_a_recording_from_before_there_were_marks_is_replayed(tmp_path: Path) -> None:
    path = cassette(tmp_path, interaction("https://tide.example/a?token=REDACTED&x=1"))
    assert open_fetcher(cassette=path).get("https://tide.example/a?token=S3CRET&x=1").status is FetchStatus.OK


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_redaction_never_raises_and_is_stable(text: str) -> None:
    once = redact_url("https://tide.example/" + text)
    assert redact_url(once) == once
    without_secrets(Exchange("GET", "https://tide.example/", 200, headers=(("Location", text), ("Link", f"<{text}>"), ("Set-Cookie", text)), body=text.encode("utf-8", "replace")))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["token", "=", "&", ";", "?", "%3D", "%26", "%3F", "%25", "u", "x1", "#", "/"]), max_size=14))
def test_redaction_is_stable_whatever_is_nested(parts: list[str]) -> None:
    once = redact_url("https://tide.example/?" + "".join(parts))
    assert redact_url(once) == once


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["a" * 1_000_000, "token=" * 200_000, ";token=a" * 100_000, "%25" * 300_000, "u=%3F" * 200_000])
def test_long_texts_take_no_time(text: str) -> None:
    redact_url(f"https://tide.example/{text}?{text}")
    without_secrets(Exchange("GET", "https://tide.example/?token=S3CRET", 200, body=text.encode()))


@pytest.mark.parametrize("name", KINDS)
def test_why_a_page_was_not_read_is_replayed(tmp_path: Path, name: str) -> None:
    server = Server({
        "/robots.txt": always(answer("200 OK", b"Content-Type: text/plain", body=b"User-agent: *\nDisallow: /private")),
        "/slow": always(30.0),
        "/reset": always("reset"),
        "/image": always(ok(b"GIF89a", kind=b"image/gif")),
        "/inside": always(answer("302 On", b"Location: http://10.0.0.1/x?token=" + SECRET.encode())),
        "/moved": always(answer("301 On", b"Location: /slow")),
        "/gone": always(answer("410 Gone")),
        "/page": always(ok()),
    })  # fmt: skip
    paths = ["/slow", "/reset", "/image", "/inside", "/moved", "/gone", "/page", "/private/a", f"/slow?token={SECRET}"]
    urls = [server.url(path) for path in paths]
    options = NetworkOptions(allow_hosts=(server.host,), pace=0, retries=0, first_byte_timeout=1.5, connect_timeout=1.5, total_timeout=5.0)
    live = open_fetcher(options, record=tmp_path / name)
    seen = live.get_all(urls)
    live.close()
    server.close()
    data = (tmp_path / name).read_bytes()
    assert SECRET.encode() not in (gzip.decompress(data) if name.endswith(".gz") else data)
    again = open_fetcher(options, cassette=tmp_path / name).get_all(urls)
    assert [f.status.value for f in seen] == ["timeout", "http_error", "unsupported_type", "refused_address", "timeout", "gone", "ok", "robots", "timeout"]
    assert [f.status for f in again] == [f.status for f in seen]
    assert [f.reason for f in again if f is not again[3]] == [f.reason for f in seen if f is not seen[3]]  # the fourth names a secret
    assert [f.status for f in open_fetcher(options, cassette=tmp_path / name).get_all([server.url("/never")])] == [FetchStatus.NOT_RECORDED]


def test_reasons_of_a_recording_are_read_as_untrusted_input(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    odd = [1, {}, {"uri": 3}, {"uri": "gopher://x"}, {"uri": "https://tide.example/a", "status": "made up"}, {"uri": "https://tide.example/b", "status": "robots", "reason": ["x"]}]
    path.write_text(yaml.safe_dump({"version": 1, "interactions": [], "unread": odd}))
    found = open_fetcher(cassette=path).get_all(["https://tide.example/a", "https://tide.example/b"])
    assert [f.status.value for f in found] == ["not_recorded", "robots"]
