"""The shipped nginx configuration on free ports, with a certificate of its own."""

import http.client
import os
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.servers import found, free_port, listening, started

SHIPPED = Path(settings.BASE_DIR) / "docs" / "operate" / "nginx.conf"
AROUND = """
{user}
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/guide.conf;
}}
"""


class Front:
    """nginx before nodes on these ports."""

    def __init__(self, folder: Path, nodes: Sequence[int]) -> None:
        self.folder, self.port = folder, free_port()
        _make_certificate(folder)
        around = AROUND.format(folder=folder, user="user root;" if os.geteuid() == 0 else "")
        (folder / "nginx.conf").write_text(around)
        (folder / "guide.conf").write_text(self._on_this_machine(nodes))
        self.command = [found("nginx") or "nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]

    def _on_this_machine(self, nodes: Sequence[int]) -> str:
        """Names, ports and folders are changed, and nothing else."""
        text = SHIPPED.read_text(encoding="utf-8")
        servers = " ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in nodes)
        for shipped, here in {
            "server 127.0.0.1:8000 max_fails=0;": servers,
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "guide.example;": "localhost;",
            "/etc/letsencrypt/live/guide.example": str(self.folder),
            "/var/cache/nginx/guide": str(self.folder / "pages"),
            "/run/nginx-guide": str(self.folder / "answers"),
            "/var/log/nginx": str(self.folder),
        }.items():
            assert shipped in text, f"{shipped} is not in {SHIPPED}"
            text = text.replace(shipped, here)
        return text

    @contextmanager
    def started(self) -> Iterator["Front"]:
        with started([*self.command, "-g", "daemon off;"], up=lambda: listening(self.port)):
            yield self

    def connect(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection("localhost", self.port, context=ssl._create_unverified_context(), timeout=60)

    def get(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        """The answer, its body in `.text`."""
        connection = self.connect()
        connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        answer.text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer


def _make_certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*command, *files, "-days", "2", "-subj", "/CN=localhost"], check=True, capture_output=True)
