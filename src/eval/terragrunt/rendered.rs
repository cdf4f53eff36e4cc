//! A configuration as Terragrunt itself shows it: what `render --json` prints, and what `read_terragrunt_config` and an
//! exposed include give. Blocks with labels are maps by label, what is not set is null, empty or its default.

use super::combine;
use super::component;
use super::reading::{Part, Reading};
use super::scope::PartScope;
use crate::eval::expression::{convert, evaluate};
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::{Entry, Item, Kind, Map, Text, Unknown, Value};
use crate::source::Span;
use crate::syntax::hcl::{Block, Body};
use std::rc::Rc;
use std::sync::Arc;

/// Top-level attributes that are text; the empty text when they are not set.
pub(super) const TEXTS: &[&str] = &[
    "terraform_binary",
    "terraform_version_constraint",
    "terragrunt_version_constraint",
    "download_dir",
    "iam_role",
    "iam_assume_role_session_name",
    "iam_web_identity_token",
];
/// Everything else at the top level, `inputs` and `locals` excepted.
const FIELDS: &[&str] = &[
    "engine",
    "exclude",
    "errors",
    "terraform",
    "remote_state",
    "dependencies",
    "prevent_destroy",
    "dependency",
    "generate",
    "iam_assume_role_duration",
    "feature",
];

/// What an attribute of a block is read as.
#[derive(Clone, Copy)]
enum As {
    Any,
    Text,
    Flag,
    Number,
    Texts,
}

const HOOK: &[(&str, As)] = &[
    ("commands", As::Texts),
    ("execute", As::Texts),
    ("if", As::Flag),
    ("run_on_error", As::Flag),
    ("suppress_stdout", As::Flag),
    ("working_dir", As::Text),
];
const ERROR_HOOK: &[(&str, As)] = &[
    ("commands", As::Texts),
    ("execute", As::Texts),
    ("on_errors", As::Texts),
    ("suppress_stdout", As::Flag),
    ("working_dir", As::Text),
];
const EXTRA_ARGUMENTS: &[(&str, As)] = &[
    ("arguments", As::Texts),
    ("commands", As::Texts),
    ("env_vars", As::Any),
    ("optional_var_files", As::Texts),
    ("required_var_files", As::Texts),
];
const DEPENDENCY: &[(&str, As)] = &[
    ("config_path", As::Any),
    ("enabled", As::Flag),
    ("mock_outputs", As::Any),
    ("mock_outputs_allowed_terraform_commands", As::Texts),
    ("mock_outputs_merge_strategy_with_state", As::Text),
    ("mock_outputs_merge_with_state", As::Flag),
];
const GENERATE: &[(&str, As)] = &[
    ("comment_prefix", As::Text),
    ("contents", As::Text),
    ("disable", As::Flag),
    ("disable_signature", As::Flag),
    ("hcl_fmt", As::Flag),
    ("if_disabled", As::Text),
    ("if_exists", As::Text),
    ("path", As::Text),
];

impl<'w> Reading<'w> {
    /// All that these files say, merged, the file that wins first. With `outputs`, dependencies show theirs.
    pub(super) fn whole(self: &Rc<Self>, parts: &[Rc<Part>], outputs: bool, run: &Run<'_>) -> Value {
        let at = parts.first().map_or(Span::file_start(self.main().at.file), |p| p.at);
        let main = parts.iter().any(|p| Rc::ptr_eq(p, self.main()));
        let mut entries = Vec::new();
        for key in TEXTS.iter().chain(FIELDS) {
            if let Some(value) = self.combined(parts, key, outputs, run) {
                entries.push(origin::entry(*key, value.at, value));
            }
        }
        let sets_inputs = |part: &Rc<Part>| part.unknown.is_some() || part.content.attribute("inputs").is_some();
        let inputs = match parts.iter().any(sets_inputs) {
            true if main => self.inputs(run),
            true => parts.first().map_or_else(|| Value::null(at), |part| self.own_inputs(part, run)),
            false => Value::null(at),
        };
        entries.push(origin::entry("inputs", inputs.at, inputs));
        let of_locals = if main { Some(self.main()) } else { parts.first() };
        let locals = of_locals.map(|part| self.locals(part, run));
        let open = |v: &Value| v.is_unknown() || v.as_map().is_some_and(|map| map.rest.is_some());
        let locals = locals.filter(|v| open(v) || !v.entries().is_empty()).unwrap_or_else(|| Value::null(at));
        entries.push(origin::entry("locals", locals.at, locals));
        let rest = parts.iter().find_map(|part| part.unknown.clone());
        origin::map(entries, rest, at)
    }

    /// One field of these files, merged; what stands for it when nobody sets it. `None` when it is then left out.
    pub(super) fn combined(
        self: &Rc<Self>,
        parts: &[Rc<Part>],
        key: &str,
        outputs: bool,
        run: &Run<'_>,
    ) -> Option<Value> {
        let at = parts.first().map_or(self.main().at, |p| p.at);
        let mut made: Option<Value> = None;
        let mut open: Option<Arc<Unknown>> = None;
        for part in parts {
            if let Some(unknown) = &part.unknown {
                let below = origin::below(unknown, &key.into(), part.at);
                // What a child leaves unset, an absent parent may set.
                match &made {
                    None => return Some(below),
                    Some(value) if matches!(value.kind, Kind::Map(_)) => open = open.or(below.why().cloned()),
                    Some(_) => {}
                }
                continue;
            }
            let Some(own) = self.field(part, key, outputs, run) else { continue };
            // The file's own `exclude` is not merged at all, whatever the strategy.
            if key == "exclude" && Rc::ptr_eq(part, self.main()) {
                made = Some(own);
                break;
            }
            made = Some(match made {
                None => own,
                Some(child) => combine::field(key, &own, &child, part.strategy, run),
            });
        }
        let value = match made {
            Some(value) => filled(key, value, at),
            None => default(key, at)?,
        };
        Some(match (&value.kind, open) {
            (Kind::Map(map), Some(open)) => {
                let map = Map { entries: map.entries.clone(), rest: map.rest.clone().or(Some(open)) };
                Value { kind: Kind::Map(Arc::new(map)), ..value }
            }
            _ => value,
        })
    }

    /// What one file sets of a field; `None` when it does not.
    fn field(self: &Rc<Self>, part: &Rc<Part>, key: &str, outputs: bool, run: &Run<'_>) -> Option<Value> {
        let scalar = |want: As| self.attribute(part, key, run).map(|(value, _)| typed(value, want));
        let block = |kind: &str| part.blocks(kind).next().cloned();
        if TEXTS.contains(&key) {
            return scalar(As::Text).filter(|value| value.as_str() != Some(""));
        }
        match key {
            "prevent_destroy" => scalar(As::Flag),
            "iam_assume_role_duration" => scalar(As::Number),
            "engine" | "exclude" => {
                let block = block(key)?;
                Some(self.body(part, &block.body, block.header_at, run))
            }
            "errors" => self.errors(part, run),
            "terraform" => self.terraform(part, run),
            "remote_state" => match block(key) {
                Some(block) => Some(self.body(part, &block.body, block.header_at, run)),
                None => scalar(As::Any),
            },
            "dependencies" => {
                let block = block(key)?;
                let paths = self.attributes(part, &block.body, &[("paths", As::Texts)], run);
                Some(origin::map(paths, None, block.header_at))
            }
            "dependency" => self.labelled(part, "dependency", |block| {
                // Of a block that is made for several elements, Terragrunt shows the last.
                let last = component::elements(self, part, block, usize::MAX, run).and_then(|mut made| made.pop());
                self.for_element(last, || self.depended(part, block, outputs, run))
            }),
            "generate" => self.generate(part, run),
            "feature" => self.labelled(part, "feature", |block| {
                let mut entries = self.attributes(part, &block.body, &[("default", As::Any)], run);
                entries.push(name_of(block));
                origin::map(entries, None, block.header_at)
            }),
            _ => None,
        }
    }

    /// The blocks of a kind as a map by their first label; `None` when there are none.
    fn labelled(self: &Rc<Self>, part: &Rc<Part>, kind: &str, make: impl Fn(&Block) -> Value) -> Option<Value> {
        let blocks: Vec<Arc<Block>> = part.blocks(kind).cloned().collect();
        let at = blocks.first()?.header_at;
        let entries = blocks.iter().map(|block| {
            let name = block.label(0).cloned().unwrap_or_else(|| "".into());
            origin::entry(name, block.header_at, make(block))
        });
        Some(Value::new(Kind::Map(Arc::new(Map::of(entries, None))), at))
    }

    /// These attributes of a block, null where it does not set one.
    fn attributes(self: &Rc<Self>, part: &Rc<Part>, body: &Body, wanted: &[(&str, As)], run: &Run<'_>) -> Vec<Entry> {
        let scope = PartScope::new(self, part);
        let one = |(name, want): &(&str, As)| match body.attribute(name) {
            Some(attribute) => {
                let value = origin::mark(evaluate(&attribute.value, &scope, run), part.marks);
                let value = self.stepped(typed(value, *want), part);
                origin::entry(*name, attribute.name_at, value)
            }
            None => origin::entry(*name, part.at, Value::null(part.at)),
        };
        wanted.iter().map(one).collect()
    }

    fn terraform(self: &Rc<Self>, part: &Rc<Part>, run: &Run<'_>) -> Option<Value> {
        let block = part.blocks("terraform").next().cloned()?;
        let set = |name: &&str| block.body.attribute(name).is_some();
        let wanted = [
            ("source", As::Text),
            ("include_in_copy", As::Texts),
            ("exclude_from_copy", As::Texts),
            ("copy_terraform_lock_file", As::Flag),
        ];
        let mut entries = self.attributes(part, &block.body, &wanted, run);
        let optional = [("version", As::Text), ("update_source_with_cas", As::Flag), ("mutable", As::Flag)];
        let optional: Vec<(&str, As)> = optional.into_iter().filter(|(name, _)| set(name)).collect();
        entries.extend(self.attributes(part, &block.body, &optional, run));
        let kinds = [
            ("extra_arguments", EXTRA_ARGUMENTS),
            ("before_hook", HOOK),
            ("after_hook", HOOK),
            ("error_hook", ERROR_HOOK),
        ];
        for (kind, wanted) in kinds {
            let inner = block.body.blocks_of(kind).map(|inner| {
                let mut fields = self.attributes(part, &inner.body, wanted, run);
                fields.push(name_of(inner));
                let name = inner.label(0).cloned().unwrap_or_else(|| "".into());
                origin::entry(name, inner.header_at, origin::map(fields, None, inner.header_at))
            });
            let map = Value::new(Kind::Map(Arc::new(Map::of(inner, None))), block.header_at);
            entries.push(origin::entry(kind, block.header_at, map));
        }
        Some(origin::map(entries, None, block.header_at))
    }

    fn errors(self: &Rc<Self>, part: &Rc<Part>, run: &Run<'_>) -> Option<Value> {
        let block = part.blocks("errors").next().cloned()?;
        let kinds: [(&str, &[(&str, As)]); 2] = [
            (
                "retry",
                &[("retryable_errors", As::Texts), ("max_attempts", As::Number), ("sleep_interval_sec", As::Number)],
            ),
            ("ignore", &[("ignorable_errors", As::Texts), ("message", As::Text), ("signals", As::Any)]),
        ];
        let mut entries = Vec::new();
        for (kind, wanted) in kinds {
            let made: Vec<Item> = block
                .body
                .blocks_of(kind)
                .map(|inner| {
                    let mut fields = self.attributes(part, &inner.body, wanted, run);
                    for field in fields.iter_mut().filter(|field| &*field.key == "signals") {
                        field.value = of_one_type(field.value.clone());
                    }
                    fields.push(name_of(inner));
                    Item::One(origin::map(fields, None, inner.header_at))
                })
                .collect();
            match made.is_empty() {
                false => entries.push(origin::entry(kind, block.header_at, origin::list(made, block.header_at))),
                true if kind == "retry" => {
                    entries.push(origin::entry(kind, block.header_at, Value::null(block.header_at)));
                }
                true => {}
            }
        }
        Some(origin::map(entries, None, block.header_at))
    }

    /// `generate` blocks, and the entries of a `generate` attribute.
    pub(super) fn generate(self: &Rc<Self>, part: &Rc<Part>, run: &Run<'_>) -> Option<Value> {
        let blocks = self.labelled(part, "generate", |block| {
            origin::map(self.attributes(part, &block.body, GENERATE, run), None, block.header_at)
        });
        let Some((attribute, at)) = self.attribute(part, "generate", run) else { return blocks };
        let Kind::Map(map) = &attribute.kind else { return Some(attribute) };
        let entries = map.entries.iter().map(|entry| {
            let fields = GENERATE.iter().map(|(name, want)| match entry.value.get(name) {
                Some(value) => origin::entry(*name, value.at, typed(value.clone(), *want)),
                None => origin::entry(*name, entry.key_at, Value::null(entry.key_at)),
            });
            let made = match &entry.value.kind {
                Kind::Map(_) => origin::map(fields.collect(), None, entry.value.at),
                _ => entry.value.clone(),
            };
            Entry { value: made, ..entry.clone() }
        });
        let of_blocks = blocks.map(|value| value.entries().to_vec()).unwrap_or_default();
        let all = Map::of(of_blocks.into_iter().chain(entries), map.rest.clone());
        Some(Value::new(Kind::Map(Arc::new(all)), at))
    }

    /// A dependency block; with `outputs`, those of the unit it names.
    pub(super) fn depended(self: &Rc<Self>, part: &Rc<Part>, block: &Block, outputs: bool, run: &Run<'_>) -> Value {
        let at = block.header_at;
        let mut entries = self.attributes(part, &block.body, DEPENDENCY, run);
        let skip = self.attributes(part, &block.body, &[("skip_outputs", As::Flag)], run);
        entries.extend(skip.into_iter().map(|entry| Entry { key: "skip".into(), ..entry }));
        if self.is_over(part) {
            // Terragrunt writes it down relative to the unit.
            for entry in entries.iter_mut().filter(|entry| &*entry.key == "config_path") {
                entry.value = self.relative(&entry.value);
            }
        }
        entries.push(name_of(block));
        entries.push(origin::entry("inputs", at, Value::null(at)));
        let name = (block.label(0).cloned().unwrap_or_else(|| "".into()), at);
        let found = outputs.then(|| self.dependency(&[name], at, run)).flatten();
        let found = found.and_then(|(value, _)| value.get("outputs").cloned()).unwrap_or_else(|| Value::null(at));
        entries.push(origin::entry("outputs", at, found));
        origin::map(entries, None, at)
    }
}

fn name_of(block: &Block) -> Entry {
    let (name, at) = block.labels.first().cloned().unwrap_or_else(|| ("".into(), block.header_at));
    origin::entry("name", at, Value::text(name, at))
}

/// A map whose values have one type, as `map(any)` takes them.
fn of_one_type(value: Value) -> Value {
    let Kind::Map(map) = &value.kind else { return value };
    let values = convert::unify(map.entries.iter().map(|e| e.value.clone()).collect(), 0);
    let entries = map.entries.iter().zip(values).map(|(entry, value)| Entry { value, ..entry.clone() });
    let map = Map { entries: entries.collect(), rest: map.rest.clone() };
    Value { kind: Kind::Map(Arc::new(map)), ..value }
}

/// A value as the type its place wants; what does not convert stays as it is.
fn typed(value: Value, want: As) -> Value {
    let kind = match want {
        As::Any => None,
        As::Text => convert::to_text(&value).ok().map(Kind::Text),
        As::Flag => convert::to_bool(&value).ok().map(Kind::Bool),
        As::Number => convert::to_number(&value).ok().map(Kind::Number),
        As::Texts => match &value.kind {
            Kind::List(items) => Some(Kind::List(
                items
                    .iter()
                    .map(|item| match item {
                        Item::One(inner) => Item::One(typed(inner.clone(), As::Text)),
                        Item::Many(unknown) => Item::Many(unknown.clone()),
                    })
                    .collect(),
            )),
            _ => None,
        },
    };
    match kind {
        Some(Kind::Text(Text::Parts(parts))) => Value { kind: Kind::Text(Text::Parts(parts)), ..value },
        Some(kind) => Value { kind, ..value },
        None => value,
    }
}

/// What stands for a field that nobody sets; `None` when it is left out.
fn default(key: &str, at: Span) -> Option<Value> {
    if TEXTS.contains(&key) {
        return Some(Value::text("", at));
    }
    match key {
        "dependencies" | "iam_assume_role_duration" => Some(Value::null(at)),
        "dependency" | "generate" | "feature" => Some(origin::map(Vec::new(), None, at)),
        _ => None,
    }
}

/// The defaults inside of a field.
fn filled(key: &str, value: Value, at: Span) -> Value {
    let Kind::Map(map) = &value.kind else { return value };
    let fill = |map: &Map, defaults: Vec<(&str, Value)>, keep: bool| -> Map {
        let known = map.entries.iter().filter(|e| keep || defaults.iter().any(|(name, _)| **name == *e.key));
        let mut entries: Vec<Entry> = known.cloned().collect();
        for (name, default) in &defaults {
            match entries.iter_mut().find(|e| *e.key == **name) {
                Some(entry) if entry.value.is_null() => entry.value = default.clone(),
                Some(_) => {}
                None if map.rest.is_some() => {}
                None => entries.push(origin::entry(*name, at, default.clone())),
            }
        }
        Map { entries: entries.into(), rest: map.rest.clone() }
    };
    let (no, null, empty) = (|| Value::bool(false, at), || Value::null(at), || Value::text("", at));
    let made = match key {
        "engine" => {
            let defaults = vec![("meta", null()), ("source", empty()), ("type", empty()), ("version", empty())];
            fill(map, defaults, false)
        }
        "exclude" => {
            let defaults = vec![("actions", null()), ("exclude_dependencies", no()), ("if", no()), ("no_run", no())];
            let map = fill(map, defaults, false);
            let entries = map.entries.iter().map(|entry| match &*entry.key {
                "actions" => Entry { value: typed(entry.value.clone(), As::Texts), ..entry.clone() },
                _ => Entry { value: typed(entry.value.clone(), As::Flag), ..entry.clone() },
            });
            Map { entries: entries.collect(), rest: map.rest.clone() }
        }
        "remote_state" => {
            let defaults = vec![
                ("backend", empty()),
                ("config", null()),
                ("disable_dependency_optimization", no()),
                ("disable_init", no()),
                ("encryption", null()),
                ("generate", null()),
            ];
            fill(map, defaults, false)
        }
        "generate" => {
            let entries = map.entries.iter().map(|entry| match &entry.value.kind {
                Kind::Map(fields) => {
                    let defaults = vec![
                        ("comment_prefix", Value::text("# ", at)),
                        ("disable", no()),
                        ("disable_signature", no()),
                        ("if_disabled", Value::text("skip", at)),
                    ];
                    let kind = Kind::Map(Arc::new(fill(fields, defaults, true)));
                    Entry { value: Value { kind, ..entry.value.clone() }, ..entry.clone() }
                }
                _ => entry.clone(),
            });
            Map { entries: entries.collect(), rest: map.rest.clone() }
        }
        "errors" => {
            let entries = map.entries.iter().map(|entry| {
                if entry.value.is_null() {
                    return entry.clone();
                }
                let items = entry.value.items().iter().map(|item| match item {
                    Item::One(Value { kind: Kind::Map(fields), at, marks, via }) if &*entry.key == "ignore" => {
                        let empty_list = origin::list(Vec::new(), *at);
                        let signals = origin::map(Vec::new(), None, *at);
                        let defaults =
                            vec![("ignorable_errors", empty_list), ("message", empty()), ("signals", signals)];
                        let kind = Kind::Map(Arc::new(fill(fields, defaults, true)));
                        Item::One(Value { kind, at: *at, marks: *marks, via: via.clone() })
                    }
                    item => item.clone(),
                });
                Entry { value: origin::list(items.collect(), entry.value.at), ..entry.clone() }
            });
            Map { entries: entries.collect(), rest: map.rest.clone() }
        }
        _ => return value,
    };
    Value { kind: Kind::Map(Arc::new(made)), ..value }
}
