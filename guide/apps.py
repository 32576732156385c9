from django.apps import AppConfig
from django.contrib.admin import apps as admin


class GuideConfig(AppConfig):
    name = "guide"


class DeskConfig(admin.AdminConfig):
    """The stock admin with the site of guide/desk/site.py."""

    default = False
    default_site = "guide.desk.site.Desk"
