"""Reading published content from its YAML files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError

from .published import LANGUAGES, LocalizedText, valid_code


class ContentError(Exception):
    """A content file is wrong; the message names the file, the code and the reason."""


def read_file(path: Path) -> dict[str, Any]:
    """Give the content of one file, every text as `LocalizedText`, after checking codes and languages."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ContentError(f"{path.name}: not readable as YAML: {error}") from error
    return {key: _checked(value, path.name, key) for key, value in content.items()}


def _checked(value: Any, file: str, where: str) -> Any:
    if isinstance(value, list):
        return [_checked(part, file, where) for part in value]
    if not isinstance(value, dict):
        return value
    where = str(value.get("code", where))
    if "code" in value:
        try:
            valid_code(where)
        except ValidationError as error:
            raise ContentError(f"{file}: {where}: a code is lower case, digits and hyphens") from error
    spoken = [language for language in LANGUAGES if language in value]
    if spoken and len(spoken) < len(LANGUAGES):
        missing = next(language for language in LANGUAGES if language not in value)
        raise ContentError(f"{file}: {where}: a text lacks its {missing} version")
    if any(not str(value[language]).strip() for language in spoken):
        raise ContentError(f"{file}: {where}: a text is empty in one language")
    parts = {key: _checked(part, file, where) for key, part in value.items()}
    return LocalizedText(parts) if spoken else parts


def texts_of(value: Any) -> Iterator[LocalizedText]:
    """Give every text inside `value`."""
    if isinstance(value, LocalizedText):
        yield value
        return
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from texts_of(part)
