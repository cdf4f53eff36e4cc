#!/usr/bin/env python3
"""How much of real repositories is known, and why the rest is not.

    shares.py [--driftline PROGRAM] [--reasons N] FOLDER...

Runs `driftline show --all --json` on each folder and counts attributes: the leaves of inputs, locals, backends,
providers, resources' arguments and outputs. An empty list or map is a leaf. A row a repository:

    known      written in the repository, or computed from what is
    default    known, and rests on a module's default
    likely     unknown, with a likely value
    partly     a text of which pieces are known; a list or map that may hold more (counted once, besides what it holds)
    unknown    nothing decides it
    hidden     sensitive: never printed, so not told apart

What is partly known, likely or unknown has a reason; a second table groups these. `unsupported` is what driftline does
not evaluate; the program exits with 1 when that is over 1% of a repository's attributes. With --reasons the N most
frequent ones of each group that a person could act on are printed.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys

STATES = ["known", "default", "likely", "partly", "unknown", "hidden"]
CLASSES = [
    "missing-file", "applied", "environment", "command", "secret", "no-source", "unset", "volatile", "bound",
    "refused", "not seen", "unsupported",
]
# Kinds of gaps, by the group they count in. What Terragrunt or Terraform would refuse is the repository's fault.
KINDS = {
    "unsupported": "unsupported", "evaluation": "refused", "refused": "refused", "syntax": "refused",
    "ignored-file": "missing-file", "module-source": "no-source", "remote": "no-source", "bound": "bound",
    "unreadable": "not seen",
}
MOST = 0.01


class Counts:
    def __init__(self):
        self.kinds = collections.Counter()
        self.states = collections.Counter()
        self.classes = collections.Counter()
        self.follows = 0
        self.reasons = collections.defaultdict(collections.Counter)
        self.gaps = collections.Counter()
        self.kind_of = {}

    def configuration(self, one):
        self.kinds[one["kind"]] += 1
        for gap in one["gaps"]:
            self.gaps[gap["kind"]] += 1
            self.kind_of[gap["message"]] = gap["kind"]
        parts = [one["inputs"], one["locals"], one["outputs"]]
        parts += [resource["attributes"] for resource in one["resources"]]
        parts += [provider["config"] for provider in one["providers"]]
        parts += [one["backend"]["config"]] if "backend" in one else []
        for part in parts:
            self.node(part)

    def node(self, node):
        if "sensitive" in node or "omitted" in node:
            self.states["hidden"] += 1
        elif "unknown" in node:
            self.because("likely" if "likely" in node["unknown"] else "unknown", node["unknown"])
        elif "text" in node:
            hole = next(piece["unknown"] for piece in node["text"] if isinstance(piece, dict))
            self.because("partly", hole)
        elif "map" in node or "list" in node:
            inner = list(node["map"].values()) if "map" in node else node["list"]
            rest = [node["rest"]] if "rest" in node else []
            for one in inner:
                if "many" in one:
                    rest.append(one["many"])
                else:
                    self.node(one)
            if rest:
                self.because("partly", rest[0])
            elif not inner:
                self.known(node)
        else:
            self.known(node)

    def known(self, node):
        rests = "default" in node.get("marks", []) or "overridable" in node.get("marks", [])
        self.states["default" if rests else "known"] += 1

    def because(self, state, unknown):
        self.states[state] += 1
        self.follows += "follows" in unknown
        group = unknown["class"]
        if group == "gap":
            reason = unknown["reason"]
            own = "driftline does not" in reason or "does not evaluate" in reason
            group = "unsupported" if own else KINDS.get(self.kind_of.get(reason), "not seen")
        self.classes[group] += 1
        self.reasons[group][unknown["reason"]] += 1


def run(program, folder):
    counts = Counts()
    command = [program, "show", "--all", "--json", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        for line in process.stdout:
            if line.startswith('{"version"') or line.startswith("]}"):
                continue
            counts.configuration(json.loads(line.rstrip("\n").removesuffix(",")))
    return counts if process.returncode == 0 else None


def share(count, total):
    return f"{100 * count / total:.1f}" if total else "-"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--driftline", default="driftline")
    parser.add_argument("--reasons", type=int, default=0)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    rows = []
    for folder in arguments.folders:
        counts = run(arguments.driftline, folder)
        if counts is None:
            print(f"{folder}: driftline could not run", file=sys.stderr)
        else:
            rows.append((folder.resolve().name, counts))

    print("| repository | units | modules | attributes | " + " | ".join(f"{s} %" for s in STATES) + " |")
    print("|---" * (4 + len(STATES)) + "|")
    for name, c in rows:
        total = sum(c.states.values())
        cells = [name, c.kinds["unit"], c.kinds["module"], total] + [share(c.states[s], total) for s in STATES]
        print("| " + " | ".join(map(str, cells)) + " |")
    print("\nReasons, in % of all attributes (`follows`: how many rest on another unknown value):\n")
    print("| repository | " + " | ".join(CLASSES) + " | follows |")
    print("|---" * (2 + len(CLASSES)) + "|")
    worst = 0.0
    for name, c in rows:
        total = sum(c.states.values())
        cells = [name] + [share(c.classes[g], total) for g in CLASSES] + [share(c.follows, total)]
        print("| " + " | ".join(cells) + " |")
        worst = max(worst, c.classes["unsupported"] / total if total else 0)
    if arguments.reasons:
        for name, c in rows:
            print(f"\n{name}: gaps {dict(sorted(c.gaps.items()))}")
            for group in [g for g in CLASSES if g != "applied"]:
                for reason, count in c.reasons[group].most_common(arguments.reasons):
                    print(f"  {group} {count}: {reason}")
    sys.exit(1 if worst > MOST or len(rows) < len(arguments.folders) else 0)


if __name__ == "__main__":
    main()
