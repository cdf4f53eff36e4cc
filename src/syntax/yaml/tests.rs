//! Trees, places and bounds.

use super::*;

fn read(text: &str) -> Parsed {
    parse(text, FileId::from_index(0))
}

fn one(text: &str) -> Node {
    let parsed = read(text);
    assert_eq!(parsed.gaps, Vec::new(), "{text}");
    assert_eq!(parsed.documents.len(), 1, "{text}");
    parsed.documents.into_iter().next().unwrap()
}

fn slice(text: &str, at: Span) -> &str {
    text.get(at.start as usize..at.end as usize).unwrap_or_else(|| panic!("{at:?} in {text:?}"))
}

/// The node as text: what a reader would see.
fn shown(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar(text, _) => text.to_string(),
        NodeKind::Sequence(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        NodeKind::Mapping(pairs) => {
            let pairs: Vec<_> = pairs.iter().map(|(k, v)| format!("{}: {}", shown(k), shown(v))).collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

#[test]
fn documents_comments_and_empty_documents() {
    let text = "# head\n---\n# only a comment\n---\na: 1 # one\n---\n...\n---\n- b\n- # nothing\n# tail\n";
    let parsed = read(text);
    assert_eq!(parsed.gaps, Vec::new());
    assert_eq!(parsed.documents.iter().map(shown).collect::<Vec<_>>(), ["{a: 1}", "[b, ]"]);
}

#[test]
fn many_comments_before_a_child_are_harmless() {
    let comments = "  # comment\n".repeat(500);
    assert_eq!(shown(&one(&format!("a:\n{comments}  b: 1\nc:\n{comments}  - d\n"))), "{a: {b: 1}, c: [d]}");
}

#[test]
fn places_are_bytes_of_the_original_text() {
    for newline in ["\n", "\r\n"] {
        for bom in ["", "\u{feff}"] {
            let text =
                format!("{bom}# é\nkäse: {{ x: [1, 'zwei' ] }}\nblock:\n  - a: |\n      text\n\n  - b\n---\nlast: ü\n")
                    .replace('\n', newline);
            let parsed = read(&text);
            assert_eq!(parsed.gaps, Vec::new());
            let first = &parsed.documents[0];
            let (key, value) = first.entry("käse").unwrap();
            assert_eq!(slice(&text, key.at), "käse");
            assert_eq!(slice(&text, value.at), "{ x: [1, 'zwei' ] }");
            let list = value.get("x").unwrap();
            assert_eq!(slice(&text, list.at), "[1, 'zwei' ]");
            assert_eq!(slice(&text, list.elements()[1].at), "'zwei'");
            let block = first.get("block").unwrap();
            assert!(slice(&text, block.at).starts_with("- a: |") || slice(&text, block.at).starts_with("a: |"));
            assert!(slice(&text, block.at).ends_with("- b"));
            let scalar = block.elements()[0].get("a").unwrap();
            assert_eq!(scalar.text(), Some("text\n"));
            assert!(slice(&text, scalar.at).ends_with("text"), "{:?}", slice(&text, scalar.at));
            assert_eq!(slice(&text, parsed.documents[1].get("last").unwrap().at), "ü");
        }
    }
}

#[test]
fn a_value_that_is_not_written_lies_at_the_end_of_its_key() {
    let text = "a:\nb:   # comment\nc: ''\nd: {e: , f}\n";
    let node = one(text);
    for key in ["a", "b"] {
        let (k, v) = node.entry(key).unwrap();
        assert_eq!((v.at.start, v.at.end), (k.at.end, k.at.end), "{key}");
    }
    assert_eq!(slice(text, node.get("c").unwrap().at), "''");
    let (k, v) = node.get("d").unwrap().entry("f").unwrap();
    assert_eq!((v.at.start, v.at.end), (k.at.end, k.at.end));
}

#[test]
fn duplicate_keys_are_kept_and_named() {
    let text = "a: 1\nb: 2\na: 3\n---\nc: 1\n";
    let parsed = read(text);
    assert_eq!(shown(&parsed.documents[0]), "{a: 1, b: 2, a: 3}");
    assert_eq!(parsed.documents[0].get("a").and_then(Node::text), Some("3"));
    assert_eq!(parsed.duplicates.len(), 1);
    assert_eq!(parsed.duplicates[0].start, 10);
    assert_eq!(read("a: 1\na: 2\nb: [\n").duplicates, Vec::new(), "of a document that does not parse nothing is said");
}

#[test]
fn aliases_share_their_node_and_its_place() {
    let text = "a: &x [1, 2]\nb: *x\nc: &y k\n*y : v\n";
    let node = one(text);
    assert_eq!(shown(&node), "{a: [1, 2], b: [1, 2], c: k, k: v}");
    assert_eq!(node.get("a").unwrap().at, node.get("b").unwrap().at);
    let second = read("a: &x 1\n---\nb: *x\n");
    assert_eq!((second.documents.len(), second.gaps.len()), (1, 1), "anchors end with their document");
    assert_eq!(read("a: &x\n  b: *x\n").gaps.len(), 1, "a value cannot hold itself");
}

#[test]
fn merge_keys_are_applied() {
    for (text, expected) in [
        ("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n", "{x: {a: 1, b: 2}, y: {a: 1, b: 3}}"),
        (
            "x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz: {<<: [*x, *y], c: 3}",
            "{x: {a: 1}, y: {a: 2, b: 2}, z: {a: 1, b: 2, c: 3}}",
        ),
        ("a: 2\n<<: {a: 1, b: 3}", "{a: 2, b: 3}"),
        ("'<<': {a: 1}", "{<<: {a: 1}}"),
    ] {
        assert_eq!(shown(&one(text)), expected, "{text}");
    }
    let wrong = read("a: 1\n<<: 3\n");
    assert_eq!((wrong.documents.len(), wrong.gaps.len()), (0, 1));
    assert!(wrong.gaps[0].message.contains("`<<`"));
}

#[test]
fn a_document_that_does_not_parse_is_a_gap_and_the_next_are_read() {
    let text = "a: 1\n---\nb: [1, 2\nc: 3\n---\nd: 4\n---\ne: \"open\n---\nf: 6\n";
    let parsed = read(text);
    assert_eq!(parsed.documents.iter().map(shown).collect::<Vec<_>>(), ["{a: 1}", "{d: 4}", "{f: 6}"]);
    assert_eq!(parsed.gaps.len(), 2, "{:?}", parsed.gaps);
    assert!(parsed.gaps.iter().all(|g| g.kind == GapKind::Syntax));
    let line = |gap: &Gap| text[..gap.at.unwrap().start as usize].matches('\n').count() + 1;
    assert!((3..=5).contains(&line(&parsed.gaps[0])), "{}", line(&parsed.gaps[0]));
    assert!((8..=9).contains(&line(&parsed.gaps[1])), "{}", line(&parsed.gaps[1]));
}

#[test]
fn tabs_and_directives() {
    assert_eq!(read("a:\n\t- b\n").gaps.len(), 1, "a tab cannot indent");
    assert_eq!(shown(&one("a:\tb\nc: \"x\ty\"\n")), "{a: b, c: x\ty}");
    assert_eq!(shown(&one("%YAML 1.1\n---\na: b\n")), "{a: b}");
    assert_eq!(shown(&one("%TAG !e! tag:example.com,2000:\n---\na: !e!x b\n")), "{a: b}");
}

#[test]
fn tags_are_kept_as_written() {
    let node = one("a: !!str 1\nb: !Ref x\nc: !<tag:yaml.org,2002:int> 3\nd: !!set {e}\n");
    let tag = |key: &str| node.get(key).unwrap().tag.clone();
    assert_eq!(tag("a").as_deref(), Some("!!str"));
    assert_eq!(tag("b").as_deref(), Some("!Ref"));
    assert_eq!(tag("c").as_deref(), Some("!!int"));
    assert_eq!(tag("d").as_deref(), Some("!!set"));
}

#[test]
fn templates_do_not_parse() {
    for text in [
        "name: {{ .Values.name }}\n",
        "{{- if .Values.on }}\na: b\n{{- end }}\n",
        "a: {{ include \"x\" . | nindent 4 }}\n",
    ] {
        let parsed = read(text);
        assert_eq!(parsed.documents.len(), 0, "{text}");
        assert_eq!(parsed.gaps.len(), 1, "{text}");
    }
}

#[test]
fn an_alias_bomb_is_bounded() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        let before = format!("*a{}, ", i - 1).repeat(10);
        text.push_str(&format!("a{i}: &a{i} [{}]\n", before.trim_end_matches(", ")));
    }
    let parsed = read(&text);
    assert_eq!(parsed.documents.len(), 0);
    assert_eq!(parsed.gaps.len(), 1);
    assert_eq!(parsed.gaps[0].kind, GapKind::Bound);
    assert!(parsed.gaps[0].message.contains("1000000"));
}

#[test]
fn nesting_is_bounded_also_through_aliases() {
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let parsed = read(&format!("x: {}1{}\n---\ny: 1\n", open.repeat(10_000), close.repeat(10_000)));
        assert_eq!(parsed.documents.iter().map(shown).collect::<Vec<_>>(), ["{y: 1}"]);
        assert_eq!(parsed.gaps.len(), 1);
        assert_eq!(parsed.gaps[0].kind, GapKind::Bound, "{}", parsed.gaps[0].message);
        assert!(parsed.gaps[0].message.contains("200"));
    }
    let block: String = (0..10_000).map(|i| format!("{}a:\n", " ".repeat(i % 5_000))).take(5_000).collect();
    let parsed = read(&block);
    assert_eq!((parsed.documents.len(), parsed.gaps[0].kind), (0, GapKind::Bound));
    let mut chain = String::from("a0: &a0 [x]\n");
    for i in 1..1_000 {
        chain.push_str(&format!("a{i}: &a{i} [*a{}]\n", i - 1));
    }
    let parsed = read(&chain);
    assert_eq!((parsed.documents.len(), parsed.gaps.len()), (0, 1));
    assert!(parsed.gaps[0].message.contains("200"));
    assert!(one(&format!("{}1{}", "[".repeat(150), "]".repeat(150))).elements().len() == 1);
}

#[test]
fn a_long_list_of_numbers_ends_at_the_bound() {
    let text = "- 123456\n".repeat(1_100_000);
    let parsed = read(&text);
    assert_eq!((parsed.documents.len(), parsed.gaps.len()), (0, 1));
    assert!(parsed.gaps[0].message.contains("1000000"));
    assert!(parsed.gaps[0].at.unwrap().start > 8_000_000);
}

#[test]
fn many_broken_documents_are_named_up_to_a_bound() {
    let parsed = read(&"[\n---\n".repeat(10_000));
    assert_eq!(parsed.gaps.len(), 101);
    assert_eq!(parsed.gaps[100].kind, GapKind::Bound);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_fail(text in "[-a-c:{}\\[\\], \n\t&*!|>'\"#%.0-9\u{feff}é<?~]{0,80}") {
        let parsed = read(&text);
        for node in &parsed.documents {
            check(node, &text);
        }
    }
}

fn check(node: &Node, text: &str) {
    slice(text, node.at);
    node.elements().iter().for_each(|n| check(n, text));
    node.pairs().iter().for_each(|(k, v)| {
        check(k, text);
        check(v, text);
    });
}
