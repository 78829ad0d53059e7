"""The first delivery after a quiet hour waits for little."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("pydantic", "aws_lambda_powertools", "httpx2", "jinja2", "portavoce.table", "portavoce.platforms.contract")


def test_the_webhooks_door_loads_neither_pydantic_nor_powertools_nor_a_platforms_client() -> None:
    code = "import sys, functions.receive_webhook.handler; print(*sorted(sys.modules))"
    paths = {"PYTHONPATH": f"{ROOT / 'layers/core/python'}:{ROOT}", "PATH": ""}
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, env=paths
    )
    loaded = answer.stdout.split()
    assert [name for name in loaded if name.startswith(HEAVY)] == []
