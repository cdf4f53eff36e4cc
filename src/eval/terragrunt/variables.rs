//! What reaches the variables of a unit's module, in Terraform's order ("Variable Definition Precedence"): `inputs`, which
//! Terragrunt gives as `TF_VAR_` variables and which are the weakest; `terraform.tfvars` and `*.auto.tfvars` of the module
//! and of the unit, whose files are copied over it; then what `extra_arguments` puts on the command line.

use super::missing::under;
use super::reading::Reading;
use crate::eval::expression::convert;
use crate::eval::origin;
use crate::eval::reference::ReferenceKind;
use crate::eval::scope::Run;
use crate::eval::terraform::{assignments, automatic};
use crate::eval::value::{Absent, Entry, HIDDEN, Item, Kind, Map, Marks, Part as Piece, Text, Unknown, Value, Why};
use crate::source::{FileId, GapKind, Span, TreeId};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// What reaches a module's variables.
pub(super) struct Given {
    /// The values, as a map; open when something else may set any variable.
    pub values: Value,
    /// The names of those that are values as they stand: the others are text, which Terraform may have to parse.
    pub written: BTreeSet<Arc<str>>,
}

/// A file that is read without being named: its name, and the assignments in it with why there may be more.
pub(super) type Automatic = (Arc<str>, Vec<Entry>, Option<Arc<Unknown>>);

/// The values so far; what comes later wins.
struct Layers {
    entries: Vec<(Entry, bool)>,
    rest: Option<Arc<Unknown>>,
}

impl Layers {
    /// A value. `text` is set where Terraform gets it as text; `perhaps` when it may not be used.
    fn set(&mut self, entry: Entry, text: bool, perhaps: Option<&Arc<Unknown>>) {
        let entry = match perhaps {
            None => entry,
            Some(why) => {
                let (at, likely) = (entry.value.at, Some(entry.value.clone()));
                let unknown = Unknown { likely, ..origin::unknown(Why::Because(why.clone()), at) };
                Entry { value: origin::value(unknown).marked(entry.value.marks), ..entry }
            }
        };
        match self.entries.iter_mut().find(|(e, _)| e.key == entry.key) {
            Some(earlier) => *earlier = (entry, text),
            None => self.entries.push((entry, text)),
        }
    }

    /// Something that may set any variable.
    fn open(&mut self, why: &Arc<Unknown>) {
        for (entry, _) in &mut self.entries {
            entry.value = origin::mark(entry.value.clone(), Marks::OVERRIDABLE);
        }
        self.rest.get_or_insert_with(|| why.clone());
    }

    fn file(&mut self, (_, entries, more): Automatic, perhaps: Option<&Arc<Unknown>>) {
        entries.into_iter().for_each(|entry| self.set(entry, false, perhaps));
        if let Some(why) = more {
            self.open(&why);
        }
    }
}

impl Reading<'_> {
    /// What reaches the variables of the module in this directory. `inputs` are the unit's; `generated` are files of values
    /// that Terragrunt writes.
    pub(super) fn given(
        self: &Rc<Self>,
        inputs: &Value,
        module: (TreeId, &str),
        generated: Vec<Automatic>,
        run: &Run<'_>,
    ) -> Given {
        let rest = inputs.as_map().and_then(|map| map.rest.clone());
        let mut layers = Layers { entries: Vec::new(), rest };
        let arguments = self.extra_arguments(run);
        let nulls: Vec<Entry> = inputs.entries().iter().filter(|e| e.value.is_null()).cloned().collect();
        for entry in inputs.entries().iter().filter(|e| !e.value.is_null()) {
            layers.set(entry.clone(), true, None);
        }
        let mut flags: Vec<(Value, Option<Arc<Unknown>>)> = Vec::new();
        for (fields, perhaps) in &arguments {
            self.environment(fields, perhaps.as_ref(), &mut layers, &mut flags);
        }
        // Inputs that are null Terragrunt writes to a file of its own, which comes before all others of its kind.
        let mut files = self.automatic(module, generated, run);
        let named = files.remove("terraform.tfvars").into_iter().chain(files.remove("terraform.tfvars.json"));
        named.for_each(|file| layers.file(file, None));
        nulls.into_iter().for_each(|entry| layers.set(entry, false, None));
        files.into_values().for_each(|file| layers.file(file, None));
        for (flag, perhaps) in flags {
            self.flags(&flag, perhaps.as_ref(), module, &mut layers, run);
        }
        for (fields, perhaps) in &arguments {
            if let Some(flags) = fields.get("arguments") {
                self.flags(flags, perhaps.as_ref(), module, &mut layers, run);
            }
            for (name, optional) in [("required_var_files", false), ("optional_var_files", true)] {
                let Some(files) = fields.get(name) else { continue };
                for item in files.items() {
                    match item {
                        Item::One(path) => self.var_file(path, optional, perhaps.as_ref(), module, &mut layers, run),
                        Item::Many(why) => layers.open(why),
                    }
                }
                if let Kind::Unknown(why) = &files.kind {
                    layers.open(why);
                }
            }
        }
        let written = layers.entries.iter().filter(|(_, text)| !text).map(|(e, _)| e.key.clone()).collect();
        let entries = layers.entries.into_iter().map(|(entry, _)| entry).collect();
        let values = Value { kind: Kind::Map(Arc::new(Map { entries, rest: layers.rest })), ..inputs.clone() };
        Given { values, written }
    }

    /// The `extra_arguments` blocks that a plan and an apply get, in order, with why one may not be used. What holds for one
    /// of the two commands alone is not certain.
    fn extra_arguments(self: &Rc<Self>, run: &Run<'_>) -> Vec<(Value, Option<Arc<Unknown>>)> {
        let parts = self.merged(run);
        let any = parts
            .iter()
            .flat_map(|p| p.blocks("terraform"))
            .any(|b| b.body.blocks_of("extra_arguments").next().is_some());
        if !any {
            return Vec::new();
        }
        let terraform = self.combined(&parts, "terraform", false, run);
        let all = terraform.as_ref().and_then(|value| value.get("extra_arguments"));
        let mut out = Vec::new();
        for block in all.into_iter().flat_map(Value::entries) {
            let Some(commands) = block.value.get("commands") else { continue };
            let listed = |name: &str| commands.elements().any(|command| command.as_str() == Some(name));
            let perhaps = match (listed("plan"), listed("apply"), commands.first_unknown()) {
                (true, true, _) => None,
                (false, false, None) => continue,
                (_, _, Some(why)) => Some(why.clone()),
                _ => {
                    let why = "these arguments are for one of plan and apply, and not for the other";
                    Some(Arc::new(origin::unknown(Why::Gap(why.into()), commands.at)))
                }
            };
            out.push((block.value.clone(), perhaps));
        }
        out
    }

    /// `env_vars`: variables of Terraform's own that give values, and arguments.
    fn environment(
        &self,
        fields: &Value,
        perhaps: Option<&Arc<Unknown>>,
        layers: &mut Layers,
        flags: &mut Vec<(Value, Option<Arc<Unknown>>)>,
    ) {
        let Some(variables) = fields.get("env_vars") else { return };
        for entry in variables.entries() {
            match (entry.key.strip_prefix("TF_VAR_"), &*entry.key) {
                (Some(name), _) => {
                    let value = origin::named(name, entry.value.clone());
                    layers.set(origin::entry(name, entry.key_at, value), true, perhaps);
                }
                // Quoted words are left to the shell's rules; such a text may hold anything.
                (None, "TF_CLI_ARGS" | "TF_CLI_ARGS_apply")
                    if entry.value.as_str().is_some_and(|t| t.contains(['"', '\''])) =>
                {
                    let why = Why::Gap(format!("the words of `{}` are not split", entry.key).into());
                    layers.open(&Arc::new(origin::unknown(why, entry.value.at)));
                }
                (None, "TF_CLI_ARGS" | "TF_CLI_ARGS_apply") => match entry.value.as_str() {
                    Some(text) => {
                        let pieces = text.split_whitespace().map(|flag| Value::text(flag, entry.value.at));
                        // What is for one command stands before what is for all of them.
                        let at = if entry.key.len() > "TF_CLI_ARGS".len() { 0 } else { flags.len() };
                        flags.insert(at, (Value::list(pieces, entry.value.at), perhaps.cloned()));
                    }
                    None => entry.value.first_unknown().into_iter().for_each(|why| layers.open(why)),
                },
                _ => {}
            }
        }
        let open = match &variables.kind {
            Kind::Unknown(why) => Some(why),
            Kind::Map(map) => map.rest.as_ref(),
            _ => None,
        };
        if let Some(why) = open {
            layers.open(why);
        }
    }

    /// Files that Terraform reads without being told, by name: those of the module's directory, the unit's own over them, and
    /// those that Terragrunt writes.
    fn automatic(
        self: &Rc<Self>,
        module: (TreeId, &str),
        generated: Vec<Automatic>,
        run: &Run<'_>,
    ) -> BTreeMap<Arc<str>, Automatic> {
        let session = &self.session;
        let mut out = BTreeMap::new();
        for (tree, directory) in [module, (session.home.0, &*session.home.1)] {
            for (name, file) in automatic(session.world, tree, directory) {
                // Files with a dot in front are not copied.
                if !name.starts_with('.') {
                    out.insert(name.clone(), self.read_values(name, file, run));
                }
            }
        }
        out.extend(generated.into_iter().map(|file| (file.0.clone(), file)));
        out
    }

    /// The assignments of a file of values; where a part of it was not read, it may set any other.
    fn read_values(&self, name: Arc<str>, file: FileId, run: &Run<'_>) -> Automatic {
        let world = self.session.world;
        let torn = world.file(file).gaps.iter().find(|gap| gap.kind != GapKind::Refused).cloned();
        let more = torn.map(|gap| {
            let why = Why::Gap(format!("a part of `{name}` was not read").into());
            Arc::new(origin::unknown(why, gap.at.unwrap_or(Span::file_start(file))))
        });
        (name, assignments(world, file, run), more)
    }

    /// A file that the command line names.
    fn var_file(
        self: &Rc<Self>,
        path: &Value,
        optional: bool,
        perhaps: Option<&Arc<Unknown>>,
        module: (TreeId, &str),
        layers: &mut Layers,
        run: &Run<'_>,
    ) {
        let session = &self.session;
        if let Some(text) = path.as_str().filter(|text| !text.starts_with('/') && !text.is_empty()) {
            let shown = if path.marks.has(Marks::SENSITIVE) { HIDDEN } else { text };
            // Terraform runs where the module is copied to, and the unit's files over it; whether an optional file is there
            // Terragrunt asks from where it was started.
            let home = (session.home.0, &*session.home.1);
            let places: &[(TreeId, &str)] = if optional { &[home] } else { &[home, module] };
            let found = places.iter().find_map(|(tree, directory)| {
                let path = crate::eval::paths::join(directory, text)?;
                session.world.sources.find(*tree, &path)
            });
            let started: Arc<str> = "whether it is found rests on where Terragrunt is started".into();
            let unsure = || Arc::new(origin::unknown(Why::Gap(started.clone()), path.at));
            match found {
                Some(file) => {
                    let perhaps = perhaps.cloned().or_else(|| optional.then(unsure));
                    layers.file(self.read_values(shown.into(), file, run), perhaps.as_ref());
                }
                None if optional
                    && !session.world.sources.is_ignored(session.home.0, &under(&session.home.1, text)) => {}
                None => layers.open(&Arc::new(origin::unknown(Why::MissingFile(shown.into()), path.at))),
            }
            return;
        }
        // A hook may write a file that is not in the repository.
        let hooked = || self.hooked(run).is_some();
        match self.find(path, path.at, ReferenceKind::Include, optional || hooked(), run) {
            Ok((file, located)) => {
                let shown = if path.marks.has(Marks::SENSITIVE) { HIDDEN.into() } else { located };
                layers.file(self.read_values(shown, file, run), perhaps);
            }
            Err(why) if optional && matches!(why.why, Why::NoSource(Absent::File(_))) => {}
            Err(why) => layers.open(&why),
        }
    }

    /// `-var` and `-var-file` among the arguments of a command.
    fn flags(
        self: &Rc<Self>,
        arguments: &Value,
        perhaps: Option<&Arc<Unknown>>,
        module: (TreeId, &str),
        layers: &mut Layers,
        run: &Run<'_>,
    ) {
        if let Kind::Unknown(why) = &arguments.kind {
            return layers.open(why);
        }
        let mut items = arguments.items().iter();
        while let Some(item) = items.next() {
            let flag = match item {
                Item::One(value) => value,
                Item::Many(why) => {
                    layers.open(why);
                    continue;
                }
            };
            let Some(start) = start(flag) else {
                flag.first_unknown().into_iter().for_each(|why| layers.open(why));
                continue;
            };
            let dashes = start.len() - start.trim_start_matches('-').len();
            let (name, inline) = match start.get(dashes..).unwrap_or_default().split_once('=') {
                Some((name, _)) => (name.to_owned(), after(flag, dashes + name.len() + 1)),
                None => (start.get(dashes..).unwrap_or_default().to_owned(), None),
            };
            if !(1..=2).contains(&dashes) || !matches!(&*name, "var" | "var-file") {
                continue;
            }
            let value = match (inline, items.clone().next()) {
                (Some(value), _) => value,
                (None, Some(Item::One(value))) => {
                    items.next();
                    value.clone()
                }
                _ => continue,
            };
            if name == "var-file" {
                self.var_file(&value, false, perhaps, module, layers, run);
                continue;
            }
            let assigned = self::start(&value).and_then(|text| text.find('=').map(|at| (text, at)));
            match assigned.and_then(|(text, at)| Some((text.get(..at)?.to_owned(), after(&value, at + 1)?))) {
                Some((name, value)) => {
                    let value = origin::named(&name, value);
                    layers.set(origin::entry(name, value.at, value), true, perhaps);
                }
                None => value.first_unknown().into_iter().for_each(|why| layers.open(why)),
            }
        }
    }
}

/// The known text that a value starts with.
fn start(value: &Value) -> Option<String> {
    match convert::to_text(value) {
        Ok(Text::Whole(text)) => Some(text.to_string()),
        Ok(Text::Parts(parts)) => match parts.first() {
            Some(Piece::Known(text, _)) => Some(text.to_string()),
            _ => None,
        },
        Err(_) => None,
    }
}

/// A text without its first bytes, which are known.
fn after(value: &Value, bytes: usize) -> Option<Value> {
    let text = match &value.kind {
        Kind::Text(Text::Whole(text)) => return Some(Value::text(text.get(bytes..)?, value.at).marked(value.marks)),
        Kind::Text(Text::Parts(parts)) => parts,
        _ => return None,
    };
    let pieces = text.iter().enumerate().map(|(index, piece)| match piece {
        Piece::Known(text, at) if index == 0 => Piece::Known(text.get(bytes..).unwrap_or_default().into(), *at),
        piece => piece.clone(),
    });
    Some(Value::parts(pieces, value.at).marked(value.marks))
}
