"""The IDO corpus: real C files compiled by IRIX compilers under Heliotrope, beside other builds of the same compilers."""
import concurrent.futures
import contextlib
import glob
import os
import tempfile
import time
from dataclasses import dataclass

import build
import measure
import page
import start
import tables
import ways

# Source packages of Debian and which of their files; with the folder of headers that they want.
CORPUS = (("zlib", "*.c", "."), ("bzip2", "[bcdhr]*[a-z].c", "."), ("lua5.1", "src/l*.c", "src"))
# Programs' main files, and what needs headers that bench/include lacks.
LEFT_OUT = {"bzip2.c", "bzip2recover.c", "dlltest.c", "lua.c", "luac.c"}
FLAGS = ["-c", "-G", "0", "-non_shared", "-mips2", "-nostdinc", "-I" + os.path.join(build.BENCH, "include")]
YARDSTICK = "ido-static-recomp"
PASSES = 5  # over all files, two at a time


@dataclass
class Compilers:
    """One version of IDO: its name, the IRIX root, and ido-static-recomp's cc of the same version or None."""

    version: str
    root: str
    recomp: str | None


def add_options(parser):
    parser.add_argument("--ido", action="append", default=[], metavar="VERSION:ROOT:RECOMP_CC",
                        help="an IRIX root with IDO (usr/bin/cc) and ido-static-recomp's cc of the same version (may be left out)")
    parser.add_argument("--qemu-irix", metavar="PATH", help="qemu-irix, for the corpus")


def corpus():
    """The files, as (path, folder of its headers)."""
    files = []
    for package, pattern, headers in CORPUS:
        folder = build.package_folder(package)
        files += [(file, os.path.join(folder, headers)) for file in sorted(glob.glob(os.path.join(folder, pattern)))
                  if os.path.basename(file) not in LEFT_OUT]
    return files


def compilers(options):
    result = []
    for option in options:
        version, root, *recomp = option.split(":")
        result.append(Compilers(version, os.path.abspath(root), os.path.abspath(recomp[0]) if recomp else None))
    return result


def available_ways(compiler, heliotrope_ways, qemu_irix):
    cc = os.path.join(compiler.root, "usr/bin/cc")
    result = [ways.Way(YARDSTICK, [compiler.recomp])] if compiler.recomp else []
    result += [ways.Way(way.name, [*way.command, "-silent", "-L", compiler.root, cc], way.environment, way.server, way.warm) for way in heliotrope_ways]
    if qemu_irix:
        result.append(ways.Way("qemu-irix", [qemu_irix, "-silent", "-L", compiler.root, cc]))
    return result


def compile_one(way, level, file, folder):
    """Compiles a file in a folder. Returns wall and CPU seconds (without the server's) and the object."""
    path, headers = file
    target = os.path.join(folder, "x.o")
    run = measure.run([*way.command, *FLAGS, level, "-I" + headers, "-o", target, path], cwd=folder, environment=way.environment)
    with open(target, "rb") as file_object:
        data = file_object.read()
    os.unlink(target)
    return run.wall, run.cpu, data


class Tally:
    """What one configuration took: {way: {file: [(wall, cpu)]}}, the objects, and what was wrong."""

    def __init__(self):
        self.times, self.objects, self.complaints = {}, {}, []

    def object(self, way, file, data):
        expected = self.objects.setdefault(file, data)
        if expected != data:
            self.complaints.append(f"{way}: {os.path.basename(file[0])}: another object")

    def total(self, way, index):
        """Sum over the files of the medians: 0 wall, 1 CPU."""
        return sum(measure.spread([t[index] for t in runs])[0] for runs in self.times.get(way, {}).values())


def one_at_a_time(tally, available, level, files, rounds, scratch):
    for number in range(-1, rounds):
        for file in files:
            for way in available:
                if number < 0 and not way.warm or number > 0 and way.name == "qemu-irix":
                    continue
                before = way.server_cpu()
                try:
                    wall, cpu, data = compile_one(way, level, file, scratch)
                except (measure.Failed, OSError) as problem:
                    tally.complaints.append(f"{way.name}: {problem}")
                    continue
                if number >= 0:
                    tally.times.setdefault(way.name, {}).setdefault(file, []).append((wall, cpu + way.server_cpu() - before))
                tally.object(way.name, file, data)


def two_at_a_time(tally, way, level, files):
    """Wall and CPU seconds of all files by two workers."""
    before, cpu = way.server_cpu(), 0.0
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(2) as pool, tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
        folders = [a, b]

        def work(file):
            folder = folders.pop()
            try:
                return file, compile_one(way, level, file, folder)
            finally:
                folders.append(folder)

        try:
            for file, (_, one_cpu, data) in pool.map(work, files):
                cpu += one_cpu
                tally.object(way.name, file, data)
        except (measure.Failed, OSError) as problem:
            tally.complaints.append(f"{way.name}, two at a time: {problem}")
    return time.monotonic() - began, cpu + way.server_cpu() - before


def two_at_a_time_passes(tally, available, level, files):
    """Wall and CPU seconds of passes over all files, by way, which alternate; those without cache, which take long, make one."""
    passes = {way.name: [] for way in available}
    for number in range(PASSES):
        for way in available:
            if way.name != "qemu-irix" and (number == 0 or way.warm or way.name == YARDSTICK):
                passes[way.name].append(two_at_a_time(tally, way, level, files))
    return passes


def measure_all(arguments, files, rounds, scratch):
    """Rows of the table, complaints, and the server's memory."""
    rows, complaints, memory = [], [], []
    with contextlib.ExitStack() as stack:
        heliotrope_ways = stack.enter_context(ways.all_ways(arguments.launcher))
        servers = [way for way in heliotrope_ways if way.server]
        memory += [("server, idle", *start.memory_of(way.server)) for way in servers]
        for compiler in compilers(arguments.ido):
            for level in ("-O1", "-O2"):
                available = available_ways(compiler, heliotrope_ways, arguments.qemu_irix)
                tally = Tally()
                one_at_a_time(tally, available, level, files, rounds, scratch)
                passes = two_at_a_time_passes(tally, available, level, files)
                for way in available:
                    wall, cpu = tally.total(way.name, 0), tally.total(way.name, 1)
                    wall2, cpu2 = (measure.spread([x[i] for x in passes[way.name]])[0] if passes[way.name] else 0 for i in (0, 1))
                    rows.append((f"IDO {compiler.version} {level}", way.name, wall, cpu, wall2, cpu2))
                    print(*rows[-1], flush=True)
                complaints += [f"IDO {compiler.version} {level}: {text}" for text in tally.complaints]
        memory += [("server, after the corpus", *start.memory_of(way.server)) for way in servers]
    return rows, complaints, memory


def report(rows, memory, count, rounds):
    base = {row[0]: row for row in rows if row[1] == YARDSTICK}
    body = []
    for name, way, *figures in rows:
        yard = base.get(name, (None, None, 0, 0, 0, 0))[2:]
        ratios = [tables.times(value / reference if value and reference else None) for value, reference in zip(figures, yard)]
        body.append([name, way, tables.seconds(figures[0]), tables.seconds(figures[1]), *ratios])
    text = tables.table(["compilers", "way", "wall s", "CPU s", "wall ×", "CPU ×", "two at a time: wall ×", "CPU ×"], body)
    text += f"\n\n{count} files, every object compared byte for byte; seconds are sums of medians of {rounds} round{'s' if rounds != 1 else ''}; × is to {YARDSTICK}; two at a time: medians of {PASSES} passes over all files."
    if memory:
        text += "\n\n" + tables.table(["memory", "RSS MiB", "PSS MiB"], [[name, f"{rss:.0f}", f"{pss:.0f}"] for name, rss, pss in memory])
    return text


def main(arguments, about):
    """Measures, prints, writes; returns complaints."""
    files = corpus()
    if getattr(arguments, "files", None):
        files = [file for file in files if any(word in file[0] for word in arguments.files)]
    rounds = arguments.rounds or (1 if arguments.quick else 2)
    if arguments.quick:
        files = files[::4]
    with tempfile.TemporaryDirectory() as scratch:
        rows, complaints, memory = measure_all(arguments, files, rounds, scratch)
    text = report(rows, memory, len(files), rounds)
    print("\n" + text)
    if arguments.write_docs:
        page.write("ido", about + "\n\n" + text)
    return complaints
