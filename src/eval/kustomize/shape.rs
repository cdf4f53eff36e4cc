//! The fields that kustomize reads, by name and type. It refuses a kustomization file with any other; the letters' case does not
//! matter.

use super::edit;
use crate::eval::value::{Entry, Item, Kind, Map, Number, Text, Value};
use crate::source::Span;
use std::sync::Arc;

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// Text.
    Text,
    /// A boolean.
    Flag,
    /// A whole number.
    Whole,
    /// A list of texts.
    Texts,
    /// A map of texts.
    Pairs,
    /// A map of anything.
    Map,
    /// A map with these fields.
    One(&'static [Field]),
    /// A list of maps with these fields.
    Many(&'static [Field]),
}

/// A field's name and what it holds.
pub type Field = (&'static str, Form);

const METADATA: &[Field] =
    &[("name", Form::Text), ("namespace", Form::Text), ("labels", Form::Pairs), ("annotations", Form::Pairs)];
const FIELD_SPEC: &[Field] = &[
    ("group", Form::Text),
    ("version", Form::Text),
    ("kind", Form::Text),
    ("path", Form::Text),
    ("create", Form::Flag),
];
const SELECTOR: &[Field] = &[
    ("group", Form::Text),
    ("version", Form::Text),
    ("kind", Form::Text),
    ("name", Form::Text),
    ("namespace", Form::Text),
    ("labelSelector", Form::Text),
    ("annotationSelector", Form::Text),
];
const PATCH: &[Field] = &[
    ("path", Form::Text),
    ("patch", Form::Text),
    ("target", Form::One(SELECTOR)),
    ("options", Form::One(&[("allowNameChange", Form::Flag), ("allowKindChange", Form::Flag)])),
];
const IMAGE: &[Field] = &[
    ("name", Form::Text),
    ("newName", Form::Text),
    ("newTag", Form::Text),
    ("tagSuffix", Form::Text),
    ("digest", Form::Text),
];
const GENERATOR_OPTIONS: &[Field] = &[
    ("labels", Form::Pairs),
    ("annotations", Form::Pairs),
    ("disableNameSuffixHash", Form::Flag),
    ("immutable", Form::Flag),
];
const CONFIG_MAP: &[Field] = &[
    ("name", Form::Text),
    ("namespace", Form::Text),
    ("behavior", Form::Text),
    ("literals", Form::Texts),
    ("files", Form::Texts),
    ("envs", Form::Texts),
    ("env", Form::Text),
    ("options", Form::One(GENERATOR_OPTIONS)),
];
const SECRET: &[Field] = &[
    ("name", Form::Text),
    ("namespace", Form::Text),
    ("behavior", Form::Text),
    ("literals", Form::Texts),
    ("files", Form::Texts),
    ("envs", Form::Texts),
    ("env", Form::Text),
    ("options", Form::One(GENERATOR_OPTIONS)),
    ("type", Form::Text),
];
const FIELD_OPTIONS: &[Field] =
    &[("delimiter", Form::Text), ("index", Form::Whole), ("encoding", Form::Text), ("create", Form::Flag)];
const SOURCE: &[Field] = &[
    ("group", Form::Text),
    ("version", Form::Text),
    ("kind", Form::Text),
    ("name", Form::Text),
    ("namespace", Form::Text),
    ("fieldPath", Form::Text),
    ("options", Form::One(FIELD_OPTIONS)),
];
const TARGET: &[Field] = &[
    ("select", Form::One(SELECTOR)),
    ("reject", Form::Many(SELECTOR)),
    ("fieldPaths", Form::Texts),
    ("options", Form::One(FIELD_OPTIONS)),
];
const REPLACEMENT: &[Field] = &[
    ("path", Form::Text),
    ("source", Form::One(SOURCE)),
    ("sourceValue", Form::Text),
    ("targets", Form::Many(TARGET)),
];
const VAR: &[Field] = &[
    ("name", Form::Text),
    (
        "objref",
        Form::One(&[
            ("apiVersion", Form::Text),
            ("group", Form::Text),
            ("version", Form::Text),
            ("kind", Form::Text),
            ("name", Form::Text),
            ("namespace", Form::Text),
        ]),
    ),
    ("fieldref", Form::One(&[("fieldPath", Form::Text)])),
];
const CHART: &[Field] = &[
    ("name", Form::Text),
    ("version", Form::Text),
    ("repo", Form::Text),
    ("releaseName", Form::Text),
    ("namespace", Form::Text),
    ("additionalValuesFiles", Form::Texts),
    ("valuesFile", Form::Text),
    ("valuesInline", Form::Map),
    ("valuesMerge", Form::Text),
    ("includeCRDs", Form::Flag),
    ("skipHooks", Form::Flag),
    ("apiVersions", Form::Texts),
    ("kubeVersion", Form::Text),
    ("nameTemplate", Form::Text),
    ("skipTests", Form::Flag),
    ("debug", Form::Flag),
    ("devel", Form::Flag),
];
const OLD_CHART: &[Field] = &[
    ("chartName", Form::Text),
    ("chartVersion", Form::Text),
    ("chartRepoUrl", Form::Text),
    ("chartHome", Form::Text),
    ("chartRepoName", Form::Text),
    ("helmBin", Form::Text),
    ("helmHome", Form::Text),
    ("values", Form::Text),
    ("valuesLocal", Form::Map),
    ("valuesMerge", Form::Text),
    ("releaseName", Form::Text),
    ("releaseNamespace", Form::Text),
    ("extraArgs", Form::Texts),
];

/// A kustomization file.
pub const KUSTOMIZATION: &[Field] = &[
    ("apiVersion", Form::Text),
    ("kind", Form::Text),
    ("metadata", Form::One(METADATA)),
    ("resources", Form::Texts),
    ("bases", Form::Texts),
    ("components", Form::Texts),
    ("namespace", Form::Text),
    ("namePrefix", Form::Text),
    ("nameSuffix", Form::Text),
    ("commonLabels", Form::Pairs),
    ("commonAnnotations", Form::Pairs),
    (
        "labels",
        Form::Many(&[
            ("pairs", Form::Pairs),
            ("includeSelectors", Form::Flag),
            ("includeTemplates", Form::Flag),
            ("includeVolumeClaimTemplates", Form::Flag),
            ("fields", Form::Many(FIELD_SPEC)),
        ]),
    ),
    ("patches", Form::Many(PATCH)),
    ("patchesStrategicMerge", Form::Texts),
    ("patchesJson6902", Form::Many(PATCH)),
    ("images", Form::Many(IMAGE)),
    ("imageTags", Form::Many(IMAGE)),
    ("replicas", Form::Many(&[("name", Form::Text), ("count", Form::Whole)])),
    ("replacements", Form::Many(REPLACEMENT)),
    ("configMapGenerator", Form::Many(CONFIG_MAP)),
    ("secretGenerator", Form::Many(SECRET)),
    ("generatorOptions", Form::One(GENERATOR_OPTIONS)),
    ("vars", Form::Many(VAR)),
    (
        "sortOptions",
        Form::One(&[
            ("order", Form::Text),
            ("legacySortOptions", Form::One(&[("orderFirst", Form::Texts), ("orderLast", Form::Texts)])),
        ]),
    ),
    ("crds", Form::Texts),
    ("openapi", Form::Pairs),
    ("configurations", Form::Texts),
    ("generators", Form::Texts),
    ("transformers", Form::Texts),
    ("validators", Form::Texts),
    ("buildMetadata", Form::Texts),
    ("helmGlobals", Form::One(&[("chartHome", Form::Text), ("configHome", Form::Text)])),
    ("helmCharts", Form::Many(CHART)),
    ("helmChartInflationGenerator", Form::Many(OLD_CHART)),
];

/// A file of `configurations`.
pub const CONFIGURATION: &[Field] = &[
    ("namePrefix", Form::Many(FIELD_SPEC)),
    ("nameSuffix", Form::Many(FIELD_SPEC)),
    ("namespace", Form::Many(FIELD_SPEC)),
    ("commonLabels", Form::Many(FIELD_SPEC)),
    ("labels", Form::Many(FIELD_SPEC)),
    ("templateLabels", Form::Many(FIELD_SPEC)),
    ("volumeClaimTemplateLabels", Form::Many(FIELD_SPEC)),
    ("commonAnnotations", Form::Many(FIELD_SPEC)),
    ("varReference", Form::Many(FIELD_SPEC)),
    ("images", Form::Many(FIELD_SPEC)),
    ("replicas", Form::Many(FIELD_SPEC)),
    (
        "nameReference",
        Form::Many(&[
            ("group", Form::Text),
            ("version", Form::Text),
            ("kind", Form::Text),
            ("fieldSpecs", Form::Many(FIELD_SPEC)),
        ]),
    ),
];

/// Reads values against forms.
pub struct Reader<'a> {
    /// What is written at a place: an unquoted `yes` is a boolean.
    pub written: &'a dyn Fn(Span) -> Option<char>,
    /// What does not fit, each with its place.
    pub problems: Vec<(Span, String)>,
    /// The last fields of the path so far, for messages.
    path: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    /// Nothing read yet.
    pub fn new(written: &'a dyn Fn(Span) -> Option<char>) -> Self {
        Self { written, problems: Vec::new(), path: Vec::new() }
    }

    /// The value with each field under its own name, without what does not fit; `None` when that is all of it as it is.
    pub fn map(&mut self, value: &Value, fields: &'static [Field]) -> Option<Value> {
        let Kind::Map(map) = &value.kind else {
            return match value.kind {
                Kind::Null | Kind::Unknown(_) => None,
                _ => {
                    self.misfit(value, "a map");
                    Some(edit::empty_map(value.at))
                }
            };
        };
        let mut changed: Option<Vec<Entry>> = None;
        for (index, entry) in map.entries.iter().enumerate() {
            let exact = fields.iter().find(|(name, _)| *name == &*entry.key);
            let found = exact.or_else(|| fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(&entry.key)));
            let Some((name, form)) = found else {
                self.problems.push((entry.key_at, format!("`{}` is no field of {}", entry.key, self.whole())));
                changed.get_or_insert_with(|| map.entries.iter().take(index).cloned().collect());
                continue;
            };
            self.path.push(name);
            let value = self.value(&entry.value, *form);
            self.path.pop();
            match (value, exact.is_some(), &mut changed) {
                (None, true, None) => {}
                (value, _, _) => {
                    let entries = changed.get_or_insert_with(|| map.entries.iter().take(index).cloned().collect());
                    let value = value.unwrap_or_else(|| entry.value.clone());
                    entries.push(Entry { key: (*name).into(), key_at: entry.key_at, value });
                }
            }
        }
        let map = Map { entries: changed?.into(), rest: map.rest.clone() };
        Some(Value { kind: Kind::Map(Arc::new(map)), ..value.clone() })
    }

    fn whole(&self) -> String {
        match self.path.last() {
            Some(field) => format!("`{field}`"),
            None => "this file".into(),
        }
    }

    fn misfit(&mut self, value: &Value, wanted: &str) {
        let what = match &value.kind {
            Kind::Map(_) => "a map",
            Kind::List(_) => "a list",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "text",
            Kind::Null | Kind::Unknown(_) => "nothing",
        };
        self.problems.push((value.at, format!("{} must be {wanted}, and is {what}", self.whole())));
    }

    /// The changed value; `None` when it fits as it is.
    fn value(&mut self, value: &Value, form: Form) -> Option<Value> {
        let null = || Some(edit::at(Kind::Null, value.at));
        if matches!(value.kind, Kind::Null | Kind::Unknown(_)) {
            return None;
        }
        match form {
            Form::Text => {
                if let Kind::Text(text) = &value.kind {
                    if let Text::Whole(text) = text
                        && is_word(text)
                        && !matches!((self.written)(value.at), Some('"' | '\'' | '|' | '>'))
                    {
                        self.problems.push((value.at, format!("{} must be text, and is a boolean", self.whole())));
                    }
                    return None;
                }
                self.misfit(value, "text");
                match value.kind {
                    Kind::Bool(_) | Kind::Number(_) => Some(super::transform::stringly(value)),
                    _ => null(),
                }
            }
            Form::Flag => match &value.kind {
                Kind::Bool(_) => None,
                Kind::Text(Text::Whole(text))
                    if is_word(text) && !matches!((self.written)(value.at), Some('"' | '\'')) =>
                {
                    let truth = text.to_ascii_lowercase().starts_with('y') || text.eq_ignore_ascii_case("on");
                    Some(edit::at(Kind::Bool(truth), value.at))
                }
                _ => {
                    self.misfit(value, "a boolean");
                    null()
                }
            },
            Form::Whole => match &value.kind {
                Kind::Number(Number::Int(_) | Number::Big(_)) => None,
                _ => {
                    self.misfit(value, "a whole number");
                    null()
                }
            },
            Form::Texts => self.list(value, Form::Text),
            Form::Many(fields) => self.list(value, Form::One(fields)),
            Form::One(fields) => self.map(value, fields),
            Form::Map => match value.kind {
                Kind::Map(_) => self.words(value, 0),
                _ => {
                    self.misfit(value, "a map");
                    null()
                }
            },
            Form::Pairs => {
                let Kind::Map(map) = &value.kind else {
                    self.misfit(value, "a map");
                    return null();
                };
                let mut out = value.clone();
                let mut changed = false;
                for entry in &map.entries {
                    if let Some(new) = self.value(&entry.value, Form::Text) {
                        edit::set(&mut out, &entry.key, entry.key_at, new);
                        changed = true;
                    }
                }
                changed.then_some(out)
            }
        }
    }

    /// The value with its unquoted `yes` and `no` as booleans; `None` when it has none.
    fn words(&self, value: &Value, depth: u32) -> Option<Value> {
        const NESTING: u32 = 64;
        if depth > NESTING {
            return None;
        }
        match &value.kind {
            Kind::Text(Text::Whole(text)) if is_word(text) => {
                let quoted = matches!((self.written)(value.at), Some('"' | '\'' | '|' | '>'));
                let truth = text.to_ascii_lowercase().starts_with('y') || text.eq_ignore_ascii_case("on");
                (!quoted).then(|| Value { kind: Kind::Bool(truth), ..value.clone() })
            }
            Kind::Map(map) => {
                let mut out = value.clone();
                let mut changed = false;
                for entry in &map.entries {
                    if let Some(new) = self.words(&entry.value, depth + 1) {
                        edit::set(&mut out, &entry.key, entry.key_at, new);
                        changed = true;
                    }
                }
                changed.then_some(out)
            }
            Kind::List(items) => {
                let mut changed: Option<Vec<Item>> = None;
                for (index, item) in items.iter().enumerate() {
                    if let Item::One(v) = item
                        && let Some(new) = self.words(v, depth + 1)
                        && let Some(slot) = changed.get_or_insert_with(|| items.to_vec()).get_mut(index)
                    {
                        *slot = Item::One(new);
                    }
                }
                Some(Value { kind: Kind::List(changed?.into()), ..value.clone() })
            }
            _ => None,
        }
    }

    fn list(&mut self, value: &Value, form: Form) -> Option<Value> {
        let Kind::List(items) = &value.kind else {
            self.misfit(value, "a list");
            return Some(edit::at(Kind::Null, value.at));
        };
        let mut changed: Option<Vec<Item>> = None;
        for (index, item) in items.iter().enumerate() {
            if let Item::One(v) = item
                && let Some(new) = self.value(v, form)
                && let Some(slot) = changed.get_or_insert_with(|| items.to_vec()).get_mut(index)
            {
                *slot = Item::One(new);
            }
        }
        Some(Value { kind: Kind::List(changed?.into()), ..value.clone() })
    }
}

/// Words that are booleans in kustomization files, which are not read as the manifests are.
fn is_word(text: &str) -> bool {
    matches!(text, "y" | "Y" | "n" | "N")
        || ["yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word))
}
