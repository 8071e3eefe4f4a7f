#!/usr/bin/env python3
"""Runs goalpost over a partitioned archive with Apache Spark, and compares with a single run.

Each partition is a list of the archive's files. Spark's `pipe` hands the names to xargs, which
hands them to goalpost, so the bytes reach goalpost as they are, and findings name their own file.
`history` needs all deliveries of a goal in one place: there the bodies are unwrapped by
`show --format jsonl`, brought together by goal guid in the order of the archive, and piped in.

    pip install pyspark                       # Java 17 must be there
    python3 tests/spark/archive.py ARCHIVE [--goalpost PATH] [--master local[2]]
                                   [--only check,stats,history] [--keep FOLDER]

ARCHIVE is a folder that every worker sees under the same path. Ends with 0 where all results
equal those of a single run, and with 1 where one does not.
"""

import argparse
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zlib import crc32

from pyspark import SparkContext

# Where a delivery stood is another place after the shuffle.
PLACES = {"input", "trail", "body", "line", "column", "end_line", "end_column", "offset"}


def single(goalpost, *arguments, stdin=None):
    """The output lines of one run over everything; findings are no failure."""
    done = subprocess.run(
        [goalpost, *arguments], stdout=subprocess.PIPE, check=True, input=stdin, encoding="utf-8"
    )
    return done.stdout.splitlines()


def on_names(goalpost, *arguments):
    """A command for `pipe` that reads file names and runs goalpost on them."""
    return "xargs -d '\\n' " + shlex.join([goalpost, *arguments])


def is_summary(line):
    return line.startswith('{"summary":')


def added(summaries):
    """Summaries of parts, as that of the whole."""
    total = {}
    for summary in summaries:
        for key, value in summary.items():
            if isinstance(value, dict):
                total[key] = added([total.get(key, {}), value])
            else:
                total[key] = total.get(key, 0) + value
    return dict(sorted(total.items()))


def summary_of(lines):
    return added(json.loads(line)["summary"] for line in lines if is_summary(line))


def check(context, goalpost, files, partitions):
    """Findings of all files as one list, and the sum of their summaries."""
    arguments = ["check", "--format", "jsonl", "--exit-zero"]
    names = context.parallelize(files, partitions)
    parts = names.pipe(on_names(goalpost, *arguments), checkCode=True).collect()
    whole = single(goalpost, *arguments, *files)

    def result(lines):
        findings = sorted(line for line in lines if not is_summary(line))
        return [*findings, json.dumps(summary_of(lines))]

    return result(parts), result(whole)


def stats(context, goalpost, files, partitions):
    """Counts of each partition, merged."""
    arguments = ["stats", "--format", "json"]
    names = context.parallelize(files, partitions)
    parts = names.pipe(on_names(goalpost, *arguments), checkCode=True).glom().collect()
    with tempfile.TemporaryDirectory() as folder:
        saved = []
        for number, lines in enumerate(parts):
            path = Path(folder) / f"{number}.json"
            path.write_text("\n".join(lines), encoding="utf-8")
            saved.append(str(path))
        merged = single(goalpost, "stats", "--merge", "--format", "json", *saved)
    return merged, single(goalpost, *arguments, *files)


def guid(line):
    """The goal that a line of `show --format jsonl --with-source` tells of, whatever its case."""
    found = json.loads(line)["body"]
    for key in ["goal", "guid"]:
        found = found.get(key) if isinstance(found, dict) else None
    return str(found).lower()


def place(line):
    source = json.loads(line)["source"]
    return source["input"], source["line"]


def body(line):
    """The body in a line of `show --format jsonl --with-source`, as it is spelled."""
    return line.split(',"body":', 1)[1][:-1]


def without_places(line):
    """A line of `history` without where deliveries stood; numbers keep their digits."""
    value = json.loads(line, parse_float=lambda digits: {"digits": digits})

    def strip(value):
        if isinstance(value, dict):
            return {key: strip(item) for key, item in value.items() if key not in PLACES}
        return [strip(item) for item in value] if isinstance(value, list) else value

    return json.dumps(strip(value))


def history(context, goalpost, files, partitions):
    """Timelines of all goals, by goal. Rules on all goals of one user need all of these goals
    in one place, and so are left to a run that partitions by user."""
    unwrap = on_names(goalpost, "show", "--format", "jsonl", "--with-source", "--exit-zero")
    arguments = ["history", "--format", "jsonl", "--exit-zero", "--allow", "user"]
    deliveries = context.parallelize(files, partitions).pipe(unwrap, checkCode=True)
    keyed = deliveries.map(lambda line: ((guid(line), *place(line)), line))
    gathered = keyed.repartitionAndSortWithinPartitions(
        partitions, lambda key: crc32(key[0].encode())
    )
    piped = gathered.map(lambda pair: body(pair[1]))
    # A partition without a goal has nothing to tell.
    script = 'read -r first || exit 0; { printf "%s\\n" "$first"; cat; } | "$@"'
    command = shlex.join(["bash", "-c", script, "history", goalpost, *arguments, "-"])
    parts = piped.pipe(command, checkCode=True).collect()
    whole = single(goalpost, *arguments, *files)

    def result(lines):
        return sorted(without_places(line) for line in lines if not is_summary(line))

    return result(parts), result(whole)


JOBS = {"check": check, "stats": stats, "history": history}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--goalpost", default="goalpost")
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--partitions", type=int, default=8)
    parser.add_argument("--only", default=",".join(JOBS))
    parser.add_argument("--keep", type=Path, help="write the results of both runs here")
    arguments = parser.parse_args()
    files = sorted(str(path.resolve()) for path in arguments.archive.rglob("*") if path.is_file())
    goalpost = shutil.which(arguments.goalpost)
    if goalpost is None:
        parser.error(f"--goalpost {arguments.goalpost}: there is no such program")
    goalpost = str(Path(goalpost).resolve())
    context = SparkContext(arguments.master, "goalpost")
    context.setLogLevel("ERROR")
    differs = False
    for name in arguments.only.split(","):
        partitions = min(arguments.partitions, len(files))
        parts, whole = JOBS[name](context, goalpost, files, partitions)
        if arguments.keep:
            arguments.keep.mkdir(parents=True, exist_ok=True)
            (arguments.keep / f"{name}.spark").write_text("\n".join(parts), encoding="utf-8")
            (arguments.keep / f"{name}.single").write_text("\n".join(whole), encoding="utf-8")
        same = parts == whole
        differs |= not same
        verdict = "the same" if same else "DIFFERENT"
        print(f"{name}: {len(files)} files in {partitions} partitions, {len(whole)} lines: {verdict}")
    context.stop()
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
