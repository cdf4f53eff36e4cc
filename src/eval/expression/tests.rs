#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::eval::reason::clause;
use crate::eval::scope::Dialect;
use crate::eval::value_ops::{Lookup, equals};
use crate::source::{FileId, Sources, TreeId};
use crate::syntax::hcl::parse_expression;

const TEXT: &str = "// where values are written, for their places";

fn place(start: u32) -> Span {
    Span { file: FileId::from_index(0), start, end: start + 1 }
}

fn vpc() -> Unknown {
    let owner = Address::new("live", "prod/vpc", "");
    let path = [Step::Key("outputs".into())];
    Unknown::new(Why::NoSource(Absent::Unit("vpc".into())), place(1)).with_what(Ref { owner, path: path.into() })
}

fn missing() -> Unknown {
    Unknown::new(Why::MissingFile("env.hcl".into()), place(2))
}

/// A few names with values of every sort.
struct Names;

impl Scope for Names {
    fn resolve(&self, root: &str, _: &[(Arc<str>, Span)], at: Span, _: &Run<'_>) -> Option<(Value, usize)> {
        let value = match root {
            "vpc" => Value::unknown(vpc(), place(1)),
            "env" => Value::unknown(missing(), place(2)),
            "applied" => Value::unknown(Unknown::new(Why::Applied, place(3)), place(3)),
            "count" => Value::unknown(missing().of(Ty::Number), place(3)),
            "open" => {
                let entry = |key: &str, value| Entry { key: key.into(), key_at: place(4), value };
                let entries = [entry("a", Value::int(1, place(5))), entry("z", Value::text("last", place(6)))];
                Value::new(Kind::Map(Arc::new(Map::of(entries, Some(Arc::new(missing()))))), place(4))
            }
            "secret" => Value::text("hunter2", place(7)).marked(Marks::SENSITIVE),
            "known" => Value::map([("name", Value::text("web", place(9)))], place(8)),
            "fails" => return None,
            _ => {
                let _ = at;
                return None;
            }
        };
        Some((value, 0))
    }

    fn dialect(&self) -> Dialect {
        Dialect::Terragrunt
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        (TreeId(0), "dir".into())
    }
}

fn run<T>(text: &str, check: impl FnOnce(Value, &Run<'_>) -> T) -> T {
    let files =
        vec![("a.hcl", TEXT), ("dir/in.json", "{\"list\": [1, {\"x\": \"y\"}]}"), ("dir/in.yaml", "k:\n  - v\n")];
    let sources = Sources::from_memory(vec![("live", files)]);
    let run = Run::new(&sources);
    let expr = parse_expression(text, Span::file_start(FileId::from_index(0))).unwrap();
    check(evaluate(&expr, &Names, &run), &run)
}

/// How a value prints, when nothing was refused.
fn show(text: &str) -> String {
    run(text, |value, run| {
        let gaps = run.gaps.borrow();
        assert!(gaps.is_empty(), "{text}: {gaps:?}");
        value.display()
    })
}

fn refused(text: &str) -> String {
    run(text, |value, run| {
        assert!(value.is_unknown(), "{text}: {value:?}");
        assert_eq!(run.gaps.borrow().len(), 1, "{text}");
        let undeclared = run.gaps.borrow()[0].message.starts_with("Unknown variable");
        let kind = if undeclared { GapKind::Undeclared } else { GapKind::Evaluation };
        assert_eq!(run.gaps.borrow()[0].kind, kind);
        run.gaps.borrow()[0].message.to_string()
    })
}

#[test]
fn a_step_into_an_unknown_lengthens_its_reference() {
    assert_eq!(show("vpc.vpc_id"), "${prod/vpc.outputs.vpc_id}");
    assert_eq!(show("vpc.private_subnets[0]"), "${prod/vpc.outputs.private_subnets[0]}");
    assert_eq!(show("vpc[\"a b\"]"), "${prod/vpc.outputs.a b}");
    assert_eq!(show("vpc.nodes[*].id"), "${prod/vpc.outputs.nodes[*].id}");
    assert_eq!(show("vpc.nodes.*.id"), "${prod/vpc.outputs.nodes[*].id}");
    assert_eq!(show("[for n in vpc.nodes : n.id]"), "${prod/vpc.outputs.nodes[*].id}");
    assert_eq!(show("element(vpc.nodes, 1)"), "${prod/vpc.outputs.nodes[1]}");
    assert_eq!(show("one(vpc.nodes[*].id)"), "${prod/vpc.outputs.nodes[*].id[0]}");
    run("vpc.vpc_id", |value, _| {
        let unknown = value.why().unwrap();
        assert!(unknown.not_null);
        assert!(matches!(&unknown.why, Why::NoSource(Absent::Unit(n)) if &**n == "vpc"));
        assert_eq!(value.at, place(1), "the value is written where it arises");
        assert_eq!(value.via.as_ref().unwrap().how, How::Reference);
    });
}

#[test]
fn equal_references_are_equal_and_others_are_undecided() {
    assert_eq!(show("vpc.a == vpc.a"), "true");
    assert_eq!(show("vpc.a != vpc.a"), "false");
    assert_eq!(show("vpc.a == vpc.b"), "${?}");
    assert_eq!(show("env.a == env.a"), "${?}");
    assert_eq!(show("vpc.a == null"), "false");
    assert_eq!(show("env.a == null"), "${?}");
    assert_eq!(show("\"x-${env.a}\" == \"y-b\""), "false");
    assert_eq!(show("\"x-${env.a}\" == \"x-b\""), "${?}");
    assert_eq!(show("\"x-${env.a}\" == \"x\""), "false");
    assert_eq!(show("\"${vpc.a}/x\" == \"${vpc.a}/x\""), "true");
    assert_eq!(show("[1, env.a] == [2, 3]"), "false");
}

#[test]
fn logic_has_three_values() {
    assert_eq!(show("env.a && false"), "false");
    assert_eq!(show("false && env.a"), "false");
    assert_eq!(show("env.a || true"), "true");
    assert_eq!(show("env.a && true"), "${?}");
    assert_eq!(show("!env.a"), "${?}");
    assert_eq!(show("env.a + 1"), "${?}");
    assert_eq!(show("count > 1"), "${?}");
}

#[test]
fn a_condition_that_is_not_known_keeps_what_both_branches_share() {
    assert_eq!(show("env.a ? 1 : 1"), "1");
    assert_eq!(show("env.a ? 1 : 2"), "${?}");
    assert_eq!(show("env.a ? { x = 1, y = 2 } : { x = 1, y = 3 }"), "{ x = 1, y = ${?} }");
    assert_eq!(show("env.a ? { x = 1 } : { x = 1, y = 3 }"), "{ x = 1, ... }");
    assert_eq!(show("env.a ? [1, 2] : [1, 3]"), "[1, ${?}]");
    run("env.a ? \"x\" : \"y\"", |value, _| {
        let unknown = value.why().unwrap();
        assert_eq!((unknown.ty, unknown.not_null), (Ty::Text, true));
        assert_eq!(clause(unknown), "`env.hcl` is not in the repository");
    });
    assert_eq!(show("env.a ? [][0] : 1"), "${?}", "an error in a branch that may not be taken is not one");
}

#[test]
fn text_keeps_what_is_known_around_a_hole() {
    assert_eq!(show("\"a-${vpc.id}-b\""), "a-${prod/vpc.outputs.id}-b");
    assert_eq!(show("\"${env.a}?ref=v5.19.0\""), "${?}?ref=v5.19.0");
    assert_eq!(show("split(\"?ref=\", \"${env.a}?ref=v5\")[1]"), "${?}");
    assert_eq!(show("split(\"/\", \"a/${count}/b\")[2]"), "b");
    assert_eq!(show("split(\"/\", \"a/${env.x}/b\")"), "[\"a\", ${?}..., \"b\"]");
    assert_eq!(show("join(\",\", [\"a\", env.x])"), "a,${?}");
    assert_eq!(show("format(\"%s/%s\", \"a\", vpc.id)"), "a/${prod/vpc.outputs.id}");
    assert_eq!(show("upper(\"a-${vpc.id}\")"), "A-${?}", "upper case of an id is not the id");
    assert_eq!(show("startswith(\"prod-${env.x}\", \"prod\")"), "true");
    assert_eq!(show("startswith(\"prod-${env.x}\", \"dev\")"), "false");
    assert_eq!(show("startswith(\"p${env.x}\", \"prod\")"), "${?}");
    assert_eq!(show("endswith(\"${env.x}.yaml\", \".yaml\")"), "true");
    assert_eq!(show("trimprefix(\"v${env.x}\", \"v\")"), "${?}");
    assert_eq!(show("trimsuffix(\"${env.x}.git\", \".git\")"), "${?}");
    assert_eq!(show("replace(\"a_b-${env.x}\", \"_\", \"-\")"), "a-b-${?}");
    assert_eq!(show("replace(\"ab${env.x}\", \"bc\", \"-\")"), "${?}", "the pattern may begin before the hole");
    assert_eq!(show("substr(\"prod-${env.x}\", 0, 4)"), "prod");
    assert_eq!(show("substr(\"prod-${env.x}\", 0, 9)"), "${?}");
    assert_eq!(show("basename(\"${env.x}/a/b.txt\")"), "b.txt");
    assert_eq!(show("dirname(\"${env.x}/a/b.txt\")"), "${?}/a");
    assert_eq!(show("length(\"a${env.x}\")"), "${?}");
    assert_eq!(show("\"%{ if env.x }a%{ else }b%{ endif }c\""), "${?}c");
    assert_eq!(show("strcontains(\"abc${env.x}\", \"b\")"), "true");
}

#[test]
fn merging_something_unknown_leaves_an_open_map() {
    assert_eq!(show("merge({ a = 1 }, env, { b = 2 })"), "{ a = 1, b = 2, ... }");
    run("merge({ a = 1, c = 1 }, env, { b = 2, c = 2 })", |value, _| {
        let marks = |key: &str| value.get(key).unwrap().marks;
        assert!(marks("a").has(Marks::OVERRIDABLE), "the unknown map may override it");
        assert!(!marks("b").has(Marks::OVERRIDABLE));
        assert!(!marks("c").has(Marks::OVERRIDABLE), "a later known key is certain");
        assert!(matches!(value.lookup("d"), Lookup::Perhaps(_)));
    });
    assert_eq!(show("merge({ a = 1 }, vpc).vpc_id"), "${prod/vpc.outputs.vpc_id}");
    assert_eq!(show("open.a"), "1");
    assert_eq!(show("open.other"), "${?}");
    assert_eq!(show("lookup(open, \"a\", 2)"), "1");
    run("lookup(open, \"other\", \"d\")", |value, _| {
        assert_eq!(value.why().unwrap().likely.as_ref().unwrap().as_str(), Some("d"));
    });
    assert_eq!(show("keys(open)"), "[${?}..., \"a\", \"z\"]");
    assert_eq!(show("length(open)"), "${?}");
    assert_eq!(show("{ for k, v in open : k => v }"), "{ a = 1, z = \"last\", ... }");
    assert_eq!(show("{ for k, v in toset([\"b\", \"a\"]) : k => v }"), "{ a = \"a\", b = \"b\" }");
    assert_eq!(show("[for k, v in setunion([\"b\"], [\"a\"]) : k]"), "[\"a\", \"b\"]");
    assert_eq!(show("[for k, v in tolist([\"b\", \"a\"]) : k]"), "[0, 1]");
    assert_eq!(show("contains(keys(open), \"a\")"), "true");
    assert_eq!(show("contains(keys(open), \"q\")"), "${?}");
    assert_eq!(show("merge({ a = 1 }, [env, { b = 2 }]...)"), "{ a = 1, b = 2, ... }");
    assert_eq!(show("{ a = 1, (env.key) = 2 }"), "{ a = 1, ... }");
}

#[test]
fn lists_may_be_open() {
    assert_eq!(show("concat([1], env.l, [2])"), "[1, ${?}..., 2]");
    assert_eq!(show("concat([1], env.l, [2])[0]"), "1");
    assert_eq!(show("concat([1], env.l, [2])[1]"), "${?}");
    assert_eq!(show("length(concat([1], env.l))"), "${?}");
    assert_eq!(show("concat([\"a\"], vpc.subnets)[*]"), "[\"a\", ${prod/vpc.outputs.subnets[*]}...]");
    assert_eq!(show("[for x in concat([1], env.l) : x * 2]"), "[2, ${?}...]");
    assert_eq!(show("[for x in [1, 2] : x if env.on]"), "[${?}..., ${?}...]");
    assert_eq!(show("flatten([[1], env.x])"), "[1, ${?}...]");
    assert_eq!(show("alltrue([false, env.x])"), "false");
    assert_eq!(show("anytrue([env.x, false])"), "${?}");
    assert_eq!(show("null[*]"), "[]");
}

#[test]
fn encoding_and_decoding_loses_nothing_that_is_known() {
    let value =
        "{ a = [1, vpc.id, \"x-${env.y}\"], b = open, c = concat([1], env.l), d = concat(env.l, [2]), e = \"<\" }";
    let restored = "{ a = [1, ${prod/vpc.outputs.id}, \"x-${?}\"], b = { a = 1, z = \"last\", ... }, \
                    c = [1, ${?}...], d = [${?}..., 2], e = \"<\" }";
    assert_eq!(show(&format!("jsondecode(jsonencode({value}))")), restored);
    assert_eq!(
        show("yamldecode(yamlencode({ a = [1, vpc.id, \"x-${env.y}\"], b = { c = true } }))"),
        "{ a = [1, ${prod/vpc.outputs.id}, \"x-${?}\"], b = { c = true } }"
    );
    assert_eq!(show("jsonencode({ id = vpc.id })"), "{\"id\":${prod/vpc.outputs.id}}");
    // A key that is known in part says what a policy asks for.
    assert_eq!(
        show(
            "jsonencode({ z = 1, (\"b\") = 2, \"${env.oidc}:sub\" = \"acme:app\", a = { \"${env.oidc}:aud\" = [vpc.id] } })"
        ),
        "{\"a\":{\"${?}:aud\":[${prod/vpc.outputs.id}]},\"b\":2,\"z\":1,\"${?}:sub\":\"acme:app\"}"
    );
    assert_eq!(show("jsonencode({ a = 1, (env.key) = 2, (\"a\") = 3 })"), "{\"a\":3 ${?}}");
    assert_eq!(show("jsondecode(\"{\\\"k\\\": \\\"a${env.x}b\\\"}\").k"), "a${?}b");
    assert_eq!(show("yamldecode(\"a: ${env.x}\\nb: 2\\n\").b"), "2");
    assert_eq!(show("jsondecode(env.text).k"), "${?}");
}

#[test]
fn what_is_read_from_a_file_keeps_its_places() {
    run("jsondecode(file(\"in.json\")).list[1].x", |value, _| {
        assert_eq!((value.at.file, value.at.start), (FileId::from_index(1), 19));
    });
    run("yamldecode(file(\"in.yaml\")).k[0]", |value, _| {
        assert_eq!((value.at.file, value.at.start), (FileId::from_index(2), 7));
    });
    assert!(refused("file(\"absent.txt\")").contains("no file exists at \"absent.txt\""));
    run("file(\"../../etc/passwd\")", |value, run| {
        assert!(value.is_unknown());
        assert_eq!(run.gaps.borrow()[0].kind, GapKind::Unreadable);
    });
    run("file(\"/etc/passwd\")", |_, run| assert_eq!(run.gaps.borrow()[0].kind, GapKind::Unreadable));
}

#[test]
fn errors_are_placed_and_try_sees_them() {
    assert_eq!(refused("known.nmae"), "Unsupported attribute: This object does not have an attribute named \"nmae\"");
    run("known.nmae", |_, run| assert_eq!(run.gaps.borrow()[0].help.as_deref(), Some("did you mean `name`?")));
    assert_eq!(
        refused("[1][4]"),
        "Invalid index: The given key does not identify an element in this collection value: the given index is greater than \
         or equal to the length of the collection"
    );
    assert_eq!(refused("nothing.at.all"), "Unknown variable: There is no variable named \"nothing\"");
    assert_eq!(show("try(known.nmae, [1][4], \"fallback\")"), "fallback");
    assert_eq!(show("can(known.nmae)"), "false");
    assert_eq!(show("can(known.name)"), "true");
    assert_eq!(show("try(vpc.id, \"x\")"), "${prod/vpc.outputs.id}");
    run("try(env.id, \"x\")", |value, _| {
        assert_eq!(value.why().unwrap().likely.as_ref().unwrap().as_str(), Some("x"));
    });
    run("[1, nosuch(2), 3]", |value, run| {
        assert_eq!(value.display(), "[1, ${?}, 3]");
        assert_eq!(&*run.gaps.borrow()[0].message, "Call to unknown function: There is no function named \"nosuch\"");
        assert_eq!((run.gaps.borrow()[0].at.unwrap().start, run.gaps.borrow()[0].at.unwrap().end), (4, 10));
    });
    run("upper([1])", |_, run| assert_eq!(run.gaps.borrow()[0].at.unwrap().start, 6));
}

#[test]
fn marks_travel_and_sensitive_text_is_never_shown() {
    for text in
        ["\"x-${secret}\"", "upper(secret)", "secret == \"a\"", "[secret]", "{ a = secret }", "secret == \"a\" ? 1 : 2"]
    {
        run(text, |value, _| {
            assert!(value.all_marks().has(Marks::SENSITIVE), "{text}");
            assert!(!value.display().contains("hunter2"), "{text}");
        });
    }
    run("jsonencode({ a = secret })", |value, _| assert!(value.marks.has(Marks::SENSITIVE)));
    run("jsonencode({ \"${env.x}:a\" = [secret] })", |value, _| assert!(value.marks.has(Marks::SENSITIVE)));
    run("jsonencode({ \"${env.x}:a\" = 1, password = [\"x\"] })", |value, _| {
        assert!(value.marks.has(Marks::SENSITIVE));
    });
    run("jsonencode({ \"${env.x}:a\" = 1 })", |value, _| assert!(!value.marks.has(Marks::SENSITIVE)));
    assert!(!refused("{ a = 1 }[secret]").contains("hunter2"));
    assert!(!refused("tonumber(secret)").contains("hunter2"));
    assert!(!refused("cidrsubnet(secret, 8, 1)").contains("hunter2"));
}

#[test]
fn origins_are_kept() {
    run("known.name", |value, _| {
        assert_eq!(value.at, place(9));
        let hop = value.via.unwrap();
        assert_eq!((hop.how, hop.at.start, hop.at.end), (How::Reference, 0, 10));
    });
    run("merge(known, { b = 1 })", |value, _| {
        assert_eq!(value.get("name").unwrap().at, place(9));
        assert_eq!(value.at.start, 0);
    });
    run("lookup(known, \"name\", \"x\")", |value, _| assert_eq!(value.at, place(9)));
    run("true ? known.name : 1", |value, _| assert_eq!(value.at, place(9)));
}

#[test]
fn bounds_give_one_gap_each() {
    let deep = format!("{}1{}", "[".repeat(40), "]".repeat(40));
    assert!(!show(&deep).is_empty());
    let sources = Sources::from_memory(vec![("live", vec![("a.hcl", TEXT)])]);
    let run = Run::new(&sources);
    run.budget.set(50);
    let expr = parse_expression("[for i in range(100) : i + 1]", Span::file_start(FileId::from_index(0))).unwrap();
    evaluate(&expr, &Names, &run);
    assert_eq!(run.gaps.borrow().iter().filter(|gap| gap.kind == GapKind::Bound).count(), 1);
    let nested = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]";
    let run = Run::new(&sources);
    let expr = parse_expression(nested, Span::file_start(FileId::from_index(0))).unwrap();
    run.budget.set(200_000);
    evaluate(&expr, &Names, &run);
    assert_eq!(run.gaps.borrow().len(), 1);
    let doubling =
        (0..40).fold("\"0123456789\"".to_owned(), |inner, _| format!("join(\"\", [for i in range(9) : {inner}])"));
    let run = Run::new(&sources);
    run.budget.set(100_000);
    if let Ok(expr) = parse_expression(&doubling, Span::file_start(FileId::from_index(0))) {
        evaluate(&expr, &Names, &run);
        assert!(run.gaps.borrow().iter().any(|gap| gap.kind == GapKind::Bound));
    }
}

#[test]
fn three_valued_equality_of_values() {
    let text = |parts: Vec<Part>| Value::parts(parts, place(0));
    let hole = || Part::Hole(Arc::new(missing()), place(0));
    let known = |s: &str| Part::Known(s.into(), place(0));
    let partly = text(vec![known("a"), hole(), known("z")]);
    assert_eq!(equals(&partly, &Value::text("abz", place(0))), None);
    assert_eq!(equals(&partly, &Value::text("aby", place(0))), Some(false));
    assert_eq!(equals(&partly, &Value::text("a", place(0))), Some(false));
    assert_eq!(equals(&Value::int(1, place(0)), &Value::text("1", place(0))), Some(false));
}

#[test]
fn memory_is_bounded_by_the_budget_and_nesting_by_a_limit() {
    let sources = Sources::from_memory(vec![("live", vec![("a.hcl", TEXT)])]);
    let bound = |text: &str| {
        let run = Run::new(&sources);
        let expr = parse_expression(text, Span::file_start(FileId::from_index(0))).unwrap();
        let value = evaluate(&expr, &Names, &run);
        (value, run.budget.get())
    };
    let (_, left) = bound("[for a in range(1000) : [for b in range(1000) : range(1000)]]");
    assert_eq!(left, 0, "a billion elements are not made");
    let (_, left) = bound("[for a in range(1000) : join(\"\", [for b in range(1000) : format(\"%4000d\", b)])]");
    assert_eq!(left, 0);
    let (value, _) = bound("indent(1000, join(\"\", [for b in range(1000) : format(\"%1000s\\n\", b)]))");
    assert!(value.as_str().is_some());
    let mut value = Value::list([], place(0));
    let run = Run::new(&sources);
    for _ in 0..200 {
        value = charge(Value::list([value], place(0)), &run);
    }
    assert!(matches!(value.first_unknown().unwrap().why, Why::Bound(_)));
}

#[test]
fn the_bounds_on_steps_are_named_as_they_are() {
    assert!(super::STEPS_REACHED.contains(&Run::STEPS.to_string()));
    assert!(super::SHARE_REACHED.contains(&Run::ALL_STEPS.to_string()));
}
