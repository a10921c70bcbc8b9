"""Pages of a few lines that are no article, in the words of many sites; and short news, which is news."""

from __future__ import annotations

import pytest

from auditor.records import FetchStatus, Page
from auditor.sources.extract import classify_page, extract_page


def state(title: str, text: str) -> FetchStatus:
    html = f"<html><head><title>{title}</title></head><body><div><p>{text}</p></div></body></html>".encode()
    return classify_page(extract_page(html, charset="utf-8"), html)[0]


GONE = [
    "The page you requested could not be found.",
    "This article is no longer available.",
    "This content has been removed.",
    "We're sorry, the page you are looking for does not exist.",
    "Oops, we looked everywhere but that link is no longer here.",
    "The document you are trying to open has been deleted by its author.",
    "Diese Seite existiert leider nicht mehr.",
    "La page que vous recherchez n'existe pas ou a été supprimée.",
    "Cette page n'est plus disponible.",
    "Lo sentimos, la página que buscas no existe.",
    "La pagina richiesta non è stata trovata.",
    "A página que procura não existe.",
    "Helaas, deze pagina bestaat niet meer.",
    "Sidan du söker finns inte längre.",
    "Przepraszamy, strona nie istnieje.",
]
BOT = [
    "Please enable JS and disable any ad blocker",
    "Sorry, we just need to make sure you're not a robot. Enter the characters you see below.",
    "We're verifying your browser. Website owner? Click here.",
    "Please wait while your request is being verified...",
    "Loading. We ensure the security of your connection. Protected by Anubis.",
    "Your IP address has been blocked. Incident 123-456.",
    "Pardon the wait: we are checking that you are a real person.",
    "Please turn on cookies and try again.",
]
CONSENT = [
    "We use cookies and similar technologies to run this site and to see how you use it. You can choose.",
    "Wir und unsere bis zu 185 Partner benötigen Ihre Zustimmung, um Cookies zu setzen.",
    "Lesen Sie den Ledger mit Werbung und Tracking, oder werden Sie Abonnent.",
    "Avec votre accord, nos partenaires et nous utilisons des cookies pour stocker des informations personnelles.",
    "Si quieres seguir navegando por nuestra web, acepta las cookies o suscríbete.",
    "Noi e terze parti selezionate utilizziamo cookie per finalità tecniche e, con il tuo consenso, per altre.",
    "De Ledger en zijn partners maken gebruik van cookies en vergelijkbare technieken.",
    "My i nasi partnerzy przechowujemy informacje na urządzeniu, takie jak pliki cookie, za Twoją zgodą.",
    "Vi och våra partner lagrar information på en enhet, såsom cookies, med ditt samtycke.",
]
LOGIN = ["You must log in to continue.", "Join Tidebook to see this post. Have an account? Sign in", "Log in to Tidebook. Sign up. Join today."]
NEWS = [
    "The harbour bridge was closed on Tuesday after a lorry hit a pillar. Nobody was hurt. Trains run again from noon.",
    "Two pages of the medieval book were not found after the fire at the library. Experts look for them in the cellar.",
    "The court ruled that the article of the constitution does not exist in its present form, the judges said.",
    "The content of the law has been removed from the agenda of parliament until autumn, its speaker announced.",
    "The story of the ferry has moved many readers. A theatre in Oakdale puts it on stage in May.",
    "Artikel 5 des Vertrags ist nach Ansicht des Gerichts nicht verfügbar, weil er nie veröffentlicht wurde.",
    "A cookie factory in Eastvale closes at the end of the month and 40 people lose their jobs.",
    "We baked 4,000 cookies for the school fair and sold all of them in an hour. The money goes to the new roof.",
    "A robot started a fire in a flat in Redhill on Monday. Firefighters put it out within minutes.",
    "The town's website is down for maintenance on Sunday. Fees can be paid at the counter until Friday.",
]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *((text, FetchStatus.SOFT_404) for text in GONE),
        *((text, FetchStatus.BLOCKED) for text in (*BOT, *CONSENT, *LOGIN)),
        *((text, FetchStatus.OK) for text in NEWS),
    ],
)
def test_what_a_page_of_a_few_lines_says(text: str, status: FetchStatus) -> None:
    assert state("Harbour Ledger", text) is status


@pytest.mark.parametrize("text", [*GONE, *BOT, *CONSENT, *LOGIN])
def test_an_article_that_quotes_a_notice_is_an_article(text: str) -> None:
    story = "The harbour council voted on Tuesday to close the old ferry terminal after engineers found cracks in its piers. " * 14
    assert state("Ferry terminal closes", f"{story} Its site showed this: “{text}”") is FetchStatus.OK


@pytest.mark.timeout(10)
@pytest.mark.parametrize("text", ["page " * 60, "we use " * 42, "log in to " * 29, "cookies " * 37, "the " * 74])
def test_long_titles_take_no_time(text: str) -> None:
    classify_page(Page(text=text[:299], title=text * 3000), text.encode() * 300)
