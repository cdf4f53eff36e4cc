#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;

fn file() -> FileId {
    FileId::from_index(0)
}

fn at(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

fn clean(text: &str) -> Body {
    let parsed = parse(text, file());
    assert!(parsed.gaps.is_empty(), "{:?}", parsed.gaps);
    parsed.body
}

fn value(text: &str) -> Expr {
    clean(text).attributes[0].value.clone()
}

fn literal(expr: &Expr) -> String {
    match &*expr.kind {
        ExprKind::String(s) => s.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn spans_point_at_names_values_and_headers_whatever_the_line_ends() {
    let source = "# ünïcode\nregion = \"eu-wést-1\"\n\nresource \"aws_vpc\" \"main\" {\n  cidr = var.cidr # c\n  tags { a = 1 }\n}\n";
    for text in [source.to_owned(), source.replace('\n', "\r\n"), format!("\u{feff}{source}")] {
        let body = clean(&text);
        let region = &body.attributes[0];
        assert_eq!(at(&text, region.name_at), "region");
        assert_eq!(at(&text, region.value.at), "\"eu-wést-1\"");
        assert_eq!(at(&text, region.at), "region = \"eu-wést-1\"");
        let vpc = &body.blocks[0];
        assert_eq!(at(&text, vpc.header_at), "resource \"aws_vpc\" \"main\"");
        assert_eq!(at(&text, vpc.labels[1].1), "\"main\"");
        assert!(at(&text, vpc.at).starts_with("resource") && at(&text, vpc.at).ends_with('}'));
        let cidr = vpc.body.attribute("cidr").unwrap();
        assert_eq!(at(&text, cidr.value.at), "var.cidr");
        let ExprKind::GetAttr(root, name, name_at) = &*cidr.value.kind else { panic!() };
        assert_eq!((&**name, at(&text, *name_at), at(&text, root.at)), ("cidr", "cidr", "var"));
        let inner = &vpc.body.blocks[0].body.attributes[0];
        assert_eq!((at(&text, inner.name_at), at(&text, inner.value.at)), ("a", "1"));
    }
}

#[test]
fn a_broken_block_costs_only_itself_and_is_placed() {
    let text = "a = 1\nlocals {\n  x = \"unclosed\n  y = 2\n}\nb = 2\nmodule \"m\" {\n  source = = 3\n}\nc = 3\n";
    let parsed = parse(text, file());
    let names: Vec<_> = parsed.body.attributes.iter().map(|a| a.name.to_string()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(parsed.gaps.len(), 2);
    assert!(text[parsed.gaps[0].at.unwrap().start as usize..].starts_with("\"unclosed"));
    assert!(text[parsed.gaps[1].at.unwrap().start as usize..].starts_with("= 3"), "{:?}", parsed.gaps[1]);
}

#[test]
fn the_locals_beside_a_broken_one_are_read() {
    let text = "# é\nlocals {\n  a = 1\n  b = = 2\n  c = \"x\"\n}\n";
    let parsed = parse(text, file());
    assert_eq!(parsed.gaps.len(), 1);
    assert!(text[parsed.gaps[0].at.unwrap().start as usize..].starts_with("= 2"));
    let locals = &parsed.body.blocks[0];
    let names: Vec<_> = locals.body.attributes.iter().map(|a| &*a.name).collect();
    assert_eq!(names, ["a", "c"]);
    assert_eq!(at(text, locals.body.attributes[1].value.at), "\"x\"");
    assert_eq!(at(text, locals.header_at), "locals");
}

#[test]
fn an_unclosed_brace_gives_back_what_follows_at_the_margin() {
    let text = "inputs = {\n  a = {\n    b = 1\n}\nlocals {\n  c = 1\n}\n";
    let parsed = parse(text, file());
    assert_eq!(parsed.gaps.len(), 1);
    assert_eq!(parsed.gaps[0].at.unwrap().start as usize, text.find('{').unwrap());
    assert_eq!(&*parsed.body.blocks[0].kind, "locals");
}

#[test]
fn a_stray_closing_brace_is_one_gap() {
    let parsed = parse("a = 1\n}\nb = 2\n", file());
    assert_eq!((parsed.body.attributes.len(), parsed.gaps.len()), (2, 1));
}

#[test]
fn duplicate_keys_are_kept_with_their_own_names() {
    let text = "x = merge({ a = 1, b = 2, a = 3 }, { \"k/1\" = 1\n \"k/1\" = 2\n (local.z) = 1\n (local.z) = 2 })\nx = 2\nlocals {\n a = 1\n a = 2\n}\n";
    let parsed = parse(text, file());
    // Keys of an object may repeat; attributes may not.
    let twice: Vec<_> = parsed.gaps.iter().map(|g| (g.kind, at(text, g.at.unwrap()), &*g.message)).collect();
    assert_eq!(
        twice,
        [
            (GapKind::Refused, "x", "`x` is set twice here, first on line 1; it may be set only once"),
            (GapKind::Refused, "a", "`a` is set twice here, first on line 7; it may be set only once"),
        ]
    );
    let body = parsed.body;
    assert_eq!(body.attributes.len(), 2);
    let ExprKind::Call { args, .. } = &*body.attributes[0].value.kind else { panic!() };
    let ExprKind::Object(items) = &*args[0].kind else { panic!() };
    let keys: Vec<_> = items
        .iter()
        .map(|i| match &i.key {
            ObjectKey::Name(n) => n.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(keys, ["a", "b", "a"]);
    assert_eq!(at(text, items[2].key_at), "a");
    let ExprKind::Object(items) = &*args[1].kind else { panic!() };
    assert!(matches!(&items[1].key, ObjectKey::Expr(e) if literal(e) == "k/1"));
    assert!(
        matches!(&items[3].key, ObjectKey::Expr(e) if matches!(&*e.kind, ExprKind::Paren(_)) && at(text, e.at) == "(local.z)")
    );
    let names: Vec<_> = body.blocks[0].body.attributes.iter().map(|a| &*a.name).collect();
    assert_eq!(names, ["a", "a"]);
}

#[test]
fn numbers_keep_their_text() {
    let body = clean("a = 1e400\nb = 123456789012345678901234567890\nc = [-5, 0.10]\n");
    assert!(matches!(&*body.attributes[0].value.kind, ExprKind::Number(n) if &**n == "1e400"));
    assert!(matches!(&*body.attributes[1].value.kind, ExprKind::Number(n) if &**n == "123456789012345678901234567890"));
    let ExprKind::Tuple(items) = &*body.attributes[2].value.kind else { panic!() };
    assert!(
        matches!(&*items[0].kind, ExprKind::Unary(UnaryOp::Negate, n) if matches!(&*n.kind, ExprKind::Number(n) if &**n == "5"))
    );
    assert!(matches!(&*items[1].kind, ExprKind::Number(n) if &**n == "0.10"));
}

#[test]
fn depth_and_size_are_bounded() {
    for open in ["[", "{a=", "(", "\"${", "!"] {
        let text = format!("a = {}\nb = 1\n", open.repeat(10_000));
        let parsed = parse(&text, file());
        assert!(!parsed.gaps.is_empty(), "{open}");
    }
    let closed = format!("a = {}{}\nb = 1\n", "[".repeat(5000), "]".repeat(5000));
    let parsed = parse(&closed, file());
    assert_eq!(parsed.gaps[0].kind, GapKind::Bound);
    assert_eq!(parsed.body.attributes.len(), 1);
    let list = format!("a = [{}]\nb = 1\n", "1,".repeat(1_000_000));
    let parsed = parse(&list, file());
    assert_eq!((parsed.gaps.len(), parsed.gaps[0].kind, parsed.body.attributes.len()), (1, GapKind::Bound, 1));
    let chain = format!("a = x{}\n", ".y".repeat(100_000));
    assert_eq!(parse(&chain, file()).gaps[0].kind, GapKind::Bound);
}

#[test]
fn hostile_files_take_bounded_time_and_gaps() {
    let start = std::time::Instant::now();
    for text in [
        "a {\n".repeat(100_000),
        "a = \"x\n".repeat(100_000),
        "a = <<E\n".repeat(100_000),
        format!("a = [{}", "<<E\n".repeat(100_000)),
        format!("a = {}{}", "(".repeat(90_000), "]".repeat(90_000)),
        format!("a = {{\n{}}}\n", "  key = 1\n".repeat(9_000)),
        format!("a = {{\n{}}}\n", "  key = 1\n".repeat(50_000)),
        "}\n".repeat(100_000),
    ] {
        let parsed = parse(&text, file());
        assert!(parsed.gaps.len() <= 101);
        assert!(parsed.gaps.len() < 100 || parsed.gaps.last().unwrap().kind == GapKind::Bound);
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn heredocs_lose_the_indentation_they_share() {
    let text = "a = <<-EOT\n    one\n      two\n\n    ${x} three\n  EOT\nb = <<EOT\n  kept\nEOT\n";
    let body = clean(text);
    let ExprKind::Template(parts) = &*body.attributes[0].value.kind else { panic!() };
    assert!(matches!(&parts[0], TemplatePart::Literal(t, _) if &**t == "one\n  two\n\n"));
    assert_eq!(literal(&body.attributes[1].value), "  kept\n");
}

#[test]
fn tilde_trims_and_directives_nest() {
    let expr = value("a = \"x ${~ y ~} z %{ if c ~} t\\n%{ else }e%{ endif }%{ for k, v in m }${k}%{ endfor }\"\n");
    let ExprKind::Template(parts) = &*expr.kind else { panic!() };
    assert!(matches!(&parts[0], TemplatePart::Literal(t, _) if &**t == "x"));
    assert!(matches!(&parts[2], TemplatePart::Literal(t, _) if &**t == "z "));
    let TemplatePart::If { then, otherwise, .. } = &parts[3] else { panic!() };
    assert!(matches!(&then[0], TemplatePart::Literal(t, _) if &**t == "t\n"));
    assert!(matches!(&otherwise[0], TemplatePart::Literal(t, _) if &**t == "e"));
    assert!(matches!(&parts[4], TemplatePart::For { key_var: Some(k), .. } if &**k == "k"));
}

#[test]
fn splats_and_legacy_indexes_apply_to_what_follows() {
    let expr = value("a = x[*].b[0].c\n");
    assert!(matches!(&*expr.kind, ExprKind::Splat { full: true, then, .. } if then.len() == 3));
    let expr = value("a = x.*.b[0]\n");
    assert!(
        matches!(&*expr.kind, ExprKind::Index(inner, _) if matches!(&*inner.kind, ExprKind::Splat { full: false, then, .. } if then.len() == 1))
    );
    let expr = value("a = x.0.b\n");
    assert!(matches!(&*expr.kind, ExprKind::GetAttr(inner, _, _) if matches!(&*inner.kind, ExprKind::Index(..))));
    let expr = value("a = provider::aws::arn_parse(x...)\n");
    assert!(matches!(&*expr.kind, ExprKind::Call { name, expand: true, .. } if &**name == "provider::aws::arn_parse"));
}

#[test]
fn json_configuration_becomes_blocks_with_places() {
    let text = r#"{
  "//": "comment",
  "resource": {"aws_s3_bucket": {"a": {"bucket": "x-${var.\u0065nv}", "n": -1, "tags": {"k": "v"}}, "b": [{}, {}]}},
  "locals": {"x": [1, true, null]},
  "terraform": {"backend": {"s3": {"bucket": "state"}}},
  "include": {"path": "p"}
}"#;
    let parsed = parse_json(text, file());
    assert!(parsed.gaps.is_empty(), "{:?}", parsed.gaps);
    let resources: Vec<_> = parsed.body.blocks_of("resource").collect();
    assert_eq!(resources.len(), 3);
    assert_eq!(at(text, resources[0].labels[1].1), "\"a\"");
    let bucket = resources[0].body.attribute("bucket").unwrap();
    let ExprKind::Template(parts) = &*bucket.value.kind else { panic!() };
    let TemplatePart::Interpolation(e) = &parts[1] else { panic!() };
    assert_eq!(at(text, e.at), "var.\\u0065nv");
    let backend = parsed.body.blocks_of("terraform").next().unwrap().body.blocks_of("backend").next().unwrap();
    assert_eq!(backend.label(0).map(|l| l.to_string()).as_deref(), Some("s3"));
    assert!(parsed.body.blocks_of("include").next().unwrap().labels.is_empty());
}

#[test]
fn json_keeps_what_precedes_an_error() {
    let parsed = parse_json("{\"locals\": {\"a\": 1}, \"module\": {\"m\": {\"x\": \"y}}\n}", file());
    assert_eq!((parsed.body.blocks.len(), parsed.gaps.len()), (1, 1));
    assert!(parse_json(&"[".repeat(100_000), file()).gaps.len() == 1);
    let values = parse_json_values("{\"module\": {\"a\": \"${x}\"}}", file());
    assert_eq!(values.body.attributes.len(), 1);
}

#[test]
fn template_files_know_only_template_marks() {
    let parts = parse_template("a \"b\" \\n $${x} ${y}\n", Span::new(file(), 0, 0)).unwrap();
    assert!(matches!(&parts[0], TemplatePart::Literal(t, _) if &**t == "a \"b\" \\n ${x} "));
}

#[test]
fn any_cut_of_a_file_parses_without_panic() {
    let text = "a = <<-E\n x ${y}\nE\nb \"l\" {\n c = \"é${[for k, v in m : \"${k}\" if true]}\" /* z */\n}\nd = {a = 1, a = 2}\n";
    for end in 0..text.len() {
        if let Some(cut) = text.get(..end) {
            parse(cut, file());
            parse_json(cut, file());
            let _ = parse_template(cut, Span::new(file(), 0, 0));
            let _ = parse_expression(cut, Span::new(file(), 0, 0));
        }
    }
}
