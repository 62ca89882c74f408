"""The yardstick of `make bench` is the same file for ever: another one would make every ratio of before mean something else."""

import hashlib
from pathlib import Path

YARDSTICK = Path(__file__).resolve().parents[2] / "scripts" / "reference_app.py"
SHA256 = "77108c39445085ce27eae99c49fe72ec2712adf0759a3519bf0bb78cb33b9fb3"


def test_the_yardstick_is_unchanged() -> None:
    assert hashlib.sha256(YARDSTICK.read_bytes()).hexdigest() == SHA256
