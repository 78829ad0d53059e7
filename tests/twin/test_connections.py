"""A channel connected by its owner on the deployed stage: from the command line to the post, with a renewal between."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2

from infra.local.twin import wait_for
from tests.twin.running import BRAND, Running, free_ports

APP, SECRET = "twin-app", "canary-x-app-secret"
TEXT = "Said with a token that was renewed."
LIMIT_SECONDS = 60


def connect(running: Running, port: int) -> Mapping[str, Any]:
    """`portavoce channel connect`, with the owner at a browser who says yes."""
    command = [str(Path(sys.executable).with_name("portavoce")), "channel", "connect", f"{BRAND}.x"]
    command += ["--stage", running.twin.stage, "--client-id", APP, "--no-browser", "--port", str(port), "--json"]
    with subprocess.Popen(
        command,
        cwd=running.twin.home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as asking:
        assert asking.stdin
        assert asking.stderr
        asking.stdin.write(f"{SECRET}\n")
        asking.stdin.flush()
        address = next(line.strip() for line in asking.stderr if line.startswith("http"))
        assert httpx2.get(address, follow_redirects=True, timeout=30).status_code == 200
        out, err = asking.communicate(timeout=LIMIT_SECONDS)
        assert asking.returncode == 0, err
        answer: Mapping[str, Any] = json.loads(out)
        return answer


def grant_of(running: Running) -> dict[str, Any]:
    found = running.twin.client("ssm").get_parameter(Name=name_of(running), WithDecryption=True)["Parameter"]["Value"]
    grant: dict[str, Any] = json.loads(found)
    return grant


def name_of(running: Running) -> str:
    found = running.twin.client("ssm").describe_parameters()["Parameters"]
    return next(str(one["Name"]) for one in found if one["Name"].endswith(f"channels/{BRAND}.x/grant"))


def test_a_channel_connected_by_its_owner_is_renewed_and_publishes(running: Running) -> None:
    (port,) = free_ports(1)
    app = {"client_id": APP, "client_secret": SECRET, "consumer_secret": "c", "bearer": "twin-bearer"}
    app |= {"redirect_uris": [f"http://127.0.0.1:{port}/callback"]}  # type: ignore[dict-item]
    user = running.accounts.id_on("x")
    running.twin.networks.seed("x", "accounts", {"apps": [app], "signed_in": user})
    answer = connect(running, port)
    assert answer["account_id"] == user

    first = grant_of(running)
    ends_soon = first | {
        "access": first["access"] | {"ends_at": (datetime.now(UTC) + timedelta(minutes=9)).isoformat()}
    }
    running.twin.client("ssm").put_parameter(
        Name=name_of(running), Value=json.dumps(ends_soon), Type="SecureString", Overwrite=True
    )
    running.twin.tick("keep_channels")
    is_renewed = wait_for(lambda: grant_of(running)["access"]["value"] != first["access"]["value"], 40)
    second = grant_of(running)
    assert is_renewed
    assert second.keys() == {"access", "refresh", "app"}
    assert second["refresh"] != first["refresh"]

    when = datetime.now(UTC) + timedelta(seconds=5)
    post = {"post": "renewed", "channel": "x", "text": TEXT, "when": f"{when:%Y-%m-%d %H:%M:%S}", "zone": "UTC"}
    assert running.api.post(f"/brands/{BRAND}/posts", json=post).status_code == 201
    assert wait_for(lambda: running.publication("renewed", "x")["state"] == "published", 40)
    assert len(running.posts(TEXT)) == 1

    canaries = [SECRET, *(part for grant in (first, second) for part in re.findall(r"[\w-]{24,}", json.dumps(grant)))]
    kept = json.dumps(running.table(), default=repr)
    logged = "".join(log.read_text(errors="replace") for log in running.twin.folder.glob("*.log"))
    assert len(canaries) > 4
    assert [one for one in canaries if one in kept or one in logged] == []
