#!/usr/bin/env python3
"""Records the answers of `terraform console` to every expression in expressions.json, in place.

Each entry is {"expression": ..., "answer": ...}: the answer is the text of `jsonencode(expression)`, or null when
Terraform refuses the expression. To add a case, add an entry without an answer and run this. Nothing is downloaded:
the folder `files` declares no providers.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
FILE = HERE / "expressions.json"
ENV = dict(os.environ, TF_CLI_CONFIG_FILE=os.devnull, CHECKPOINT_DISABLE="1", NO_COLOR="1")


def ask(expression, folder):
    done = subprocess.run(
        ["terraform", "console"],
        input=f"jsonencode({expression})\n",
        capture_output=True,
        text=True,
        cwd=folder,
        env=ENV,
        timeout=120,
    )
    answer = done.stdout.strip()
    if "lock" in done.stderr and "state" in done.stderr:
        sys.exit(f"the state is locked: {done.stderr}")
    if done.returncode != 0 or not answer.startswith('"'):
        return None
    # The console prints strings as HCL writes them, which for these answers is JSON with `$` and `%` doubled.
    return json.loads(answer.replace("$${", "${").replace("%%{", "%{"))


def main():
    entries = json.loads(FILE.read_text())
    if len(sys.argv) > 1 and sys.argv[1] == "--new":
        todo = [e for e in entries if "answer" not in e]
    else:
        todo = entries
    # One at a time: the console takes a lock on the folder's state.
    with tempfile.TemporaryDirectory() as work:
        folder = shutil.copytree(HERE / "files", pathlib.Path(work) / "files")
        for entry in todo:
            entry["answer"] = ask(entry["expression"], folder)
    lines = ",\n".join("  " + json.dumps(e, ensure_ascii=False) for e in entries)
    FILE.write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
