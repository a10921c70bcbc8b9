"""Recordings of every kind: read, replayed without a socket, written without secrets, and refused in one sentence."""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import io
import json
import time
import zipfile
from pathlib import Path

import httpx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from auditor.errors import NotRecorded, RecordingError
from auditor.records import FetchStatus, Reference
from auditor.sources.cassette import open_cassette
from auditor.sources.collect import collect
from auditor.sources.fetch import Fetcher, open_fetcher
from auditor.sources.library import Library
from auditor.sources.recorder import open_recorder
from auditor.sources.recording import Exchange, Recording, read_recording
from auditor.sources.vcr import write_vcr
from tests.clock import least

URL = "https://tide.example/2031/bridge"
PAGE = (
    "<html><head><title>Council votes for new harbour bridge</title></head><body><article>"
    + "<p>The council voted for the new bridge on Tuesday evening, after a debate of four hours.</p>" * 4
    + "</article></body></html>"
)


def interaction(url: str = URL, body: object = PAGE, status: int = 200, headers: object = None, host: str | None = None) -> dict[str, object]:
    return {
        "request": {"method": "GET", "uri": url, "body": None, "headers": {"Host": [host]} if host else {}},
        "response": {
            "status": {"code": status, "message": "OK"},
            "headers": {"Content-Type": ["text/html; charset=utf-8"]} if headers is None else headers,
            "body": {"string": body},
        },
    }


def cassette(tmp_path: Path, *interactions: object, version: object = 1, name: str = "c.yaml") -> Path:
    path = tmp_path / name
    path.write_text(yaml.safe_dump({"version": version, "interactions": list(interactions)}, allow_unicode=True), encoding="utf-8")
    return path


# --- reading ----------------------------------------------------------------------------------------------------


def test_a_cassette_replays_redirects_and_pages(tmp_path: Path) -> None:
    path = cassette(
        tmp_path,
        interaction("http://tide.example/b", "", 301, {"Location": ["/2031/bridge"]}),
        interaction("http://tide.example/2031/bridge"),
    )
    fetched = open_fetcher(cassette=path).get("http://tide.example/b")
    assert (fetched.status, fetched.url, fetched.final_url) == (FetchStatus.OK, "http://tide.example/b", "http://tide.example/2031/bridge")
    assert fetched.content == PAGE.encode()
    assert fetched.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()


GZIPPED = gzip.compress(PAGE.encode())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(yaml.safe_dump({"version": 1, "interactions": [interaction()]}), id="plain"),
        pytest.param(yaml.safe_dump({"version": 1, "interactions": [interaction(body=GZIPPED, headers={"Content-Encoding": ["gzip"], "Content-Type": ["text/html"]})]}), id="!!binary, compressed"),
        pytest.param(yaml.safe_dump({"version": 1, "interactions": [interaction(headers={"content-encoding": "gzip", "content-type": "text/html"})]}), id="expanded, header left in"),
        pytest.param(
            yaml.safe_dump({"version": 1, "interactions": [interaction() | {"response": {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"base64_string": base64.b64encode(PAGE.encode()).decode()}}}]}),
            id="base64_string",
        ),
        pytest.param(
            yaml.safe_dump({"version": 1, "interactions": [interaction() | {"response": {"status_code": 200, "http_version": "HTTP/1.1", "headers": {"Content-Encoding": ["gzip"]}, "content": PAGE}}]}),
            id="the older httpx form",
        ),
        pytest.param(json.dumps({"version": 1, "interactions": [interaction()]}), id="JSON is YAML"),
        pytest.param(
            f"interactions:\n- request: {{method: GET, uri: !!python/unicode '{URL}', body: null, headers: {{}}}}\n"
            f"  response:\n    status: {{code: 200, message: OK}}\n    headers: {{date: 2031-05-06}}\n    body: {{string: !!python/bytes '{base64.b64encode(PAGE.encode()).decode()}'}}\nversion: 1\n",
            id="vcrpy's python tags",
        ),
    ],
)
def test_every_form_of_a_body(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(text)
    assert open_fetcher(cassette=path).get(URL).content == PAGE.encode()
    with httpx.Client(transport=open_cassette(path)) as client:
        assert client.get(URL).text == PAGE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the recording is empty"),
        ("version: 2\ninteractions: []\n", "its version is 2; this auditor reads version 1"),
        ("version: true\ninteractions: []\n", "its version is True"),
        ("interactions: []\n", "it names no version"),
        ("version: 1\n", "it has no list of interactions"),
        ("version: 1\ninteractions: {}\n", "its interactions are no list"),
        ("- request: {}\n", "a cassette of vcrpy before 1.0"),
        ("version: 1\ninteractions: [\n", "no valid YAML at line 3"),
        ("\x00\x01", "no valid YAML"),
        ("version: 1\ninteractions:\n- request: !!python/object/apply:os.system ['true']\n", "no valid YAML at line 3"),
        ("version: 1\ninteractions:\n- &a {request: {uri: x}}\n- <<: *a\n", "merge keys are not allowed"),
        ("version: 1\ninteractions: [{}]\n", "entry 1 has no request"),
        ("version: 1\ninteractions: [{request: {uri: 'https://a.example/'}}]\n", "entry 1 has no response"),
        ("version: 1\ninteractions: [{request: {}, response: {}}]\n", "entry 1 has no uri"),
        ("version: 1\ninteractions: [{request: {uri: 'https://a.example/'}, response: {status: {}}}]\n", "entry 1 has no status code"),
        ("version: 1\ninteractions: [{request: {uri: 'file:///etc/passwd'}, response: {status: {code: 200}}}]\n", "entry 1 has no http or https address"),
        ("version: 1\ninteractions: [{request: {uri: 'https://a.example/'}, response: {status: {code: 999}}}]\n", "the HTTP status 999"),
        ("version: 1\ninteractions: [{request: {uri: 'https://a.example/'}, response: {status: {code: 200}, body: {string: [1]}}}]\n", "neither text nor bytes"),
        ("version: 1\ninteractions: [{request: {uri: 'https://a.example/'}, response: {status: {code: 200}, body: {base64_string: 'é'}}}]\n", "no base64"),
    ],
)
def test_a_cassette_that_cannot_be_used_is_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError) as caught:
        read_recording(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_entry_that_claims_another_host(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"entry 1 is recorded for tide\.example, but its own Host header says bank\.example"):
        read_recording(cassette(tmp_path, interaction(host="bank.example")))
    assert read_recording(cassette(tmp_path, interaction(host="tide.example:443"))).exchanges


def test_a_request_that_was_not_recorded_names_the_closest(tmp_path: Path) -> None:
    path = cassette(tmp_path, interaction(URL), interaction("https://tide.example/2031/tunnel"), interaction("https://far.example/x"), interaction("https://far.example/y"))
    with pytest.raises(NotRecorded) as caught:
        open_cassette(path).play("GET", "https://tide.example/2031/bridges")
    assert caught.value.closest[0] == URL
    assert str(path) in str(caught.value)
    fetched = open_fetcher(cassette=path).get("https://tide.example/2031/bridges")
    assert fetched.status is FetchStatus.NOT_RECORDED
    assert URL in fetched.reason
    (source,) = collect([Reference(1, "", url="https://tide.example/none")], fetcher=open_fetcher(cassette=path))
    assert source.status is FetchStatus.NOT_RECORDED
    assert "https://tide.example/" in source.reason


def test_a_miss_in_a_large_recording_takes_no_time() -> None:
    large = Recording("large", [Exchange("GET", f"https://tide{n % 40}.example/2031/council-votes-for-new-harbour-bridge-{n}", 200) for n in range(3000)])

    def miss() -> None:
        for n in range(40):
            with pytest.raises(NotRecorded, match=f"council-votes-for-new-harbour-bridge-{n}"):
                large.find(f"https://tide{n}.example/2031/council-votes-for-new-harbour-bridge-{n}x?page=2")

    assert least(miss, enough=3) < 3  # comparing with each of them took three times as long


def test_small_differences_of_an_address_are_no_miss(tmp_path: Path) -> None:
    played = open_cassette(cassette(tmp_path, interaction("https://www.tide.example/a?x=1&utm_source=feed")))
    assert played.play("GET", "http://tide.example/a/?x=1#top").status == 200


def test_repeated_requests_are_answered_in_order_and_then_by_the_last(tmp_path: Path) -> None:
    path = cassette(tmp_path, interaction(body="busy", status=503), interaction(body=PAGE))
    played = open_cassette(path)
    assert [played.play("GET", URL).status for _ in range(3)] == [503, 200, 200]
    assert open_fetcher(cassette=path).get(URL).status is FetchStatus.OK  # retried at once: nothing to wait for


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (404, {}, "gone"), (410, {}, "gone"), (403, {}, "blocked"), (429, {}, "blocked"), (451, {}, "blocked"), (402, {}, "paywalled"),
        (500, {}, "http_error"), (418, {}, "http_error"), (204, {}, "empty"), (301, {}, "http_error"),
        (200, {"Content-Type": ["image/png"]}, "unsupported_type"), (301, {"Location": ["ftp://x.example/"]}, "refused_address"),
        (503, {"cf-mitigated": ["challenge"]}, "blocked"), (302, {"Location": ["/2031/bridge"]}, "http_error"),
        (302, {"Location": ["http://127.0.0.1/"]}, "refused_address"),
    ],
)
def test_every_ending_has_a_name(tmp_path: Path, status: int, headers: dict[str, list[str]], expected: str) -> None:
    fetched = open_fetcher(cassette=cassette(tmp_path, interaction(status=status, headers=headers))).get(URL)
    assert fetched.status.value == expected
    assert fetched.reason
    assert not fetched.content


def test_a_recording_finds_a_reference_without_address_by_title(tmp_path: Path) -> None:
    path = cassette(tmp_path, interaction(), interaction("https://tide.example/other", PAGE.replace("bridge", "ferry")))
    (source,) = collect([Reference(1, "", "Council votes for new harbour bridge")], fetcher=open_fetcher(cassette=path), offline=True)
    assert source.status is FetchStatus.OK
    assert source.url == URL


def test_a_redirect_to_the_front_page_is_a_soft_404(tmp_path: Path) -> None:
    path = cassette(tmp_path, interaction(status=301, headers={"Location": ["/"]}), interaction("https://tide.example/"))
    (source,) = collect([Reference(1, "", url=URL)], fetcher=open_fetcher(cassette=path))
    assert source.status is FetchStatus.SOFT_404
    assert "front page" in source.reason


# --- HAR --------------------------------------------------------------------------------------------------------


def har(tmp_path: Path, *entries: object, version: str = "1.2") -> Path:
    path = tmp_path / "p.har"
    path.write_text(json.dumps({"log": {"version": version, "entries": list(entries)}}))
    return path


def har_entry(url: str = URL, status: int = 200, content: object = None, host: str = "tide.example") -> dict[str, object]:
    return {
        "startedDateTime": "2031-05-06T10:00:00.123+02:00",
        "request": {"method": "GET", "url": url, "headers": [{"name": "Host", "value": host}, {"name": "Cookie", "value": "a=b"}]},
        "response": {"status": status, "statusText": "OK", "headers": [{"name": "Content-Type", "value": "text/html; charset=iso-8859-1"}, {"name": "Content-Encoding", "value": "br"}],
                     "content": content if content is not None else {"mimeType": "text/html", "text": PAGE.replace("council", "Rat für Brücken")}},
    }  # fmt: skip


def test_har(tmp_path: Path) -> None:
    recording = read_recording(har(tmp_path, har_entry(), har_entry("https://tide.example/img", content={"text": base64.b64encode(b"x").decode(), "encoding": "base64"})))
    fetched = recording.fetched(recording.find(URL))
    assert "Rat für Brücken" in fetched.content.decode("utf-8")
    assert (fetched.charset, fetched.fetched_at) == ("utf-8", "2031-05-06T08:00:00Z")
    assert recording.find("https://tide.example/img").body == b"x"


def test_a_har_with_missing_bodies_says_so(tmp_path: Path) -> None:
    recording = read_recording(har(tmp_path, har_entry(content={"size": 4, "mimeType": "text/html"}), har_entry("https://tide.example/b", 0), har_entry("https://tide.example/c")))
    assert [e.url for e in recording.exchanges] == ["https://tide.example/c"]
    assert "entry 1" in recording.notes[0]
    assert "body was not saved" in recording.notes[0]
    assert "never answered" in recording.notes[1]
    with pytest.raises(NotRecorded):
        recording.find(URL)
    reference = Reference(1, "", url=URL)
    for source in (*collect([reference], library=Library.open([tmp_path / "p.har"]), offline=True), *collect([reference], fetcher=open_fetcher(cassette=tmp_path / "p.har"))):
        assert (source.status, "its body was not saved" in source.reason) == (FetchStatus.NOT_RECORDED, True)


def test_a_har_without_the_headers_of_a_redirect_still_says_where_it_leads(tmp_path: Path) -> None:
    moved = har_entry("https://tide.example/old", 301, content={})
    moved["response"]["headers"], moved["response"]["redirectURL"] = [], URL  # type: ignore[index]  # what the test put there
    path = har(tmp_path, moved, har_entry())
    for source in (*collect([Reference(1, "", url="https://tide.example/old")], library=Library.open([path]), offline=True), *collect([Reference(1, "", url="https://tide.example/old")], fetcher=open_fetcher(cassette=path))):
        assert (source.status, source.url) == (FetchStatus.OK, URL)


def test_a_page_that_the_browser_had_already_is_read_from_a_har(tmp_path: Path) -> None:
    assert read_recording(har(tmp_path, har_entry(status=304))).find(URL).status == 200
    assert "body was not saved" in read_recording(har(tmp_path, har_entry(status=304, content={}))).notes[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [('{"log": ', "no valid JSON"), ('{"log": []}', "no HAR"), ('{"log": {"entries": {}}}', "no list"), ('{"log": {"version": "9", "entries": []}}', "version is '9'"), ('{"log": {"entries": [1]}}', "entry 1 is no object"), ('{"log": {"entries": [{}]}}', "no request or no response"), ("[" * 100_000, "no valid JSON")],
)
def test_a_har_that_cannot_be_used(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "p.har"
    path.write_text(text)
    with pytest.raises(RecordingError, match=words):
        read_recording(path)


def test_a_har_entry_that_claims_another_host(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="Host header says"):
        read_recording(har(tmp_path, har_entry(host="bank.example")))


# --- WARC and WACZ ----------------------------------------------------------------------------------------------


def exchanges(count: int = 3) -> list[Exchange]:
    return [Exchange("GET", f"https://tide.example/{i}", 200, "OK", (("content-type", "text/html; charset=utf-8"),), PAGE.encode() + str(i).encode(), "2031-05-06T10:00:00Z") for i in range(count)]


def warc(path: Path, items: list[Exchange]) -> Path:
    recorder = open_recorder(path)
    for item in items:
        recorder.add(item)
    recorder.close()
    return path


@pytest.mark.parametrize("name", ["r.warc", "r.warc.gz", "r.yaml"])
def test_what_is_recorded_is_read_back(tmp_path: Path, name: str) -> None:
    items = exchanges()
    recording = read_recording(warc(tmp_path / name, items))
    assert [(e.url, e.status, e.body, e.recorded_at) for e in recording.exchanges] == [(e.url, e.status, e.body, e.recorded_at) for e in items]
    assert recording.notes == ()
    assert [recording.fetched(e).content for e in recording.pages()] == [e.body for e in items]


@pytest.mark.parametrize("name", ["r.warc", "r.warc.gz"])
@pytest.mark.parametrize("part", [0.35, 0.55, 0.75, 0.9])
def test_a_warc_cut_in_the_middle(tmp_path: Path, name: str, part: float) -> None:
    path = warc(tmp_path / name, exchanges(6))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    recording = read_recording(path)
    whole = exchanges(6)
    assert [e.body for e in recording.exchanges] == [e.body for e in whole[: len(recording.exchanges)]]
    assert 1 <= len(recording.exchanges) < 6
    assert recording.notes
    assert "cut off" in recording.notes[0] or "broken after" in recording.notes[0]


def test_a_changed_warc_record_is_left_out(tmp_path: Path) -> None:
    path = warc(tmp_path / "r.warc", exchanges(2))
    path.write_bytes(path.read_bytes().replace(b"four hours.</p></article></body></html>0", b"five hours.</p></article></body></html>0"))
    recording = read_recording(path)
    assert [e.url for e in recording.exchanges] == ["https://tide.example/1"]
    assert "changed after it was recorded" in recording.notes[0]


def test_a_warc_that_claims_another_host(tmp_path: Path) -> None:
    path = warc(tmp_path / "r.warc", exchanges(1))
    data = path.read_bytes()
    path.write_bytes(data.replace(b"host: tide.example", b"host: bank.example").replace(b"Host: tide.example", b"Host: bank.example"))
    with pytest.raises(RecordingError, match=r"Host header says bank\.example"):
        read_recording(path)


def record(url: str, body: bytes = PAGE.encode(), *headers: tuple[str, str], status: str = "200 OK", date: str = "2031-05-06T10:00:00Z") -> dict[str, object]:
    answer = StatusAndHeaders(status, [("Content-Type", "text/html"), *headers], "HTTP/1.1")
    return {"uri": url, "record_type": "response", "payload": io.BytesIO(body), "length": len(body), "http_headers": answer, "warc_headers_dict": {"WARC-Date": date}}


def written(path: Path, *records: dict[str, object], refers: tuple[str, str] | None = None) -> Path:
    """A WARC of these records, ``refers`` = (address, address of the record whose bytes it has as well)."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.name.endswith(".gz"))
        digests = {}
        for item in records:
            made = writer.create_warc_record(**item)
            writer.write_record(made)
            digests[item["uri"]] = made.rec_headers.get_header("WARC-Payload-Digest")
        if refers:
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], "HTTP/1.1")
            writer.write_record(writer.create_revisit_record(refers[0], digests.get(refers[1], "sha1:NONE"), refers[1], "2031-05-06T10:00:00Z", http_headers=head))
    return path


@pytest.mark.parametrize("name", ["r.warc", "r.warc.gz"])
def test_a_page_whose_bytes_stand_in_the_file_under_another_address(tmp_path: Path, name: str) -> None:
    other, third = "https://tide.example/print/bridge", "https://tide.example/third"
    recording = read_recording(written(tmp_path / name, record(URL), record(third, b"third"), refers=(other, URL)))
    assert [e.url for e in recording.exchanges] == [URL, third, other]
    assert recording.find(other).body == PAGE.encode()
    lost = read_recording(written(tmp_path / name, record(third), refers=(other, URL)))
    assert [e.url for e in lost.exchanges] == [third]
    assert "1 revisit records refer to pages that are not in the file" in lost.notes[0]


def test_of_two_captures_a_library_takes_the_one_nearest_the_cited_day(tmp_path: Path) -> None:
    later = record(URL, PAGE.replace("four hours", "nine hours").encode(), date="2031-08-01T10:00:00Z")
    library = Library.open([written(tmp_path / "r.warc.gz", record(URL), later)])
    read = {day: collect([Reference(1, "", date=day, url=URL)], library=library, offline=True)[0].page for day in ("2031-05-08", "2031-07-20")}
    assert [("four hours" in page.text, page.fetched_at[:10]) for page in read.values()] == [(True, "2031-05-06"), (False, "2031-08-01")]  # type: ignore[union-attr, index]  # what the test put there


def test_one_odd_record_does_not_spoil_a_warc(tmp_path: Path) -> None:
    recording = read_recording(written(tmp_path / "r.warc", record(URL, status="0"), record(URL + "2")))
    assert [e.url for e in recording.exchanges] == [URL + "2"]
    assert "it has no HTTP status" in recording.notes[0]


def test_a_body_in_an_encoding_that_is_not_read_is_said(tmp_path: Path) -> None:
    packed, plain = record(URL, bytes(range(256)) * 9, ("Content-Encoding", "br")), record(URL + "2", PAGE.encode(), ("Content-Encoding", "br"))
    recording = read_recording(written(tmp_path / "r.warc", packed, plain))
    first, second = (recording.fetched(e) for e in recording.exchanges)
    assert (first.status, "encoded as 'br'" in first.reason) == (FetchStatus.HTTP_ERROR, True)
    assert second.content == PAGE.encode()  # the recorder had expanded it


@pytest.mark.parametrize("host", ["xn--bcher-kva.example", "BÜCHER.example", "xn--bcher-kva.example.:443"])
def test_a_host_in_another_spelling_is_no_other_host(tmp_path: Path, host: str) -> None:
    path = cassette(tmp_path, interaction("https://bücher.example/a", host=host))
    assert open_fetcher(cassette=path).get("https://xn--bcher-kva.example/a").status is FetchStatus.OK


@pytest.mark.parametrize("length", ["99999999999999999999", "-5", "1e3", ""])
def test_a_record_of_an_impossible_length(tmp_path: Path, length: str) -> None:
    path = tmp_path / "r.warc"
    path.write_bytes(f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\nContent-Length: {length}\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhi".encode())
    with contextlib.suppress(RecordingError):
        assert read_recording(path).notes


@pytest.mark.parametrize("data", [b"WARC/1.0\r\n", b"\x1f\x8b\x08broken", b"WARC/9.9\r\nX: y\r\n\r\n", gzip.compress(b"no warc")])
def test_no_warc(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "r.warc"
    path.write_bytes(data)
    with pytest.raises(RecordingError) as caught:
        read_recording(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_unpacks_to_zeros_is_refused_by_its_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "zeros.warc.gz"
    path.write_bytes(gzip.compress(bytes(50_000_000)))
    began = time.process_time()
    with pytest.raises(RecordingError, match="does not begin with a record"):
        read_recording(path)
    assert time.process_time() - began < 0.5


def wacz(tmp_path: Path, *, digest: str | None = None, inside: str = "archive/data.warc.gz") -> Path:
    inner = warc(tmp_path / "data.warc.gz", exchanges(2)).read_bytes()
    path = tmp_path / "p.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(inside, inner)
        found = digest or hashlib.sha256(inner).hexdigest()
        package.writestr("datapackage.json", json.dumps({"resources": [{"path": inside, "hash": f"sha256:{found}"}]}))
    return path


def test_wacz(tmp_path: Path) -> None:
    assert len(read_recording(wacz(tmp_path)).exchanges) == 2


def test_a_wacz_that_was_changed(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="was changed after the package was made"):
        read_recording(wacz(tmp_path, digest="0" * 64))


def test_a_wacz_without_pages(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="no WARC file under archive/"):
        read_recording(wacz(tmp_path, inside="../../data.warc.gz"))
    (tmp_path / "b.wacz").write_bytes(b"PK\x03\x04broken")
    with pytest.raises(RecordingError, match="a broken WACZ"):
        read_recording(tmp_path / "b.wacz")


@pytest.mark.parametrize("make", [lambda p: warc(p / "r.warc.gz", exchanges()), lambda p: har(p, har_entry("https://tide.example/0")), lambda p: wacz(p), lambda p: cassette(p, interaction("https://tide.example/0"))])
def test_every_kind_serves_as_library_and_as_cassette(tmp_path: Path, make: object) -> None:
    path = make(tmp_path)  # type: ignore[operator]  # a maker of recordings, from the table
    reference = Reference(1, "", url="https://tide.example/0")
    for source in (*collect([reference], library=Library.open([path])), *collect([reference], fetcher=open_fetcher(cassette=path))):
        assert source.status is FetchStatus.OK
        assert source.page is not None
        assert "new bridge on Tuesday" in source.page.text


def test_unknown_kinds(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"nothing known")
    with pytest.raises(RecordingError, match="no recording of a known kind"):
        read_recording(path)
    with pytest.raises(RecordingError, match="no such recording"):
        read_recording(tmp_path / "none.yaml")
    with pytest.raises(RecordingError, match="this is a folder"):
        read_recording(tmp_path)
    for name, words in (("x.txt", "recordings end in"), ("no/x.yaml", "its folder does not exist")):
        with pytest.raises(RecordingError, match=words):
            open_recorder(tmp_path / name)


def test_recording_a_replay_changes_nothing(tmp_path: Path) -> None:
    first = cassette(tmp_path, interaction("http://tide.example/b", "", 301, {"Location": [URL]}), interaction())
    fetcher = open_fetcher(cassette=first, record=tmp_path / "again.yaml")
    assert fetcher.get("http://tide.example/b").status is FetchStatus.OK
    fetcher.close()
    again = open_fetcher(cassette=tmp_path / "again.yaml").get("http://tide.example/b")
    assert (again.status, again.content) == (FetchStatus.OK, PAGE.encode())


# --- round trips and bounds -------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(body=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_any_body_survives_a_cassette(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    path = tmp_path_factory.mktemp("c") / "c.yaml"
    write_vcr(path, [Exchange("GET", URL, 200, "OK", (), body)])
    assert read_recording(path).exchanges[0].body == body


def test_a_deep_cassette_is_refused_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text("version: 1\ninteractions: " + "[" * 200_000)
    with pytest.raises(RecordingError):
        read_recording(path)


def test_a_gzip_bomb_in_a_recording_is_too_large(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb") as file:
        for _ in range(100):
            file.write(bytes(1_000_000))
    path = cassette(tmp_path, interaction(body=buffer.getvalue(), headers={"Content-Encoding": ["gzip"], "Content-Type": ["text/html"]}))
    assert Fetcher(cassette=open_cassette(path)).get(URL).status is FetchStatus.TOO_LARGE


def test_a_reference_with_an_address_is_replayed_by_it_and_not_by_title(tmp_path: Path) -> None:
    other = PAGE.replace("four hours", "nine hours")
    path = cassette(tmp_path, interaction(), interaction("https://tide.example/later", other))
    title = "Council votes for new harbour bridge"
    by_url, missing = collect([Reference(1, "", title, url="https://tide.example/later"), Reference(2, "", title, url="https://tide.example/x")], fetcher=open_fetcher(cassette=path))
    assert by_url.page is not None
    assert "nine hours" in by_url.page.text
    assert missing.status is FetchStatus.NOT_RECORDED


def test_a_library_follows_recorded_redirects_and_knows_what_was_gone(tmp_path: Path) -> None:
    path = cassette(
        tmp_path,
        interaction("http://tide.example/b", "", 301, {"Location": ["/c"]}),
        interaction("http://tide.example/c", "", 302, {"Location": [URL]}),
        interaction(),
        interaction("https://tide.example/gone", "", 410),
        interaction("https://tide.example/loop", "", 302, {"Location": ["/loop"]}),
    )
    library = Library.open([path])
    sources = collect([Reference(i, "", url=u) for i, u in enumerate(("http://tide.example/b", "https://tide.example/gone", "https://tide.example/loop"))], library=library)
    assert [s.status.value for s in sources] == ["ok", "gone", "not_recorded"]


def test_a_recording_of_an_intranet_is_replayed_without_lifting_the_guard(tmp_path: Path) -> None:
    fetcher = open_fetcher(cassette=cassette(tmp_path, interaction("http://127.0.0.1:8123/a")))
    assert fetcher.get("http://127.0.0.1:8123/a").status is FetchStatus.OK
    assert fetcher.get("http://127.0.0.1:8123/b").status is FetchStatus.REFUSED_ADDRESS
    assert fetcher.get("http://u:p@127.0.0.1:8123/a").status is FetchStatus.REFUSED_ADDRESS
