#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::eval::scope::Dialect;
use crate::source::{FileId, Sources, TreeId};

/// Every function of Terraform v1.11 and v0.15.3, and those that Terragrunt and OpenTofu add and that need no context.
const NAMES: &[&str] = &[
    "abs",
    "abspath",
    "alltrue",
    "anytrue",
    "base64decode",
    "base64encode",
    "base64gzip",
    "base64sha256",
    "base64sha512",
    "basename",
    "bcrypt",
    "ceil",
    "chomp",
    "chunklist",
    "cidrcontains",
    "cidrhost",
    "cidrnetmask",
    "cidrsubnet",
    "cidrsubnets",
    "coalesce",
    "coalescelist",
    "compact",
    "concat",
    "contains",
    "csvdecode",
    "defaults",
    "dirname",
    "distinct",
    "element",
    "endswith",
    "ephemeralasnull",
    "file",
    "filebase64",
    "filebase64sha256",
    "filebase64sha512",
    "fileexists",
    "filemd5",
    "fileset",
    "filesha1",
    "filesha256",
    "filesha512",
    "flatten",
    "floor",
    "format",
    "formatdate",
    "formatlist",
    "indent",
    "index",
    "issensitive",
    "join",
    "jsondecode",
    "jsonencode",
    "keys",
    "length",
    "list",
    "log",
    "lookup",
    "lower",
    "map",
    "matchkeys",
    "max",
    "md5",
    "merge",
    "min",
    "nonsensitive",
    "one",
    "parseint",
    "pathexpand",
    "plantimestamp",
    "pow",
    "range",
    "regex",
    "regexall",
    "replace",
    "reverse",
    "rsadecrypt",
    "sensitive",
    "setintersection",
    "setproduct",
    "setsubtract",
    "setunion",
    "sha1",
    "sha256",
    "sha512",
    "signum",
    "slice",
    "sort",
    "split",
    "startswith",
    "strcontains",
    "strrev",
    "substr",
    "sum",
    "templatefile",
    "templatestring",
    "textdecodebase64",
    "textencodebase64",
    "timeadd",
    "timecmp",
    "timestamp",
    "title",
    "tobool",
    "tolist",
    "tomap",
    "tonumber",
    "toset",
    "tostring",
    "transpose",
    "trim",
    "trimprefix",
    "trimspace",
    "trimsuffix",
    "upper",
    "urldecode",
    "urlencode",
    "uuid",
    "uuidv5",
    "values",
    "yamldecode",
    "yamlencode",
    "zipmap",
];

struct Nothing;

impl Scope for Nothing {
    fn resolve(&self, _: &str, _: &[(Arc<str>, Span)], _: Span, _: &Run<'_>) -> Option<(Value, usize)> {
        None
    }

    fn dialect(&self) -> Dialect {
        Dialect::Terraform
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        (TreeId(0), "".into())
    }
}

fn at() -> Span {
    Span::file_start(FileId::from_index(0))
}

fn strange() -> Vec<Value> {
    let unknown = || Arc::new(Unknown::new(Why::Applied, at()));
    let text = |text: &str| Value::text(text, at());
    let number = |text: &str| Value::number(Number::parse(text).unwrap(), at());
    let hole = || Part::Hole(unknown(), at());
    vec![
        Value::null(at()),
        Value::bool(true, at()),
        number("-1"),
        number("9223372036854775807"),
        number("1e500"),
        number("0.5"),
        text(""),
        text("é%\u{301}/..//[("),
        text("-10.0.0.0/8"),
        text("fd00::/127"),
        text("%-4000d%[9]s%"),
        text("2024-01-01T00:00:00Z"),
        Value::parts([Part::Known("a/b".into(), at()), hole(), Part::Known("\n".into(), at())], at()),
        Value::parts([hole(), hole()], at()),
        Value::unknown(unknown(), at()),
        Value::unknown(Unknown::new(Why::Applied, at()).of(Ty::List), at()),
        Value::list([], at()),
        Value::list([text("b"), number("1"), Value::null(at()), Value::unknown(unknown(), at())], at()),
        Value::new(Kind::List([Item::Many(unknown()), Item::One(text("x"))].into()), at()),
        Value::map([("k", Value::list([text("v")], at())), ("é", Value::null(at()))], at()),
        Value::new(Kind::Map(Arc::new(Map { entries: Box::default(), rest: Some(unknown()) })), at()),
    ]
}

fn apply(name: &str, args: &[Value]) -> (Value, Vec<Gap>) {
    static SOURCES: std::sync::LazyLock<Sources> =
        std::sync::LazyLock::new(|| Sources::from_memory(vec![("live", vec![("a.hcl", "x = 1\n")])]));
    let run = Run::new(&SOURCES);
    let places = vec![at(); args.len()];
    let value = call(&Call { name, name_at: at(), at: at(), places: &places, scope: &Nothing, run: &run }, args);
    (value, run.gaps.take())
}

#[test]
fn every_function_takes_anything() {
    let pool = strange();
    for name in NAMES {
        assert!(find(name).is_some(), "{name}");
        for a in &pool {
            apply(name, std::slice::from_ref(a));
            for b in &pool {
                apply(name, &[a.clone(), b.clone()]);
            }
        }
    }
    // The functions of three arguments and more.
    for name in
        ["cidrsubnet", "cidrsubnets", "format", "lookup", "matchkeys", "range", "replace", "slice", "substr", "merge"]
    {
        for a in &pool {
            for b in &pool {
                for c in &pool {
                    apply(name, &[a.clone(), b.clone(), c.clone()]);
                }
            }
        }
    }
}

#[test]
fn what_differs_at_every_run_is_unknown() {
    for name in ["timestamp", "plantimestamp", "uuid"] {
        let (value, gaps) = apply(name, &[]);
        assert!(matches!(value.why().unwrap().why, Why::Volatile) && gaps.is_empty(), "{name}");
    }
}

#[test]
fn a_function_nobody_knows_is_a_gap_with_its_name() {
    let (value, gaps) = apply("provider::aws::arn_parse", &[Value::text("x", at())]);
    assert!(value.is_unknown());
    assert_eq!(gaps[0].kind, GapKind::Unsupported);
    assert!(gaps[0].message.contains("provider::aws::arn_parse"));
}

#[test]
fn output_is_bounded() {
    let long = Value::text("x".repeat(1 << 20), at());
    let (value, _) = apply("join", &[long.clone(), Value::list(vec![Value::text("", at()); 100], at())]);
    assert!(matches!(value.why().unwrap().root().why, Why::Bound(_)));
    let many = Value::list((0..2000).map(|n| Value::int(n, at())), at());
    let (value, _) = apply("setproduct", &[many.clone(), many]);
    assert!(matches!(value.why().unwrap().root().why, Why::Bound(_)));
    let (value, _) = apply("replace", &[long.clone(), Value::text("x", at()), long]);
    assert!(matches!(value.why().unwrap().root().why, Why::Bound(_)));
}
