#!/usr/bin/env python3
"""Compares ours with the cases that Terraform publishes for its functions, and prints how far they agree.

    published.py CHECKOUT [--dialect terragrunt|terraform]

CHECKOUT is one of hashicorp/terraform: at v0.15.3, whose library Terragrunt's files speak, or at a later version with
`--dialect terraform`. Its `functions_test.go` (in `lang`, or `internal/lang`) is read where it lies and nothing of it is kept:
Terraform's licence is not ours. Values are compared as JSON. It needs cargo.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).parent.parent.parent.parent
TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)|`(?P<raw>[^`]*)`|(?P<text>"(?:\\.|[^"\\])*")|(?P<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"""
    r"""|(?P<name>[A-Za-z_][\w.]*)|(?P<sign>\[\]|[{}()\[\],:+*&=;<>!|-])""",
)


class Dynamic(Exception):
    """A value that only Go knows."""


def tokens(text):
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            yield "other", text[at]
            at += 1
            continue
        at = found.end()
        kind = found.lastgroup
        if kind != "space":
            yield kind, found[kind]


class Reader:
    """Reads the Go values that the table of cases is made of."""

    def __init__(self, text, names):
        self.all, self.at, self.names = list(tokens(text)), 0, names

    def peek(self, ahead=0):
        return self.all[self.at + ahead] if self.at + ahead < len(self.all) else (None, None)

    def next(self):
        self.at += 1
        return self.all[self.at - 1]

    def take(self, sign):
        if self.peek() == ("sign", sign):
            self.at += 1
            return True
        return False

    def want(self, sign):
        if not self.take(sign):
            raise Dynamic(f"{self.peek()} where {sign} was expected")

    def skip(self):
        """Over what is left of an entry, up to the end of its braces."""
        depth = 1
        while depth and self.at < len(self.all):
            kind, text = self.next()
            depth += (kind, text) in (("sign", "{"), ("sign", "(")) or 0
            depth -= (kind, text) in (("sign", "}"), ("sign", ")")) or 0

    def string(self):
        kind, text = self.next()
        if kind == "raw":
            out = text
        elif kind == "text":
            out = json.loads(re.sub(r"\\x(..)", r"\\u00\1", text).replace("\\'", "'"))
        elif kind == "name" and text in self.names:
            out = self.names[text]
        else:
            raise Dynamic(f"{text} is no text")
        return out + self.string() if self.take("+") else out

    def many(self, one):
        out = []
        while not self.take("}"):
            out.append(one())
            if not self.take(","):
                self.want("}")
                break
        return out

    def pair(self):
        key = self.string()
        self.want(":")
        return key, self.value()

    def elements(self):
        self.want("[]")
        self.next()
        self.want("{")
        return self.many(self.value)

    def value(self):
        kind, name = self.next()
        if kind != "name" or not name.startswith("cty."):
            raise Dynamic(f"{name} is computed")
        name = name[4:]
        constant = {"True": True, "False": False, "Zero": 0, "EmptyObjectVal": {}, "EmptyTupleVal": []}
        if name in constant:
            return self.marked(constant[name])
        self.want("(")
        if name in ("StringVal",):
            out = self.string()
        elif name in ("NumberIntVal", "NumberFloatVal"):
            text = self.next()[1]
            out = float(text) if not re.fullmatch(r"-?\d+", text) else int(text)
        elif name == "MustParseNumberVal":
            out = float(self.string())
        elif name == "BoolVal":
            out = self.next()[1] == "true"
        elif name in ("ListVal", "TupleVal", "SetVal"):
            out = self.elements()
            out = sorted(out, key=json.dumps) if name == "SetVal" else out
        elif name in ("ObjectVal", "MapVal"):
            if self.next()[1] != "map":
                raise Dynamic("a map that is computed")
            while not self.take("{"):
                self.next()
            out = dict(self.many(self.pair))
        elif name == "NullVal":
            out, _ = None, self.next()
        elif name in ("ListValEmpty", "SetValEmpty", "MapValEmpty"):
            out, _ = {} if name.startswith("Map") else [], self.next()
        else:
            raise Dynamic(f"cty.{name}")
        self.take(",")
        self.want(")")
        return self.marked(out)

    def marked(self, out):
        while self.peek()[0] == "other" or (self.peek()[0] == "name" and self.peek()[1].startswith("Mark")):
            raise Dynamic("a marked value")
        return out


def cases(checkout):
    folder = next(f for f in (checkout / "lang", checkout / "internal" / "lang") if (f / "functions_test.go").is_file())
    text = (folder / "functions_test.go").read_text()
    names = dict(re.findall(r"(\w+)\s*=\s*`([^`]*)`", text))
    names.update(re.findall(r'(\w+)\s*=\s*"([^"\n]*)"', text))
    start = text.index("}{\n", text.index("func TestFunctions(")) + 1
    reader = Reader(text[start:], names)
    reader.want("{")
    found, computed = [], []
    while not reader.take("}"):
        function = reader.string()
        reader.want(":")
        reader.want("{")
        while not reader.take("}"):
            reader.want("{")
            at = reader.at
            try:
                source = reader.string()
                reader.want(",")
                wanted = reader.value()
                reader.take(",")
                reader.want("}")
                found.append((function, source, wanted))
            except Dynamic as why:
                reader.at = at
                computed.append((function, str(why)))
                reader.skip()
            reader.take(",")
        reader.take(",")
    return folder / "testdata" / "functions-test", found, computed


def same(a, b):
    if isinstance(a, float) or isinstance(b, float):
        return isinstance(a, (int, float)) and isinstance(b, (int, float)) and float(a) == float(b)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return type(a) is type(b) and a == b


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    dialect = sys.argv[sys.argv.index("--dialect") + 1] if "--dialect" in sys.argv else "terragrunt"
    files, found, computed = cases(pathlib.Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as work:
        asked, answered = pathlib.Path(work) / "asked.json", pathlib.Path(work) / "answered.json"
        asked.write_text(json.dumps([source for _, source, _ in found]))
        env = dict(os.environ, DRIFTLINE_ASKED=str(asked), DRIFTLINE_ANSWERED=str(answered))
        env.update(DRIFTLINE_FILES=str(files), DRIFTLINE_DIALECT=dialect)
        args = ["cargo", "test", "-q", "--test", "conformance", "--", "--ignored", "asked"]
        done = subprocess.run(args, cwd=PROJECT, env=env, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
        ours = json.loads(answered.read_text())
    equal, functions = 0, set()
    for (function, source, wanted), mine in zip(found, ours):
        functions.add(function)
        value = json.loads(mine["json"]) if mine["json"] is not None else None
        if mine["json"] is not None and same(wanted, value):
            equal += 1
        else:
            print(f"{function}: {source}\n  wanted {json.dumps(wanted)}\n  ours   {mine['json']} {mine['said']}")
    for function, why in computed:
        print(f"{function}: not compared, {why}")
    print(f"{equal} of {len(found)} cases of {len(functions)} functions agree; {len(computed)} not compared")


if __name__ == "__main__":
    main()
