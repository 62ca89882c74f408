"""No style sheet, script or picture that we serve, and no template of a mail or paper, names another host."""

import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

FETCHES = re.compile(
    r"""(?:url\(|@import|src\s*=|href\s*=|fetch\(|import\s)\s*["\'(]?\s*((?:https?:)?//[^"\')\s]+)""",
    re.IGNORECASE,
)
READ = (".css", ".js", ".svg", ".html", ".txt")
CONTROL = (
    "@import 'https://fonts.example/css'",
    "body { background: url(//cdn.example/x.png) }",
    '<img src="http://tracker.example/pixel.gif">',
    '<link rel="stylesheet" href="https://cdn.example/x.css">',
    "fetch('https://stats.example/')",
)


def test_no_static_file_fetches_from_another_host(record_property: Callable[[str, object], None]) -> None:
    looked, found = 0, []
    for finder in get_finders():
        for name, storage in finder.list([]):
            if name.endswith(READ):
                looked += 1
                with storage.open(name) as file:
                    found += [(name, host) for host in FETCHES.findall(file.read().decode(errors="replace"))]
    record_property("static files read", looked)
    assert found == []
    assert looked >= 8


def test_no_mail_and_no_paper_fetches_from_another_host() -> None:
    folders = [Path(settings.BASE_DIR) / "templates" / name for name in ("emails", "reports")]
    files = [path for folder in folders for path in folder.iterdir() if path.suffix in READ]
    assert len(files) > 10
    assert [(path.name, host) for path in files for host in FETCHES.findall(path.read_text())] == []


def test_the_search_sees_what_fetches() -> None:
    assert [line for line in CONTROL if not FETCHES.search(line)] == []
