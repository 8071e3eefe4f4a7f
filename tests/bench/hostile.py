#!/usr/bin/env python3
"""Measures what hostile bytes cost, beside clean bytes of the same form.

Builds goalpost, and for each kind of hostile input runs `check` over so many bytes of it, over
twice as many and over clean ones of the same form in turn. Prints nanoseconds a byte, how many
times that of clean bytes, how many times as long twice the bytes took, and peak memory. Corpora
are made in the work folder, one kind at a time.

    python3 tests/bench/hostile.py [--megabytes 64] [--rounds 5] [--format concise] [WORD]...

With words, only the kinds with all of them in their name.
"""

import argparse
import base64
import datetime
import json
import os
import re
import statistics
import subprocess
from pathlib import Path

from compare import TOP, build, measure

# What is wanted: times a clean byte, times as long for twice the bytes, megabytes of memory.
WANTED = (3.0, 2.2, 64)
# So many different bodies are made, of which a corpus repeats those that are not more bytes.
BODIES = 2_000
MOST = 2 << 20


def value(field, raw):
    """A change of a body: these bytes as the value of a field."""
    found = re.compile(rb'("%s":)("(?:[^"\\]|\\.)*"|[^,}]*)' % field.encode())
    return lambda body, _: found.sub(lambda match: match[1] + raw, body, count=1)


def name(text):
    """A change of a body: the goal's name, without escapes."""
    return value("name", json.dumps(text, ensure_ascii=False).encode())


def extra(members):
    """A change of a body: more members at the end of the goal."""
    return lambda body, _: body[:-2] + members + b"}}"


def cut(body, number):
    """A change of a body: less of it, each time by another length."""
    return body[: 1 + number * 37 % (len(body) - 1)]


def every_other(change):
    return lambda body, number: change(body, number) if number % 2 else body


broken = every_other(lambda body, _: body[:-2] + b",}}")


def array_as_goal(body, _):
    return body.replace(b'"goal":{', b'"goal":[{')[:-1] + b"]}"


def quoted(body):
    return json.dumps(body.decode("utf-8", "replace")).encode()


def enveloped(before, encode, after):
    """A form: one envelope a line, with the body in it."""
    return lambda body: before + encode(body) + after + b"\n"


def request(length=None):
    """A form: a request with the body, and with this as its Content-Length, or the true one."""
    head = b"POST /hook HTTP/1.1\r\nHost: example.com\r\nContent-Length: %s\r\n\r\n%s\r\n"
    return lambda body: head % (length or b"%d" % len(body), body)


def chunked(size=None):
    """A form: a request with the body in one chunk, and with this as its size, or the true one."""
    head = b"POST /hook HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n%s\r\n0\r\n\r\n"
    return lambda body: head % (size or b"%x" % len(body), body)


def followed_by(separator):
    return lambda body: body + separator


def indented(body):
    return re.sub(rb'([{,])(?=["}])', rb"\1\n  ", body) + b"\n"


line = followed_by(b"\n")
# Forms of captures: what stands before all bodies, and how each is written.
FORMS = {
    "lines": (b"", line),
    "indented": (b"", indented),
    "array": (b"[", followed_by(b",\n")),
    "http": (b"", request()),
    "chunked": (b"", chunked()),
    "csv": (b"id,payload\n", lambda body: b'7,"%s"\n' % body.replace(b'"', b'""')),
    "log": (b"", lambda body: b"2026-11-24T03:00:00.000Z INFO webhook body=%s\n" % body),
    "sqs": (b"", enveloped(b'{"messageId":"m","receiptHandle":"h","body":', quoted, b"}")),
    "gateway": (b"", enveloped(b'{"httpMethod":"POST","headers":{},"body":', quoted, b"}")),
    "pubsub": (
        b"",
        enveloped(b'{"message":{"messageId":"1","data":"', base64.b64encode, b'"}}'),
    ),
    "utf-16": (
        b"\xff\xfe",
        lambda body: (body.decode("utf-8", "replace") + "\n").encode("utf-16-le"),
    ),
}

# Hostile bodies: their form, what is changed in each, and how each is written if not as usual.
CHANGED = {
    "framing: every other broken": ("lines", broken, None),
    "framing: an open string": ("lines", every_other(lambda body, _: body[:-40]), None),
    "framing: an open brace": ("lines", every_other(lambda body, _: body[:-1]), None),
    "framing: indented, every other broken": ("indented", broken, None),
    "framing: array, every other broken": ("array", broken, None),
    "framing: commas between": ("lines", None, followed_by(b",")),
    "framing: CRLF": ("lines", None, followed_by(b"\r\n")),
    "framing: CR": ("lines", None, followed_by(b"\r")),
    "framing: U+2028": ("lines", None, followed_by("\u2028".encode())),
    "framing: NUL": ("lines", None, followed_by(b"\0")),
    "framing: text between": ("lines", None, followed_by(b"\nsome words\n")),
    "truncation: cut anywhere": ("lines", cut, None),
    "encoding: invalid UTF-8 in a name": ("lines", value("name", b'"a\xffb"'), None),
    "encoding: overlong in a name": ("lines", value("name", b'"a\xc0\xafb"'), None),
    "encoding: a surrogate in a name": ("lines", value("name", b'"a\xed\xa0\x80b"'), None),
    "encoding: Latin-1 in a name": ("lines", value("name", b'"f\xfcr"'), None),
    "encoding: invalid UTF-8 in a key": ("lines", extra(b',"k\xff":1'), None),
    "encoding: UTF-16, every other broken": ("utf-16", broken, None),
    "numbers: 1e400": ("lines", value("amount", b"1e400"), None),
    "numbers: 1e-400": ("lines", value("amount", b"1e-400"), None),
    "numbers: 30 digits": ("lines", value("amount", b"1" * 30), None),
    "numbers: 2^63": ("lines", value("revision", b"9223372036854775808"), None),
    "numbers: -0": ("lines", value("amount", b"-0"), None),
    "numbers: 01": ("lines", value("amount", b"01"), None),
    "numbers: +1": ("lines", value("amount", b"+1"), None),
    "numbers: .5": ("lines", value("amount", b".5"), None),
    "numbers: NaN": ("lines", value("amount", b"NaN"), None),
    "types: an array as the goal": ("lines", array_as_goal, None),
    "types: the number of a decoder": (
        "lines",
        value("amount", b'{"$serde_json::private::Number":"1"}'),
        None,
    ),
    "types: a number as user_id": ("lines", value("user_id", b"128372140"), None),
    "keys: a duplicate": ("lines", extra(b',"amount":1'), None),
    "keys: an escaped duplicate": ("lines", extra(b',"\\u0061mount":1'), None),
    "keys: a look-alike": ("lines", extra(',"\u0430mount":1'.encode()), None),
    "keys: empty": ("lines", extra(b',"":1'), None),
    "keys: __proto__": ("lines", extra(b',"__proto__":{}'), None),
    "depth: 100 levels in metadata": ("lines", value("metadata", b"[" * 100 + b"]" * 100), None),
    "depth: 200 levels in metadata": ("lines", value("metadata", b"[" * 200 + b"]" * 200), None),
    "depth: brackets as text in metadata": ("lines", value("metadata", quoted(b"[" * 3000)), None),
    "terminal: ESC in a name": ("lines", value("name", b'"\\u001b[31mred\\u001b[0m"'), None),
    "terminal: a raw ESC in a name": ("lines", value("name", b'"\x1b[31mred\x1b[0m"'), None),
    "terminal: bidi in a name": ("lines", name("\u202e" * 20), None),
    "terminal: zero width in a name": ("lines", name("a\u200bb" * 10), None),
    "terminal: tag characters in a name": ("lines", name("\U000e0041" * 20), None),
    "terminal: 10,000 combining marks": ("lines", name("e" + "\u0301" * 10_000), None),
    "terminal: wide CJK": ("lines", name("\u6771\u4eac" * 20), None),
    "terminal: emoji families": ("lines", name("\U0001f468\u200d\U0001f469" * 10), None),
    "CI logs: commands in a name": ("lines", name("::error::x ##[error]y ##vso[z]"), None),
    "spreadsheets: a formula as a name": ("lines", name("=HYPERLINK(1)"), None),
    "http: Content-Length too small": ("http", None, request(b"3")),
    "http: Content-Length too large": ("http", None, request(b"99999")),
    "http: Content-Length negative": ("http", None, request(b"-1")),
    "http: Content-Length huge": ("http", None, request(b"9" * 30)),
    "http: Content-Length twice": ("http", None, request(b"3\r\nContent-Length: 9")),
    "http: every other broken": ("http", broken, None),
    "http: chunks of a bad size": ("chunked", None, chunked(b"zz")),
    "http: chunks of a huge size": ("chunked", None, chunked(b"f" * 15)),
    "envelopes: CSV, every other broken": ("csv", broken, None),
    "envelopes: a log, every other broken": ("log", broken, None),
    "envelopes: SQS, every other broken": ("sqs", broken, None),
    "envelopes: Pub/Sub, every other broken": ("pubsub", broken, None),
    "envelopes: API Gateway, every other broken": ("gateway", broken, None),
}


def after_a_body(unit):
    return lambda body: (body + b"\n", unit, b"")


def in_a_body(before, unit, after):
    """One body that is as long as the corpus, by a member of its goal."""
    return lambda body: (body[:-2] + before, unit, after + b"}}\n")


# The same again and again, as one body or as many: a start, what is repeated, and an end.
REPEATED = {
    "nothing: blank lines": lambda body: (b"", b"\n", b""),
    "nothing: blanks": lambda body: (b"", b" ", b""),
    "framing: NUL at the end": after_a_body(b"\0"),
    "framing: a log of words": after_a_body(b"hello there world\n"),
    "numbers: one of many digits": in_a_body(b',"amount":1', b"9", b""),
    "keys: one of many letters": in_a_body(b',"', b"k", b'":1'),
    "keys: many in one body": in_a_body(b"", b',"unknown":1', b""),
    "depth: open brackets on one line": lambda body: (b"", b"[", b"\n"),
    "depth: lines of 100,000 open brackets": lambda body: (b"", b"[" * 100_000 + b"\n", b""),
    "depth: open objects on one line": lambda body: (b"", b'{"a":', b"\n"),
    "depth: one name of many letters": in_a_body(b',"name":"', b"a", b'"'),
    "depth: one line of bodies": lambda body: (b"", body, b"\n"),
    "http: headers": lambda body: (b"POST / HTTP/1.1\r\n", b"X-A: b\r\n", b"\r\n" + body),
    "algorithms: a finding for two bytes": lambda body: (b"", b"1\n", b""),
    "algorithms: lines of open braces": lambda body: (b"", b"{\n", b""),
    "algorithms: 900 unknown keys each": lambda body: (
        b"",
        body[:-2] + b"".join(b',"unknown_%d":1' % number for number in range(900)) + b"}}\n",
        b"",
    ),
}


def parts(kind, bodies):
    """The start, the repeated part and the end of the corpus of a kind or a form."""
    if kind in REPEATED:
        return REPEATED[kind](bodies[0])
    form, change, write = CHANGED.get(kind, (kind, None, None))
    start, usual = FORMS[form]
    repeated = bytearray()
    for number, body in enumerate(bodies):
        if len(repeated) >= MOST:
            break
        repeated += (write or usual)(change(body, number) if change else body)
    return start, bytes(repeated), b""


def make(path, size, start, repeated, end):
    """Writes so many bytes of a corpus; what is held is small, for a child begins as its parent."""
    repeated *= max(1, (1 << 20) // len(repeated))
    with path.open("wb") as file:
        file.write(start)
        for _ in range(max(1, size // len(repeated))):
            file.write(repeated)
        file.write(end)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--format", default="concise")
    parser.add_argument("--goalpost", type=Path, help="another build to measure")
    parser.add_argument("--work", type=Path, default=TOP / "target" / "bench")
    parser.add_argument("words", nargs="*", metavar="WORD")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    goalpost = arguments.goalpost or build("--bin", "goalpost")
    command = [goalpost, "check", "--format", arguments.format]
    sample = [goalpost, "sample", "--count", str(BODIES)]
    bodies = subprocess.run(sample, stdout=subprocess.PIPE, check=True).stdout.splitlines()
    size = arguments.megabytes << 20
    clean, once, twice = (arguments.work / f"hostile-{which}" for which in ("clean", "once", "twice"))
    forms = {kind: form for kind, (form, _, _) in CHANGED.items()}
    forms |= {kind: "http" if kind.startswith("http") else "lines" for kind in REPEATED}
    kinds = [kind for kind in forms if all(word in kind for word in arguments.words)]

    print(
        f"{datetime.date.today()}, {os.cpu_count()} processors, {arguments.megabytes} MiB of each, "
        f"median of {arguments.rounds} rounds, --format {arguments.format}\n\n"
        f"{'kind':44} {'ns/byte':>8} {'times clean':>12} {'twice':>7} {'peak MB':>8}   exit"
    )
    over = [0, 0, 0]
    for kind in kinds:
        make(clean, size, *parts(forms[kind], bodies))
        made = parts(kind, bodies)
        make(once, size, *made)
        make(twice, 2 * size, *made)
        os.sync()
        runs = []
        for _ in range(arguments.rounds):
            base, single, double = (measure([*command, path]) for path in (clean, once, twice))
            cost = single[0] / once.stat().st_size
            runs.append(
                (
                    cost * 1e9,
                    cost / (base[0] / clean.stat().st_size),
                    double[0] / single[0],
                    double[2],
                )
            )
        costs, *rest, peaks = zip(*runs)
        found = [*map(statistics.median, rest), max(peaks)]
        marks = [" *"[value > wanted] for value, wanted in zip(found, WANTED)]
        over = [count + (mark == "*") for count, mark in zip(over, marks)]
        print(
            f"{kind:44} {statistics.median(costs):8.2f} {found[0]:12.2f}{marks[0]} "
            f"{found[1]:6.2f}{marks[1]} {found[2]:7.0f}{marks[2]}   {double[3]}",
            flush=True,
        )
    print(
        f"\n* more than wanted: {over[0]} of {len(kinds)} kinds cost over {WANTED[0]:g} times clean "
        f"bytes, {over[1]} take over {WANTED[1]:g} times as long for twice the bytes, "
        f"{over[2]} take over {WANTED[2]} MB"
    )
    for path in (clean, once, twice):
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
