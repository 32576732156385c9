"""What would the guide have said? The plan as JSON, for any answers and any clock."""

import datetime as dt
import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from carriers.facts import LANGUAGES
from carriers.reading import Reading
from guide.answers import Answers, TooLong
from guide.deadlines import JAPAN
from guide.faces.plain import as_plain
from guide.flow import next_required, relevant
from guide.naming import named
from guide.plan import NEEDED, build_plan


class Command(BaseCommand):
    help = 'Print the plan for answers, as in: manage.py plan "carrier=mineo&where=abroad" --now 2026-12-19T21:00'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("answers", help="the query string of a plan's address")
        parser.add_argument("--now", help="Japan time, as 2026-12-19T21:00; without it, the present")
        parser.add_argument("--lang", default="en", choices=LANGUAGES)

    def handle(self, *args: Any, answers: str, now: str | None, lang: str, **options: Any) -> None:
        moment = self._moment(now)
        with translation.override(lang):
            reading = Reading(on=moment.date())
            given = self._answers(answers, moment.date(), [one.slug for one in reading.each(named)])
            for key, message in given.errors.items():
                raise CommandError(f"{key}: {message}")
            if required := next_required(given):
                raise CommandError(f"The answers lack {required.key}: {required.asks}")
            carrier, shared = reading.carrier(str(given.carrier)), reading.shared(*NEEDED)
            assert carrier is not None  # its slug is one of the published
            plan = build_plan(carrier, shared, relevant(carrier, shared, given), moment)
            self.stdout.write(json.dumps(as_plain(plan, lang), ensure_ascii=False, indent=2))

    def _answers(self, query: str, today: dt.date, slugs: Iterable[str]) -> Answers:
        try:
            return Answers.from_query(parse_qsl(query.lstrip("?")), today=today, slugs=slugs)
        except TooLong as error:
            raise CommandError("A key or value is too long to be an answer.") from error

    def _moment(self, now: str | None) -> dt.datetime:
        """Japan's time; a time with another zone is converted."""
        if now is None:
            return timezone.localtime(timezone=JAPAN)
        try:
            moment = dt.datetime.fromisoformat(now)
        except ValueError as error:
            raise CommandError(f"--now {now}: write it as 2026-12-19T21:00.") from error
        return moment.astimezone(JAPAN) if moment.tzinfo else moment.replace(tzinfo=JAPAN)
