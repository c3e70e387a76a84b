"""The ways in which Heliotrope can be started: a JVM for each command, without and with translations on disk, or the server."""
import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

import build

OFF = {"HELIOTROPE_CACHE": "off", "HELIOTROPE_SERVER": "off"}


@dataclass
class Way:
    """A name, the words that start a guest, variables, and the process that works for it beside the command, if any."""

    name: str
    command: list
    environment: dict = field(default_factory=dict)
    server: int = 0
    warm: bool = False
    """Whether a first run leaves something behind that makes the next ones different."""

    def server_cpu(self):
        """Seconds of CPU of the server so far: Linux' clock of another process."""
        return time.clock_gettime(~self.server << 3 | 2) if self.server else 0.0


@contextlib.contextmanager
def warm_cache():
    """Variables for a JVM of its own with a cache of translations on disk, empty at first, that nobody else uses."""
    os.makedirs(build.CACHE, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="translations-", dir=build.CACHE)
    try:
        yield {"HELIOTROPE_CACHE": folder, "HELIOTROPE_SERVER": "off"}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def has(launcher, command):
    """Whether this launcher knows a command."""
    done = subprocess.run([launcher, "--help"], check=False, capture_output=True, text=True)
    return f"heliotrope {command}" in done.stdout


@contextlib.contextmanager
def all_ways(launcher):
    """Every way that this launcher knows: a list of Way. The server is started and stopped."""
    with contextlib.ExitStack() as stack:
        result = [Way("own JVM, cold", [launcher], OFF)]
        if has(launcher, "cache"):
            result.append(Way("own JVM, cached", [launcher], stack.enter_context(warm_cache()), warm=True))
        if has(launcher, "serve"):
            result.append(stack.enter_context(server(launcher)))
        yield result


@contextlib.contextmanager
def server(launcher):
    """A server of its own on a socket of its own."""
    with tempfile.TemporaryDirectory(prefix="heliotrope-bench-") as folder, warm_cache() as environment:
        socket = os.path.join(folder, "socket")
        environment = dict(environment, HELIOTROPE_SERVER=socket)
        with subprocess.Popen([launcher, "serve"], env=dict(os.environ, **environment), stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 20
            while not os.path.exists(socket) and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
            try:
                yield Way("server", [launcher], environment, process.pid, True)
            finally:
                process.terminate()
