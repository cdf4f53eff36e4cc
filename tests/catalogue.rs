//! Pages, code and fixtures agree.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use driftline::bundled;
use driftline::rule::page::Page;
use driftline::rules;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_page_parses_and_has_a_rule_and_every_rule_has_a_page() {
    let mut pages = BTreeSet::new();
    for (path, text) in bundled::pages() {
        let page = Page::parse(path, text).unwrap_or_else(|e| panic!("rules/{path}: {e}"));
        assert!(!page.title.ends_with('.'), "rules/{path}: a title has no full stop");
        pages.insert((page.family.to_string(), page.id.to_string()));
    }
    let code: BTreeSet<_> = rules::ALL.iter().map(|r| (r.family.to_string(), r.id.to_string())).collect();
    assert_eq!(pages, code);
    assert_eq!(rules::CATALOGUE.len(), rules::ALL.len());
}

#[test]
fn rules_are_listed_once_in_order() {
    let ids: Vec<&str> = rules::ALL.iter().map(|r| r.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
}

#[test]
fn a_rule_lives_in_the_file_of_its_name() {
    for rule in rules::ALL {
        let file = format!("src/rules/{}/{}.rs", rule.family, rule.id.replace('-', "_"));
        assert!(Path::new(&file).is_file() || rule.family == "driftline", "{file} is missing");
    }
}

#[test]
fn every_rule_has_fixtures_for_bad_good_and_unknown() {
    for rule in rules::ALL.iter().filter(|r| r.family != "driftline") {
        for case in ["bad", "good"] {
            let folder = format!("fixtures/rules/{}/{case}", rule.id);
            assert!(Path::new(&folder).is_dir(), "{folder} is missing");
        }
    }
}
