"""Long programs: guests under Heliotrope and QEMU beside native ones."""
import sys

import build
import measure
import tables

# A program that takes an emulator longer than this is run there once only: the ratio is large enough to be seen.
PATIENCE = 6.0


def compare(launcher, abis, names, rounds, clock, environment, quick):
    """Runs everything in turn; returns rows of figures, one for each program and ABI, and complaints."""
    rows, complaints = [], []
    for abi in abis:
        for program in build.programs():
            if names and program.name not in names:
                continue
            try:
                row = one(launcher, abi, program, rounds, clock, environment, 0.4 if quick and program.kind == "float" else 1.0)
            except (build.CannotBuild, measure.Failed, OSError) as problem:
                complaints.append(f"{program.name} {abi}: {problem}")
                continue
            if not row["same"]:
                complaints.append(f"{program.name} {abi}: OUTPUTS DIFFER: {row['outputs']}")
            rows.append(row)
            print(line(row), flush=True)
    return rows, complaints


def commands(launcher, abi, program, share):
    """What is run, in the order of every round."""
    arguments = program.arguments(share)
    guest = build.executable(program, abi)
    ways = {"native": [build.executable(program, "native"), *arguments]}
    if program.kind == "float":
        ways["scalar"] = [build.executable(program, "native-scalar"), *arguments]
    ways["heliotrope"] = [launcher, guest, *arguments]
    ways["qemu"] = [build.GUESTS[abi][2], guest, *arguments]
    return ways


def one(launcher, abi, program, rounds, clock, environment, share):
    ways = commands(launcher, abi, program, share)
    measure.run(commands(launcher, abi, program, 0.05)["heliotrope"], environment=environment)  # fills caches
    runs = {way: [] for way in ways}
    outputs = {}
    for _ in range(rounds):
        for way, command in ways.items():
            if way == "qemu" and runs[way] and runs[way][0].wall > PATIENCE:
                continue
            result = measure.run(command, environment=environment if way == "heliotrope" else None)
            runs[way].append(result)
            outputs.setdefault(result.output.decode(errors="replace").strip(), set()).add(way)
    time = {way: [getattr(run, clock) for run in done] for way, done in runs.items()}
    time.setdefault("scalar", time["native"])

    def ratio(a, b):  # paired by round; where A was run once, that one with each of B
        return measure.spread([(time[a][i] if i < len(time[a]) else time[a][0]) / time[b][i] for i in range(len(time[b]))])

    return {
        "name": program.name, "kind": program.kind, "abi": abi, "same": len(outputs) == 1, "outputs": {k: sorted(v) for k, v in outputs.items()},
        "native": measure.spread(time["native"])[0], "heliotrope": measure.spread(time["heliotrope"])[0], "qemu": measure.spread(time["qemu"])[0],
        "faster": ratio("qemu", "heliotrope"), "slower": ratio("heliotrope", "native"), "slower_scalar": ratio("heliotrope", "scalar"),
        "qemu_slower": time["qemu"][0] / time["native"][0], "memory": max(run.memory for run in runs["heliotrope"]),
    }


def line(row):
    return (f"{row['abi']} {row['name']:14} native {row['native']:5.2f} s, heliotrope {row['heliotrope']:5.2f} s, qemu {row['qemu']:6.2f} s: "
            f"{tables.times_spread(row['faster'])} x as fast as qemu, {tables.times_spread(row['slower_scalar'])} x native time"
            f"{'' if row['same'] else '  OUTPUTS DIFFER'}")


def means(rows, kind, abi):
    chosen = [row for row in rows if row["kind"] == kind and row["abi"] == abi]
    return {key: measure.geometric_mean([row[key][0] for row in chosen]) for key in ("faster", "slower", "slower_scalar")}


def report(rows, clock, rounds):
    """The tables of the page."""
    text = []
    abis = list(dict.fromkeys(row["abi"] for row in rows))
    for kind, title in (("integer", "Integer"), ("float", "Floating point")):
        names = list(dict.fromkeys(row["name"] for row in rows if row["kind"] == kind))
        if not names:
            continue
        by = {(row["name"], row["abi"]): row for row in rows}
        head = [f"{title}"]
        for abi in abis:
            head += [f"{abi}: faster than QEMU", "native time ×"] + (["scalar native ×"] if kind == "float" else [])
        body = []
        for name in names:
            cells = [name]
            for abi in abis:
                row = by.get((name, abi))
                cells += [tables.times_spread(row and row["faster"]), tables.times(row and row["slower"][0])]
                cells += [tables.times(row and row["slower_scalar"][0])] if kind == "float" else []
            body.append(cells)
        mean = ["**geometric mean**"]
        for abi in abis:
            m = means(rows, kind, abi)
            mean += [f"**{tables.times(m['faster'])}**", f"**{tables.times(m['slower'])}**"]
            mean += [f"**{tables.times(m['slower_scalar'])}**"] if kind == "float" else []
        text.append(tables.table(head, [*body, mean]))
    text.append(f"Ratios of {clock} time, medians of {rounds} round{'s' if rounds != 1 else ''} (quartiles in brackets; of fewer than four rounds the range).")
    return "\n\n".join(text)


def warn(complaints):
    for complaint in complaints:
        print(f"bench: {complaint}", file=sys.stderr)
