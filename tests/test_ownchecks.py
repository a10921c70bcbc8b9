"""A check from another package: installed by its entry point, judged by the policy, and harmless when it fails."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor import audit
from auditor.codes import CODES, is_own_code
from auditor.errors import PolicyError
from auditor.plugins import _entries
from auditor.policy import load_policy
from auditor.records import Audit, Severity
from auditor.report import html, json, sarif, text

ARTICLE = """Bridge at Orrin reportedly closed

The bridge at Orrin reportedly closed on Monday.[1] It opened in 1931.[1]

References

1. Bridge shut. Orrin Post. https://post.example/1
"""

GOOD = """
from auditor.records import Finding, Severity

def check(article, sources, claims):
    assert article.references and sources[0].reference.number == 1
    for claim in claims:
        if "reportedly" in claim.claim.text:
            yield Finding("DESK001", Severity.MAJOR, "the sentence hides its source", "", claim=claim.claim.id, reference=1)
"""

Install = Callable[[str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Makes a package with one check of this source, found as an installed one is."""
    here = tmp_path / "site"
    info = here / "deskchecks-1.0.dist-info"
    here.mkdir()
    monkeypatch.syspath_prepend(str(here))

    def write(source: str) -> None:
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: deskchecks\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("[auditor.checks]\ndesk = deskchecks:check\n")
        (here / "deskchecks.py").write_text(source)
        sys.modules.pop("deskchecks", None)
        importlib.invalidate_caches()
        _entries.cache_clear()

    yield write
    sys.modules.pop("deskchecks", None)
    monkeypatch.undo()
    _entries.cache_clear()


def _audited(policy: str = "default") -> Audit:
    return audit(ARTICLE, offline=True, policy=policy)


def test_its_findings_stand_among_ours(install: Install) -> None:
    before = _audited()
    install(GOOD)
    after = _audited()
    (found,) = [f for f in after.findings if f.code == "DESK001"]
    assert (found.severity, found.claim, found.reference) == (Severity.MAJOR, "c1", 1)
    assert found.message == "the sentence hides its source"
    assert len(found.fingerprint) == 16
    assert after.findings[0] is found, "the gravest comes first"
    assert [f for f in after.findings if f is not found] == list(before.findings)
    assert after.score == before.score, "it costs no points"
    assert [f.fingerprint for f in _audited().findings] == [f.fingerprint for f in after.findings], "stable"
    for form in (html, json, sarif, text):
        assert "DESK001" in form.render([after])


def test_the_policy_says_how_grave_it_is(install: Install, tmp_path: Path) -> None:
    install(GOOD)
    policy = tmp_path / "desk.toml"
    policy.write_text('extends = "default"\n[findings.DESK001]\nseverity = "info"\n')
    assert [f.severity for f in _audited(str(policy)).findings if f.code == "DESK001"] == [Severity.INFO]


FAILURES = {
    "raises": "def check(article, sources, claims):\n    raise RuntimeError('no \\x1b[31m luck')\n",
    "raises half way": GOOD + "    raise KeyError('x')\n",
    "no such function": "other = 1\n",
    "does not import": "import nothing_of_that_name\n",
    "is broken": "def check(:\n",
    "leaves": "import sys\ndef check(article, sources, claims):\n    sys.exit(3)\n",
    "yields something else": "def check(article, sources, claims):\n    return ['x']\n",
    "yields nothing to iterate": "def check(article, sources, claims):\n    return 7\n",
    "takes other arguments": "def check(article):\n    return []\n",
    "uses our code": GOOD.replace("DESK001", "SUP001"),
    "uses our family": GOOD.replace("DESK001", "SUP999"),
    "has no code": GOOD.replace("DESK001", "oops"),
    "names a claim there is not": GOOD.replace("claim=claim.claim.id", "claim='c99'"),
    "names a reference there is not": GOOD.replace("reference=1", "reference=99"),
    "knows no such severity": GOOD.replace("Severity.MAJOR", "'terrible'"),
    "never ends": GOOD.replace(
        "    for claim in claims:", "    from itertools import cycle\n    for claim in cycle(claims):"
    ),
}


@pytest.mark.parametrize("source", FAILURES.values(), ids=FAILURES)
def test_a_check_that_fails_is_one_finding(install: Install, source: str) -> None:
    before = _audited()
    install(source)
    after = _audited()
    (found,) = [f for f in after.findings if f not in before.findings]
    assert found.code == "EXT001"
    assert "the check 'desk' failed" in found.message
    assert after.claims == before.claims
    assert after.score == before.score
    assert "\x1b" not in text.render([after])


@pytest.mark.parametrize(
    ("code", "own"),
    [("DESK001", True), ("ABC123", True), ("SUP001", False), ("SUP999", False), ("EXT002", False), ("abc123", False),
     ("AB123", False), ("DESK01", False), ("DESK0011", False), ("", False)],
)  # fmt: skip
def test_own_codes(code: str, own: bool) -> None:
    assert is_own_code(code) is own


def test_a_misspelt_code_of_ours_is_still_a_fault(tmp_path: Path) -> None:
    policy = tmp_path / "p.toml"
    policy.write_text('extends = "default"\n[findings.SUP101]\nseverity = "info"\n')
    with pytest.raises(PolicyError, match="SUP101"):
        load_policy(str(policy))
    assert "EXT001" in CODES
