//! A rule's page: `rules/<family>/<id>.md`. Severity, title, rationale, remedy and examples live here and nowhere else.
//!
//! A page is front matter between `---` lines, then the headings Why, Fix, Bad and Good. Examples are fenced blocks
//! whose info string is a language and a file (`hcl vpc/terragrunt.hcl`, or `yaml k8s//apps/ns.yaml` to name the
//! repository); the blocks of one heading are one estate. Lines marked `# expect` in Bad are where the rule must fire.

use super::{Parameter, Parameters};
use crate::finding::Severity;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A parsed page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The rule's id: the file's stem.
    pub id: Arc<str>,
    /// The rule's family: the folder.
    pub family: Arc<str>,
    /// One line, no full stop.
    pub title: Arc<str>,
    /// The severity, unless the configuration or the finding says otherwise.
    pub severity: Severity,
    /// The version that brought the rule.
    pub since: Arc<str>,
    /// Parameters, by name.
    pub parameters: BTreeMap<Arc<str>, ParameterSpec>,
    /// Documents that say why.
    pub references: Vec<Arc<str>>,
    /// Ids that other tools use for the same check.
    pub peers: Vec<Arc<str>>,
    /// The text under Why.
    pub why: Arc<str>,
    /// The text under Fix.
    pub fix: Arc<str>,
    /// Examples that the rule must fire on.
    pub bad: Vec<Example>,
    /// Examples that the rule must be silent on.
    pub good: Vec<Example>,
    /// The whole page without the front matter.
    pub body: Arc<str>,
}

/// A parameter that a page declares.
#[derive(Clone, Debug)]
pub struct ParameterSpec {
    /// What it does, one line.
    pub about: Arc<str>,
    /// Its default, which also tells its type.
    pub default: Parameter,
}

/// One fenced block.
#[derive(Clone, Debug)]
pub struct Example {
    /// `hcl`, `yaml`.
    pub language: Arc<str>,
    /// The file it stands for.
    pub file: Arc<str>,
    /// The text.
    pub text: Arc<str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    id: String,
    title: String,
    severity: String,
    since: String,
    #[serde(default)]
    parameters: BTreeMap<String, RawParameter>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    peers: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawParameter {
    about: String,
    default: RawDefault,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawDefault {
    Boolean(bool),
    Integer(i64),
    List(Vec<String>),
    Text(String),
}

impl Page {
    /// Reads a page. The error says what is wrong with it, in words for its author.
    pub fn parse(path: &str, text: &str) -> Result<Page, String> {
        let (family, file) = path.rsplit_once('/').ok_or("a page lives in a family's folder")?;
        let stem = file.strip_suffix(".md").ok_or("a page is a .md file")?;
        let rest = text.strip_prefix("---\n").ok_or("a page begins with front matter between `---` lines")?;
        let (front, body) = rest.split_once("\n---\n").ok_or("the front matter is not closed with `---`")?;
        let front: FrontMatter = serde_saphyr::from_str(front).map_err(|e| format!("front matter: {e}"))?;
        if front.id != stem {
            return Err(format!("the page's id `{}` and its file name `{stem}` differ", front.id));
        }
        let severity = severity(&front.severity).ok_or_else(|| format!("`{}` is no severity", front.severity))?;
        let section = |name: &str| {
            let head = format!("\n## {name}\n");
            let start =
                body.find(&head).map(|i| i + head.len()).ok_or(format!("the heading `## {name}` is missing"))?;
            let text = body.get(start..).unwrap_or("");
            let end = text.find("\n## ").unwrap_or(text.len());
            Ok::<_, String>(text.get(..end).unwrap_or("").trim())
        };
        let parameters = front.parameters.into_iter().map(|(name, raw)| {
            let default = match raw.default {
                RawDefault::Boolean(b) => Parameter::Boolean(b),
                RawDefault::Integer(n) => Parameter::Integer(n),
                RawDefault::List(l) => Parameter::List(l.into_iter().map(Into::into).collect()),
                RawDefault::Text(t) => Parameter::Text(t.into()),
            };
            (Arc::from(name), ParameterSpec { about: raw.about.into(), default })
        });
        Ok(Page {
            id: stem.into(),
            family: family.into(),
            title: front.title.into(),
            severity,
            since: front.since.into(),
            parameters: parameters.collect(),
            references: front.references.into_iter().map(Into::into).collect(),
            peers: front.peers.into_iter().map(Into::into).collect(),
            why: section("Why")?.into(),
            fix: section("Fix")?.into(),
            bad: examples(section("Bad")?)?,
            good: examples(section("Good")?)?,
            body: body.trim().into(),
        })
    }

    /// The defaults of all parameters.
    pub fn defaults(&self) -> Parameters {
        Parameters(self.parameters.iter().map(|(name, spec)| (name.clone(), spec.default.clone())).collect())
    }
}

/// Reads a severity's word.
pub fn severity(word: &str) -> Option<Severity> {
    [Severity::Info, Severity::Low, Severity::Medium, Severity::High].into_iter().find(|s| s.word() == word)
}

fn examples(section: &str) -> Result<Vec<Example>, String> {
    let mut found = Vec::new();
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let Some((language, file)) = info.trim().split_once(' ') else {
            return Err(format!("the fenced block \"```{info}\" names no file"));
        };
        let mut text = String::new();
        for line in lines.by_ref().take_while(|line| *line != "```") {
            text.push_str(line);
            text.push('\n');
        }
        found.push(Example { language: language.into(), file: file.trim().into(), text: text.into() });
    }
    if found.is_empty() {
        return Err("the headings Bad and Good each need an example".into());
    }
    Ok(found)
}
