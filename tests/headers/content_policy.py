"""What the Dutch internet.nl test asks of a content security policy, written out as an oracle for our own answers."""

from collections.abc import Iterator

NEEDS_A_LIST = ("default-src", "frame-ancestors")
RUNS_CODE = ("script-src", "object-src", "default-src")


def parsed(policy: str) -> dict[str, list[str]]:
    """Return the sources of each directive; a directive named twice counts once, as browsers do."""
    found: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        if name:
            found.setdefault(name.lower(), [source.lower() for source in sources])
    return found


def faults_of(policy: str) -> Iterator[str]:
    """Yield what is wrong with a policy."""
    rules = parsed(policy)
    yield from (f"{name} is missing" for name in NEEDS_A_LIST if name not in rules)
    if not set(rules.get("default-src", [])) <= {"'none'", "'self'", "'report-sample'"}:
        yield "default-src is wider than 'self'"
    for name in ("frame-src", "child-src"):
        if "*" in rules.get(name, rules.get("default-src", ["*"])):
            yield f"{name} is not restricted"
    alone = () if "sandbox" in rules else ("base-uri", "form-action")
    yield from (f"{name} is missing, and nothing stands in for it" for name in alone if not rules.get(name))
    for name, sources in rules.items():
        yield from (f"{name} has {source}" for source in sources if is_weak(name, source))


def is_weak(name: str, source: str) -> bool:
    """Tell whether a source lets in more than it should."""
    if source.startswith(("'unsafe-", "http://", "*.")) or source in {"*", "http:", "https:", "https://*"}:
        return True
    return source in {"data:", "blob:"} and name in RUNS_CODE
