//! What is accepted, and what every mistake says.

use super::*;

fn specs() -> Vec<RuleSpec> {
    use crate::rule::Parameter::{Boolean, Integer, List};
    let spec = |id: &str, parameters: Vec<(&str, crate::rule::Parameter)>| RuleSpec {
        id: id.into(),
        parameters: parameters.into_iter().map(|(n, p)| (n.into(), p)).collect(),
    };
    vec![
        spec("single-az-tier", vec![("required_azs", Integer(2))]),
        spec("bucket-without-kms", vec![("customer_key", Boolean(false))]),
        spec("public-subnet-workload", vec![("allowed", List(Vec::new()))]),
        spec("role-not-declared", Vec::new()),
    ]
}

fn read(text: &str) -> Loaded {
    let file = |path: &Path| match path.file_name().and_then(|n| n.to_str()) {
        Some("env.hcl") => Ok("locals {}".to_owned()),
        _ => Err("does not exist".to_owned()),
    };
    parse("driftline.yaml", text, Path::new("/srv/estate"), Origin::Given, &specs(), &file)
}

fn valid(text: &str) -> Config {
    let loaded = read(text);
    assert!(loaded.problems.is_empty(), "{:#?}", loaded.problems);
    loaded.config
}

fn wrong(text: &str) -> Vec<String> {
    read(text).problems.iter().map(|p| format!("{p:?}")).collect()
}

#[test]
fn all_of_it() {
    let config = valid(
        r#"
version: 1
repositories:
  - {name: live, path: ./terragrunt, remote: https://github.com/acme/live}
  - {name: k8s, path: ../k8s}
organizations:
  - name: platform
    owner: true
    paths: ["live//**", "k8s//clusters/*/infrastructure/**"]
  - name: acme
    namespaces: [acme, on]
    accounts: [111122223333, "012345678901"]
clusters:
  - name: prod
    path: k8s//clusters/prod/
    unit: live//eks
    account: 111122223333
    region: eu-west-1
    oidc_provider: arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A
    network_policy: true
accounts:
  - {id: "111122223333", name: prod, environment: production}
network:
  required_azs: 3
  connected: [["live//a", "live//b//aws_vpc.this[0]"]]
  public_workloads: ["live//**/bastion"]
encryption:
  customer_key: [bucket]
assume:
  - {path: live//prod/env.hcl, file: ./assume/env.hcl, public: true}
  - path: live//stage/env.hcl
    hcl: |
      locals { a = 1 }
modules:
  - {source: "git::https://example.com/vpc.git", path: live//modules/vpc}
environment: {allow: [HOME], values: {REGION: eu-west-1}}
complete: [role, pod-identity]
entry_points: [k8s//clusters/prod]
rules:
  role-not-declared: off
  single-az-tier: {severity: low, required_azs: 2}
waivers:
  - rule: bucket-without-kms
    address: live//logs//aws_s3_bucket.this[0]
    reason: load balancers cannot write to it otherwise
    until: 2030-02-28
    owner: ops
"#,
    );
    assert_eq!(config.repositories[0].path, Path::new("/srv/estate/terragrunt"));
    assert_eq!(config.repositories[1].path, Path::new("/srv/k8s"));
    let acme = &config.organizations[1];
    assert_eq!(acme.namespaces, ["acme".into(), "on".into()], "text stays text");
    assert_eq!(acme.accounts, ["111122223333".into(), "012345678901".into()], "a leading zero survives");
    let platform = &config.organizations[0];
    assert!(platform.owner && platform.paths.is_match("live//root.hcl"));
    assert!(platform.paths.is_match("k8s//clusters/prod/infrastructure/a/b.yaml"));
    assert!(!platform.paths.is_match("k8s//clusters/prod/organizations/a.yaml"));
    let cluster = &config.clusters[0];
    assert_eq!(cluster.entry, Address::new("k8s", "clusters/prod", ""));
    assert_eq!(cluster.oidc.as_deref(), Some("oidc.eks.eu-west-1.amazonaws.com/id/A"));
    assert!(config.connected[0].0.is_match("live//b//aws_vpc.this[0]"));
    let overlays: Vec<_> = config.overlays.iter().map(|o| (&*o.path, &*o.text, o.public)).collect();
    assert_eq!(overlays, [("prod/env.hcl", "locals {}", true), ("stage/env.hcl", "locals { a = 1 }\n", false)]);
    let rules = &config.rules;
    assert!(rules.off.contains("role-not-declared"));
    assert_eq!(rules.severity["single-az-tier"], crate::finding::Severity::Low);
    assert_eq!(rules.parameters["single-az-tier"].integer("required_azs"), 2, "the rule's own setting wins");
    assert!(rules.parameters["bucket-without-kms"].boolean("customer_key"));
    assert_eq!(rules.parameters["public-subnet-workload"].list("allowed"), ["live//**/bastion".into()]);
    let waiver = &config.waivers[0];
    assert!(waiver.address.is_match("live//logs//aws_s3_bucket.this[0]"), "brackets are literal");
    assert_eq!(waiver.until, Some(jiff::civil::date(2030, 2, 28)));
    assert_eq!(waiver.line_col, (43, 11));
    let evaluation = config.evaluation(&|name| (name == "HOME").then(|| "/home/a".to_owned()));
    let env: Vec<_> = evaluation.env.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(env, [("HOME", "/home/a"), ("REGION", "eu-west-1")]);
    assert!(evaluation.modules[0].covers("git::https://example.com/vpc.git"));
    let ownership = config.ownership(Some(FileId::from_index(0)));
    assert_eq!((ownership.organizations.len(), ownership.clusters.len(), ownership.complete.len()), (2, 1, 2));
    assert!(ownership.organizations[0].at.is_some());
}

#[test]
fn empty_parts_and_an_empty_file_are_valid() {
    valid("");
    valid("# nothing yet\n");
    valid("repositories:\nrules:\nwaivers:\nnetwork:\norganizations:\n  - name: a\n    paths:\n");
    valid("rules: {}\nwaivers: []\n");
}

#[test]
fn every_mistake_is_named_with_its_place() {
    let found = wrong(
        "repository:\n  - name: a\nrules:\n  role-not-declerd: off\n  single-az-tier: {required_az: 1, severity: hgh}\nversion: 2\norganizations:\n  - nme: x\n",
    );
    assert_eq!(
        found,
        [
            "driftline.yaml:1:1: the configuration has no key `repository` (did you mean `repositories`?)",
            "driftline.yaml:4:3: there is no rule `role-not-declerd` (did you mean `role-not-declared`?)",
            "driftline.yaml:5:20: the rule `single-az-tier` has no parameter `required_az` (did you mean `required_azs`?)",
            "driftline.yaml:5:46: `hgh` is no severity (did you mean `high`?)",
            "driftline.yaml:6:10: `version` must be 1, not 2",
            "driftline.yaml:8:5: `organizations[0]` has no key `nme` (did you mean `name`?)",
            "driftline.yaml:8:5: `organizations[0]` needs `name`",
        ]
    );
}

#[test]
fn wrong_types_say_what_is_wanted() {
    for (text, part) in [
        ("repositories: live", "1:15: `repositories` must be a list, not text"),
        ("repositories: [live]", "`repositories[0]` must be a mapping, not text"),
        ("repositories: [{path: [a]}]", "`repositories[0].path` must be text, not a list"),
        ("repositories: [{path: }]", "`repositories[0].path` has no value; it must be text"),
        ("organizations: [{name: a, owner: yes}]", "`organizations[0].owner` must be true or false, not `yes`"),
        ("network: {required_azs: three}", "`network.required_azs` must be a whole number, not `three`"),
        ("network: {required_azs: 0}", "`network.required_azs` must be from 1 to 6, not 0"),
        ("encryption: {customer_key: [buckets]}", "did you mean `bucket`?"),
        ("complete: roles", "`complete` must be a list"),
        ("complete: [roles]", "did you mean `role`?"),
        ("rules: [a]", "`rules` must be a mapping of rule ids, not a list"),
        ("rules: {role-not-declared: high}", "must be `off` or a mapping"),
        ("rules: {single-az-tier: {required_azs: many}}", "`required_azs` of `single-az-tier` must be a whole number"),
        ("rules: {bucket-without-kms: {customer_key: 1}}", "must be true or false"),
        ("rules: {public-subnet-workload: {allowed: x}}", "must be a list of texts"),
        ("- a", "the configuration must be a mapping, not a list"),
        ("version: 1\nversion: 1", "2:1: `version` is given twice"),
        ("a: [", "does not parse as YAML"),
        ("version: 1\n---\nversion: 1", "one document"),
    ] {
        let found = wrong(text);
        assert!(found.len() == 1 && found[0].contains(part), "{text}: {found:#?}");
    }
}

#[test]
fn names_dates_patterns_and_ids_are_checked() {
    let repositories = "repositories: [{name: live, path: live}, {name: k8s, path: k8s}]\n";
    for (text, part) in [
        ("entry_points: [k8x//a]", "2:16: no repository is named `k8x` (did you mean `k8s`?)"),
        ("entry_points: [clusters/prod]", "does not say which repository"),
        ("entry_points: [k8s//../live]", "leads outside its repository"),
        ("organizations: [{name: a, paths: ['liv//**']}]", "did you mean `live`?"),
        ("organizations: [{name: a, paths: ['live//{a']}]", "is no pattern"),
        ("organizations: [{name: a}, {name: a}]", "`a` is listed twice"),
        ("accounts: [{id: 1234}]", "twelve digits"),
        ("assume: [{path: live//a.hcl}]", "needs `file` or `hcl`"),
        ("assume: [{path: live//a.hcl, file: env.hcl, hcl: ''}]", "not both"),
        ("assume: [{path: live//a.hcl, file: nowhere.hcl}]", "`nowhere.hcl` does not exist"),
        ("assume: [{path: live//, hcl: ''}]", "stands for a file"),
        ("waivers: [{rule: nothing, address: a, reason: b}]", "there is no rule `nothing`"),
        ("waivers: [{rule: role-not-declared, address: a}]", "`waivers[0]` needs `reason`"),
        ("waivers: [{rule: role-not-declared, address: a, reason: ' '}]", "needs a reason"),
        ("waivers: [{rule: role-not-declared, address: a, reason: b, until: 2026-02-30}]", "no day of the calendar"),
        ("waivers: [{rule: role-not-declared, address: a, reason: b, until: next week}]", "YYYY-MM-DD"),
    ] {
        let found = wrong(&format!("{repositories}{text}\n"));
        assert!(found.len() == 1 && found[0].contains(part), "{text}: {found:#?}");
    }
    assert_eq!(wrong("entry_points: [anything//a]"), Vec::<String>::new(), "names that are not listed may be derived");
    assert_eq!(wrong("repositories: [{name: a, path: x}, {name: a, path: y}]").len(), 1);
}

#[test]
fn one_entry_may_have_several_mistakes() {
    let found = wrong("waivers:\n  - rule: role-not-declared\n    address: a\n    until: 2026-13-01\n    resaon: b\n");
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn names_of_repositories_that_are_not_read_are_gaps() {
    let config = valid("organizations: [{name: a, paths: ['liv//**', '*//x']}]\nentry_points: [live//a]\n");
    let sources = Sources::from_memory(vec![("live", vec![("a/b.yaml", "")])]);
    let gaps = config.gaps(&sources);
    assert_eq!(gaps.len(), 1);
    assert!(gaps[0].message.contains("`liv`") && gaps[0].help.as_deref() == Some("did you mean `live`?"));
    assert_eq!(config.entry_points(&sources), [(TreeId(0), "a".into())]);
}

#[test]
fn a_problem_points_into_the_file() {
    use miette::Diagnostic as _;
    let loaded = read("\u{feff}rules:\r\n  rôle: off\r\n");
    let problem = &loaded.problems[0];
    assert_eq!(problem.line_col, (2, 3));
    let label = problem.labels().unwrap().next().unwrap();
    let source = problem.source_code().unwrap().read_span(label.inner(), 0, 0).unwrap();
    assert!(std::str::from_utf8(source.data()).unwrap().contains("rôle"));
    assert_eq!(problem.line(), "driftline.yaml:2:3: there is no rule `rôle`");
}

#[test]
fn a_configuration_that_was_found_stays_in_its_folder() {
    let dir = tempfile::TempDir::new().unwrap();
    let top = dir.path().canonicalize().unwrap();
    for folder in ["estate/live", "k8s"] {
        std::fs::create_dir_all(top.join(folder)).unwrap();
    }
    std::fs::write(top.join("secret.hcl"), "locals {}").unwrap();
    std::os::unix::fs::symlink("../secret.hcl", top.join("estate/link.hcl")).unwrap();
    let file = top.join("estate/driftline.yaml");
    let text = "repositories:\n  - {name: live, path: ./live}\n  - {name: k8s, path: ../k8s}\nassume:\n  - {path: live//a.hcl, file: ../secret.hcl}\n  - {path: live//b.hcl, file: link.hcl}\nenvironment: {allow: [TOKEN]}\n";
    std::fs::write(&file, text).unwrap();
    let outside = |origin| {
        let loaded = load(&file, origin, &specs());
        loaded.problems.iter().map(|p| (p.line_col.0, p.message.contains("found in a repository"))).collect::<Vec<_>>()
    };
    assert_eq!(outside(Origin::Given), []);
    assert_eq!(outside(Origin::Found(&[])), [(5, true), (6, true), (7, true)]);
    assert_eq!(outside(Origin::Found(&[top.join("k8s")])), [(5, true), (6, true), (7, true)]);
    let config = load(&file, Origin::Found(&[]), &specs()).config;
    assert_eq!(config.repositories.len(), 1, "what is refused is not opened");
    assert_eq!(&*config.left_out[0].0, "../k8s", "and is said to be left out");
    assert!(config.overlays.is_empty());
}

#[test]
fn the_file_is_found_upward_to_the_top_of_the_repository() {
    let dir = tempfile::TempDir::new().unwrap();
    let top = dir.path().canonicalize().unwrap();
    std::fs::create_dir_all(top.join("repo/.git")).unwrap();
    std::fs::create_dir_all(top.join("repo/a/b")).unwrap();
    std::fs::write(top.join("driftline.yaml"), "").unwrap();
    assert_eq!(find(&top.join("repo/a/b")), None, "not beyond the repository");
    std::fs::write(top.join("repo/driftline.yml"), "").unwrap();
    assert_eq!(find(&top.join("repo/a/b")), Some(top.join("repo/driftline.yml")));
    std::fs::write(top.join("repo/driftline.yaml"), "").unwrap();
    assert_eq!(find(&top.join("repo")), Some(top.join("repo/driftline.yaml")));
    assert_eq!(find(&top.join("nowhere")), None);
    let missing = load(&top.join("x.yaml"), Origin::Given, &specs());
    assert!(missing.problems[0].message.contains("does not exist"));
}

#[test]
fn variables_come_from_allowed_names_then_files_then_values() {
    let text = "environment:\n  allow: [A, B]\n  files: [./.env]\n  values: {C: values}\nunit_files: [unit.hcl]\n";
    let read = |_: &Path| Ok("B=file\nC=file\nD='file d'\n".to_owned());
    let loaded = parse("driftline.yaml", text, Path::new("/srv"), Origin::Given, &specs(), &read);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let told = loaded.config.evaluation(&|name| Some(format!("own {name}")));
    let env: Vec<(&str, &str)> = told.env.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(env, [("A", "own A"), ("B", "file"), ("C", "values"), ("D", "file d")]);
    assert_eq!(told.unit_files, ["unit.hcl".into()]);
    let wrong =
        parse("driftline.yaml", "unit_files: [a/b.hcl, x]\n", Path::new("/srv"), Origin::Given, &specs(), &read);
    assert_eq!(wrong.problems.len(), 2);
}

/// Editors read the committed schema. `SNAPSHOTS=overwrite` writes it again.
#[test]
fn the_committed_schema_is_the_generated_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/config/driftline.schema.json");
    let generated = schema();
    if std::env::var("SNAPSHOTS").as_deref() == Ok("overwrite") {
        std::fs::write(path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == generated,
        "run the tests with SNAPSHOTS=overwrite and commit src/config/driftline.schema.json"
    );
}

#[test]
fn the_schema_and_driftline_agree() {
    let schema: serde_json::Value = serde_json::from_str(&schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let good = serde_json::json!({
        "version": 1,
        "rules": {"role-not-declared": "off", "single-az-tier": {"severity": "low", "required_azs": 3}},
        "waivers": [{"rule": "a", "address": "b", "reason": "c", "until": "2030-01-01"}],
        "encryption": {"customer_key": ["cluster-secrets"]},
    });
    assert!(validator.is_valid(&good), "{:?}", validator.iter_errors(&good).map(|e| e.to_string()).collect::<Vec<_>>());
    for bad in [
        serde_json::json!({"reps": []}),
        serde_json::json!({"rules": {"a": "on"}}),
        serde_json::json!({"rules": {"a": {"severity": "worst"}}}),
        serde_json::json!({"accounts": [{"id": "12"}]}),
        serde_json::json!({"waivers": [{"rule": "a"}]}),
        serde_json::json!({"version": 2}),
    ] {
        assert!(!validator.is_valid(&bad), "{bad}");
    }
}

#[test]
fn the_examples_of_this_repository_are_valid() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut open = vec![top];
    let mut seen = 0;
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|n| n == "driftline.yaml") {
                seen += 1;
                let specs: Vec<_> = crate::rules::CATALOGUE
                    .iter()
                    .map(|e| RuleSpec {
                        id: e.rule.id.into(),
                        parameters: e.page.parameters.iter().map(|(n, s)| (n.clone(), s.default.clone())).collect(),
                    })
                    .collect();
                let loaded = load(&path, Origin::Found(&[]), &specs);
                assert!(loaded.problems.is_empty(), "{}: {:#?}", path.display(), loaded.problems);
            }
        }
    }
    assert!(seen > 0);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_fail(text in "(repositories|organizations|rules|waivers|network|assume|name|path|rule|role-not-declared|version|[-:{}\\[\\], \n'\"&*!#|>0-9é]){0,40}") {
        let loaded = read(&text);
        for problem in &loaded.problems {
            let at = problem.at.unwrap_or_default();
            assert!(text.get(at.start as usize..at.end as usize).is_some(), "{problem:?} {at:?}");
        }
    }
}
