"""The interface's words in four languages: gettext files, read, written and compiled without gettext's own tools."""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.conf import settings
from django.core.management import CommandError
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

SOURCES = ("carriers", "guide", "templates")
LOCALES = [to_locale(language) for language, _name in settings.LANGUAGES]
WRITTEN_IN = "en"  # the msgids are English, so its own file may stay empty
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_noop": None,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")},
}
COMMENTS = ("Translators:", "L10n:")
NAMED = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
UNNAMED = re.compile(r"%[sdif]|\{\}")


def po_path(locale: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"


def extracted(root: Path = settings.BASE_DIR) -> Catalog:
    """Every sentence the sources mark for translation."""
    catalog = Catalog()
    for path in _sources(root):
        for _line, words, comments, context in extract("python", _as_python(path), KEYWORDS, COMMENTS):
            catalog.add(words, auto_comments=comments, context=context)
    return catalog


def _sources(root: Path) -> Iterator[Path]:
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*.*")):
            if path.suffix == ".py" and not {"migrations", "tests"} & set(path.parts) or _is_template(path):
                yield path


def _is_template(path: Path) -> bool:
    return "templates" in path.parts and path.suffix in {".html", ".txt", ".xml"}


def _as_python(path: Path) -> BytesIO:
    """Django turns a template into calls of gettext; without its indentation it can be read as Python."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    return BytesIO(text.encode())


def read(locale: str) -> Catalog:
    path = po_path(locale)
    if not path.exists():
        return Catalog(locale=locale)
    try:
        return read_po(BytesIO(path.read_bytes()), locale=locale, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}. Mend that place in the file.") from error


def update(locale: str, sources: Catalog) -> None:
    """Bring the file up to the sources: translations stay, new sentences wait empty, old ones go."""
    old, new = read(locale), Catalog(locale=locale)
    for message in _sentences(sources):
        known = _known(message, old)
        new.add(
            message.id,
            known.string if known else "",
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    po_path(locale).parent.mkdir(parents=True, exist_ok=True)
    po_path(locale).write_bytes(_as_po(new, locale))


def _sentences(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _known(message: Message, catalog: Catalog) -> Message | None:
    """The catalogue's entry for the same sentence; a guess (fuzzy) does not count."""
    known = catalog.get(message.id, message.context)
    return known if known and known.id == message.id and not known.fuzzy else None


def _as_po(catalog: Catalog, locale: str) -> bytes:
    """No dates and no line numbers, so that a difference shows words alone."""
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {locale}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    body = BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    return head.encode() + body.getvalue()


def troubles(locale: str, sources: Catalog) -> Iterator[str]:
    """Where the file lags behind the sources, or says something they do not."""
    catalog = read(locale)
    for message in _sentences(sources):
        known = _known(message, catalog)
        if known is None:
            yield f"{locale}: not in the file: {message.id!r}"
        elif not all(_forms(known.string)):
            if locale != WRITTEN_IN:
                yield f"{locale}: not translated: {message.id!r}"
        elif not _same_placeholders(known):
            yield f"{locale}: other placeholders than in English: {message.id!r}"
    for message in _sentences(catalog):
        if _known(message, sources) is None:
            yield f"{locale}: no longer in the sources: {message.id!r}"


def _same_placeholders(message: Message) -> bool:
    """The last form speaks of many; an earlier one may leave out the number."""
    wanted = [_placeholders(words) for words in _forms(message.id)]
    *few, many = (_placeholders(words) for words in _forms(message.string))
    return many == wanted[-1] and all(form in wanted for form in few)


def _forms(words: str | Sequence[str] | None) -> tuple[str, ...]:
    """A sentence with a number in it has several forms, any other has one."""
    return (words or "",) if words is None or isinstance(words, str) else tuple(words)


def _placeholders(text: str) -> tuple[set[str], list[str]]:
    text = text.replace("%%", "")
    return set(NAMED.findall(text)), UNNAMED.findall(text)


def compile_stale(locales: Iterable[str] = tuple(LOCALES)) -> list[str]:
    """Write the .mo files Django reads, where the .po file is newer; the locales done."""
    return [locale for locale in locales if _is_stale(po_path(locale)) and _compile(locale)]


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return path.exists() and not (compiled.exists() and compiled.stat().st_mtime_ns >= path.stat().st_mtime_ns)


def _compile(locale: str) -> str:
    binary = BytesIO()
    write_mo(binary, read(locale))
    po_path(locale).with_suffix(".mo").write_bytes(binary.getvalue())
    return locale
