#!/usr/bin/env python3
"""Runs the real Terragrunt and driftline on every unit below a directory and prints how far they agree.

    compare.py DIR [DIR ...] [--show N] [--flags "..."] [--modern] [--state] [--env NAME=VALUE]

Each key of `terragrunt render --json` counts (those of `inputs` and `locals` each on their own):
  equal    both give the same value
  unknown  ours is unknown, wholly or in part, because something outside of the files decides it, and equal in the rest
  beyond   Terragrunt, which has no state here, shows a mock or nothing; ours is the output of the module itself
  differs  anything else

Units that Terragrunt cannot render (no network, no account, no state, a file that is not there) are counted apart,
with the error; so are files that other units only include, and units that need `values` nobody gives. DIR is copied, made
a repository of its own, and the real program gets a stand-in for Terraform without any state, one for the account of
AWS, and a text for every environment variable it wants: nothing is downloaded or applied. With --modern, attributes that
Terragrunt 1.0 has given up are left out of the copy. With --state, the stand-in knows the outputs that ours evaluates, and a
text for every other one: what Terragrunt makes of the outputs is then compared too.
It needs `terragrunt` on PATH (or TG), and cargo.
"""
import collections
import concurrent.futures
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

import record

HERE = pathlib.Path(__file__).parent
PROJECT = HERE.parent.parent.parent
ROOT = "compared-by-driftline"
GONE = re.compile(r"^(skip|retryable_errors|retry_max_attempts|retry_sleep_interval_sec)\s*=\s*(\[[^]]*\]|.*)$", re.M)
FITS = {"no source", "applied", "environment", "command", "secret", "missing file", "unset", "volatile"}
STAND_IN = """#!/bin/sh
case "$*" in
  *version*) echo "Terraform v1.11.4" ;;
  *output*) cat "${PWD%%/.terragrunt-cache*}/.outputs-by-driftline.json" 2>/dev/null || echo "{}" ;;
esac
"""


def program():
    """Our evaluation: the test that prints what it makes of a directory."""
    args = ["cargo", "test", "-q", "--test", "conformance_terragrunt", "--no-run", "--message-format=json"]
    done = subprocess.run(args, cwd=PROJECT, capture_output=True, text=True)
    made = [json.loads(line).get("executable") for line in done.stdout.splitlines() if line.startswith("{")]
    found = [path for path in made if path and "conformance_terragrunt" in path]
    return found[-1] if found else sys.exit(done.stderr)


def ours(root, variables):
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        env = dict(os.environ, DRIFTLINE_DUMP=str(root), DRIFTLINE_DUMP_TO=out.name)
        env["DRIFTLINE_DUMP_ENV"] = json.dumps(variables)
        done = subprocess.run([PROGRAM, "--ignored", "dump"], cwd=PROJECT, env=env, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
        return json.load(open(out.name))


def unknowns(value):
    """The reasons of what is unknown anywhere in a value."""
    if isinstance(value, dict):
        if "$unknown" in value:
            return {(value["$unknown"], value["$why"])}
        return set().union(*(unknowns(v) for v in value.values()), set())
    if isinstance(value, list):
        return set().union(*(unknowns(v) for v in value), set())
    return set()


def agrees(theirs, mine):
    """Whether what is known of ours is right."""
    if isinstance(mine, dict) and "$unknown" in mine:
        return True
    if isinstance(theirs, dict) and isinstance(mine, dict):
        known = {k: v for k, v in mine.items() if k != "$rest"}
        missing = set(theirs) - set(known)
        return set(known) <= set(theirs) and (not missing or "$rest" in mine) and all(
            agrees(theirs[k], v) for k, v in known.items()
        )
    if isinstance(theirs, list) and isinstance(mine, list):
        many = any(isinstance(v, dict) and "$unknown" in v for v in mine)
        if len(theirs) != len(mine):
            return many
        return all(agrees(a, b) for a, b in zip(theirs, mine))
    if isinstance(theirs, bool) != isinstance(mine, bool):
        return False
    if isinstance(theirs, (int, float)) and isinstance(mine, (int, float)):
        return float(theirs) == float(mine)
    return theirs == mine


def first(theirs, mine, path=""):
    """The first place inside of two values where they differ."""
    if isinstance(theirs, dict) and isinstance(mine, dict) and "$unknown" not in mine:
        for key in sorted(set(theirs) | set(mine)):
            if key == "$rest":
                continue
            if key not in mine or key not in theirs:
                return f"{path}.{key}", theirs.get(key, "(nothing)"), mine.get(key, "(nothing)")
            if not agrees(theirs[key], mine[key]):
                return first(theirs[key], mine[key], f"{path}.{key}")
    if isinstance(theirs, list) and isinstance(mine, list) and len(theirs) == len(mine):
        for index, (a, b) in enumerate(zip(theirs, mine)):
            if not agrees(a, b):
                return first(a, b, f"{path}.{index}")
    return path, theirs, mine


def cty_type(value):
    """The type of a JSON value, as Terraform writes it down."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, list):
        return ["tuple", [cty_type(v) for v in value]]
    if isinstance(value, dict):
        return ["object", {k: cty_type(v) for k, v in value.items()}]
    return "string" if isinstance(value, str) else "dynamic"


def filled(value, text):
    """A value with something in place of all that is unknown."""
    if isinstance(value, dict):
        return text if "$unknown" in value else {k: filled(v, text) for k, v in value.items() if k != "$rest"}
    return [filled(v, text) for v in value] if isinstance(value, list) else value


def state(path, outputs, names, mocks):
    """What `terraform output` says of a unit: the outputs that ours knows; for others a mock of that name, or a text."""
    values = {}
    for name in set(outputs) - {"$rest"} | (names if "$rest" in outputs else set()):
        value = outputs.get(name, {"$unknown": ""})
        if value is not None:
            text = f"output {name} of {path}"
            wholly = isinstance(value, dict) and "$unknown" in value
            values[name] = mocks.get(name, text) if wholly else filled(value, text)
    return {k: {"sensitive": False, "type": cty_type(v), "value": v} for k, v in values.items()}


def keys(theirs, mine):
    """The pairs to be judged."""
    for key in sorted(set(theirs) | {k for k in mine if k != "$rest"}):
        if key not in mine and "$rest" in mine:
            yield key, theirs.get(key), mine["$rest"]
            continue
        a, b = theirs.get(key), mine.get(key)
        if key in ("inputs", "locals") and isinstance(a, dict) and isinstance(b, dict) and "$unknown" not in b:
            for inner in sorted(set(a) | (set(b) - {"$rest"})):
                if inner not in b and "$rest" in b:
                    yield f"{key}.{inner}", a[inner], b["$rest"]
                else:
                    yield f"{key}.{inner}", a.get(inner, "(nothing)"), b.get(inner, "(nothing)")
        else:
            yield key, a, b


def leaves(value):
    if isinstance(value, dict):
        return [leaf for v in value.values() for leaf in leaves(v)]
    if isinstance(value, list):
        return [leaf for v in value for leaf in leaves(v)]
    return [json.dumps(value)]


def only_mocked(theirs, mine, mocks):
    """Whether all that differs is a mock, or nothing, where ours has the output of the module itself."""
    if isinstance(theirs, dict) and isinstance(mine, dict) and "$unknown" not in mine and set(theirs) == set(mine):
        return all(agrees(theirs[k], mine[k]) or only_mocked(theirs[k], mine[k], mocks) for k in theirs)
    if isinstance(theirs, list) and isinstance(mine, list) and len(theirs) == len(mine):
        return all(agrees(a, b) or only_mocked(a, b, mocks) for a, b in zip(theirs, mine))
    if isinstance(theirs, str) and isinstance(mine, str):
        # A text that a mock is a part of.
        pattern = re.escape(theirs)
        for mock in sorted((json.loads(m) for m in mocks), key=lambda m: -len(str(m))):
            if isinstance(mock, str) and len(mock) > 2:
                pattern = pattern.replace(re.escape(mock), ".*")
        return pattern != re.escape(theirs) and re.fullmatch(pattern, mine, re.S) is not None
    stood_in = [leaf for leaf in leaves(theirs) if leaf in mocks or leaf in ('""', "null") or leaf.startswith('"output ')]
    return bool(mocks) and len(stood_in) == len(leaves(theirs))


def judge(a, b, mocks):
    reasons = unknowns(b)
    if not agrees(a, b) and only_mocked(a, b, mocks):
        return "beyond", reasons
    # What cannot be had of a dependency, `render` shows as the empty text; any other command refuses it.
    if a == "" and isinstance(b, dict) and "$unknown" in b:
        return "unknown", reasons
    if not agrees(a, b):
        return "differs", reasons
    if reasons:
        fits = all(word in FITS or "Terragrunt's own list" in why for word, why in reasons)
        return ("unknown" if fits else "differs"), reasons
    return "equal", reasons


def compare(directory, show, flags, modern, with_state, variables, account):
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work).resolve()
        root = work / ROOT
        shutil.copytree(directory, root, symlinks=True, ignore=shutil.ignore_patterns(".git", ".terragrunt-cache"))
        subprocess.run(["git", "init", "-q", "."], cwd=root, env=record.BASE, check=True)
        for file in root.rglob("*.hcl"):
            if modern and file.is_file():
                text = file.read_text(errors="replace")
                if GONE.search(text):
                    file.write_text(GONE.sub("", text))
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
        for args in (["add", "-fA"], [*identity, "commit", "-qm", "x"]):
            subprocess.run(["git", *args], cwd=root, env=record.BASE, check=True)
        stand_in = work / "terraform"
        stand_in.write_text(STAND_IN)
        stand_in.chmod(0o755)
        env = dict(
            record.BASE,
            TG_TF_PATH=str(stand_in),
            GIT_TERMINAL_PROMPT="0",
            GIT_ALLOW_PROTOCOL="file",
            AWS_ENDPOINT_URL=account,
            AWS_ACCESS_KEY_ID="x",
            AWS_SECRET_ACCESS_KEY="x",
            AWS_REGION="us-east-1",
            **variables,
        )
        mine = ours(root, variables)
        texts = [f.read_text(errors="replace") for f in root.rglob("*.hcl") if f.is_file()]
        of_stacks = " ".join(f.read_text(errors="replace") for f in root.rglob("*.stack.hcl") if f.is_file())
        names = {name for text in texts for name in re.findall(r"outputs\.([A-Za-z_][\w-]*)", text)}
        mocks = {}
        for unit in mine["units"].values():
            for dependency in ((unit["rendered"] or {}).get("dependency") or {}).values():
                given = dependency.get("mock_outputs") if isinstance(dependency, dict) else None
                known = given.items() if isinstance(given, dict) and not unknowns(given) else ()
                mocks.update((name, value) for name, value in known if value is not None)
        for path, unit in mine["units"].items() if with_state else ():
            if (root / path).is_dir():
                text = json.dumps(state(path, unit["outputs"], names, mocks)).replace(mine["root"], str(root))
                (root / path / ".outputs-by-driftline.json").write_text(text)
        for file in sorted(root.rglob("terragrunt.stack.hcl")):
            if ".terragrunt-stack" not in file.parts and file.exists():
                record.ask(["stack", "generate", *flags], file.parent, env)
        done = record.ask(["find", "--json", "--include", *flags], root, env)
        try:
            found = [c for c in json.loads(done.stdout) if c["type"] == "unit"]
        except ValueError:
            return print(f"{directory.name}: terragrunt find refuses: {record.said(done, root)[:300]}")
        included = {path for c in found for path in c.get("include", {}).values()}

        def render(unit):
            own = dict(env)
            for _ in range(20):
                done = record.ask(["render", "--json", *flags], root / unit["path"], own)
                try:
                    return record.rendered(done), None
                except ValueError:
                    missing = re.search(r"Required environment variable (\S+) - not found", done.stderr)
                    if not missing or missing.group(1) in own:
                        return None, record.said(done, root)
                    own[missing.group(1)] = f"value-of-{missing.group(1)}"
            return None, "too many environment variables"

        counts, reasons, differs, refused, silent = collections.Counter(), collections.Counter(), [], [], []
        units = collections.Counter()
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for unit, (answer, error) in zip(found, pool.map(render, found)):
                path = "" if unit["path"] == "." else unit["path"]
                if answer is None:
                    refused.append((path, error))
                    own = mine["units"].get(path)
                    if own and not own["said"] and not unknowns(own["rendered"]):
                        silent.append((path, error))
                    continue
                if path not in mine["units"]:
                    file = f"{path}/terragrunt.hcl".lstrip("/")
                    source = pathlib.PurePath(path).name
                    if file in included or "values." in (root / file).read_text() or source and source in of_stacks:
                        units["parents and templates"] += 1
                    else:
                        units["not a unit of ours"] += 1
                        differs.append((path, "(unit)", "rendered", "not a unit"))
                        counts["differs"] += 1
                    continue
                units["rendered"] += 1
                text = json.dumps(mine["units"][path]["rendered"])
                own = json.loads(text.replace(mine["root"], str(root)))
                dependencies = answer.get("dependency", {})
                mocks = {leaf for d in dependencies.values() for leaf in [*leaves(d.get("mock_outputs")), '""']}
                for key, a, b in keys(answer, own):
                    verdict, why = judge(a, b, mocks)
                    counts[verdict] += 1
                    reasons.update(word for word, _ in why)
                    if verdict == "differs":
                        inside, a, b = first(a, b)
                        differs.append((path, key + inside, a, b))
    total = sum(counts.values())
    share = 100 * (total - counts["differs"]) / total if total else 0
    print(
        f"{directory.name}: {units['rendered']} units, {total} keys: {counts['equal']} equal, {counts['unknown']} unknown, "
        f"{counts['beyond']} beyond, {counts['differs']} differ: {share:.2f} % agree; {len(refused)} units refused by terragrunt, "
        f"{len(silent)} of them without a word from ours, "
        f"{units['parents and templates']} parents and templates"
    )
    for path, key, a, b in differs[:show]:
        print(f"  {path}: {key}\n    terragrunt {json.dumps(a)[:300]}\n    ours       {json.dumps(b)[:300]}")
    why = collections.Counter(error.splitlines()[-1][-160:] if error else "" for _, error in refused)
    for path, error in silent[:show]:
        print(f"  {path}: ours says nothing, terragrunt {error[-300:]!r}")
    for error, count in why.most_common(show):
        print(f"  refused {count}: {error}")
    return counts


class Account(http.server.BaseHTTPRequestHandler):
    """Says which account it is, as AWS does."""

    def do_POST(self):
        body = (
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/x</Arn>"
            "<UserId>X</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


def main():
    global PROGRAM
    PROGRAM = os.environ.get("DRIFTLINE_DUMP_PROGRAM") or program()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Account)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    account = f"http://127.0.0.1:{server.server_port}"
    args, show, flags = sys.argv[1:], 10, []
    modern = "--modern" in args
    with_state = "--state" in args
    args = [arg for arg in args if arg not in ("--modern", "--state")]
    if "--show" in args:
        at = args.index("--show")
        show = int(args[at + 1])
        del args[at : at + 2]
    variables = {}
    while "--env" in args:
        at = args.index("--env")
        name, value = args[at + 1].split("=", 1)
        variables[name] = value
        del args[at : at + 2]
    if "--flags" in args:
        at = args.index("--flags")
        flags = args[at + 1].split()
        del args[at : at + 2]
    total = collections.Counter()
    for name in args:
        total.update(compare(pathlib.Path(name), show, flags, modern, with_state, variables, account) or {})
    if len(args) > 1 and sum(total.values()):
        print(f"all: {dict(total)}: {100 - 100 * total['differs'] / sum(total.values()):.2f} % agree")


if __name__ == "__main__":
    main()
