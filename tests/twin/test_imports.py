"""Media from elsewhere, imported by the deployed function with its own layer."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.source import Web
from portavoce.runtime.web_fetch import Fetching
from tests.clips import clip
from tests.pictures import CANARY, exif, photo, read
from tests.twin.running import Running

FILES = {
    "/cup.jpg": ("image/jpeg", photo((400, 1000), exif=exif())),
    "/cup.mp4": ("video/mp4", clip(seconds=4, size=(540, 960))),
    "/page.jpg": ("text/html", b"<html></html>"),
}


class Photos(BaseHTTPRequestHandler):
    """Answers with a file, or leads inside."""

    def do_GET(self) -> None:
        kind, content = FILES.get(self.path, ("text/plain", b""))
        self.send_response(200 if content else 302)
        if not content:
            self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def served(context: ssl.SSLContext | None = None) -> Iterator[int]:
    """The files on a port of loopback."""
    with HTTPServer(("127.0.0.1", 0), Photos) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_an_image_and_a_video_of_this_machine_are_imported_by_the_deployed_function(running: Running) -> None:
    with served() as port:
        wanted = {"source": f"http://127.0.0.1:{port}/cup.jpg", "platform": "instagram", "alt_text": "A cup"}
        answer = running.api.post("/media/imports", json=wanted)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        video = running.api.post(
            "/media/imports", json={"source": f"http://127.0.0.1:{port}/cup.mp4", "platform": "x"}
        ).json()
    assert found["changes"] == ["location and camera data removed", "padded from 400×1000 to 800×1000, 4:5"]
    bucket = running.twin.outputs.media_bucket_name
    stored = running.twin.client("s3").get_object(Bucket=bucket, Key=found["facts"]["key"])["Body"].read()
    assert (len(stored), read(stored).size) == (found["facts"]["size_bytes"], (800, 1000))
    assert CANARY.encode() not in stored
    assert video["facts"]["duration_ms"] == 4000


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("http://127.0.0.1:{port}/inside", "169.254.169.254 is not on the public internet"),
        ("http://127.0.0.1:{port}/page.jpg", "is text/html, no image and no video"),
        ("https://10.0.0.1/cup.jpg", "10.0.0.1 is not on the public internet"),
        ("s3://aurora-photos/cup.jpg", "this stage may not read the bucket aurora-photos"),
    ],
)
def test_what_may_not_be_imported_is_a_problem_document_and_nothing_is_stored(
    running: Running, path: str, reason: str
) -> None:
    before = running.media()
    with served() as port:
        wanted = {"source": path.format(port=port), "platform": "instagram"}
        answer = running.api.post("/media/imports", json=wanted)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:portavoce:problem:media-refused")
    assert reason in answer.json()["detail"]
    assert running.media() == before


def test_a_server_is_believed_only_with_a_certificate_for_the_name_that_was_asked(tmp_path: Path) -> None:
    certificate, key = certificate_for("photos.example")
    (tmp_path / "both.pem").write_bytes(key + certificate)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(tmp_path / "both.pem")
    trusting = ssl.create_default_context(cadata=certificate.decode())
    fetching = Fetching(
        loopback=True,
        resolve=lambda *_: ["127.0.0.1"],
        encrypt=lambda connection, host: trusting.wrap_socket(connection, server_hostname=host),
    )
    with served(serving) as port:
        into = BytesIO()
        fetching.fetch(Web(True, "photos.example", port, "/cup.jpg", "https://photos.example/cup.jpg"), into, 10**6)
        assert into.getvalue() == FILES["/cup.jpg"][1]
        with pytest.raises(MediaRefused, match="SSLCertVerificationError"):
            fetching.fetch(Web(True, "other.example", port, "/cup.jpg", "https://other.example/"), BytesIO(), 10**6)
        stranger = Fetching(loopback=True, resolve=lambda *_: ["127.0.0.1"])
        with pytest.raises(MediaRefused, match="SSLCertVerificationError"):
            stranger.fetch(Web(True, "photos.example", port, "/", "https://photos.example/"), BytesIO(), 10**6)


def certificate_for(host: str) -> tuple[bytes, bytes]:
    """A certificate that vouches for itself, and its key; both PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.public_bytes(Encoding.PEM), secret
