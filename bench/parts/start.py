"""What is there before and beside the guest's work: starting, processes, memory."""
import os
import re

import build
import measure
import tables
import ways

HELLO = os.path.join(build.TOP, "guests", "bin", "o32", "hello")


def memory_of(pid):
    """Resident and proportional memory of a process in MiB."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
        found = dict(re.findall(r"^(Rss|Pss):\s+(\d+)", file.read(), re.M))
    return int(found["Rss"]) / 1024, int(found["Pss"]) / 1024


def starting(launcher, times):
    """Static hello in every way, in turn: rows of the table."""
    guest = build.executable(build.Program("hello", "integer", 1, None), "o32")
    with ways.all_ways(launcher) as available:
        candidates = [(way.name, [*way.command, HELLO], way.environment, way) for way in available]
        candidates.append(("qemu-mips (a Linux hello)", ["qemu-mips", guest], None, None))
        took = {name: [] for name, *_ in candidates}
        for _ in range(times + 1):
            for name, command, environment, way in candidates:
                before = way.server_cpu() if way else 0
                result = measure.run(command, environment=environment)
                took[name].append((result.wall, result.cpu + (way.server_cpu() - before if way else 0), result.memory))
        rows = []
        for name, runs in took.items():
            runs = runs[1:]
            wall = [run[0] * 1000 for run in runs]
            cpu = [run[1] * 1000 for run in runs]
            rows.append([name, f"{min(wall):.1f}", f"{measure.spread(wall)[0]:.1f}", f"{measure.spread(cpu)[0]:.1f}", f"{max(run[2] for run in runs) / 1024:.0f}"])
    return tables.table(["static hello", "wall ms, least", "median", "CPU ms", "peak memory MiB"], rows)


def processes(launcher):
    """fork and exec by the guest's clock."""
    program = build.Program("processes", "integer", 30, None)
    guest = build.executable(program, "o32")
    results = {}
    for name, command in (("Heliotrope", [launcher, guest]), ("native", [build.executable(program, "native")])):
        try:
            output = measure.run([*command, "30"], environment=ways.OFF).output.decode()
            results[name] = dict(line.split() for line in output.splitlines())
        except measure.Failed as problem:
            print(f"bench: processes, {name}: {problem}")
    rows = []
    for key, title in (("fork", "fork, exit, wait"), ("exec", "fork, exec, exit, wait"), ("fork200", "of a process of 200 MiB: fork, exit, wait"), ("exec200", "of a process of 200 MiB: fork, exec, exit, wait")):
        rows.append([title] + [f"{int(values.get(key, 0)) / 1000:.2f}" for values in results.values()])
    return tables.table(["ms by the guest's clock, least of 30 (4 for 200 MiB)", *results], rows)


def report(launcher, times):
    return starting(launcher, times) + "\n\n" + processes(launcher)
