"""A PostgreSQL for the AppView: empty, in a folder of its own that nobody else reaches, gone after the tests."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
UNPRIVILEGED = "postgres"
"""PostgreSQL refuses to run as root; Debian's package brings this user."""
LIMIT_SECONDS = 60
_OWNER = "portavoce"
# Nothing here outlives the tests, and so nothing waits for a disk.
_HASTY = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def running() -> Iterator[str]:
    """The address of an empty database. It listens at no port: its socket lies in its folder."""
    folder = Path(tempfile.mkdtemp(prefix="pv-"))
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data = str(folder / "data")
    settings = [f"-k {folder}", "-c listen_addresses=''", *(f"-c {name}=off" for name in _HASTY)]
    try:
        _run(folder, user, "initdb", "-D", data, "-U", _OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        _run(folder, user, "pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", " ".join(settings), "start")
        try:
            yield f"postgres://{_OWNER}@/postgres?host={folder}"
        finally:
            _run(folder, user, "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _run(folder: Path, user: str | None, program: str, *arguments: str) -> None:
    versions = sorted(DEBIAN.glob("*/bin"), key=lambda one: float(one.parent.name), reverse=True)
    path = os.pathsep.join([*map(str, versions), os.environ.get("PATH", os.defpath)])
    found = shutil.which(program, path=path)
    assert found, f"there is no {program}: run infra/tools database"
    with (folder / "printed").open("w+") as printed:
        made = subprocess.run(
            [found, *arguments],
            check=False,
            cwd=folder,
            user=user,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            timeout=LIMIT_SECONDS,
        )
        printed.seek(0)
        assert made.returncode == 0, printed.read()
