"""The benchmark programs and their executables: which there are, how they are compiled, where the results are kept.

Executables are named by what they were made of, so that a changed source or compiler is compiled anew and nothing else is.
"""
import glob
import hashlib
import os
import shlex
import subprocess
from dataclasses import dataclass

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOP = os.path.dirname(BENCH)
CACHE = os.environ.get("BENCH_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "heliotrope-bench")

# What guests are compiled for: compiler, flags, emulator of QEMU, Debian packages.
GUESTS = {
    "o32": ("mips-linux-gnu-gcc", "-mabi=32 -march=mips32r2", "qemu-mips", "gcc-mips-linux-gnu libc6-dev-mips-cross"),
    "n32": ("mips64-linux-gnuabi64-gcc", "-mabi=n32 -march=mips64r2", "qemu-mipsn32", "gcc-multilib-mips64-linux-gnuabi64"),
    "n64": ("mips64-linux-gnuabi64-gcc", "-mabi=64 -march=mips64r2", "qemu-mips64", "gcc-mips64-linux-gnuabi64 libc6-dev-mips64-cross"),
}
NATIVE = {"native": "", "native-scalar": "-fno-tree-vectorize"}

# The files of each source package that a program is linked with, and what its compiler is told.
PACKAGES = {
    "zlib": (["*.c"], "-I. -DHAVE_UNISTD_H"),
    "bzip2": (["blocksort.c", "huffman.c", "crctable.c", "randtable.c", "compress.c", "decompress.c", "bzlib.c"], "-I. -DBZ_NO_STDIO"),
    "lua5.4": (["src/*.c"], "-Isrc -DLUA_USE_POSIX"),
}


@dataclass
class Program:
    """A row of guests/programs.txt."""

    name: str
    kind: str
    rounds: int
    package: str | None

    def arguments(self, share=1.0):
        """What the program is given to do a share of its rounds."""
        script = [self.source()] if self.source().endswith(".lua") else []
        return script + [str(max(1, round(self.rounds * share)))]

    def source(self):
        script = os.path.join(BENCH, "guests", self.name + ".lua")
        return script if os.path.exists(script) else os.path.join(BENCH, "guests", self.name + ".c")


class CannotBuild(Exception):
    """A compiler or a source is missing, or it does not compile."""


def programs():
    """All programs, in the order of the table."""
    result = []
    with open(os.path.join(BENCH, "guests", "programs.txt"), encoding="utf-8") as table:
        for line in table:
            if line.strip() and not line.startswith("#"):
                name, kind, rounds, package = line.split()
                result.append(Program(name, kind, int(rounds), None if package == "-" else package))
    return result


def package_folder(package):
    """The unpacked upstream source of a Debian package; conformance/programs/fetch gets it and checks it."""
    store = os.environ.get("CONFORMANCE_CACHE") or os.path.join(os.path.dirname(CACHE), "heliotrope-conformance")
    folder = os.path.join(store, "programs", "src", package)
    if not os.path.isdir(folder):
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        done = subprocess.run([os.path.join(TOP, "conformance/programs/fetch"), "source", package, folder], check=False, capture_output=True)
        if done.returncode != 0:
            raise CannotBuild(f"no source of {package}: {done.stderr.decode(errors='replace').strip()}")
    return folder


def sources(program):
    """The C files of a program, where to compile them, and flags."""
    own = [] if program.source().endswith(".lua") else [program.source()]
    if program.package is None:
        return own, BENCH, []
    patterns, flags = PACKAGES[program.package]
    folder = package_folder(program.package)
    files = [file for pattern in patterns for file in sorted(glob.glob(os.path.join(folder, pattern)))]
    return own + [file for file in files if os.path.basename(file) != "luac.c"], folder, flags.split()


def executable(program, target):
    """The path of a program compiled for a target (a key of GUESTS or NATIVE); compiles it if need be."""
    if target in GUESTS:
        compiler, flags = [GUESTS[target][0]], GUESTS[target][1] + " -static"
    else:
        compiler, flags = ["gcc"], NATIVE[target]
    files, folder, own_flags = sources(program)
    command = compiler + ["-O2", "-w"] + flags.split() + own_flags + files + ["-lm"]
    hasher = hashlib.sha256(shlex.join(command).encode())
    try:
        hasher.update(subprocess.run(compiler + ["--version"], check=True, capture_output=True).stdout)
    except OSError:
        raise CannotBuild(f"{compiler[0]} is not installed") from None
    for file in files + sorted(glob.glob(os.path.join(BENCH, "guests", "*.h"))):
        with open(file, "rb") as text:
            hasher.update(text.read())
    path = os.path.join(CACHE, "bin", f"{program.name}-{target}-{hasher.hexdigest()[:12]}")
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        done = subprocess.run(command + ["-o", path + ".new"], cwd=folder, check=False, capture_output=True)
        if done.returncode != 0:
            raise CannotBuild(f"{program.name} for {target}: {done.stderr.decode(errors='replace')[:500]}")
        os.rename(path + ".new", path)
    return path
