"""How many sources there really are, in each report: what rests on another, on one voice, and who came first."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from auditor.records import Audit
from auditor.report import html, markdown, text
from auditor.report import json as as_json
from tests.report.samples import full

SAID = ("6 pages are 4 stories", "1 story openly rests on another, which leaves 3 that stand alone")
VOICE = "4 pages rest on one unnamed voice (“an aide”)"


@pytest.fixture(scope="module")
def traced() -> Audit:
    audit = full()
    clusters = audit.provenance.clusters
    earliest = tuple(cluster[-1] if len(cluster) > 1 else None for cluster in clusters)
    found = replace(audit.provenance, effective=3, summary=(*SAID, VOICE), earliest=earliest)
    return replace(audit, provenance=found)


@pytest.mark.parametrize("render", [text.render, html.render, markdown.render])
def test_what_rests_on_another_and_on_one_voice_is_said(render, traced: Audit) -> None:  # type: ignore[no-untyped-def]  # a fixture builds it
    said = " ".join(render([traced]).split())
    assert SAID[1] in said
    assert "rest on one unnamed voice" in said
    assert "came first" in said


def test_json_has_it_where_it_is_known(traced: Audit) -> None:
    found = json.loads(as_json.render([traced]))["provenance"]
    assert found["effective"] == 3
    assert found["summary"] == [*SAID, VOICE]
    assert len(found["earliest"]) == len(found["clusters"])
    assert all(first is None or first in group for first, group in zip(found["earliest"], found["clusters"]))
    assert "effective" not in json.loads(as_json.render([full()]))["provenance"]
