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


def keeps_translations(launcher):
    """Whether this launcher knows the cache on disk."""
    with warm_cache() as environment:
        done = subprocess.run([launcher, "cache", "show"], check=False, capture_output=True, env=dict(os.environ, **environment))
    return done.returncode == 0


def client_of(launcher):
    """The native client that the launcher's build made, or None."""
    path = os.path.join(os.path.dirname(os.path.abspath(launcher)), "build", "heliotrope-client")
    return path if os.path.exists(path) else None


@contextlib.contextmanager
def all_ways(launcher):
    """Every way that this launcher knows: a list of Way. The server is started and stopped."""
    with contextlib.ExitStack() as stack:
        result = [Way("own JVM, cold", [launcher], OFF)]
        if keeps_translations(launcher):
            result.append(Way("own JVM, cached", [launcher], stack.enter_context(warm_cache()), warm=True))
        client = client_of(launcher)
        if client:
            result.append(stack.enter_context(server(launcher, client)))
        yield result


@contextlib.contextmanager
def server(launcher, client):
    """A server of its own on a socket of its own; the commands are the native client's."""
    with tempfile.TemporaryDirectory(prefix="heliotrope-bench-") as folder, warm_cache() as environment:
        socket = os.path.join(folder, "socket")
        environment = dict(environment, HELIOTROPE_SERVER=socket)
        with subprocess.Popen([launcher, "serve", "--socket", socket], env=dict(os.environ, **environment), stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 20
            while not os.path.exists(socket) and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
            try:
                yield Way("client and server", [client, "run"], environment, process.pid, True)
            finally:
                process.terminate()
