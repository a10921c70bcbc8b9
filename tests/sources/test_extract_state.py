"""The state of a page that came back, and the sign that decided it."""

from __future__ import annotations

import pytest

from auditor.records import FetchStatus, Page
from auditor.sources.extract import classify_page, extract_page
from auditor.sources.pages import led_to_front_page

SENTENCE = "The harbour council voted on Tuesday to close the old ferry terminal after engineers found cracks in its piers. "
LONG = SENTENCE * 15


def state(title: str, text: str, *, head: str = "", url: str | None = None) -> tuple[FetchStatus, str]:
    paragraphs = "".join(f"<p>{p}</p>" for p in text.split("\n") if p)
    html = f"<html><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>{paragraphs}</main></body></html>".encode()
    return classify_page(extract_page(html, url=url), html, url=url)


@pytest.mark.parametrize(
    ("title", "text", "status", "sign"),
    [
        ("Ferry terminal closes", LONG, FetchStatus.OK, ""),
        ("Ferry terminal closes", SENTENCE * 2, FetchStatus.OK, ""),  # short news is news
        ("Page not found", "The page you are looking for may have been moved or removed.", FetchStatus.SOFT_404, "Page not found"),
        ("404", "Sorry, we could not find that.", FetchStatus.SOFT_404, "404"),
        ("Harbour Ledger", "Oops! That page can’t be found.\nTry a search.", FetchStatus.SOFT_404, "Oops"),
        ("Seite nicht gefunden", "Diese Seite gibt es nicht.", FetchStatus.SOFT_404, "Seite nicht gefunden"),
        ("Page introuvable", "Revenir à l’accueil.", FetchStatus.SOFT_404, "introuvable"),
        ("Just a moment...", "Checking your browser before accessing ledger.example.", FetchStatus.BLOCKED, "bot check"),
        ("Access denied", "You have been blocked from this site. Reference 18.2f1.", FetchStatus.BLOCKED, "bot check"),
        ("Are you a robot?", "Please verify you are a human to continue.", FetchStatus.BLOCKED, "bot check"),
        (
            "Before you continue",
            "We value your privacy. We and our 812 partners use cookies. Accept all or manage preferences.",
            FetchStatus.BLOCKED,
            "consent",
        ),
        ("Ferry terminal closes", f"{SENTENCE}\nSubscribe now to continue reading this article.", FetchStatus.PAYWALLED, "Subscribe"),
        ("Ferry terminal closes", f"{SENTENCE}\nThis article is for subscribers only.", FetchStatus.PAYWALLED, "for subscribers"),
        ("Ferry terminal closes", f"{LONG}\nSubscribe now to continue reading this article.", FetchStatus.OK, ""),
        ("Page not found", LONG, FetchStatus.SOFT_404, "Page not found"),  # with the news of the day below
        ("404 – Seite nicht gefunden", LONG, FetchStatus.SOFT_404, "404"),
        ("Ledger", "You need to enable JavaScript to run this app.", FetchStatus.EMPTY, "scripts"),
        ("Ledger", "JavaScript is disabled in your browser. Please turn it on.", FetchStatus.EMPTY, "scripts"),
        ("Not available in your region", "We recognize that you are in a country belonging to the European Economic Area.", FetchStatus.BLOCKED, "region"),
        ("451: Unavailable due to legal reasons", SENTENCE, FetchStatus.BLOCKED, "not shown everywhere"),
        ("Ledger", "We’ll be back soon!\nOur site is undergoing scheduled maintenance.", FetchStatus.HTTP_ERROR, "out of order"),
        ("Database Error", "Error establishing a database connection", FetchStatus.HTTP_ERROR, "out of order"),
        ("500 Internal Server Error", "The server could not complete your request.", FetchStatus.HTTP_ERROR, "out of order"),
        ("ledger.example", "This domain is for sale. Buy this domain now.", FetchStatus.SOFT_404, "no such site"),
        ("Welcome to nginx!", "If you see this page, the web server is working.", FetchStatus.SOFT_404, "no such site"),
        # articles about these things are articles
        ("Ferry terminal closes", "The mayor said that something went wrong. The minister’s account has been suspended.", FetchStatus.OK, ""),
        ("Harbour site down for maintenance until May", SENTENCE * 3, FetchStatus.OK, ""),
        ("Why the domain is for sale", LONG, FetchStatus.OK, ""),
        ("Story found in an attic", LONG, FetchStatus.OK, ""),
        ("404 days without rain", LONG, FetchStatus.OK, ""),
        ("Ferry terminal closes", f"{SENTENCE * 3}\nPlease enable JavaScript to see the comments.", FetchStatus.OK, ""),
        ("Page not found: how the town lost its archive", LONG, FetchStatus.OK, ""),
        ("Are you a robot? Shops now ask", LONG, FetchStatus.OK, ""),
        ("Why the court said no to cookies", f"{LONG} Accept all cookies, they say; we value your privacy.", FetchStatus.OK, ""),
    ],
)
def test_states(title: str, text: str, status: FetchStatus, sign: str) -> None:
    found, why = state(title, text)
    assert found is status, why
    assert sign.lower() in why.lower()
    assert bool(why) is (status is not FetchStatus.OK)


def test_a_declared_wall_counts_where_little_is_left() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"F","isAccessibleForFree":false}</script>'
    assert state("Ferry terminal closes", SENTENCE, head=head)[0] is FetchStatus.PAYWALLED
    assert state("Ferry terminal closes", LONG, head=head)[0] is FetchStatus.OK


def test_what_a_wall_leaves_is_marked_on_the_page() -> None:
    html = f"<html><body><main><h1>Ferry</h1><div><p>{LONG}</p><p>Already a subscriber? Log in</p><p>Only 4 crowns a week.</p></div></main></body></html>"
    page = extract_page(html.encode())
    assert page.paywall is not None
    assert "Already a subscriber?" in page.paywall
    assert page.truncated
    assert "crowns a week" not in page.text


def test_a_consent_wall_whose_buttons_tell() -> None:
    text = "Wir verwenden Cookies und benötigen Ihre Zustimmung, um Ihnen Werbung zu zeigen."
    wall = f"<title>Ledger</title><body><p>{text}</p><button>Alle akzeptieren</button></body>".encode()
    found, why = classify_page(extract_page(wall, charset="utf-8"), wall)
    assert (found, "consent wall" in why) == (FetchStatus.BLOCKED, True)
    news = f"<title>Ledger</title><body><article><p>{SENTENCE * 2}</p></article><button>Alle akzeptieren</button></body>".encode()
    assert classify_page(extract_page(news), news)[0] is FetchStatus.OK


@pytest.mark.parametrize(("delay", "status"), [("0; url=/x", FetchStatus.EMPTY), (";URL='/x'", FetchStatus.EMPTY), ("300; url=/x", FetchStatus.OK), ("0", FetchStatus.OK)])
def test_a_page_that_only_sends_on_is_not_followed(delay: str, status: FetchStatus) -> None:
    head = f'<meta http-equiv="refresh" content="{delay}">'
    assert state("Ledger", "Taking you to the story about the ferry.", head=head)[0] is status
    assert state("Ledger", SENTENCE * 4, head=head)[0] is FetchStatus.OK


def test_an_address_that_asks_for_consent() -> None:
    found, why = state("Ledger", "Please choose.", url="https://consent.ledger.example/x")
    assert found is FetchStatus.BLOCKED
    assert "consent" in why


def test_a_challenge_without_words_is_known_by_its_markup() -> None:
    content = b"<html><head><script src='/cdn-cgi/challenge-platform/h/b'></script></head><body><div id='x'></div></body></html>"
    found, why = classify_page(extract_page(content), content)
    assert found is FetchStatus.BLOCKED
    assert "challenge-platform" in why


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
        (b"\xff\xd8\xff\xe0" + b"x" * 100, "picture"),
        (b"PK\x03\x04" + b"\0" * 100, "ZIP"),
        (b"\x1f\x8b\x08" + b"\0" * 50, "compressed"),
        (bytes(range(256)) * 40, "binary"),
    ],
)
def test_what_is_no_page(content: bytes, what: str) -> None:
    found, why = classify_page(extract_page(content), content)
    assert found is FetchStatus.UNSUPPORTED_TYPE
    assert what in why


@pytest.mark.parametrize("content", [b"", b"   ", b"<html><body></body></html>", b"<html><body><div id='root'></div></body></html>"])
def test_nothing_to_read(content: bytes) -> None:
    found, why = classify_page(extract_page(content), content)
    assert found is FetchStatus.EMPTY
    assert why


def test_a_page_alone_can_be_classified() -> None:
    assert classify_page(Page(text=LONG))[0] is FetchStatus.OK
    assert classify_page(Page(text=""))[0] is FetchStatus.EMPTY


@pytest.mark.timeout(10)
@pytest.mark.parametrize("text", ["- " * 500_000, "javascript " * 90_000, "page not " * 110_000, "404 " * 250_000])
def test_long_texts_take_no_time(text: str) -> None:
    classify_page(Page(text=text[:1400], title=text), text.encode())


@pytest.mark.parametrize(
    ("asked", "came", "front"),
    [
        ("/2031/05/06/bridge", "/", True),
        ("/news/bridge", "/en/", True),
        ("/news/bridge?utm_source=mail", "/index.html", True),
        ("/news/bridge", "/?ref=404", True),
        ("/story.php?id=12", "/", True),
        ("/?p=1234", "/", True),
        ("/news/bridge", "/?p=1234", False),  # the page by its number
        ("/index.php?id=12", "/?id=12", False),
        ("/", "/", False),
        ("/en/", "/", False),
        ("/?utm_source=mail", "/", False),
        ("/news/bridge", "/news/", False),
        ("/news/bridge", "/news/bridge-opens", False),
    ],
)
def test_a_redirect_to_the_front_page(asked: str, came: str, front: bool) -> None:
    assert led_to_front_page(f"https://tide.example{asked}", f"https://www.tide.example{came}") is front
