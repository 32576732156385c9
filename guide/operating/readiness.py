"""Whether this process can serve readers: the first thing that is missing, in plain words."""

from functools import cache

from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from carriers.models import Carrier, LoadedContent


def missing() -> str:
    """Empty if nothing is. Migrations of a newer version do no harm: another node may have made them already."""
    try:
        if steps := missing_migrations():
            return f"The database lacks {', '.join(steps)}: run manage.py migrate."
        if not (Carrier.objects.exists() or LoadedContent.objects.exists()):
            return "No content is loaded: run manage.py load."
    except DatabaseTrouble as error:
        return f"The database cannot be used ({type(error).__name__})."
    return ""


def missing_migrations() -> list[str]:
    """The last step of each app that the code has and the database has not."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app} {name}" for app, name in _last_steps() if (app, name) not in applied]


@cache
def _last_steps() -> list[tuple[str, str]]:
    """Read from the files once: they do not change under a running process."""
    return sorted(MigrationLoader(None).graph.leaf_nodes())
