#!/usr/bin/env python3
"""Compares goalpost with what a user would pick instead, on the same work in turn.

Builds goalpost, makes the corpus with `goalpost sample`, fetches the peers from their registries
into the work folder, runs everything several times in turn, and prints tables of times, ratios and
peak memory. A peer that cannot be fetched is left out and named; the others run. Needs cargo,
python3 with venv, npm, and jq (or root on Debian, to install it). The peer boon is a program of
this package around the crate, see boon.rs.

    python3 tests/bench/compare.py [--bodies 1000000] [--rounds 5] [--work target/bench]
"""

import argparse
import datetime
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
PEERS = HERE / "peers"
SMALL_FILES = 2_000
# The slow peers run once: their times, in seconds, are long enough to be steady.
LONG = 20.0
# What is quicker than this, in seconds, runs several times in a round, in turn with the others.
SHORT = 3.0
REPEATS = 3


def run(command, **options):
    """Runs a preparation step; its output is shown only where it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        **options,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stdout.strip()[-300:]}")
    return done.stdout


def latency(command, line, bodies=300, pause=0.01):
    """The longest time in milliseconds from a body that is written to a pipe to its line of output."""
    child = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    seen = []
    reader = threading.Thread(target=lambda: seen.extend(time.perf_counter() for _ in child.stdout))
    reader.start()
    written = []
    for _ in range(bodies):
        written.append(time.perf_counter())
        child.stdin.write(line)
        child.stdin.flush()
        time.sleep(pause)
    child.stdin.close()
    reader.join()
    child.wait()
    if len(seen) != bodies:
        raise RuntimeError(f"{len(seen)} of {bodies} bodies came out of the pipe")
    return 1000 * max(then - before for before, then in zip(written, seen))


def measure(command, piped=None):
    """Seconds of wall clock and of processors, peak memory in MB, and exit status of one run.

    The peak is at least that of this script, which the child is for a moment."""
    command = [str(part) for part in command]
    feeder = None
    stdin = subprocess.DEVNULL
    if piped:
        feeder = subprocess.Popen(["cat", str(piped)], stdout=subprocess.PIPE)
        stdin = feeder.stdout
    start = time.perf_counter()
    child = subprocess.Popen(
        command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if feeder:
        feeder.stdout.close()
        feeder.wait()
    work = usage.ru_utime + usage.ru_stime
    return seconds, work, usage.ru_maxrss / 1024, child.returncode


def build(kind, name):
    """Builds a program of this package and says where it is."""
    run(["cargo", "build", "--release", "--locked", kind, name], cwd=TOP)
    release = Path(os.environ.get("CARGO_TARGET_DIR", TOP / "target")) / "release"
    return release / name if kind == "--bin" else release / "examples" / name


def fetch_jq(work):
    if not shutil.which("jq"):
        run(["apt-get", "install", "-y", "jq"])
    return {"jq": shutil.which("jq")}


def fetch_jaq(work):
    root = work / "cargo"
    binary = root / "bin" / "jaq"
    if not binary.exists():
        run(["cargo", "install", "--locked", "--root", root, "jaq"])
    return {"jaq": binary}


def fetch_boon(work):
    return {"boon": build("--example", "boon")}


def venv(folder, package):
    """The programs of a virtual environment with one package."""
    if not (folder / "done").exists():
        run([sys.executable, "-m", "venv", "--clear", folder])
        run([folder / "bin" / "pip", "install", package])
        (folder / "done").touch()
    return folder / "bin"


def fetch_duckdb(work):
    return {"python": venv(work / "duckdb", "duckdb") / "python"}


def fetch_check_jsonschema(work):
    found = venv(work / "check-jsonschema", "check-jsonschema")
    return {"check-jsonschema": found / "check-jsonschema"}


def node_modules(folder, package):
    """The modules of a folder with one package and what it needs."""
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        run(["npm", "install", "--prefix", folder, package])
        (folder / "done").touch()
    return folder / "node_modules"


def fetch_sourcemeta(work):
    modules = node_modules(work / "sourcemeta", "@sourcemeta/jsonschema")
    return {"jsonschema": modules / ".bin" / "jsonschema"}


def fetch_ajv(work):
    modules = node_modules(work / "ajv", "ajv")
    return {"node": shutil.which("node"), "modules": modules}


FETCHES = [
    fetch_jq,
    fetch_jaq,
    fetch_boon,
    fetch_duckdb,
    fetch_check_jsonschema,
    fetch_sourcemeta,
    fetch_ajv,
]


def fetch(work):
    """All peers that can be had, and the reasons for those that cannot."""
    tools, missing = {}, []
    for step in FETCHES:
        try:
            tools.update(step(work))
        except (OSError, RuntimeError) as error:
            missing.append(f"{step.__name__.removeprefix('fetch_')}: {error}")
    return tools, missing


def make_corpus(goalpost, work, bodies):
    """The files that are read, each made once for a number of bodies and a version."""
    # With the commit, so that another build makes its own.
    version = "-".join(run([goalpost, "--version"]).split()[1:]).replace("(", "").replace(")", "")
    folder = work / f"corpus-{version}-{bodies}"
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "clean": [],
        "broken": ["--defects", "2%"],
        "warned": ["--mutate", "decimal-as-string"],
        "info": ["--mutate", "money-precision", "--defects", "45%"],
    }
    for name, arguments in files.items():
        path = folder / f"{name}.jsonl"
        run([goalpost, "sample", "--count", bodies, "-o", path, *arguments])
        files[name] = path
    files["log"] = folder / "app.log"
    if not files["log"].exists():
        with files["clean"].open(encoding="utf-8") as lines, files["log"].open("w") as log:
            for number, line in enumerate(lines):
                log.write(f"2026-11-25T10:00:00Z INFO worker-{number % 8}: started\n")
                log.write(f"2026-11-25T10:00:00Z INFO worker-{number % 8}: got {line}")
    small = folder / "small"
    if not small.exists():
        small.mkdir()
        lines = files["clean"].open(encoding="utf-8")
        for number, line in zip(range(SMALL_FILES), lines):
            (small / f"{number:05}.json").write_text(line, encoding="utf-8")
    files["small"] = small
    # Nothing is still being written to the disk while times are taken.
    os.sync()
    return files


def history_exists(goalpost):
    return "\n  history " in run([goalpost, "--help"])


def works(goalpost, tools, files):
    """Rows: what it is, what it reads, the command, a file to pipe in."""
    clean, small, info = files["clean"], files["small"], files["info"]
    schema = PEERS / "goal.schema.json"
    smalls = sorted(small.iterdir())
    check = [goalpost, "check", "--format"]
    rows = [
        ("goalpost check", "clean", [goalpost, "check", clean], None),
        ("goalpost check", "broken", [goalpost, "check", files["broken"]], None),
        ("goalpost check, concise", "warned", [*check, "concise", files["warned"]], None),
        ("goalpost check --jobs 1", "clean", [goalpost, "check", "-j", "1", clean], None),
        ("goalpost check, from a pipe", "clean", [goalpost, "check", "-"], clean),
        ("goalpost check, jsonl", "warned", [*check, "jsonl", files["warned"]], None),
        ("goalpost check, with snippets", "warned", [*check, "text", files["warned"]], None),
        ("goalpost show --format jsonl", "clean", [goalpost, "show", "--format=jsonl", clean], None),
        ("goalpost check", "info", [goalpost, "check", "--format=concise", info], None),
        ("goalpost show --format jsonl", "info", [goalpost, "show", "--format=jsonl", info], None),
        ("goalpost show --format csv", "info", [goalpost, "show", "--format=csv", info], None),
        ("goalpost check", "log", [goalpost, "check", files["log"]], None),
        ("goalpost stats", "clean", [goalpost, "stats", clean], None),
        ("goalpost sample", "clean", [goalpost, "sample", "--count", files["bodies"]], None),
        ("goalpost check", "small", [goalpost, "check", small], None),
    ]
    if history_exists(goalpost):
        rows.append(
            ("goalpost history --summary", "clean", [goalpost, "history", "--summary", clean], None)
        )
    peers = [
        ("DuckDB, typed read", "clean", ["python", PEERS / "duckdb_read.py", clean]),
        ("DuckDB, typed read", "info", ["python", PEERS / "duckdb_read.py", info]),
        ("sourcemeta --fast", "clean", ["jsonschema", "validate", "--fast", schema, clean]),
        ("sourcemeta", "clean", ["jsonschema", "validate", schema, clean]),
        ("jq, some rules", "clean", ["jq", "-c", "-f", PEERS / "goal.jq", clean]),
        ("jaq, some rules", "clean", ["jaq", "-c", "-f", PEERS / "goal.jq", clean]),
        ("jaq, only parsing", "clean", ["jaq", "empty", clean]),
        ("ajv", "clean", ["node", PEERS / "ajv_lines.mjs", tools.get("modules"), schema, clean]),
        ("boon", "small", ["boon", schema, *smalls]),
        ("sourcemeta --fast", "small", ["jsonschema", "validate", "--fast", schema, small]),
        ("ajv", "small", ["node", PEERS / "ajv_lines.mjs", tools.get("modules"), schema, *smalls]),
        ("check-jsonschema", "small", ["check-jsonschema", "--schemafile", schema, *smalls]),
    ]
    for name, corpus, command in peers:
        if command[0] in tools:
            rows.append((name, corpus, [tools[command[0]], *command[1:]], None))
    return rows


def measure_all(rows, rounds):
    """The median times of the rounds, the greatest memory, the median work and the last exit
    status of each row."""
    times = [[] for _ in rows]
    works = [[] for _ in rows]
    memory = [0.0] * len(rows)
    status = [0] * len(rows)
    for number in range(rounds):
        runs = [[] for _ in rows]
        for turn in range(REPEATS * len(rows)):
            index = turn % len(rows)
            name, corpus, command, piped = rows[index]
            known = times[index] + runs[index]
            if (known and min(known) > LONG) or (runs[index] and min(runs[index]) > SHORT):
                continue
            label = f"\rround {number + 1} of {rounds}: {name} ({corpus})"
            print(label.ljust(79), end="", file=sys.stderr, flush=True)
            seconds, work, peak, status[index] = measure(command, piped)
            runs[index].append(seconds)
            works[index].append(work)
            memory[index] = max(memory[index], peak)
        for index, seconds in enumerate(runs):
            if seconds:
                times[index].append(statistics.median(seconds))
    print("\r".ljust(80) + "\r", end="", file=sys.stderr)
    return {
        (name, corpus): (
            times[index],
            memory[index],
            statistics.median(works[index]),
            status[index],
        )
        for index, (name, corpus, _, _) in enumerate(rows)
    }


def against(row, base):
    """How many times as long a row took as another: the median over the rounds, in each of which
    they ran soon after one another."""
    return statistics.median(mine / other for mine, other in zip(row[0], base[0]))


def speed(row, size):
    """Megabytes of a corpus in a second."""
    return size / statistics.median(row[0]) / 1e6


def table(results, sizes):
    print(
        f"{'what':31} {'corpus':7} {'seconds':>8} {'cpu s':>8} {'MB/s':>7} "
        f"{'times check':>12} {'peak MB':>8}  exit"
    )
    for (name, corpus), row in results.items():
        base = results["goalpost check", "small" if corpus == "small" else "clean"]
        times, peak, work, status = row
        print(
            f"{name:31} {corpus:7} {statistics.median(times):8.3f} {work:8.3f} "
            f"{speed(row, sizes[corpus]):7.0f} {against(row, base):12.2f} {peak:8.0f}  {status}"
        )


def figures(results, sizes, slowest):
    """What the project promises of itself, each with what was found."""
    check = results["goalpost check", "clean"]

    def ratio(name, corpus="clean", base=check):
        row = results.get((name, corpus))
        return row and against(row, base)

    small = results["goalpost check", "small"]
    history = results.get(("goalpost history --summary", "clean"))
    show = results["goalpost show --format jsonl", "clean"]
    sample = results["goalpost sample", "clean"]
    pipe = results["goalpost check, from a pipe", "clean"]
    warned = ratio("goalpost check, concise", "warned")
    info = results["goalpost check", "info"]
    log = results["goalpost check", "log"]

    def share_of_check(format):
        return against(info, results[f"goalpost show --format {format}", "info"])

    rows = [
        ("check is faster than DuckDB's typed read, times", ">=", 2, ratio("DuckDB, typed read")),
        ("check is faster than sourcemeta --fast, times", ">=", 15, ratio("sourcemeta --fast")),
        ("check is faster than a jq predicate, times", ">=", 30, ratio("jq, some rules")),
        ("2 % broken bodies cost, times clean", "<=", 1.3, ratio("goalpost check", "broken")),
        ("a warning on every body costs, times clean", "<=", 3, warned),
        ("peak memory of check, MB", "<=", 64, check[1]),
        ("peak memory of check from a pipe, MB", "<=", 64, pipe[1]),
        ("a body of a slow pipe is told within, ms", "<=", 100, slowest),
        ("small files: faster than boon, times", ">=", 1, ratio("boon", "small", small)),
        ("show --format jsonl, share of check's speed", ">=", 0.5, against(check, show)),
        (
            "with infos, check is faster than DuckDB, times",
            ">=",
            2,
            ratio("DuckDB, typed read", "info", info),
        ),
        ("with infos, show --format jsonl, share of check", ">=", 0.5, share_of_check("jsonl")),
        ("with infos, show --format csv, share of check", ">=", 0.5, share_of_check("csv")),
        ("check of a log, MB/s", ">=", 300, speed(log, sizes["log"])),
        ("peak memory of check of a log, MB", "<=", 64, log[1]),
        ("sample, MB/s", ">=", 200, speed(sample, sizes["clean"])),
        ("history --summary, MB/s", ">=", 400, history and speed(history, sizes["clean"])),
    ]
    print(f"\n{'figure':50} {'wanted':>8} {'found':>8}")
    for name, sign, wanted, found in rows:
        if found is None:
            print(f"{name:50} {sign} {wanted:5} {'-':>8}  not measured")
            continue
        met = found >= wanted if sign == ">=" else found <= wanted
        print(f"{name:50} {sign} {wanted:5} {found:8.2f}  {'met' if met else 'MISSED'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bodies", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=Path, default=TOP / "target" / "bench")
    arguments = parser.parse_args()
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    goalpost = build("--bin", "goalpost")
    tools, missing = fetch(work)
    files = make_corpus(goalpost, work, arguments.bodies)
    sizes = {name: path.stat().st_size for name, path in files.items() if path.is_file()}
    sizes["small"] = sum(path.stat().st_size for path in files["small"].iterdir())
    files["bodies"] = arguments.bodies
    results = measure_all(works(goalpost, tools, files), arguments.rounds)
    today = datetime.date.today().isoformat()
    print(
        f"{today}, {os.cpu_count()} processors, {arguments.bodies:,} bodies "
        f"({sizes['clean'] / 1e6:.0f} MB), {SMALL_FILES:,} small files, "
        f"median of up to {arguments.rounds} rounds\n"
    )
    table(results, sizes)
    line = files["clean"].open("rb").readline()
    figures(results, sizes, latency([goalpost, "show", "--format=jsonl", "-"], line))
    for reason in missing:
        print(f"left out: {reason}")


if __name__ == "__main__":
    main()
