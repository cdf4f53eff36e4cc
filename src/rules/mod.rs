//! The catalogue: one small file a rule, one page a rule.

use crate::bundled;
use crate::rule::Rule;
use crate::rule::page::Page;
use std::sync::LazyLock;

/// Every rule, sorted by id.
pub static ALL: &[Rule] = &[];

/// A rule with its page.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The check.
    pub rule: Rule,
    /// The page.
    pub page: Page,
}

/// The catalogue, in order of id. A rule whose page is missing or does not parse is left out; a test makes sure that
/// there is none.
pub static CATALOGUE: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let pages = bundled::pages();
    let mut entries: Vec<Entry> = ALL
        .iter()
        .filter_map(|rule| {
            let path = format!("{}/{}.md", rule.family, rule.id);
            let (_, text) = pages.iter().find(|(p, _)| *p == path)?;
            Some(Entry { rule: *rule, page: Page::parse(&path, text).ok()? })
        })
        .collect();
    entries.sort_by_key(|e| e.rule.id);
    entries
});

/// The entry of this id.
pub fn find(id: &str) -> Option<&'static Entry> {
    CATALOGUE.iter().find(|e| e.rule.id == id)
}

/// The rule whose id is nearest to a misspelt one, for did-you-mean.
pub fn nearest(word: &str) -> Option<&'static str> {
    let scored = CATALOGUE.iter().map(|e| (strsim::jaro_winkler(word, e.rule.id), e.rule.id));
    scored.filter(|(score, _)| *score > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, id)| id)
}
