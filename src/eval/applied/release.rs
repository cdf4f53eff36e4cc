//! `helm_release`: a chart of the repository is rendered with the values that the resource gives.

use super::{Writer, unknown};
use crate::eval::configuration::{Existence, ModuleSource, Resource};
use crate::eval::flux::{KUBE_VERSION, merge_values};
use crate::eval::functions;
use crate::eval::helm::{self, ReleaseInfo};
use crate::eval::kustomize::edit;
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::value::{Absent, Item, Kind, Unknown, Value, Why};
use crate::source::TreeId;
use std::sync::Arc;

impl Writer<'_> {
    pub(super) fn release(&mut self, resource: &Resource) {
        let given = |name: &str| {
            let value = origin::field(&resource.attributes, name).map(|e| e.value.clone());
            value.filter(|v| !matches!(v.kind, Kind::Null) && !edit::is_empty(v))
        };
        let namespace = given("namespace").unwrap_or_else(|| edit::text("default", resource.at));
        let perhaps = match &resource.exists {
            Existence::Certain => None,
            Existence::Perhaps(why) => Some(why.clone()),
        };
        if perhaps.is_none() && given("create_namespace").and_then(|v| v.as_bool()) == Some(true) {
            let metadata = Value::map([("name", namespace.clone())], namespace.at);
            let text = |text: &str| edit::text(text, resource.at);
            let made = [("apiVersion", text("v1")), ("kind", text("Namespace")), ("metadata", metadata)];
            self.push(resource, Value::map(made, resource.at), None);
        }
        let ready = match perhaps {
            Some(why) => Err(why),
            None => self.chart(resource, given("chart"), given("repository")).and_then(|chart| {
                let name = given("name").and_then(|v| v.as_str().map(Arc::from));
                let place = namespace.as_str().map(Arc::from);
                match (name, place) {
                    (Some(name), Some(place)) => Ok((chart, name, place)),
                    _ => Err(unknown("the release's name or namespace is not known", resource.at)),
                }
            }),
        };
        let ((tree, directory), name, place) = match ready {
            Ok(ready) => ready,
            Err(why) => return self.unseen(resource, Some(namespace), why),
        };
        let values = match values(resource) {
            Ok(values) => values,
            Err(why) => return self.unseen(resource, Some(namespace), why),
        };
        let info = ReleaseInfo { name, namespace: place, revision: 1, kube_version: KUBE_VERSION.into() };
        let rendered = helm::render(self.sources, tree, &directory, &values, &info);
        self.out.gaps.extend(rendered.gaps);
        if let Some(why) = rendered.failed {
            self.unseen(resource, Some(namespace.clone()), why);
        }
        let owner = self.owner().subject(resource.address.clone());
        for object in rendered.objects.into_iter().filter(|object| !object.is_test()) {
            let mut value = object.value;
            if edit::lookup(&value, &["metadata", "namespace"]).is_none_or(edit::is_empty)
                && let Some(metadata) = edit::get_mut(&mut value, "metadata")
            {
                edit::set(metadata, "namespace", namespace.at, namespace.clone());
            }
            let calls = [resource.at].into_iter().chain(resource.calls.iter().copied()).collect();
            let written = Resource { at: object.at, calls, ..resource.clone() };
            self.push(&written, value, Some(owner.clone()));
        }
    }

    /// The directory of a chart on disk, as seen from where Terraform runs.
    fn chart(
        &self,
        resource: &Resource,
        chart: Option<Value>,
        repository: Option<Value>,
    ) -> Result<(TreeId, String), Arc<Unknown>> {
        let chart = chart.ok_or_else(|| unknown("a helm_release without a chart", resource.at))?;
        let told = || {
            let why = Why::NoSource(Absent::Chart { name: chart.display().into(), version: None });
            Arc::new(Unknown { not_null: true, ..Unknown::new(why, chart.at) })
        };
        let Some(name) = chart.as_str() else { return Err(told()) };
        let directory: &str = match &self.configuration.module.resolved {
            ModuleSource::Local(directory) => directory,
            _ => &self.configuration.scope,
        };
        let at_hand = match &repository {
            None => paths::locate(self.sources, self.configuration.tree, directory, name),
            Some(_) => None,
        };
        let found = at_hand.filter(|(tree, dir)| {
            let file = if dir.is_empty() { "Chart.yaml".to_owned() } else { format!("{dir}/Chart.yaml") };
            self.sources.find(*tree, &file).is_some()
        });
        found.ok_or_else(told)
    }
}

/// The values: each text of `values` over the one before, then `set`, `set_list` and `set_sensitive`.
fn values(resource: &Resource) -> Result<Value, Arc<Unknown>> {
    let field = |name: &str| origin::field(&resource.attributes, name).map(|e| &e.value);
    let mut all = edit::empty_map(resource.at);
    if let Some(texts) = field("values").filter(|v| !matches!(v.kind, Kind::Null)) {
        if let Kind::Unknown(why) = &texts.kind {
            return Err(why.clone());
        }
        for item in texts.items() {
            match item {
                Item::One(text) if text.as_str().is_some_and(|t| t.trim().is_empty()) => {}
                Item::One(text) => all = merge_values(&all, &functions::read_yaml(text)?),
                Item::Many(why) => return Err(why.clone()),
            }
        }
    }
    for name in ["set", "set_list", "set_sensitive"] {
        let Some(blocks) = field(name) else { continue };
        if let Some(why) = blocks.why().or_else(|| {
            blocks.items().iter().find_map(|i| match i {
                Item::Many(why) => Some(why),
                Item::One(_) => None,
            })
        }) {
            return Err(why.clone());
        }
        for block in blocks.elements() {
            let Some(path) = block.get("name").and_then(Value::as_str) else {
                return Err(unknown("a `set` block whose name is not known", block.at));
            };
            let Some(value) = block.get("value") else { continue };
            let value = typed(value, block.get("type").and_then(Value::as_str));
            let value =
                if name == "set_sensitive" { origin::mark(value, crate::eval::value::Marks::SENSITIVE) } else { value };
            set_path(&mut all, &steps(path), value)?;
        }
    }
    Ok(all)
}

/// A `set` value as Helm's command line reads it: `true`, `null` and integers are what they look like, unless the type
/// is `string`.
fn typed(value: &Value, kind: Option<&str>) -> Value {
    let Some(text) = value.as_str().filter(|_| kind != Some("string")) else { return value.clone() };
    let kind = match text {
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        "null" => Kind::Null,
        "0" => Kind::Number(crate::eval::value::Number::Int(0)),
        _ => match text.parse::<i64>() {
            Ok(n) if !text.starts_with(['0', '+']) => Kind::Number(crate::eval::value::Number::Int(n)),
            _ => return value.clone(),
        },
    };
    Value { kind, ..value.clone() }
}

/// One step of a `set` path.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

/// `a.b\.c[0].d` in steps; a backslash takes the next character as it is.
fn steps(path: &str) -> Vec<Step> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut chars = path.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => word.extend(chars.next()),
            '.' => {
                if !word.is_empty() {
                    out.push(Step::Key(std::mem::take(&mut word)));
                }
            }
            '[' => {
                if !word.is_empty() {
                    out.push(Step::Key(std::mem::take(&mut word)));
                }
                let digits: String = chars.by_ref().take_while(|c| *c != ']').collect();
                out.extend(digits.parse().ok().map(Step::Index));
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        out.push(Step::Key(word));
    }
    out
}

fn set_path(slot: &mut Value, path: &[Step], new: Value) -> Result<(), Arc<Unknown>> {
    /// Longest list that a `set` may make, as Helm bounds it.
    const LONGEST: usize = 65_536;
    let Some((first, rest)) = path.split_first() else {
        *slot = new;
        return Ok(());
    };
    match first {
        Step::Key(key) => {
            let mut inner = edit::get(slot, key).cloned().unwrap_or_else(|| edit::empty_map(new.at));
            let at = new.at;
            set_path(&mut inner, rest, new)?;
            edit::set(slot, key, at, inner);
        }
        Step::Index(index) => {
            if *index >= LONGEST {
                return Err(unknown("a `set` index that Helm refuses", new.at));
            }
            let mut values: Vec<Value> = slot.elements().cloned().collect();
            let at = new.at;
            while values.len() <= *index {
                values.push(Value::null(at));
            }
            if let Some(inner) = values.get_mut(*index) {
                set_path(inner, rest, new)?;
            }
            *slot = edit::list(values, at);
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_set_are_read_as_helm_reads_them() {
        let key = |k: &str| Step::Key(k.into());
        assert_eq!(steps("a.b"), [key("a"), key("b")]);
        assert_eq!(steps("a\\.b/c.d[1].e"), [key("a.b/c"), key("d"), Step::Index(1), key("e")]);
    }
}
