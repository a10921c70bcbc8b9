"""The acceptance case: the real article that started the project, audited with every stage real."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from auditor import Audit, Auditor, Verdict


@pytest.fixture(scope="module")
def audit(shared: Path) -> Audit:
    seeds = shared / "seeds"
    with Auditor(sources=[seeds / "g20-sources"]) as auditor:
        return auditor.audit(seeds / "004-aggregator-article.txt")


def test_nine_references_with_title_outlet_and_date(audit: Audit) -> None:
    references = audit.article.references
    assert [r.number for r in references] == list(range(9))
    assert all(r.title and r.outlet and r.date == "2023-03-02" and r.url is None for r in references)
    assert references[4].outlet == "The Washington Post"


def test_twelve_cited_claims_with_the_right_numbers(audit: Audit) -> None:
    assert [c.claim.cites for c in audit.claims] == [(n,) for n in (0, 0, 1, 2, 3, 4, 5, 0, 6, 7, 8, 7)]


def test_the_cut_off_end_is_flagged_and_the_comment_widget_ignored(audit: Audit) -> None:
    assert [(s.text, s.truncated) for s in audit.article.uncited] == [("News on Thursday follows after the U.S.", True)]
    assert sum(f.code == "ART001" for f in audit.findings) == 1
    assert not any("Comment" in c.claim.text for c in audit.claims)


def test_every_cited_page_is_found_in_the_library(audit: Audit) -> None:
    assert [s.status for s in audit.sources] == ["ok"] * 9
    assert all(s.trail for s in audit.sources)


def test_new_start_is_not_in_the_page_cited_and_the_right_one_is_named(audit: Audit) -> None:
    claim = next(c for c in audit.claims if "New START" in c.claim.text and c.claim.cites == (0,))
    assert claim.verdict in (Verdict.NOT_IN_SOURCE, Verdict.PARTIALLY_SUPPORTED)
    assert set(claim.better_references) & {1, 5, 6, 7}
    assert 0 not in claim.better_references


def test_two_pairs_of_references_are_one_story_each(audit: Audit) -> None:
    assert {c for c in audit.provenance.clusters if len(c) > 1} == {(1, 5), (6, 7)}
    assert audit.provenance.independent == 7


def test_about_six_sources_most_of_them_on_one_briefing(audit: Audit) -> None:
    assert audit.provenance.rests_on == ((2, 4),)
    assert audit.provenance.effective == 6
    assert any("8 pages rest on one unnamed voice" in part for part in audit.provenance.summary)
    briefing = next(f for f in audit.findings if f.code == "PRV003")
    assert "have nothing else behind them" in briefing.message


def test_the_headline_is_held_against_the_cited_titles(audit: Audit) -> None:
    conflict = next(f for f in audit.findings if f.code == "HDL009")
    assert "econd" in conflict.message
    assert "first" in conflict.message


def test_sentences_taken_over_whole_are_marked_with_their_source(audit: Audit) -> None:
    copied = {c.claim.id: c.copying for c in audit.claims if c.copying and c.copying.copying.kind == "verbatim"}
    assert any(found.reference in (6, 7) for found in copied.values())
    for found in copied.values():
        source = audit.source(found.reference)
        assert source is not None and source.page is not None
        assert found.copying.text == source.page.text[found.copying.start : found.copying.end]


def test_words_of_an_agency_that_the_list_does_not_name(shared: Path, tmp_path: Path) -> None:
    """The run of words is the agency's; only with its page in the library can it be told."""
    seeds = shared / "seeds"
    with Auditor(sources=[seeds / "g20-sources"]) as auditor:
        alone = auditor.audit(seeds / "004-aggregator-article.txt")
    sentence = next(c for c in alone.claims if c.claim.cites == (3,))
    assert sentence.copying is None  # the page it cites has as many of its words as any other of the list
    head = "URL: https://wire.example/talks\nTITLE: Envoys talk\nOUTLET: Carrow Wire\nDATE: 2023-03-01\n\n"
    rest = "The envoys had come for a conference on grain and left by different doors.\n\n"
    (tmp_path / "wire.txt").write_text(f"{head}{rest}{sentence.claim.text}\n", encoding="utf-8")
    with Auditor(sources=[seeds / "g20-sources", tmp_path]) as auditor:
        audit = auditor.audit(seeds / "004-aggregator-article.txt")
    (found,) = [f for f in audit.findings if f.code == "REU004" and f.claim == sentence.claim.id]
    assert "not in the reference list" in found.message and "Carrow Wire" in found.message


def test_every_verdict_carries_its_passage(audit: Audit) -> None:
    pages = {s.reference.number: s.page for s in audit.sources}
    for claim in audit.claims:
        for number, check in claim.checks:
            assert check.evidence or check.verdict in (Verdict.NOT_IN_SOURCE, Verdict.SOURCE_UNAVAILABLE)
            for evidence in check.evidence:
                page = pages[number]
                assert page is not None
                assert page.text[evidence.start : evidence.end] == evidence.text


def test_offsets_lead_back_to_the_file(audit: Audit, shared: Path) -> None:
    text = (shared / "seeds" / "004-aggregator-article.txt").read_text(encoding="utf-8")
    for claim in audit.claims:
        span = audit.article.document.original(claim.claim.span)
        assert span.of(text) == claim.claim.text


def test_no_socket_is_opened(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    seeds = shared / "seeds"
    with Auditor(sources=[seeds / "g20-sources"], offline=True) as auditor:
        assert len(auditor.audit(seeds / "004-aggregator-article.txt").claims) == 12


def test_two_audits_of_one_article_agree_but_for_their_times(audit: Audit, shared: Path) -> None:
    seeds = shared / "seeds"
    with Auditor(sources=[seeds / "g20-sources"]) as auditor:
        again = auditor.audit(seeds / "004-aggregator-article.txt")
    assert again.findings == audit.findings
    assert again.score == audit.score
    assert again.matrix == audit.matrix
    assert len({f.fingerprint for f in audit.findings}) == len(audit.findings)


def test_an_old_audit_made_again_from_stored_bytes_is_the_same(audit: Audit, tmp_path: Path) -> None:
    from auditor.cli.recheck import differences
    from auditor.store import Store

    with Store(tmp_path / "a.db") as store, Auditor(offline=True) as auditor:
        audit_id = store.save(audit)
        assert differences(store, audit_id, auditor) == []
    with Store(tmp_path / "a.db") as store, Auditor(offline=True, policy="strict") as auditor:
        told = differences(store, audit_id, auditor)
        assert any(line.startswith("score was") for line in told)
        assert "under policy default" in told[0]
