"""What a reader typed into a box to search."""

from django.http import HttpRequest

LONGEST = 100


def wanted(request: HttpRequest) -> str:
    """One line, without what cannot be seen."""
    words = " ".join(request.GET.get("q", "")[:LONGEST].split())
    return "".join(character for character in words if character.isprintable())
