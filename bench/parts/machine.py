"""The machine and the versions of everything that is compared, and what is missing."""
import datetime
import os
import shutil
import subprocess

import build


def first_line(command):
    """What a command says of its version, or None if there is no such command."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except OSError:
        return None
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines else None


def cpu_model():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return "unknown"


def java_version():
    """The JDK that the launcher uses: the one it was told, or that of its last build."""
    home = os.environ.get("HELIOTROPE_JAVA_HOME") or os.environ.get("JAVA_HOME")
    built = os.path.join(build.TOP, "build", "current")
    if not home and os.path.exists(built):
        with open(built, encoding="utf-8") as file:
            home = next((line.split("=", 1)[1].strip().strip("'") for line in file if line.startswith("h_built_by=")), None)
    if not home:
        java = shutil.which("java")
        home = java and os.path.dirname(os.path.dirname(os.path.realpath(java)))
    if not home:
        return None
    with open(os.path.join(home, "release"), encoding="utf-8") as file:
        values = dict(line.strip().split("=", 1) for line in file if "=" in line)
    return values.get("IMPLEMENTOR_VERSION", values.get("JAVA_RUNTIME_VERSION", "")).strip('"')


def commit():
    done = subprocess.run(["git", "-C", build.TOP, "log", "-1", "--format=%h of %cs"], check=False, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def describe(qemu_irix=None):
    """One paragraph for the page of figures."""
    parts = [
        datetime.date.today().isoformat(),
        f"{cpu_model()}, {os.cpu_count()} cores, Linux {os.uname().release}",
        f"Heliotrope {commit()}",
        java_version(),
        first_line(["qemu-mips", "--version"]),
        first_line(["gcc", "--version"]),
        first_line([build.GUESTS["o32"][0], "--version"]),
    ]
    if qemu_irix:
        parts.append(first_line([qemu_irix, "-version"]) or first_line([qemu_irix, "--version"]))
    return "; ".join(part for part in parts if part) + "."


def missing(abis):
    """Lines that say what is not installed and how to get it."""
    lines = []
    if not java_version():
        lines.append("no JDK: apt install openjdk-25-jdk, or https://adoptium.net")
    if not shutil.which("gcc"):
        lines.append("no gcc: apt install gcc libc6-dev")
    for abi in abis:
        compiler, _, qemu, packages = build.GUESTS[abi]
        if not shutil.which(compiler):
            lines.append(f"no {compiler} for {abi}: apt install {packages}")
        if not shutil.which(qemu):
            lines.append(f"no {qemu} for {abi}: apt install qemu-user")
    return lines
