"""Workers and runs that are killed at random moments: see `killing`, which does it for longer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from killing import Rig

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs process groups")


@pytest.fixture(params=["pool", "ray"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    address = request.getfixturevalue("ray_here") if request.param == "ray" else ""
    made = Rig(tmp_path / "rig", request.param, rows=300, seed=3, address=address)
    made.prepare()
    return made


def test_killed_workers_and_killed_runs_lose_nothing_and_double_nothing(rig: Rig) -> None:
    assert rig.kill_workers(2) > 0
    rig.check("workers")
    assert rig.kill_runs(2) > 0
    rig.check("runs")
