#!/usr/bin/env python3
"""Records what the real Terragrunt answers to the cases of every folder beside this file.

A folder is one repository. Its `cases.json` maps a case's name to what is asked:

  run      `render` (the default): `terragrunt render --json` in the folder `at`
           `find`: `terragrunt find --json --dependencies`
           `apply`: the unit `at` is applied too, and the answer is its outputs: what reaches a module, and what it makes of
           that; the module has no providers
           `stack`: `terragrunt stack generate`, then `render --json` in every unit that came out
  at       the folder it is run in, inside the repository
  apply    units that are applied first, so that their outputs are in state
  env      environment variables
  flags    more flags
  unknown  what Terragrunt can only know by running, asking or looking outside: a path into the answer, to why ours is
           unknown there (`tests/conformance_terragrunt.rs` reads this)
  newer    it needs a Terragrunt after v1.1.3: that of TG_NEWER answers, and without one the answer stays as it is
  gap      a text that ours says, where Terragrunt refuses, or where both read the file and one of them complains

The answers go to `answers.json`: {"answer": ...}, or {"error": the last lines it said}. The place of the checkout
is written `/repo`.

    record.py            every folder
    record.py NAME ...   these folders

It needs `terragrunt` and `terraform` on PATH (or TG and TG_TF_PATH), `git`, and no network: the modules have no providers.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
TG = os.environ.get("TG", "terragrunt")
BASE = {
    "PATH": os.environ["PATH"],
    "HOME": "/nowhere",
    "TF_CLI_CONFIG_FILE": os.devnull,
    "CHECKPOINT_DISABLE": "1",
    "TG_TF_PATH": os.environ.get("TG_TF_PATH", shutil.which("terraform") or "tofu"),
    "TG_NON_INTERACTIVE": "true",
    "TG_NO_COLOR": "true",
    "TG_TELEMETRY_TRACE_EXPORTER": "none",
    "AWS_EC2_METADATA_DISABLED": "true",
    "GIT_CONFIG_GLOBAL": os.devnull,
}
NOT_FILES = ("cases.json", "answers.json")


def ask(args, cwd, env):
    return subprocess.run([env.get("TG_PROGRAM", TG), *args], cwd=cwd, env=env, capture_output=True, text=True, timeout=300)


def said(done, root):
    """The lines of an error, without times and places of this run."""
    lines = []
    for line in done.stderr.splitlines():
        found = re.match(r"^\d\d:\d\d:\d\d\.\d+ +(\w+) +(.*)$", line)
        if found and found.group(1) not in ("ERROR", "WARN"):
            continue
        line = (found.group(2) if found else line).strip()
        if line:
            line = line.replace(str(root), "/repo").replace(BASE["TG_TF_PATH"], "terraform")
            lines.append(re.sub(r"(\.terragrunt-cache)/[\w-]+/[\w-]+", r"\1", line))
    return "\n".join(lines[-6:])


def clean(value, root):
    if isinstance(value, str):
        return value.replace(str(root), "/repo")
    if isinstance(value, list):
        return [clean(v, root) for v in value]
    if isinstance(value, dict):
        return {clean(k, root): clean(v, root) for k, v in value.items()}
    return value


def rendered(done):
    """What was rendered; before it may come what commands printed."""
    lines = done.stdout.splitlines()
    start = max((i for i, line in enumerate(lines) if line.startswith("{")), default=0)
    return json.loads("\n".join(lines[start:]))


def render(at, flags, env, root):
    done = ask(["render", "--json", *flags], at, env)
    try:
        return {"answer": clean(rendered(done), root)}
    except ValueError:
        return {"error": said(done, root) or "it said nothing"}


def units_below(root):
    """Units that a stack generated."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in (".terragrunt-cache", ".git"))
        path = pathlib.Path(folder)
        generated = ".terragrunt-stack" in path.parts or ".terragrunt-stack-origin" in files
        if any(f in files for f in ("terragrunt.hcl", "terragrunt.hcl.json")):
            yield path, generated


def answer(folder, name, case):
    with tempfile.TemporaryDirectory() as work:
        root = pathlib.Path(work).resolve() / "repo"
        shutil.copytree(folder, root, ignore=shutil.ignore_patterns(*NOT_FILES, ".terragrunt-cache"), symlinks=True)
        subprocess.run(["git", "init", "-q", "."], cwd=root, check=True, env=BASE)
        env = dict(BASE, **case.get("env", {}))
        if case.get("newer"):
            if "TG_NEWER" not in os.environ:
                return json.loads((folder / "answers.json").read_text())[name]
            env["TG_PROGRAM"] = os.environ["TG_NEWER"]
        at = root / case.get("at", "")
        flags = case.get("flags", [])

        def apply():
            for unit in case.get("apply", []):
                done = ask(["run", "--", "apply", "-auto-approve"], root / unit, env)
                if done.returncode != 0:
                    sys.exit(f"{folder.name}/{name}: {unit} cannot be applied:\n{done.stderr}")

        run = case.get("run", "render")
        if run != "stack":
            apply()
        if run == "render":
            return render(at, flags, env, root)
        if run == "apply":
            done = ask(["run", *flags, "--", "apply", "-auto-approve"], at, env)
            if done.returncode != 0:
                return {"error": said(done, root)}
            done = ask(["run", *flags, "--", "output", "-json"], at, env)
            outputs = rendered(done)
            return {"answer": clean({name: output["value"] for name, output in outputs.items()}, root)}
        if run == "find":
            done = ask(["find", "--json", "--dependencies", *flags], at, env)
            if done.returncode != 0:
                return {"error": said(done, root)}
            return {"answer": clean(json.loads(done.stdout or "[]"), root)}
        before = {path for path, _ in units_below(root)}
        done = ask(["stack", "generate", *flags], at, env)
        if done.returncode != 0:
            return {"error": said(done, root)}
        apply()
        out = {}
        for path, _ in sorted(units_below(root)):
            if path not in before:
                made = render(path, flags, env, root)
                out[str(path.relative_to(root))] = made["answer"] if "answer" in made else made
        return {"answer": out}


def main():
    names = sys.argv[1:] or sorted(p.parent.name for p in HERE.glob("*/cases.json"))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = {}
        for name in names:
            cases = json.loads((HERE / name / "cases.json").read_text())
            jobs[name] = {case: pool.submit(answer, HERE / name, case, asked) for case, asked in cases.items()}
        for name, answers in jobs.items():
            made = {case: job.result() for case, job in answers.items()}
            text = json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True)
            (HERE / name / "answers.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
