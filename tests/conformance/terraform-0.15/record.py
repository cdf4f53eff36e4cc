#!/usr/bin/env python3
"""Records what Terragrunt gives for every expression in expressions.json, in place.

Terragrunt's `.hcl` files speak the functions of Terraform v0.15.3, whatever Terraform is installed; Terragrunt itself is
the oracle (`terragrunt` on the PATH, or $TERRAGRUNT). Each entry is {"expression": ...} with either "answer", the text of
`jsonencode(expression)`, or "error", the summary and detail that Terragrunt reports.

To add a case, add {"expression": "..."} and run this. Every expression is one line of `inputs`; those that are refused are
recorded and taken out until the rest renders. Nothing is run or downloaded.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
FILES = HERE.parent / "terraform" / "files"
FILE = HERE / "expressions.json"
PROGRAM = os.environ.get("TERRAGRUNT", "terragrunt")
STAMP = re.compile(r"^\d\d:\d\d:\d\d\.\d+ (ERROR|WARN|INFO|STDOUT)\s?")


def render(folder):
    done = subprocess.run(
        [PROGRAM, "render", "--json", "--no-color", "--non-interactive"],
        capture_output=True, text=True, cwd=folder, timeout=600, env=dict(os.environ, TG_TELEMETRY_TRACE_EXPORTER="none"),
    )
    return done.returncode, done.stdout, done.stderr


def errors(stderr):
    """{line: (summary, detail)} of the first error on each line."""
    found, summary, line, detail = {}, None, None, []

    def close():
        if summary is not None and line is not None:
            found.setdefault(line, (summary, "\n".join(detail).strip()))

    for text in stderr.splitlines():
        stamped = STAMP.match(text)
        body = text[stamped.end():] if stamped else text
        body = body.lstrip(" ") if stamped else body
        if body.startswith("Error: "):
            close()
            summary, line, detail = body[len("Error: "):], None, []
        elif match := re.match(r"on .*terragrunt\.hcl line (\d+)", body):
            line = int(match[1])
        elif re.match(r"\d+:  ", body) or (stamped and stamped[1] == "INFO") or re.match(r"(Failed to parse HCL|/.*terragrunt\.hcl:\d+,)", body):
            continue
        elif summary is not None and line is not None and body:
            detail.append(body)
    close()
    return found


def main():
    entries = json.loads(FILE.read_text())
    locals_ = (FILES / "main.tf").read_text().split("# What is known only")[0].split("variable ")[0]
    left = dict(enumerate(entries))
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(shutil.copytree(FILES, pathlib.Path(work) / "files"))
        (folder / "main.tf").unlink()
        head = merge_locals(locals_) + "\ninputs = {\n"
        first = head.count("\n") + 1
        while True:
            order = list(left)
            body = "".join(f"  c{i} = jsonencode({left[i]['expression']})\n" for i in order)
            (folder / "terragrunt.hcl").write_text(head + body + "}\n")
            code, out, err = render(folder)
            # Some errors are only logged.
            found = {line - first: said for line, said in errors(err).items() if 0 <= line - first < len(order)}
            if not found and code == 0:
                inputs = json.loads(out)["inputs"]
                break
            if not found:
                raise SystemExit(err[:4000])
            for index, (summary, detail) in found.items():
                entry = left.pop(order[index])
                # Neither a stack trace nor where this was recorded is part of the answer.
                detail = detail.split("\ngoroutine ")[0].replace(str(pathlib.Path(work)), "<folder>")
                entry.pop("answer", None)
                entry["error"] = {"summary": summary, "detail": detail}
        for i, entry in left.items():
            entry.pop("error", None)
            entry["answer"] = inputs[f"c{i}"]
    lines = ",\n".join("  " + json.dumps(e, ensure_ascii=False) for e in entries)
    FILE.write_text(f"[\n{lines}\n]\n")
    print(f"{len(entries)}, {sum('error' in e for e in entries)} refused")


def merge_locals(text):
    """One `locals` block of the several that `.tf` allows."""
    return text.replace("}\n\nlocals {\n", "\n")


if __name__ == "__main__":
    main()
