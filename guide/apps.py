from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.db.backends.signals import connection_created

from guide.operating import queries


class GuideConfig(AppConfig):
    name = "guide"

    def ready(self) -> None:
        connection_created.connect(queries.watch)


class DeskConfig(admin.AdminConfig):
    """The stock admin with the site of guide/desk/site.py."""

    default = False
    default_site = "guide.desk.site.Desk"
