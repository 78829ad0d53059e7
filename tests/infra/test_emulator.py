"""How the laptop twin's emulator starts, or says why it does not."""

import socket
from pathlib import Path

import pytest

from infra.local.emulator import Emulator
from infra.local.ports import PortInUse


def test_a_port_in_use_is_named_together_with_the_way_to_choose_another(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"port {port} .*make demo PORT="):
            Emulator(port, tmp_path).start()
    assert not list(tmp_path.iterdir())


def test_clients_of_the_emulator_never_see_the_users_own_account() -> None:
    variables = Emulator(4566).env()
    assert variables["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566"
    assert variables["AWS_SHARED_CREDENTIALS_FILE"] == variables["AWS_CONFIG_FILE"] == "/dev/null"
