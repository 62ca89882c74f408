"""Reading published content from its YAML files, and refusing what is not whole.

Every file has a shape (a pydantic model that knows each key). A fault names the file, the code of the thing it is in,
and the reason; all faults of a file are told at once.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError


class ContentError(Exception):
    """A content file is wrong; the message names the file, the code and the reason, a line for each fault."""


def _with_words(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is empty")
    return text


Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
Words = Annotated[str, AfterValidator(_with_words)]


class Shape(BaseModel):
    """What a part of a content file may hold: the keys that are named, and no other."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Text(Shape):
    """One text in every language."""

    nl: Words
    en: Words


class File(Shape):
    """A whole content file."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the content of one file, checked."""
        content = read_yaml(path)
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            lines = [_fault(path.name, content, fault["loc"], fault["msg"]) for fault in error.errors()]
            raise ContentError("\n".join(lines)) from error


def read_yaml(path: Path) -> dict[str, Any]:
    """Return what a YAML file says, unchecked."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ContentError(f"{path.name}: the file is not there") from error
    except yaml.YAMLError as error:
        raise ContentError(f"{path.name}: not readable as YAML: {error}") from error
    if not isinstance(content, dict):
        raise ContentError(f"{path.name}: the file is not a mapping")
    return content


def _fault(file: str, content: Any, way: tuple[int | str, ...], reason: str) -> str:
    """Say where a fault is: the file, the nearest code on the way to it, and the keys after that."""
    code, rest, here = "", [], content
    for key in way:
        rest.append(str(key))
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(here, dict) and isinstance(here.get("code"), str):
            code, rest = here["code"], []
    return ": ".join(part for part in (file, code, " ".join(rest), reason) if part)


def refuse_repeated(file: str, codes: Iterable[str]) -> None:
    """Refuse a code that stands twice among `codes`."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise ContentError(f"{file}: {code}: the code is there twice")
        seen.add(code)


def refuse_unknown(file: str, code: str, what: str, named: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a code among `named` that is not `known`; `what` says what kind of thing it should be."""
    unknown = sorted(set(named) - set(known))
    if unknown:
        raise ContentError(f"{file}: {code}: no such {what}: {', '.join(unknown)}")
