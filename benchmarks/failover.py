"""How long it takes until the next alert when the daemon that leads a PostgreSQL database is struck, and whether anything
is lost or told twice: by kill -9, SIGSTOP, cut connections, a restart of the server, a parted network.

usage: python -m benchmarks failover [TIMES]  (10 unless it is given; each takes some twenty seconds)
It is the test of the same name (`tests/end_to_end/test_failover.py`), which prints a row for each fault.
"""

from __future__ import annotations

import os
import subprocess
import sys


def main() -> None:
    times = sys.argv[1] if sys.argv[1:] else "10"
    tests = "tests/end_to_end/test_failover.py"
    command = [sys.executable, "-m", "pytest", "-m", "soak", "-s", "-q", "-p", "no:randomly", tests]
    sys.exit(subprocess.run(command, env={**os.environ, "FAILOVERS": times}, check=False).returncode)


if __name__ == "__main__":
    main()
