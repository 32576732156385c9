"""An editor with a browser: opens a form of a running node, changes it, sends it back."""

import http.client
from typing import Any
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from tests.node import Node
from tests.test_admin import FormReader

SIGN_IN = """
from django.contrib.auth.models import User
from tests.staff import StaffClient
client = StaffClient()
client.force_login(User.objects.create_superuser("mei"))
print(client.session.session_key)
"""
FORM = "application/x-www-form-urlencoded"
PROXY = {"Host": "localhost", "X-Forwarded-Proto": "https", "Referer": "https://localhost/"}


def ask(node: Node, method: str, path: str, body: str | bytes = "", **headers: str) -> tuple[Any, str]:
    """A node itself, past nginx, as nginx would ask it."""
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=60)
    try:
        connection.request(method, path, body, PROXY | headers)
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


class Editor:
    """`session`: the key of a session that is signed in, as SIGN_IN prints it."""

    def __init__(self, node: Node, session: str) -> None:
        self.node, self.session = node, f"sessionid={session}"

    def first(self, model: str) -> str:
        """The address of the first form in the list of these rows."""
        begin = f"/admin/carriers/{model}/"
        _answer, listed = self._open(begin)
        return next(part for part in listed.split('"') if part.startswith(begin) and "change" in part)

    def change(self, path: str, **fields: str) -> tuple[Any, str]:
        """Open the form, give some fields other words, save: the answer to that, or to opening if there was no form."""
        opened, page = self._open(path)
        return self._resend(path, opened, page, **fields) if opened.status == 200 else (opened, page)

    def _resend(self, path: str, opened: Any, page: str, **fields: str) -> tuple[Any, str]:
        return self._send(path, opened, urlencode(FormReader(page).sent | fields, doseq=True), FORM)

    def upload(self, file: Any, why: str) -> tuple[Any, str]:
        """Bring in a file, look at what it would change, confirm: the answer to that."""
        path = reverse("desk-exchange")
        opened, page = self._open(path)
        form = FormReader(page).sent | {"file": file}
        shown, page = self._send(path, opened, encode_multipart(BOUNDARY, form), MULTIPART_CONTENT)
        return self._resend(path, opened, page, why=why) if shown.status == 200 else (shown, page)

    def _open(self, path: str) -> tuple[Any, str]:
        return ask(self.node, "GET", path, Cookie=self.session)

    def _send(self, path: str, opened: Any, body: str | bytes, kind: str) -> tuple[Any, str]:
        token = (opened.headers["Set-Cookie"] or "").partition(";")[0]
        return ask(self.node, "POST", path, body, Cookie=f"{self.session}; {token}", **{"Content-Type": kind})
