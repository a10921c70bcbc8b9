"""What a user may set, and what is refused in words."""

from __future__ import annotations

import pytest

from auditor import __version__
from auditor.sources.options import NetworkOptions, ResolverOptions
from auditor.sources.resolve import load_resolvers


def test_the_user_agent_names_us_and_the_contact() -> None:
    agent = NetworkOptions(contact="mailto:desk@courier.example").agent()
    assert agent == f"auditor/{__version__} (citation checker; +mailto:desk@courier.example)"


@pytest.mark.parametrize("host", ["127.0.0.1:8123", "[::1]:8123", "wiki.example", "10.0.0.1"])
def test_allowed_hosts(host: str) -> None:
    assert NetworkOptions(allow_hosts=(host,)).allow_hosts == (host,)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"allow_hosts": ("http://10.0.0.1/",)}, "is no host:port"),
        ({"allow_hosts": ("10.0.0.0/8",)}, "is no host:port"),
        ({"allow_hosts": ("u@10.0.0.1",)}, "is no host:port"),
        ({"allow_hosts": ("",)}, "is no host:port"),
        ({"contact": "a\r\nX: y"}, "control characters"),
        ({"user_agent": "Mozilla/5.0 (X11) Chrome/140"}, "imitate a browser"),
        ({"timemaps": ("ftp://x.example/",)}, "no http or https address"),
    ],
)
def test_what_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        NetworkOptions(**changes)  # type: ignore[arg-type]  # fields spread from plain values


def test_every_resolver_of_the_default_order_is_there() -> None:
    names = [name for name, _ in load_resolvers(ResolverOptions().order)]
    assert names == list(ResolverOptions().order)
    assert [name for name, _ in load_resolvers(ResolverOptions().order, offline=True)] == ["url", "library", "store"]
