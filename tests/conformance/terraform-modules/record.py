#!/usr/bin/env python3
"""Records what `terraform` makes of each folder under `cases/`, in the folder's `recorded.json`.

A case is a root module with whatever it calls. `case.json` in it, when there is one, says `root` (the folder that is
planned, else the case's own) and `apply` (folders that are applied first, for those that read their state).

    python3 record.py            records every case again
    python3 record.py --new      records those that have no recording
    python3 record.py NAME ...   records these

The recording holds the planned value of every output, the planned `input` and `triggers_replace` of every
`terraform_data`, and which outputs are sensitive; `{"(unknown)": true}` stands for what the plan leaves unknown. Where
Terraform refuses the case it holds the errors: their summaries, and `file:line` for those that have a place. Only
`terraform` on PATH is needed: no case uses a provider that is not built in.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).parent
CASES = HERE / "cases"
UNKNOWN = {"(unknown)": True}
ENV = {k: v for k, v in os.environ.items() if not k.startswith("TF_")}
ENV.update(TF_CLI_CONFIG_FILE=os.devnull, CHECKPOINT_DISABLE="1", NO_COLOR="1", TF_IN_AUTOMATION="1")


def terraform(folder, *arguments):
    command = ["terraform", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=ENV, timeout=300)


def errors(text, folder):
    found = []
    for line in text.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        diagnostic = entry.get("diagnostic") if isinstance(entry, dict) else None
        # The first is only the heading of the others.
        if diagnostic and diagnostic["summary"].startswith("Terraform encountered problems during init"):
            continue
        if diagnostic and diagnostic.get("severity") == "error":
            at = None
            if "range" in diagnostic:
                # Terraform writes places from where it runs.
                path = os.path.normpath(os.path.join(folder, diagnostic["range"]["filename"]))
                at = f"{path}:{diagnostic['range']['start']['line']}"
            found.append({"summary": diagnostic["summary"], "at": at})
    unique = []
    for one in found:
        if one not in unique:
            unique.append(one)
    return sorted(unique, key=lambda e: (e["at"] or "", e["summary"]))


def merged(after, unknown):
    if unknown is True:
        return UNKNOWN
    if isinstance(unknown, dict):
        after = dict(after or {})
        for key, inner in unknown.items():
            after[key] = merged(after.get(key), inner)
    if isinstance(unknown, list):
        after = list(after or [])
        after += [None] * (len(unknown) - len(after))
        return [merged(a, u) for a, u in zip(after, unknown)] + after[len(unknown):]
    return after


def record(case):
    settings = case / "case.json"
    settings = json.loads(settings.read_text()) if settings.exists() else {}
    root = settings.get("root", "")
    with tempfile.TemporaryDirectory() as work:
        copy = shutil.copytree(case, pathlib.Path(work) / "case")
        for folder in settings.get("apply", []):
            for command in (["init", "-input=false"], ["apply", "-input=false", "-auto-approve"]):
                done = terraform(copy / folder, *command)
                if done.returncode:
                    sys.exit(f"{case.name}: {done.stderr}")
        place = copy / root
        done = terraform(place, "init", "-input=false", "-json")
        if done.returncode == 0:
            done = terraform(place, "plan", "-input=false", "-json", "-out=plan")
        if done.returncode:
            found = [dict(e, at=e["at"] and relative(e["at"], copy)) for e in errors(done.stdout, place)]
            if not found:
                sys.exit(f"{case.name}: {done.stdout}{done.stderr}")
            return {"errors": found}
        plan = json.loads(terraform(place, "show", "-json", "plan").stdout)
    outputs, sensitive = {}, []
    for name, change in sorted(plan.get("output_changes", {}).items()):
        outputs[name] = merged(change.get("after"), change.get("after_unknown"))
        if change.get("after_sensitive"):
            sensitive.append(name)
    resources = {}
    for change in plan.get("resource_changes", []):
        if change["mode"] != "managed":
            continue
        after = merged(change["change"].get("after"), change["change"].get("after_unknown"))
        kept = {k: after.get(k) for k in ("input", "triggers_replace") if after.get(k) is not None}
        resources[change["address"]] = kept
    return {"outputs": outputs, "sensitive": sensitive, "resources": dict(sorted(resources.items()))}


def relative(at, copy):
    path, line = at.rsplit(":", 1)
    return f"{os.path.relpath(path, copy)}:{line}"


def main():
    cases = sorted(path for path in CASES.iterdir() if path.is_dir())
    chosen = sys.argv[1:]
    if chosen == ["--new"]:
        cases = [case for case in cases if not (case / "recorded.json").exists()]
    elif chosen:
        cases = [case for case in cases if case.name in chosen]

    def one(case):
        made = record(case)
        text = json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True)
        (case / "recorded.json").write_text(text + "\n")
        if "errors" in made:
            print(case.name, made["errors"])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, cases))


if __name__ == "__main__":
    main()
