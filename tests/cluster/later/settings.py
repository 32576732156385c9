"""The site's settings with the later version's migration."""

from guide.settings import *  # noqa: F403
from guide.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.cluster.later"]
