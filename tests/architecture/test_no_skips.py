"""Every test runs: none is skipped, and none is expected to fail."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
LEFT_OUT = re.compile(r"\b(?:skip|skipif|importorskip|xfail|skipTest|expectedFailure)\b")


def test_no_test_is_skipped() -> None:
    found = [
        f"{path.relative_to(TESTS)}:{number}"
        for path in TESTS.rglob("*.py")
        if path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if LEFT_OUT.search(line) and ("pytest" in line or "unittest" in line or "self." in line)
    ]
    assert found == []
    assert LEFT_OUT.search("pytest.skip('x')")
