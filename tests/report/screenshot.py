"""The README's picture: ``make screenshot`` takes it anew, and writes down the words that stand in it.

A test compares those words with what the demonstration shows now, so that the picture cannot fall behind.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import zlib
from pathlib import Path

from click.testing import CliRunner

from auditor.cli import cli

PICTURE = Path(__file__).with_name("demo.png")
WORDS = Path(__file__).with_name("demo.words")
WIDTH, HEIGHT = 1280, 1100


def demo_page(folder: Path) -> Path:
    """The demonstration's report, written into ``folder``."""
    page = folder / "demo.html"
    done = CliRunner().invoke(cli, ["demo", "-o", str(page)])
    if done.exit_code:
        raise RuntimeError(done.output)
    return page


def words_shown(page: Path) -> str:
    """The article as signed and the card that is open at first, without figures that any fit of weights moves."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    audit = soup.select_one("article.audit")
    assert audit is not None
    shown = [audit.select_one(".body"), soup.find(id=str(audit["data-first"]))]
    text = "\n\n".join(element.get_text(" ", strip=True) for element in shown if element is not None)
    return re.sub(r"\d+% sure", "sure", text) + "\n"


def smaller(png: bytes) -> bytes:
    """The same picture with its pixels packed as tightly as they can be."""
    head, at, pixels, rest = png[:8], 8, b"", []
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        if kind == b"IDAT":
            pixels += data
        else:
            rest.append((kind, data))
        at += 12 + size
    packed = zlib.compress(zlib.decompress(pixels), 9)
    chunks = [*rest[:-1], (b"IDAT", packed), rest[-1]]
    return head + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big") for kind, data in chunks
    )


def main() -> int:
    """Takes the picture; 2 where there is no browser to take it with."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("no Chromium: install Debian's chromium to take the picture", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        page = demo_page(Path(folder))
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-lcd-text"]
        )
        view = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce"
        )
        view.goto(page.as_uri())
        box = view.locator("section[id$=article]").first.bounding_box()
        clip = {"x": 0, "y": box["y"] + 8, "width": WIDTH, "height": min(HEIGHT, box["height"] - 8)}
        PICTURE.write_bytes(smaller(view.screenshot(full_page=True, clip=clip)))
        browser.close()
        WORDS.write_text(words_shown(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
