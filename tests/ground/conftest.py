"""Servers for the tests of the ground: one for each set of PostgreSQL programs on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansinh.cli.postgres import binaries
from ansinh.cli.postgres.cluster import Cluster

SMALL = {"shared_buffers": "64MB"}


def kinds() -> list[str]:
    """The programs to test with: those of the machine, when there are any, and those of the wheel."""
    system = [folder for folder in binaries.SYSTEM_ROOT.glob("*/bin") if (folder / "postgres").is_file()]
    return (["system"] if system else []) + ["wheel"]


@pytest.fixture(scope="module", params=kinds())
def programs(request: pytest.FixtureRequest) -> Iterator[binaries.Binaries]:
    """One set of programs, chosen for every server of the test."""
    found = binaries._wheel() if request.param == "wheel" else [binaries.find_binaries()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSINH_POSTGRES_BIN", str(found[0].folder))
        yield found[0]


@pytest.fixture(scope="module")
def cluster(programs: binaries.Binaries, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running server that is thrown away afterwards."""
    server = Cluster(tmp_path_factory.mktemp("ground") / "home", options=SMALL)
    server.start()
    yield server
    server.destroy()
