use super::*;
use crate::eval::value::{How, Item, Kind, Marks, Number, Part, Text};
use crate::syntax::yaml;

const CHART: (&str, &str) = ("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");

struct Case {
    sources: Sources,
    given: Value,
}

impl Case {
    fn new(files: &[(&str, &str)], values: &str) -> Case {
        let mut all = vec![CHART, ("v.yaml", values)];
        all.extend(files);
        let sources = Sources::from_memory(vec![("r", all)]);
        let file = sources.find(TreeId(0), "v.yaml").unwrap();
        let parsed = yaml::parse(values, file);
        let given = parsed.documents.first().map(crate::eval::manifest::value).unwrap();
        Case { sources, given }
    }

    fn render(&self) -> Rendered {
        render(&self.sources, TreeId(0), "c", &self.given, &ReleaseInfo { name: "rel".into(), ..Default::default() })
    }

    /// The text a span covers, with its file and line.
    fn shown(&self, at: Span) -> String {
        let file = self.sources.file(at.file).unwrap();
        let text = self.sources.text(at.file).unwrap();
        let line = self.sources.line_col(at.file, at.start).line;
        format!("{}:{line} {}", file.path, &text[at.start as usize..at.end as usize])
    }

    /// The origin of the value at a path of the only object.
    fn at(&self, path: &str) -> String {
        let rendered = self.render();
        assert!(rendered.failed.is_none(), "{:?}", rendered.gaps);
        self.shown(get(&rendered.objects[0].value, path).at)
    }
}

fn get<'a>(value: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(value, |value, key| match &value.kind {
        Kind::Map(map) => &map.entries.iter().find(|e| &*e.key == key).unwrap_or_else(|| panic!("{key}")).value,
        Kind::List(items) => match &items[key.parse::<usize>().unwrap()] {
            Item::One(value) => value,
            Item::Many(_) => panic!("{key}"),
        },
        other => panic!("{key} of {other:?}"),
    })
}

fn text(value: &Value) -> &str {
    match &value.kind {
        Kind::Text(Text::Whole(text)) => text,
        other => panic!("{other:?}"),
    }
}

fn unknown(why: Why, at: Span) -> Value {
    let unknown = Unknown { why, what: None, ty: Ty::Any, not_null: false, likely: None, at };
    Value { kind: Kind::Unknown(Arc::new(unknown)), at, marks: Marks::NONE, via: None }
}

/// The given values with one of them replaced.
fn with(value: &Value, key: &str, new: Value) -> Value {
    let Kind::Map(map) = &value.kind else { panic!() };
    let mut entries = map.entries.to_vec();
    entries.iter_mut().find(|e| &*e.key == key).unwrap().value = new;
    let map = crate::eval::value::Map { entries: entries.into(), rest: map.rest.clone() };
    Value { kind: Kind::Map(Arc::new(map)), ..value.clone() }
}

#[test]
fn a_value_points_at_where_it_is_set() {
    let template = "kind: A\nmetadata:\n  name: {{ .Values.name }}\n  quoted: {{ .Values.name | quote }}\n  inside: \"{{ .Values.name }}\"\n  \
                    upper: {{ upper .Values.name }}\n  default: {{ .Values.own }}\n  fallback: {{ .Values.none | default 5 }}\n  \
                    literal: fixed\n  mixed: a-{{ .Values.name }}-{{ .Values.own }}\n";
    let case = Case::new(&[("c/templates/a.yaml", template), ("c/values.yaml", "own: here\n")], "name: given\n");
    assert_eq!(case.at("metadata.name"), "v.yaml:1 given");
    assert_eq!(case.at("metadata.quoted"), "v.yaml:1 given");
    assert_eq!(case.at("metadata.inside"), "v.yaml:1 given");
    assert_eq!(case.at("metadata.upper"), "v.yaml:1 given");
    assert_eq!(case.at("metadata.default"), "c/values.yaml:1 here");
    assert_eq!(case.at("metadata.fallback"), "c/templates/a.yaml:8 {{ .Values.none | default 5 }}");
    assert_eq!(case.at("metadata.literal"), "c/templates/a.yaml:9 fixed");
    assert_eq!(case.at("metadata.mixed"), "c/templates/a.yaml:10 a-{{ .Values.name }}-{{ .Values.own }}");
    let rendered = case.render();
    let hop = get(&rendered.objects[0].value, "metadata.name").via.clone().unwrap();
    assert_eq!((hop.how, case.shown(hop.at).as_str()), (How::Template, "c/templates/a.yaml:3 {{ .Values.name }}"));
    let mixed = get(&rendered.objects[0].value, "metadata.mixed").via.clone().unwrap();
    assert_eq!((mixed.how, case.shown(mixed.at).as_str()), (How::Values, "v.yaml:1 given"));
}

#[test]
fn nested_values_keep_their_places_through_to_yaml_and_include() {
    let template = "kind: A\nspec:\n  {{- toYaml .Values.tree | nindent 2 }}\nlabels:\n  {{- include \"labels\" . | nindent 2 }}\n";
    let helper = "{{ define \"labels\" }}app: {{ .Values.name }}\nfixed: yes-it-is\n{{- end }}";
    let case = Case::new(
        &[("c/templates/a.yaml", template), ("c/templates/_h.tpl", helper)],
        "name: n\ntree:\n  deep: {b: one}\n  list:\n    - x: two\n    - [three]\n  multi: |\n    a\n    b\n",
    );
    assert_eq!(case.at("spec.deep.b"), "v.yaml:3 one");
    assert_eq!(case.at("spec.list.0.x"), "v.yaml:5 two");
    assert_eq!(case.at("spec.list.1.0"), "v.yaml:6 three");
    assert!(case.at("spec.multi").starts_with("v.yaml:8 a"), "{}", case.at("spec.multi"));
    assert_eq!(case.at("labels.app"), "v.yaml:1 n");
    assert_eq!(case.at("labels.fixed"), "c/templates/_h.tpl:2 yes-it-is");
    let rendered = case.render();
    let via = get(&rendered.objects[0].value, "labels.app").via.clone().unwrap();
    let places: Vec<String> = std::iter::successors(Some(via), |h| h.from.clone()).map(|h| case.shown(h.at)).collect();
    assert_eq!(places.len(), 2);
    assert!(
        places[0].starts_with("c/templates/a.yaml:5") && places[1].starts_with("c/templates/_h.tpl:1"),
        "{places:?}"
    );
}

#[test]
fn keys_and_objects_have_places() {
    let template = "{{ if true }}\nkind: A\nmetadata:\n  labels: {{ toYaml .Values.labels | nindent 4 }}\n{{ end }}\n---\nkind: B\n";
    let case = Case::new(&[("c/templates/a.yaml", template)], "labels:\n  team: core\n");
    let rendered = case.render();
    let Kind::Map(labels) = &get(&rendered.objects[0].value, "metadata.labels").kind else { panic!() };
    assert_eq!(case.shown(labels.entries[0].key_at), "v.yaml:2 team");
    let lines: Vec<u32> = rendered.objects.iter().map(|o| case.sources.line_col(o.at.file, o.at.start).line).collect();
    assert_eq!(lines, [2, 7]);
    assert_eq!(&*rendered.objects[1].path, "c/templates/a.yaml");
}

#[test]
fn unknown_values_flow_to_where_they_are_printed() {
    let template = "kind: A\nwhole: {{ .Values.secret }}\nquoted: {{ .Values.secret | quote }}\npart: pre-{{ .Values.secret }}.{{ .Values.name }}\n\
                    tree:\n  {{- toYaml .Values.secret | nindent 2 }}\nmore:\n  known: yes\n  {{- toYaml .Values.secret | nindent 2 }}\n\
                    list:\n  - one\n  {{- toYaml .Values.secret | nindent 2 }}\nmap: {{ toYaml (dict \"a\" .Values.secret) | nindent 2 }}\n\
                    hashed: {{ sha256sum .Values.secret }}\ndefaulted: {{ default \"x\" .Values.secret }}\n";
    let mut case = Case::new(&[("c/templates/a.yaml", template)], "secret: x\nname: nm\n");
    let at = case.given.at;
    case.given = with(&case.given, "secret", unknown(Why::Secret, at));
    let rendered = case.render();
    assert!(rendered.failed.is_none(), "{:?}", rendered.gaps);
    let object = &rendered.objects[0].value;
    for path in ["whole", "quoted", "tree", "map.a"] {
        let Kind::Unknown(u) = &get(object, path).kind else { panic!("{path}: {:?}", get(object, path).kind) };
        assert!(matches!(u.why, Why::Secret), "{path}");
    }
    for path in ["hashed", "defaulted"] {
        let Kind::Unknown(u) = &get(object, path).kind else { panic!("{path}") };
        assert!(matches!(&u.why, Why::Because(b) if matches!(b.why, Why::Secret)), "{path}");
    }
    let Kind::Text(Text::Parts(parts)) = &get(object, "part").kind else { panic!() };
    let shown: Vec<&str> = parts.iter().map(|p| if let Part::Known(t, _) = p { &**t } else { "?" }).collect();
    assert_eq!(shown, ["pre-", "?", ".nm"]);
    let Kind::Map(more) = &get(object, "more").kind else { panic!() };
    assert!(more.rest.is_some() && more.entries.len() == 1);
    let Kind::List(list) = &get(object, "list").kind else { panic!() };
    assert!(matches!(&list[..], [Item::One(_), Item::Many(_)]));
}

#[test]
fn a_block_that_is_not_decided_leaves_the_rest_known() {
    let template = "kind: A\nmetadata:\n  labels:\n    a: one\n    {{- if .Values.flag }}\n    b: two\n    {{- else }}\n    c: three\n    {{- end }}\n\
                    spec:\n  name: x-{{ if .Values.flag }}on{{ else }}off{{ end }}\n  only:\n    {{- if .Values.flag }}\n    z: 1\n    {{- end }}\n  \
                    list:\n    - one\n    {{- range .Values.flag }}\n    - {{ .name }}\n    {{- end }}\n  {{- $v := \"a\" }}{{ if .Values.flag }}{{ $v = \"b\" }}{{ end }}\n  var: {{ $v }}\n  \
                    text: |\n    a: 1\n    {{- if .Values.flag }}\n    b: 2\n    {{- end }}\n    c: 3\n\
                    {{- if .Values.flag }}\n---\nkind: B\n{{- end }}\n---\nkind: C\n";
    let mut case = Case::new(&[("c/templates/a.yaml", template)], "flag: x\n");
    let at = case.given.at;
    case.given = with(&case.given, "flag", unknown(Why::Environment("FLAG".into()), at));
    let rendered = case.render();
    let kinds: Vec<&str> = rendered.objects.iter().map(|o| text(get(&o.value, "kind"))).collect();
    assert_eq!(kinds, ["A", "C"]);
    // One object may be missing: that is said as for a chart that does not render.
    assert!(matches!(&rendered.failed.unwrap().why, Why::Because(u) if matches!(&u.why, Why::Environment(_))));
    let object = &rendered.objects[0].value;
    let Kind::Map(labels) = &get(object, "metadata.labels").kind else { panic!() };
    assert_eq!((labels.entries.len(), labels.rest.is_some()), (1, true));
    let Kind::Text(Text::Parts(parts)) = &get(object, "spec.name").kind else { panic!() };
    assert!(matches!(&parts[..], [Part::Known(t, _), Part::Hole(..)] if &**t == "x-"));
    assert!(matches!(get(object, "spec.only").kind, Kind::Unknown(_)));
    assert!(matches!(get(object, "spec.var").kind, Kind::Unknown(_)));
    let Kind::List(list) = &get(object, "spec.list").kind else { panic!() };
    assert!(matches!(&list[..], [Item::One(_), Item::Many(_)]));
    let Kind::Text(Text::Parts(parts)) = &get(object, "spec.text").kind else { panic!() };
    let shown: String = parts.iter().map(|p| if let Part::Known(t, _) = p { &**t } else { "?" }).collect();
    assert_eq!(shown, "a: 1\n?\nc: 3\n");
}

#[test]
fn a_decision_that_changes_what_lives_on_fails_the_chart_and_says_where() {
    let template = "kind: A\n{{ if .Values.flag }}\n{{ $_ := set .Values \"b\" 1 }}\n{{ end }}\n";
    let mut case = Case::new(&[("c/templates/a.yaml", template)], "flag: x\n");
    let at = case.given.at;
    case.given = with(&case.given, "flag", unknown(Why::Environment("FLAG".into()), at));
    let rendered = case.render();
    assert!(rendered.objects.is_empty());
    assert!(matches!(&rendered.failed.unwrap().why, Why::Because(u) if matches!(&u.why, Why::Environment(_))));
    assert_eq!(case.shown(rendered.gaps[0].at.unwrap()), "c/templates/a.yaml:2 {{ if .Values.flag }}");
}

#[test]
fn partly_known_text_is_true_and_compares_by_what_is_known() {
    let template = "kind: A\nif: {{ if .Values.part }}yes-part{{ end }}\neq: {{ eq .Values.part \"other\" }}\n\
                    prefix: {{ hasPrefix \"pre-\" .Values.part }}\nsuffix: {{ hasSuffix \".x\" .Values.part }}\n";
    let mut case = Case::new(&[("c/templates/a.yaml", template)], "part: x\n");
    let at = case.given.at;
    let Kind::Unknown(hole) = unknown(Why::Applied, at).kind else { panic!() };
    let parts = [Part::Known("pre-".into(), at), Part::Hole(hole, at), Part::Known(".com".into(), at)];
    let part = Value { kind: Kind::Text(Text::Parts(parts.into())), at, marks: Marks::NONE, via: None };
    case.given = with(&case.given, "part", part);
    let rendered = case.render();
    assert!(rendered.failed.is_none(), "{:?}", rendered.gaps);
    let object = &rendered.objects[0].value;
    assert_eq!(text(get(object, "if")), "yes-part");
    assert!(matches!(get(object, "eq").kind, Kind::Bool(false)));
    assert!(matches!(get(object, "prefix").kind, Kind::Bool(true)));
    assert!(matches!(get(object, "suffix").kind, Kind::Bool(false)));
}

#[test]
fn values_that_may_hold_more_render_with_what_is_known() {
    let template = "kind: A\n{{- if .Values.extra }}\nextra: 1\n{{- end }}\nname: {{ .Values.name }}\nkind2: {{ .Values.unset | default \"d\" }}\n";
    let mut case = Case::new(&[("c/templates/a.yaml", template), ("c/values.yaml", "name: own\n")], "other: 1\n");
    let at = case.given.at;
    case.given = merge_values(&case.given, &unknown(Why::MissingFile("secret.yaml".into()), at));
    let rendered = case.render();
    assert!(rendered.failed.is_none(), "{:?}", rendered.gaps);
    let object = &rendered.objects[0].value;
    assert_eq!(text(get(object, "name")), "own");
    assert!(get(object, "name").marks.has(Marks::OVERRIDABLE));
    assert_eq!(text(get(object, "kind2")), "d");
    assert!(rendered.gaps.iter().any(|g| g.at.is_some_and(|at| case.shown(at).contains(".Values.extra"))));
}

#[test]
fn sensitive_values_stay_sensitive() {
    let template = "kind: A\nraw: {{ .Values.password }}\nenc: {{ .Values.password | b64enc }}\nmix: \"u:{{ .Values.password }}\"\n\
                    len: {{ len .Values.password }}\nplain: open\n";
    let mut case = Case::new(&[("c/templates/a.yaml", template)], "password: hunter2\n");
    let Kind::Map(map) = &case.given.kind else { panic!() };
    let secret = Value { marks: Marks::SENSITIVE, ..map.entries[0].value.clone() };
    case.given = with(&case.given, "password", secret);
    let rendered = case.render();
    let object = &rendered.objects[0].value;
    for path in ["raw", "enc", "mix", "len"] {
        assert!(get(object, path).marks.has(Marks::SENSITIVE), "{path}");
    }
    assert!(!get(object, "plain").marks.has(Marks::SENSITIVE));
}

#[test]
fn what_differs_at_every_run_is_unknown() {
    let template = "kind: A\nrandom: {{ randAlphaNum 10 | b64enc | quote }}\nnow: {{ now | date \"2006\" }}\n{{- $ca := genCA \"x\" 10 }}\n\
                    cert: {{ $ca.Cert }}\nset: {{ if randAlpha 3 }}set{{ end }}\nname: fixed\n";
    let case = Case::new(&[("c/templates/a.yaml", template)], "{}\n");
    let rendered = case.render();
    assert!(rendered.failed.is_none(), "{:?}", rendered.gaps);
    let object = &rendered.objects[0].value;
    for path in ["random", "now", "cert"] {
        assert!(matches!(get(object, path).kind, Kind::Unknown(_)), "{path}");
    }
    assert!(get(object, "random").marks.has(Marks::VOLATILE));
    assert_eq!(text(get(object, "set")), "set");
}

#[test]
fn absent_subcharts_are_named_and_the_rest_renders() {
    let chart = "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n  - name: redis\n    version: 1.x.x\n    repository: oci://x\n  \
                 - name: off\n    version: 1.0.0\n    condition: off.enabled\n  - name: near\n    version: 1.0.0\n    repository: file://../near\n";
    let case = Case {
        sources: Sources::from_memory(vec![(
            "r",
            vec![
                ("c/Chart.yaml", chart),
                ("c/values.yaml", "'off': {enabled: false}\n"),
                ("c/templates/a.yaml", "kind: A\nhost: {{ include \"redis.name\" . }}\n"),
                ("near/Chart.yaml", "apiVersion: v2\nname: near\nversion: 1.0.0\n"),
                ("near/templates/b.yaml", "kind: B\n"),
                ("v.yaml", "{}\n"),
            ],
        )]),
        given: Case::new(&[], "{}\n").given,
    };
    let rendered = case.render();
    assert!(rendered.failed.is_none(), "{:?}", rendered.gaps);
    let messages: Vec<&str> = rendered.gaps.iter().map(|g| &*g.message).collect();
    assert_eq!(messages, ["the subchart `redis` is not in the repository and was not rendered"]);
    assert_eq!(rendered.objects.len(), 2);
    assert!(matches!(get(&rendered.objects[0].value, "host").kind, Kind::Unknown(_)));
}

#[test]
fn bounds_are_named() {
    let cases = [
        ("{{ range until 1000000000 }}x{{ end }}", "length of a list"),
        ("{{ range 1000000000 }}x{{ end }}", "number of template steps"),
        ("{{ repeat 1000000000 \"x\" }}", "size of computed text"),
        ("{{ define \"l\" }}{{ include \"l\" . }}{{ end }}{{ include \"l\" . }}", "nesting of include"),
        ("{{ $l := list 1 }}{{ range until 30 }}{{ $l = concat $l $l }}{{ end }}", "length of a list"),
        ("{{ $s := \"xx\" }}{{ range until 60 }}{{ $s = print $s $s }}{{ end }}", "size of computed text"),
        (
            "{{ range until 2000 }}{{ range until 2000 }}{{ range until 2000 }}{{ end }}{{ end }}{{ end }}",
            "number of template steps",
        ),
        ("{{ tpl .Values.t . }}", "nesting of include"),
        ("{{ $d := dict }}{{ $_ := set $d \"d\" $d }}{{ toYaml $d }}", "nesting of values"),
        (
            "{{ regexMatch \"(a{1000}){1000}\" \"a\" }}{{ mustRegexMatch \"((a{100}){100}){100}\" \"a\" }}",
            "size of a regular expression",
        ),
    ];
    for (template, bound) in cases {
        let case = Case::new(&[("c/templates/a.yaml", template)], "t: \"{{ tpl .Values.t . }}\"\n");
        let rendered = case.render();
        let failed = rendered.failed.unwrap_or_else(|| panic!("{template} renders"));
        assert!(matches!(failed.why, Why::Bound(b) if b == bound), "{template}: {:?} {:?}", failed.why, rendered.gaps);
        assert!(rendered.gaps.iter().any(|g| g.kind == GapKind::Bound && g.message.contains(bound)), "{template}");
    }
}

#[test]
fn a_chart_that_needs_more_than_its_share_of_all_steps_does_not_render_and_says_so() {
    let case = Case::new(&[("c/templates/a.yaml", "{{ range until 500 }}{{ $x := . }}{{ end }}a: 1\n")], "{}\n");
    let within = |share| render_within(&case.sources, TreeId(0), "c", &case.given, &ReleaseInfo::default(), share);
    let done = within(1_000);
    assert!(done.cut && done.used == 1_000 && done.made.objects.is_empty());
    assert!(done.made.gaps.iter().any(|g| g.kind == GapKind::Bound && g.message.contains("all charts together")));
    let done = within(10_000);
    assert!(!done.cut && done.used > 1_000 && done.made.objects.len() == 1, "{done:?}");
    let wordy = Case::new(&[("c/templates/a.yaml", &format!("a: {}\n", "x".repeat(100_000)))], "{}\n");
    let done = render_within(&wordy.sources, TreeId(0), "c", &wordy.given, &ReleaseInfo::default(), 50_000);
    assert!(done.cut, "what is rendered takes memory and counts too");
}

#[test]
fn broken_templates_are_one_gap_each_and_never_a_panic() {
    let whole = "{{- define \"x\" -}}a{{ end }}{{ $a := dict \"k\" (list 1 2) }}{{ range $i, $v := $a.k }}{{ if eq $i 1 }}{{ $v }}{{ else if true }}{{/* c */}}{{ end }}{{ end }}{{ printf \"%[3]*.[2]*[1]f|%z|%!\" 1.5 2 6 }}{{ \"é\" | trunc 1 }}{{ substr 0 1 \"é\" }}{{ (index .Values \"n\").m }}";
    for cut in 0..whole.len() {
        let Some(part) = whole.get(..cut) else { continue };
        Case::new(&[("c/templates/a.yaml", part)], "n: {m: 1}\n").render();
        let Some(part) = whole.get(cut..) else { continue };
        Case::new(&[("c/templates/a.yaml", part)], "n: {m: 1}\n").render();
    }
    let deep = format!("{}{}", "{{ if true }}".repeat(5000), "{{ end }}".repeat(5000));
    let parens = format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000));
    let chain = format!("{{{{ if false }}}}{}{{{{ end }}}}", "{{ else if false }}x".repeat(5000));
    for template in [deep, parens, chain] {
        let case = Case::new(&[("c/templates/a.yaml", template.as_str())], "{}\n");
        assert!(case.render().failed.is_some());
    }
}

#[test]
fn merging_keeps_origins_and_marks_what_may_be_overridden() {
    let base = Case::new(&[], "a: 1\nm: {x: 1, w: 2}\nl: [1, 2]\nkeep: k\n");
    let over = Case::new(&[], "a: null\nm: {x: 9, z: 3}\nl: [3]\n");
    let merged = merge_values(&base.given, &over.given);
    assert!(matches!(get(&merged, "a").kind, Kind::Null));
    assert!(matches!(get(&merged, "m.x").kind, Kind::Number(Number::Int(9))));
    assert!(matches!(get(&merged, "m.w").kind, Kind::Number(Number::Int(2))));
    assert!(matches!(&get(&merged, "l").kind, Kind::List(l) if l.len() == 1));
    assert_eq!(text(get(&merged, "keep")), "k");
    let open = merge_values(&base.given, &unknown(Why::Secret, base.given.at));
    assert!(get(&open, "m.x").marks.has(Marks::OVERRIDABLE));
    assert!(matches!(&open.kind, Kind::Map(m) if m.rest.is_some()));
}

/// Every place of a value: its own, then the steps.
fn trail(case: &Case, value: &Value) -> Vec<String> {
    let hops = std::iter::successors(value.via.clone(), |h| h.from.clone());
    std::iter::once(value.at).chain(hops.map(|h| h.at)).map(|at| case.shown(at)).collect()
}

#[test]
fn what_a_helper_writes_names_the_helper_and_the_line_that_includes_it() {
    let helper = "{{ define \"labels\" }}\nfixed: text\ngiven: {{ .Values.name }}\nmade: {{ printf \"%s-x\" .Release.Name }}\n\
                  {{ include \"inner\" . }}{{ end }}\n{{ define \"inner\" }}deep: words{{ end }}\n\
                  {{ define \"name\" }}{{ .Values.name | trunc 63 | trimSuffix \"-\" }}{{ end }}";
    let template = "kind: A\nlabels:\n  {{- include \"labels\" . | nindent 2 }}\nmore:\n  {{ template \"inner\" . }}\n\
                    name: {{ include \"name\" . }}-svc\n";
    let case = Case::new(&[("c/templates/a.yaml", template), ("c/templates/_h.tpl", helper)], "name: web\n");
    let rendered = case.render();
    assert!(rendered.failed.is_none(), "{:?}", rendered.gaps);
    let of = |path: &str| trail(&case, get(&rendered.objects[0].value, path));
    let included = "c/templates/a.yaml:3 {{- include \"labels\" . | nindent 2 }}";
    assert_eq!(of("labels.fixed"), ["c/templates/_h.tpl:2 text", included]);
    assert_eq!(of("labels.given"), ["v.yaml:1 web", included, "c/templates/_h.tpl:3 {{ .Values.name }}"]);
    assert_eq!(of("labels.made"), ["c/templates/_h.tpl:4 {{ printf \"%s-x\" .Release.Name }}", included]);
    assert_eq!(
        of("labels.deep"),
        ["c/templates/_h.tpl:6 words", included, "c/templates/_h.tpl:5 {{ include \"inner\" . }}"]
    );
    assert_eq!(of("more.deep"), ["c/templates/_h.tpl:6 words", "c/templates/a.yaml:5 {{ template \"inner\" . }}"]);
    // Text of the template around a helper's: the template's own place, with the value in it.
    assert_eq!(of("name"), ["c/templates/a.yaml:6 {{ include \"name\" . }}-svc", "v.yaml:1 web"]);
}

#[test]
fn values_that_are_read_and_given_ones_that_nothing_reads() {
    let template = "kind: A\na: {{ .Values.image.tag }}\n{{ if .Values.live }}b: {{ .Values.deep.live.x }}{{ end }}\n\
                    {{ with .Values.box }}c: {{ .in }}{{ end }}\nd: {{ toYaml .Values.whole | nindent 2 }}\n\
                    # {{ range .Values.list }}{{ .x }}{{ end }}\ne: {{ .Values.absent | quote }}\n\
                    {{ if .Values.flag }}{{ end }}\nf: {{ get .Values.got \"k\" }}\n";
    let sub = "kind: S\nx: {{ .Values.used }}\ng: {{ .Values.global.shared }}\n";
    let given = "image: {tag: 1, typo: 2}\nlive: false\ndeep: {live: {x: 1}}\nbox: {in: 1, out: 2}\nwhole: {a: {b: 1}}\n\
                 list: [{x: 1, y: 2}]\nflag: {u: 1}\ngot: {k: 1, z: 2}\nother: {p: {q: 1}}\n\
                 sub: {used: 1, unused: 2}\nglobal: {shared: 1, lost: 2}\nout: {any: 1}\nidle: {live: false, x: 1}\n";
    let case = Case::new(
        &[
            (
                "c/requirements.yaml",
                "dependencies:\n- {name: out, version: 1.0.0}\n- {name: idle, version: 1.0.0, condition: idle.live}\n",
            ),
            ("c/templates/a.yaml", template),
            ("c/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n"),
            ("c/charts/sub/templates/s.yaml", sub),
            ("c/charts/idle/Chart.yaml", "apiVersion: v2\nname: idle\nversion: 1.0.0\n"),
        ],
        given,
    );
    let rendered = case.render();
    assert!(rendered.failed.is_none(), "{:?}", rendered.gaps);
    let read: Vec<String> = rendered.values.read.iter().map(|p| p.join(".")).collect();
    for path in [
        "absent",
        "image.tag",
        "live",
        "box.in",
        "whole",
        "list",
        "flag",
        "got",
        "sub.used",
        "sub.global.shared",
        "idle",
        "out",
    ] {
        assert!(read.contains(&path.to_string()), "{path}: {read:?}");
    }
    assert!(!read.iter().any(|p| p.starts_with("deep")), "{read:?}");
    let unread: Vec<String> = rendered.values.unread.iter().map(|(p, _)| p.join(".")).collect();
    // A subchart that is not at hand may read `global`.
    assert_eq!(unread, ["image.typo", "deep", "box.out", "other", "sub.unused"]);
    assert_eq!(case.shown(rendered.values.unread[0].1), "v.yaml:1 typo");
    assert!(!rendered.values.cut);
    let whole = Case::new(&[("c/templates/a.yaml", "kind: A\na: {{ toJson .Values | quote }}\n")], "a: 1\n");
    assert!(whole.render().values.unread.is_empty());
}

#[test]
fn a_schema_is_checked_within_bounds_fetches_nothing_and_tells_no_secret() {
    let template = ("c/templates/a.yaml", "kind: A\n");
    let with_schema = |schema: &str| Case::new(&[template, ("c/values.schema.json", schema)], "a: hush\nb: {c: 1}\n");
    let case = with_schema("{\"properties\": {\"b\": {\"properties\": {\"c\": {\"type\": \"string\"}}}}}");
    let rendered = case.render();
    assert!(rendered.failed.is_some() && rendered.objects.is_empty());
    let gap = rendered.gaps.last().unwrap();
    assert!(gap.message.contains("`b.c` does not fit the schema of the chart `c`"), "{}", gap.message);
    assert_eq!(case.shown(gap.at.unwrap()), "v.yaml:2 1");
    let unfetched = [
        "{\"$ref\": \"https://example.com/s.json\"}",
        "{\"$ref\": \"file:///etc/passwd\"}",
        "{\"$ref\": \"other.json\"}",
        "{\"$ref\": \"#\"}",
    ];
    for schema in unfetched {
        let rendered = with_schema(schema).render();
        assert!(rendered.failed.is_none(), "{schema}: {:?}", rendered.gaps);
        assert!(rendered.gaps.iter().any(|g| g.message.contains("not checked")), "{schema}: {:?}", rendered.gaps);
    }
    let mut doubling = String::from("{\"$ref\": \"#/$defs/d0\", \"$defs\": {\"d60\": {}");
    for i in 0..60 {
        let next = format!("{{\"$ref\": \"#/$defs/d{}\"}}", i + 1);
        doubling.push_str(&format!(", \"d{i}\": {{\"allOf\": [{next}, {next}]}}"));
    }
    doubling.push_str("}}");
    let rendered = with_schema(&doubling).render();
    assert!(rendered.failed.is_none() && rendered.gaps.iter().any(|g| g.kind == GapKind::Bound), "{:?}", rendered.gaps);
    // Unknown values may be what the schema asks for; sensitive ones are not quoted.
    let case = with_schema("{\"properties\": {\"a\": {\"type\": \"integer\"}}}");
    let info = ReleaseInfo { name: "rel".into(), ..Default::default() };
    let open = with(&case.given, "a", unknown(Why::Applied, case.given.at));
    let rendered = render(&case.sources, TreeId(0), "c", &open, &info);
    assert!(rendered.failed.is_none() && rendered.gaps.iter().any(|g| g.message.contains("not known")));
    let mut secret = super::metadata::field(&case.given, "a").unwrap().clone();
    secret.marks = Marks::SENSITIVE;
    let rendered = render(&case.sources, TreeId(0), "c", &with(&case.given, "a", secret), &info);
    assert!(
        rendered.failed.is_some() && !rendered.gaps.iter().any(|g| g.message.contains("hush")),
        "{:?}",
        rendered.gaps
    );
}
