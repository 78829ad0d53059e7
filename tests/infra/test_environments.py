import subprocess
import sys
from pathlib import Path

from infra.assembly import ROOT
from infra.environments import install_once

INSTALLER = """
import sys, time
from pathlib import Path
from infra.environments import install_once

folder = Path(sys.argv[1])

def install():
    folder.mkdir()
    with folder.with_name("log").open("a") as log:
        log.write("installed\\n")
    time.sleep(0.3)
    (folder / "program").touch()

install_once(folder, "1.0", install)
sys.exit(not (folder / "program").exists())
"""


def test_processes_that_start_together_install_a_program_once(tmp_path: Path) -> None:
    folder = tmp_path / "programs" / "server"
    together = [subprocess.Popen([sys.executable, "-c", INSTALLER, str(folder)], cwd=ROOT) for _ in range(4)]
    assert [process.wait(30) for process in together] == [0, 0, 0, 0]
    assert (tmp_path / "programs" / "log").read_text() == "installed\n"


def test_what_a_broken_off_installation_left_does_not_stop_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    (folder / "half").touch()
    install_once(folder, "1.0", folder.mkdir)
    assert [file.name for file in folder.iterdir()] == ["installed-1.0"]


def test_another_version_is_installed_in_the_place_of_the_last(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    install_once(folder, "1.0", folder.mkdir)
    install_once(folder, "1.1", folder.mkdir)
    assert [file.name for file in folder.iterdir()] == ["installed-1.1"]
