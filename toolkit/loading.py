"""Bringing the sources, words and methods of the content files into the database."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .content_files import refuse_repeated, refuse_unknown
from .glossary_links import Explainer
from .models import Family, Method, Term
from .published import SyncResult, sync
from .rich_text import enrich
from .schemas import GlossaryFile, MethodsFile, MethodShape, SourcesFile
from .search import method_stems


class Sources:
    """The sources of `sources.yaml`, by code."""

    def __init__(self, fixtures: Path) -> None:
        file = SourcesFile.read(fixtures / "sources.yaml")
        refuse_repeated("sources.yaml", [source.code for source in file.sources])
        self.known = {source.code: source for source in file.sources}

    def named(self, codes: Iterable[str], *, file: str, by: str) -> list[dict[str, Any]]:
        """Return the texts of the sources that `by` names, each with its `address`; an unknown code is refused."""
        codes = list(codes)
        refuse_unknown(file, by, "source", codes, self.known)
        return [{**self.known[code].name.model_dump(), "address": self.known[code].address} for code in codes]


def load_toolkit(fixtures: Path) -> list[SyncResult]:
    """Load the words of the field and the methods; the order is that of the families, then of the file."""
    sources = Sources(fixtures)
    done = [sync(Term, term_rows(fixtures, sources))]
    explainer = Explainer(Term.objects.published())
    rows = method_rows(fixtures, sources, explainer)
    done.append(sync(Method, rows, among=Method.objects.filter(shared=True)))
    for method in Method.objects.filter(shared=False):
        Method.objects.filter(pk=method.pk).update(stems=method_stems(vars(method)))
    return done


def term_rows(fixtures: Path, sources: Sources) -> list[dict[str, Any]]:
    """Return the field values of every word in `glossary.yaml`."""
    file = "glossary.yaml"
    terms = GlossaryFile.read(fixtures / file).terms
    refuse_repeated(file, [term.code for term in terms])
    for term in terms:
        refuse_unknown(file, term.code, "word", term.see, [other.code for other in terms])
    return [
        {**term.model_dump(), "sources": sources.named(term.sources, file=file, by=term.code)}
        for term in terms
    ]


def method_rows(fixtures: Path, sources: Sources, explainer: Explainer) -> list[dict[str, Any]]:
    """Return the field values of every method in the files of the families."""
    found: list[tuple[str, MethodShape]] = []
    for family in Family.values:
        file = MethodsFile.read(fixtures / "methods" / f"{family}.yaml")
        refuse_unknown(f"{family}.yaml", file.family, "family for this file", [file.family], [family])
        found += [(family, method) for method in file.methods]
    codes = [method.code for _family, method in found]
    refuse_repeated("methods", codes)
    for family, method in found:
        named = [*method.related, *filter(None, [method.offline_twin])]
        refuse_unknown(f"{family}.yaml", method.code, "method", named, codes)
        refuse_unknown(f"{family}.yaml", method.code, "other method", named, {*codes} - {method.code})
    return [
        _row(method, family, sources.named(method.sources, file=f"{family}.yaml", by=method.code), explainer)
        for family, method in found
    ]


def _row(
    method: MethodShape, family: str, sources: list[dict[str, Any]], explainer: Explainer
) -> dict[str, Any]:
    values = method.model_dump(exclude={"minutes", "group"}, exclude_none=True)
    least, most = method.minutes or (None, None)
    smallest, largest = method.group or (None, None)
    explainer.start_over()
    return {
        **{
            name: enrich(value, explainer) if name in Method.RICH else value for name, value in values.items()
        },
        "family": family,
        "span": values.get("span", {}),
        "minutes_min": least,
        "minutes_max": most,
        "group_min": smallest,
        "group_max": largest,
        "offline_twin": method.offline_twin or "",
        "sources": sources,
        "stems": method_stems(values),
    }
