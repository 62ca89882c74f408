"""The files from packages: only the named ones are served, and the lock file tells no address."""

import json
import re
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from django.contrib.staticfiles import finders

from cocreation.web.package_static import FONTS, SHEET, PackageFinder

BASE = Path(__file__).resolve().parents[2]


def load_package_css() -> ModuleType:
    loader = SourceFileLoader("package_css", str(BASE / "scripts" / "package_css"))
    spec = spec_from_loader("package_css", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


package_css = load_package_css()


def test_every_named_file_is_found_and_collected() -> None:
    collected = {name for name, _ in PackageFinder().list(None)}
    assert collected == {*FONTS, SHEET}
    assert all(finders.find(name) for name in collected)


def test_nothing_else_of_a_package_is_served() -> None:
    finder = PackageFinder()
    for name in ("packages/../package.json", "packages/fonts/index.css", "packages/"):
        assert finder.find(name) == []
        assert finder.find(name, find_all=True) == []


def test_a_missing_package_stops_the_collecting_by_name_and_warns(settings: object, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    finder = PackageFinder()
    assert [warning.id for warning in finder.check()] == ["cocreation.W001"]
    with pytest.raises(FileNotFoundError, match="npm ci"):
        list(finder.list(None))


def test_every_file_that_a_style_sheet_asks_for_is_served() -> None:
    for sheet in ("css/app.css", "css/report.css", "packages/nlds.css"):
        css = Path(str(finders.find(sheet))).read_text()
        for url in re.findall(r'url\("(?!data:)([^"]+)"\)', css):
            assert finders.find(url.removeprefix("../")), f"{sheet} asks for {url}"


def test_the_sheet_is_the_same_when_it_is_made_again(tmp_path: Path) -> None:
    sheet = tmp_path / SHEET
    for _ in range(2):
        subprocess.run([BASE / "scripts" / "package_css"], env={"VAR_DIR": str(tmp_path)}, check=True)
        assert sheet.read_text() == package_css.build()


def test_the_sheet_keeps_every_token_that_its_rules_and_ours_ask_for() -> None:
    tokens = package_css.tokens_of(
        package_css.tightened((package_css.MODULES / package_css.TOKENS).read_text())
    )
    sheet = package_css.build()
    own = (BASE / "static" / "css" / "app.css").read_text()
    asked = set(re.findall(r"var\(\s*(--[\w-]+)", sheet + own))
    defined = set(re.findall(r"(--[\w-]+):", sheet))
    assert asked & set(tokens) <= defined


def test_our_theme_wins_from_the_example_theme() -> None:
    sheet = package_css.build()
    assert sheet.count("--basis-color-accent-1-color-default:") == 1
    assert sheet.index(".voorbeeld-theme{") < sheet.index(".roadmap-theme{") < sheet.index(".nl-button{")


@pytest.mark.parametrize(
    ("selector", "left_out"),
    [
        (".nl-button--negative", True),
        (".nl-button:where(.nl-button--primary).nl-button--pressed", True),
        (".nl-button:where(.nl-button--primary)", False),
        (".utrecht-radio-button:not(.utrecht-radio-button--disabled)", False),
        (".utrecht-alert--error", False),
    ],
)
def test_only_variants_that_we_never_show_are_left_out(selector: str, left_out: bool) -> None:
    assert package_css.is_left_out(selector) is left_out


def test_the_lock_file_tells_no_address_and_pins_every_package() -> None:
    text = (BASE / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert "://" not in text
    wanted = json.loads((BASE / "package.json").read_text())["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    locked = json.loads(text)["packages"]
    assert all(locked[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())


def test_every_package_may_be_passed_on() -> None:
    locked = json.loads((BASE / "package-lock.json").read_text())["packages"]
    assert {entry["license"] for entry in locked.values()} == {"EUPL-1.2", "OFL-1.1"}
