"""Make the site ready and serve it: what `make run` calls."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from guide import startup


class Command(BaseCommand):
    help = "Check the surroundings, prepare database, content, messages and static files, then serve with gunicorn."
    requires_system_checks = ()  # they belong to `make check`; a start should be quick

    def handle(self, *args: Any, **options: Any) -> None:
        say = self.stdout.write
        host, port = startup.address()
        startup.check_workers()
        startup.check_folder(settings.VAR, say)
        startup.check_port(host, port, say)
        startup.check_engines(say)
        startup.prepare_database(say)
        startup.load_content(say)
        startup.compile_messages(say)
        startup.collect_static(say)
        startup.say_addresses(host, port, say)
        startup.become_gunicorn(host, port)
