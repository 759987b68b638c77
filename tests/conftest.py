"""Fixtures and the two rules of the run: a missing judge fails, and no test writes into the work tree.

``CCHC_WITHOUT_JUDGES=1`` deselects the tests marked ``judge`` (those that take the ``office`` fixture are marked by
themselves), for a developer without LibreOffice and the others. It is never set where a result counts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator

import hypothesis
import judges
import pytest

from cchc_xl.form.load import forget

CI = bool(os.environ.get("CI"))

# No deadline: on a shared machine time says nothing about the code. In CI the examples are the same in each run.
hypothesis.settings.register_profile(
    "cchc", deadline=None, derandomize=CI, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("cchc")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[judges.Office]:
    """One LibreOffice for each worker process; it starts with the first call."""
    with judges.Office(tmp_path_factory.mktemp("office")) as running:
        yield running


@pytest.fixture(autouse=True)
def only_shipped_forms() -> Iterator[None]:
    """A form that a test names to its process (``form.home``) is unknown to the next test."""
    yield
    forget()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker("judge")
    if os.environ.get("CCHC_WITHOUT_JUDGES"):
        left_out = [item for item in items if item.get_closest_marker("judge")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("judge")]


# --- no test writes into the work tree: looked at in CI only, where nobody edits files meanwhile ----------------------

TREE_BEFORE = pytest.StashKey[str]()
TREE_AFTER = pytest.StashKey[str]()


def tree_state() -> str:
    git = shutil.which("git")
    if git is None or not (judges.ROOT / ".git").exists():
        return ""
    return subprocess.run(
        [git, "-C", judges.ROOT, "status", "--porcelain"], capture_output=True, text=True, check=False
    ).stdout


def in_charge(config: pytest.Config) -> bool:
    return CI and not hasattr(config, "workerinput")


def pytest_sessionstart(session: pytest.Session) -> None:
    if in_charge(session.config):
        session.config.stash[TREE_BEFORE] = tree_state()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if in_charge(session.config):
        session.config.stash[TREE_AFTER] = tree_state()
        if (
            session.config.stash[TREE_AFTER] != session.config.stash[TREE_BEFORE]
            and session.exitstatus == pytest.ExitCode.OK
        ):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    before, after = config.stash.get(TREE_BEFORE, ""), config.stash.get(TREE_AFTER, "")
    if before != after:
        terminalreporter.section("a test wrote into the work tree", red=True)
        terminalreporter.write_line(f"before:\n{before}after:\n{after}")
