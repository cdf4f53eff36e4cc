#!/usr/bin/env python3
"""Records what Terraform gives for every expression in cases/*.json, in place.

Each entry is {"expression": ...} with either

- "value", and its "type" where the whole value is known. A number that is no 64-bit integer is {"$number": "its digits"},
  and what Terraform does not know before an apply is {"$unknown": true}; or
- "errors", each with the summary, the detail and the place ([line, column], from 1) inside the expression that
  Terraform reports.

To add a case, add {"expression": "..."} to a file and run this (`--new` records only entries without an answer). Every
expression becomes an output of one configuration beside `files`, and `terraform plan -json` judges them all at once; those
it refuses are recorded and taken out until the rest plans. Nothing is downloaded: `files` needs no provider, and
`terraform_data` is built in.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ENV = dict(os.environ, TF_CLI_CONFIG_FILE=os.devnull, CHECKPOINT_DISABLE="1", NO_COLOR="1", TF_IN_AUTOMATION="1")
BEFORE = 'output "o%d" {\n  sensitive = true\n  value = [\n'
AFTER = "\n]\n}\n"
LINES_BEFORE = BEFORE.count("\n")


def terraform(folder, *args):
    done = subprocess.run(["terraform", *args], capture_output=True, text=True, cwd=folder, env=ENV, timeout=900)
    return done.stdout


def number(text):
    """A number with all its digits: JSON readers would round it."""
    if re.fullmatch(r"-?\d+", text) and abs(int(text)) < 2**63:
        return int(text)
    return {"$number": text}


def read(text):
    return json.loads(text, parse_float=number, parse_int=number)


def with_unknown(value, unknown):
    if unknown is True:
        return {"$unknown": True}
    if isinstance(unknown, list) and isinstance(value, list):
        return [with_unknown(v, unknown[i] if i < len(unknown) else False) for i, v in enumerate(value)]
    if isinstance(unknown, dict):
        keys = dict.fromkeys([*(value or {}), *unknown])
        return {k: with_unknown((value or {}).get(k), unknown.get(k, False)) for k in keys}
    return value


def error(diagnostic):
    place = diagnostic.get("range")
    detail = re.sub(r'^.*serializing output value "o\d+": ', "", diagnostic.get("detail", ""))
    said = {"summary": diagnostic["summary"], "detail": detail}
    if place:
        said["at"] = [place["start"]["line"] - LINES_BEFORE, place["start"]["column"]]
    return said


def record(entries, folder):
    for entry in entries:
        for key in ("value", "type", "errors", "answer"):
            entry.pop(key, None)
    left = {}
    for index, entry in enumerate(entries):
        (folder / f"case_{index}.tf").write_text(BEFORE % index + entry["expression"] + AFTER)
        left[index] = entry
    while True:
        said = {}
        for line in terraform(folder, "plan", "-json", "-out", "plan", "-input=false", "-lock=false").splitlines():
            message = json.loads(line)
            if message.get("type") == "diagnostic" and message["diagnostic"]["severity"] == "error":
                diagnostic = message["diagnostic"]
                name = re.fullmatch(r"case_(\d+)\.tf", diagnostic.get("range", {}).get("filename", ""))
                # A number that is infinite is only refused where the plan is written.
                name = name or re.search(r'serializing output value "o(\d+)"', diagnostic.get("detail", ""))
                if name is None:
                    sys.exit(f"not about an expression: {diagnostic}")
                said.setdefault(int(name[1]), []).append(error(diagnostic))
        if not said:
            break
        for index, errors in said.items():
            left.pop(index)["errors"] = errors
            (folder / f"case_{index}.tf").unlink()
    plan = read(terraform(folder, "show", "-json", "plan"))
    known = plan["planned_values"]["outputs"]
    for index, entry in left.items():
        change = plan["output_changes"][f"o{index}"]
        entry["value"] = with_unknown(change["after"], change["after_unknown"])[0]
        if "type" in known.get(f"o{index}", {}):
            entry["type"] = known[f"o{index}"]["type"][1][0]


def main():
    only_new = sys.argv[1:] == ["--new"]
    for file in sorted((HERE / "cases").glob("*.json")):
        entries = json.loads(file.read_text())
        todo = [e for e in entries if not (only_new and ("value" in e or "errors" in e))]
        if todo:
            with tempfile.TemporaryDirectory() as work:
                # The name of the folder is in error messages.
                folder = pathlib.Path(shutil.copytree(HERE / "files", pathlib.Path(work) / "files"))
                record(todo, folder)
        lines = ",\n".join("  " + json.dumps(e, ensure_ascii=False) for e in entries)
        file.write_text(f"[\n{lines}\n]\n")
        print(f"{file.name}: {len(entries)}, {sum('errors' in e for e in entries)} refused")


if __name__ == "__main__":
    main()
