#!/usr/bin/env python3
"""Variables and outputs of module models, held against the real modules at their tags.

    variables.py check  MIRRORS [MODEL...]    the models' variables and outputs against every tag of their ranges
    variables.py write  MIRRORS MODEL...      variables.tf and outputs.tf of models, from the last tag of their ranges
    variables.py ranges MIRRORS NAME [MAJOR]  where inside each major a type or a default changes

MIRRORS is a folder of git repositories (bare or not) named `terraform-aws-modules+terraform-aws-NAME`, with or without
a folder `repo` inside, or `terraform-aws-NAME`. MODEL is `NAME` or `NAME/LABEL`, as under
rules/modules/terraform-aws-modules. Standard library and git only.

`write` takes names, types, defaults, `nullable` and `sensitive`, and what each output names. An output whose value needs
something that the model does not declare keeps what outputs.tf says, else it is written as unmodelled: write main.tf
first. An output that main.tf declares stays there. Nothing else is taken over.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODELS = HERE.parent.parent / "rules" / "modules" / "terraform-aws-modules"


# --- HCL, as far as variables.tf and outputs.tf need it ---------------------------------------------------------------

TOKEN = re.compile(
    r"(?P<comment>#[^\n]*|//[^\n]*|/\*.*?\*/)"
    r"|(?P<heredoc><<-?(?P<tag>\w+)\n.*?\n[ \t]*(?P=tag)(?=\n|$))"
    r"|(?P<string>\")"
    r"|(?P<newline>\n)"
    r"|(?P<space>[ \t\r]+)"
    r"|(?P<word>[A-Za-z_][\w-]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<operator>=>|==|!=|<=|>=|&&|\|\||\.\.\.|.)",
    re.S,
)


def string_end(text, at):
    """The end of the quoted template that starts at `at`, interpolations included."""
    at += 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == '"':
            return at + 1
        elif text[at : at + 2] in ("${", "%{"):
            depth, at = 1, at + 2
            while depth:
                if text[at] == '"':
                    at = string_end(text, at)
                    continue
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
        else:
            at += 1
    return at


def tokens(text):
    """Tokens without comments and spaces, as (kind, text)."""
    out, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        kind, end = match.lastgroup, match.end()
        if match.group("heredoc"):
            kind = "heredoc"
        if kind == "string":
            end = string_end(text, at)
        if kind not in ("comment", "space"):
            out.append((kind, text[at:end]))
        at = end
    return out


OPEN, CLOSE = "([{", ")]}"


def body(stream):
    """Attributes and blocks of a body, given its tokens: (name, tokens of the value), (kind, labels, tokens inside)."""
    attributes, blocks, at = {}, [], 0
    while at < len(stream):
        kind, text = stream[at]
        if kind == "newline":
            at += 1
            continue
        if at + 1 < len(stream) and stream[at + 1] == ("operator", "="):
            value, depth, at = [], 0, at + 2
            while at < len(stream) and not (depth == 0 and stream[at][0] == "newline"):
                depth += (stream[at][1] in OPEN) - (stream[at][1] in CLOSE) if stream[at][0] == "operator" else 0
                value.append(stream[at])
                at += 1
            attributes[text] = value
            continue
        labels, at = [], at + 1
        while at < len(stream) and stream[at] != ("operator", "{"):
            labels.append(stream[at][1].strip('"'))
            at += 1
        start, depth, at = at + 1, 1, at + 1
        while at < len(stream) and depth:
            depth += (stream[at][1] in OPEN) - (stream[at][1] in CLOSE) if stream[at][0] == "operator" else 0
            at += 1
        blocks.append((text, labels, stream[start : at - 1]))
    return attributes, blocks


def canonical(value):
    """An expression without layout: what is compared."""
    if value is None:
        return None
    out = []
    for i, (kind, text) in enumerate(value):
        if kind == "newline":
            # A line break separates the items of objects and tuples as a comma does.
            last = out[-1] if out else ","
            out.append("," if last not in (",", "{", "[", "(") else "")
            out = [o for o in out if o]
            continue
        if text in CLOSE and out and out[-1] == ",":
            out.pop()
        if text == ":" and out:
            text = "="
        out.append(text.strip() if kind == "heredoc" else text)
    # `key = value` and `"key" = value` are the same in objects.
    out = [t.strip('"') if t.startswith('"') and out[i + 1 : i + 2] == ["="] else t for i, t in enumerate(out)]
    return " ".join(out)


def layout(value):
    """An expression as text, for `terraform fmt` to lay out: line breaks kept, comments gone, one space between words."""
    lines, line = [], ""
    for i, (kind, text) in enumerate(value):
        if kind == "newline":
            if line.strip() and line.strip() != ",":
                lines.append(line)
            elif line.strip() == "," and lines:
                lines[-1] += ","
            line = ""
            continue
        before = value[i - 1] if i else None
        tight = (
            not line
            or text in (",", ")", "]", ".", "...")
            or (before and before[1] in ("(", "[", ".", "!"))
            or (text == "(" and before and before[0] == "word" and before[1] not in ("in", "if", "for"))
            or (text == "[" and before and (before[0] == "word" and before[1] not in ("in", "if") or before[1] in "])"))
        )
        line += text if tight else " " + text
    lines.append(line)
    return "\n".join(lines)


# --- Modules ----------------------------------------------------------------------------------------------------------


class Mirror:
    """A module's repository."""

    def __init__(self, mirrors, name):
        names = [f"terraform-aws-modules+terraform-aws-{name}/repo", f"terraform-aws-modules+terraform-aws-{name}"]
        paths = [Path(mirrors) / n for n in names + [f"terraform-aws-{name}"]]
        self.path = next((p for p in paths if p.exists()), None)
        if not self.path:
            sys.exit(f"no mirror of {name} in {mirrors}")
        self.cache = {}

    def git(self, *arguments):
        done = subprocess.run(["git", "-C", self.path, *arguments], capture_output=True, text=True)
        return done.stdout if done.returncode == 0 else ""

    def tags(self):
        """Releases with their numbers, oldest first."""
        found = [(tuple(int(n) for n in m.groups()), m.string) for t in self.git("tag").split()
                 if (m := re.fullmatch(r"v?(\d+)\.(\d+)\.(\d+)", t))]
        return sorted(found)

    def read(self, tag, folder):
        """Variables and outputs of a folder: name to {attribute: canonical} with the tokens under `tokens`."""
        prefix = f"{folder}/" if folder else ""
        listing = self.git("ls-tree", tag, prefix or ".")
        variables, outputs = {}, {}
        for line in listing.splitlines():
            (_, kind, digest), path = line.split("\t")[0].split(), line.split("\t")[1]
            if kind != "blob" or not path.endswith(".tf"):
                continue
            if digest not in self.cache:
                self.cache[digest] = declared(self.git("cat-file", "blob", digest))
            variables.update(self.cache[digest][0])
            outputs.update(self.cache[digest][1])
        return variables, outputs

    def folders(self, tag):
        listing = self.git("ls-tree", "-r", "--name-only", tag).splitlines()
        return {str(Path(p).parent) for p in listing if p.startswith("modules/") and p.endswith(".tf") and p.count("/") == 2}


def declared(text):
    variables, outputs = {}, {}
    for kind, labels, inside in body(tokens(text))[1]:
        if kind in ("variable", "output") and labels:
            attributes, _ = body(inside)
            wanted = ("type", "default", "nullable", "sensitive") if kind == "variable" else ("value", "sensitive")
            kept = {n: attributes[n] for n in wanted if n in attributes}
            (variables if kind == "variable" else outputs)[labels[0]] = kept
    return variables, outputs


def resources(folder):
    """What the .tf files of a model's folder declare: `aws_x.y`, `module.z`, `local.n`, `data.a.b`."""
    found = {"terraform_data.unmodelled"}
    for file in sorted(folder.glob("*.tf")):
        if file.name in ("variables.tf", "outputs.tf"):
            continue
        for kind, labels, inside in body(tokens(file.read_text()))[1]:
            if kind == "resource":
                found.add(".".join(labels))
            elif kind == "data":
                found.add("data." + ".".join(labels))
            elif kind == "module":
                found.add("module." + labels[0])
            elif kind == "locals":
                found.update("local." + n for n in body(inside)[0])
    return found


class Model:
    """A module model: its range and the folders of its root and submodules."""

    def __init__(self, path):
        self.path, self.name, self.label = path, path.parent.name, path.name
        text = (path / "model.hcl").read_text()
        self.range = re.search(r'versions\s*=\s*"([^"]+)"', text).group(1)
        left_out = re.search(r"leaves_out\s*=\s*\[([^\]]*)\]", text)
        self.leaves_out = set(re.findall(r'"([^"]+)"', left_out.group(1))) if left_out else set()
        same = re.search(r"same_defaults\s*=\s*\[([^\]]*)\]", text)
        self.same_defaults = set(re.findall(r'"([^"]+)"', same.group(1))) if same else set()
        # Submodules that are modelled for fewer versions.
        self.only = dict(re.findall(r'only "([^"]+)"\s*\{[^}]*versions\s*=\s*"([^"]+)"', text))
        # The model of one submodule stands for others.
        alike = re.findall(r'alike "([^"]+)"\s*\{[^}]*modules\s*=\s*\[([^\]]*)\]', text)
        self.alike = {of: re.findall(r'"([^"]+)"', others) for of, others in alike}
        self.folders = sorted({f.parent for f in path.rglob("main.tf")})

    def covers(self, version, sub=""):
        for part in self.only.get(sub, self.range).split(","):
            operator, numbers = re.fullmatch(r"\s*(>=|<=|!=|<|>|=)?\s*([\d.]+)\s*", part).groups()
            bound = tuple(int(n) for n in numbers.split("."))
            holds = {">=": version >= bound, "<": version < bound, "<=": version <= bound, ">": version > bound,
                     "!=": version != bound}
            if not holds.get(operator, version == bound):
                return False
        return True

    def submodule(self, folder):
        return "" if folder == self.path else str(folder.relative_to(self.path))


def models(wanted):
    found = [Model(p.parent) for p in sorted(MODELS.glob("*/*/model.hcl"))]
    if not wanted:
        return found
    return [m for m in found if m.name in wanted or f"{m.name}/{m.label}" in wanted]


# --- Commands ---------------------------------------------------------------------------------------------------------


def spans(tags, every):
    """Tags as ranges: `v1.0.0..v1.4.0, v1.6.0`."""
    out, run = [], []
    for tag in every + [None]:
        if tag in tags:
            run.append(tag)
        elif run:
            out.append(run[0] if len(run) == 1 else f"{run[0]}..{run[-1]}")
            run = []
    return ", ".join(out)


def check(mirrors, wanted):
    wrong = 0
    for model in models(wanted):
        mirror = Mirror(mirrors, model.name)
        tags = [t for v, t in mirror.tags() if model.covers(v)]
        if not tags:
            sys.exit(f"{model.name}/{model.label}: no tag in {model.range}")
        numbers = {t: v for v, t in mirror.tags()}
        lines = []
        there = {model.submodule(f) for f in model.folders} | {m for others in model.alike.values() for m in others}
        for sub in sorted(mirror.folders(tags[-1]) - there):
            lines.append(("note", f"no model of {sub}"))
        for folder in model.folders:
            sub = model.submodule(folder)
            own = [t for t in tags if model.covers(numbers[t], sub)]
            lines += check_folder(model, folder, mirror, own, sub)
            for other in model.alike.get(sub, []):
                # A variable that the model does not read may differ.
                lines += [l for l in check_folder(model, folder, mirror, tags, other) if "(not read" not in l[1]]
        bad = [line for line in lines if line[0] == "WRONG"]
        wrong += len(bad)
        print(f"{model.name}/{model.label}: {len(tags)} tags, {len(bad)} wrong, {len(lines) - len(bad)} notes")
        for level, line in lines:
            print(f"  {level} {line}")
    print(f"{wrong} wrong" if wrong else "all agree")
    return 1 if wrong else 0


def check_folder(model, folder, mirror, tags, sub):
    own_variables, own_outputs = {}, {}
    for file in sorted(folder.glob("*.tf")):
        made = declared(file.read_text())
        own_variables.update(made[0])
        own_outputs.update(made[1])
    main = "".join(f.read_text() for f in folder.glob("*.tf") if f.name != "variables.tf")
    lines, seen_variables, seen_outputs, differs = [], {}, {}, {}
    for name in sorted(set(re.findall(r"\bvar\.(\w+)", main)) - set(own_variables)):
        lines.append(("WRONG", f"{sub or 'root'}: reads var.{name}, which is not declared"))
    present = []
    for tag in tags:
        variables, outputs = mirror.read(tag, sub)
        if not variables and not outputs:
            continue
        present.append(tag)
        for name in variables:
            seen_variables.setdefault(name, []).append(tag)
        for name in outputs:
            seen_outputs.setdefault(name, []).append(tag)
        for name, real in variables.items():
            own = own_variables.get(name)
            if own is None:
                continue
            for attribute in ("type", "default", "nullable", "sensitive"):
                a, b = canonical(real.get(attribute)), canonical(own.get(attribute))
                plain = {"type": (None, "any"), "nullable": (None, "true"), "sensitive": (None, "false")}.get(attribute, ())
                if a != b and not (a in plain and b in plain):
                    differs.setdefault((name, attribute, a), []).append(tag)
    where = f"{sub}: " if sub else ""
    if not present:
        return [("WRONG", f"{where}not in any tag")]
    last = present[-1]
    for name in sorted(set(seen_variables) - set(own_variables)):
        level = "WRONG"
        lines.append((level, f"{where}variable {name} of {spans(seen_variables[name], present)} is missing"))
    for name in sorted(set(own_variables) - set(seen_variables)):
        lines.append(("WRONG", f"{where}variable {name} is in no tag"))
    for (name, attribute, real), where_tags in sorted(differs.items(), key=str):
        read = re.search(rf"\bvar\.{re.escape(name)}\b", main)
        own_default = canonical(own_variables[name].get("default"))
        # Where there is no default, the caller says it; an absent list is as good as an empty one.
        empty = (None, "null", "[ ]", "{ }", '""')
        alike = attribute == "default" and (real is None or (real in empty and own_default in empty))
        alike = alike or name in model.same_defaults
        level = "WRONG" if last in where_tags or (attribute == "default" and read and not alike) else "note"
        own = canonical(own_variables[name].get(attribute))
        used = "" if read else " (not read by the model)"
        lines.append((level, f"{where}{attribute} of {name}{used}: {own} here, {real} in {spans(where_tags, present)}"))
    for name in sorted(set(seen_outputs) - set(own_outputs)):
        lines.append(("WRONG", f"{where}output {name} of {spans(seen_outputs[name], present)} is missing"))
    for name in sorted(set(own_outputs) - set(seen_outputs)):
        lines.append(("WRONG", f"{where}output {name} is in no tag"))
    return lines


def write(mirrors, wanted):
    for model in models(wanted):
        mirror = Mirror(mirrors, model.name)
        tags = [t for v, t in mirror.tags() if model.covers(v)]
        for folder in model.folders:
            sub = model.submodule(folder)
            variables, outputs = {}, {}
            own = [t for v, t in mirror.tags() if model.covers(v) and model.covers(v, sub)]
            # The last tag decides; what an earlier tag of the range had besides is still accepted.
            for tag in reversed(own):
                more, out = mirror.read(tag, sub)
                variables = variables | {n: v for n, v in more.items() if n not in variables}
                outputs = outputs | {n: v for n, v in out.items() if n not in outputs}
            write_folder(folder, variables, outputs, model.leaves_out)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull}}
        subprocess.run(["terraform", "fmt", "-recursive", str(model.path)], check=True, **quiet)


def write_folder(folder, variables, outputs, left_out):
    text = []
    for name, attributes in variables.items():
        inner = "".join(f"  {n} = {layout(v)}\n" for n in ("type", "default", "nullable", "sensitive")
                        if (v := attributes.get(n)) and not (n == "sensitive" and canonical(v) == "false")
                        and not (n == "nullable" and canonical(v) == "true"))
        text.append(f'variable "{name}" {{\n{inner}}}\n')
    (folder / "variables.tf").write_text("\n".join(text))
    own = resources(folder)
    by_hand = declared((folder / "main.tf").read_text())[1]
    before = declared((folder / "outputs.tf").read_text())[1] if (folder / "outputs.tf").exists() else {}
    text = []
    for name, attributes in outputs.items():
        if name in by_hand:
            continue
        value = attributes.get("value") or [("word", "null")]
        modelled = references(value) <= own
        if not modelled and name in before and references(before[name]["value"]) <= own:
            # What stands in a module of its own there, stands here in this one: said by hand.
            value, modelled = before[name]["value"], True
        modelled = modelled and f"output.{name}" not in left_out
        shown = layout(value) if modelled else "terraform_data.unmodelled.id"
        secret = "  sensitive = true\n" if canonical(attributes.get("sensitive")) == "true" else ""
        text.append(f'output "{name}" {{\n  value = {shown}\n{secret}}}\n')
    if text:
        (folder / "outputs.tf").write_text("\n".join(text))


NAMED = re.compile(r"(?<![\w.])(data\.[a-z]\w*\.\w+|module\.\w+|local\.\w+|(?:aws|random|null|tls|time|terraform|local|external|kubernetes|http)_\w+\.\w+)")


def references(value):
    """What an expression names, bound names of `for` left out."""
    text = " ".join(t for _, t in value).replace(" . ", ".").replace(" .", ".").replace(". ", ".")
    return set(NAMED.findall(text))


def ranges(mirrors, name, major=None):
    mirror = Mirror(mirrors, name)
    before, last = {}, None
    for version, tag in mirror.tags():
        if major and version[0] != int(major):
            continue
        now = {}
        for sub in ["", *sorted(mirror.folders(tag))]:
            for variable, attributes in mirror.read(tag, sub)[0].items():
                now[(sub, variable)] = {n: canonical(attributes.get(n)) for n in ("type", "default", "nullable")}
        if last and last[0] == version[0]:
            for key in sorted(set(before) | set(now)):
                a, b = before.get(key), now.get(key)
                if a == b:
                    continue
                label = "//".join(filter(None, key))
                if a and b:
                    parts = [f"{n}: {a[n]} -> {b[n]}" for n in a if a[n] != b[n]]
                    print(f"{tag} {label} {'; '.join(parts)}")
                elif a:
                    print(f"{tag} {label} removed")
                elif key[0] in {k[0] for k in before}:
                    print(f"{tag} {label} added, default {b['default']}")
        elif not last or last[0] != version[0]:
            print(f"== {tag}: {len(now)} variables, modules: {', '.join(sorted({k[0] for k in now} - {''})) or 'none'}")
        before, last = now, version


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["check", mirrors, *wanted]:
            sys.exit(check(mirrors, wanted))
        case ["write", mirrors, *wanted] if wanted:
            write(mirrors, wanted)
        case ["ranges", mirrors, name, *major]:
            ranges(mirrors, name, *major[:1])
        case _:
            sys.exit(__doc__)
