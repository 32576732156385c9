"""A node of the site as it runs in earnest: gunicorn with its workers, on a free port."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.servers import free_port, listening, refusing, stop, wait_until


class Node:
    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.log = folder / f"node-{self.port}.log"
        ours = {key: value for key, value in os.environ.items() if key != "TEST_ENGINE"}
        self.environment = ours | {"VAR_DIR": str(folder)} | environment
        self.process: subprocess.Popen | None = None

    def start(self) -> "Node":
        config = Path(settings.BASE_DIR) / "guide" / "server.py"
        command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--config", str(config)]
        command += ["--bind", f"127.0.0.1:{self.port}", "guide.wsgi"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        wait_until(lambda: self.process.poll() is not None or listening(self.port), "a node", seconds=120)
        assert self.process.poll() is None, self.log.read_text()
        return self

    def stop(self) -> None:
        """As an operator does: what is being answered is answered."""
        if self.process:
            stop(self.process)

    def kill(self) -> None:
        """Master and workers at once, in the middle of whatever they do."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            wait_until(lambda: refusing(self.port), "the workers to go")
