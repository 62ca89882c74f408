"""A backup that is stopped by its machine or by someone at it leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as of_the_app

from tests.faults.workers import database_url, wait_for


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_backup_that_is_stopped_leaves_no_file(end: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir(exist_ok=True)
    with (tmp_path / "files" / "big.bin").open("wb") as big:
        for _piece in range(300):
            big.write(os.urandom(1 << 20))
    keys = {
        "SECRET_KEY": of_the_app.SECRET_KEY,
        "AUDIT_KEY": of_the_app.AUDIT_KEY,
        "DATABASE_URL": database_url(),
    }
    target = tmp_path / "b.zip"
    done = subprocess.Popen(
        ["env", "--default-signal", sys.executable, "manage.py", "backup", str(target)],
        cwd=of_the_app.BASE_DIR,
        env={**os.environ, **keys, "VAR_DIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    half = tmp_path / "b.zip.unfinished"
    wait_for(lambda: half.exists() and half.stat().st_size > 5_000_000, seconds=60, said="half a backup")
    began = time.monotonic()
    done.send_signal(end)
    assert done.wait(timeout=20) != 0
    assert time.monotonic() - began < 10
    assert list(tmp_path.glob("b.zip*")) == []
