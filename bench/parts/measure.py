"""Running a command and measuring it; medians and spread of what was measured."""
import os
import shlex
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Run:
    """One run of a command: seconds of wall time and of CPU (children included), peak memory in KiB, what it printed."""

    wall: float
    cpu: float
    memory: int
    output: bytes


class Failed(Exception):
    """A command that must succeed did not."""


def run(command, cwd=None, environment=None):
    """Runs a command that must succeed, stdin empty; environment: variables to add."""
    variables = dict(os.environ, **environment) if environment else None
    start = time.monotonic()
    with subprocess.Popen(command, cwd=cwd, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"{shlex.join(command)}: exit status {process.returncode}: {output[-300:].decode(errors='replace')}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, output)


def spread(values):
    """Median, lower and upper quartile (minimum and maximum of fewer than four values)."""
    if len(values) < 4:
        return statistics.median(values), min(values), max(values)
    quarter = statistics.quantiles(values, n=4, method="inclusive")
    return statistics.median(values), quarter[0], quarter[2]


def geometric_mean(values):
    return statistics.geometric_mean(values) if values else None
