"""What a role may do, asked of the user's permissions. Migration 0004_roles makes the roles, which are groups."""

from django.contrib.auth.models import AbstractUser, AnonymousUser

from carriers.facts import LANGUAGES

ROLES = ("administrator", "publisher", "editor", *(f"translator: {language}" for language in LANGUAGES))

User = AbstractUser | AnonymousUser


def may_publish(user: User) -> bool:
    """Whether the user decides what readers see, and from when until when."""
    return user.has_perm("carriers.publish_content")


def languages_of(user: User) -> tuple[str, ...] | None:
    """The column endings of the languages the user translates into; None for one who writes facts, in any language."""
    if user.has_perm("carriers.add_carrier"):
        return None
    suffixes = (language.replace("-", "_") for language in LANGUAGES)
    return tuple(suffix for suffix in suffixes if user.has_perm(f"carriers.translate_{suffix}"))
