//! Terragrunt's own functions. Nothing is run, no cloud is asked, no secret is read: what such functions return is
//! unknown, and says why.

use super::merge::{self, Strategy};
use super::reading::{READS, Reading};
use super::scope::PartScope;
use crate::eval::expression::convert;
use crate::eval::origin;
use crate::eval::paths;
use crate::eval::reference::{ReferenceKind, withheld};
use crate::eval::scope::Run;
use crate::eval::terraform::{assignments, encoded, relative};
use crate::eval::value::{Absent, HIDDEN, Kind, Marks, Text, Ty, Unknown, Value, Why};
use crate::source::{FileId, Gap, GapKind, Span};
use std::sync::Arc;

/// Calls one of Terragrunt's functions; `None` when it is not one.
pub(super) fn call(scope: &PartScope<'_, '_>, name: &str, args: &[Value], at: Span, run: &Run<'_>) -> Option<Value> {
    let call = Call { scope, args, at, run };
    Some(match name {
        "find_in_parent_folders" => call.find_in_parent_folders(),
        "path_relative_to_include" => call.relative_to_include(),
        "path_relative_from_include" => call.relative_from_include(),
        "get_terragrunt_dir" => call.directory(&scope.reading.directory),
        "get_original_terragrunt_dir" => call.directory(&scope.reading.session.unit),
        "get_parent_terragrunt_dir" => call.parent_directory(),
        "get_repo_root" => call.directory(""),
        "get_path_from_repo_root" => call.text(relative("", &scope.reading.directory)),
        "get_path_to_repo_root" => call.text(relative(&scope.reading.directory, "")),
        "get_env" => call.get_env(),
        "read_terragrunt_config" => call.read_config(),
        "read_tfvars_file" => call.read_tfvars(),
        "get_terraform_commands_that_need_vars" => {
            call.list(&["apply", "console", "destroy", "import", "plan", "push", "refresh"])
        }
        "get_terraform_commands_that_need_input" => call.list(&["apply", "import", "init", "plan", "refresh"]),
        "get_terraform_commands_that_need_locking" => {
            call.list(&["apply", "destroy", "import", "plan", "refresh", "taint", "untaint"])
        }
        "get_terraform_commands_that_need_parallelism" => call.list(&["apply", "plan", "destroy"]),
        "get_default_retryable_errors" => {
            let why = "Terragrunt's own list of errors, which differs from release to release";
            call.unknown(Why::Gap(why.into()), Ty::List)
        }
        "get_terraform_cli_args" => call.unknown(Why::Runner("the command line"), Ty::List),
        "get_terraform_command" => call.unknown(Why::Runner("the command line"), Ty::Text),
        "get_terragrunt_source_cli_flag" => {
            let empty = Value { marks: Marks::DEFAULTED, ..call.text(String::new()) };
            Value::unknown(
                Unknown { likely: Some(empty), ..call.why(Why::Environment("TERRAGRUNT_SOURCE".into()), Ty::Text) },
                at,
            )
        }
        "get_platform" => call.unknown(Why::Runner("the operating system"), Ty::Text),
        "get_working_dir" => call.unknown(Why::Runner("the working directory"), Ty::Text),
        "get_aws_account_alias"
        | "get_aws_account_id"
        | "get_aws_caller_identity_arn"
        | "get_aws_caller_identity_user_id" => {
            call.unknown(Why::Runner("the AWS credentials of whoever runs it"), Ty::Text)
        }
        "run_cmd" => call.unknown(Why::Command, Ty::Text),
        "sops_decrypt_file" => call.unknown(Why::Secret, Ty::Text).marked(Marks::SENSITIVE),
        "mark_as_read" => args.first()?.clone(),
        "mark_glob_as_read" => call.mark_glob(),
        "constraint_check" => call.constraint_check(),
        "deep_merge" => call.deep_merge(),
        "startswith" => call.compare(|text, part| text.starts_with(part)),
        "endswith" => call.compare(|text, part| text.ends_with(part)),
        "strcontains" => call.compare(|text, part| text.contains(part)),
        "timecmp" => call.timecmp(),
        _ => return None,
    })
}

/// Functions that Terraform got after the version whose library Terragrunt has, v0.15.3.
const NEWER: &[&str] = &["convert", "ephemeralasnull", "issensitive", "plantimestamp", "templatestring"];

/// The error for a function that Terragrunt does not have though Terraform does; `None` for any other.
pub(super) fn newer(name: &str, at: Span, run: &Run<'_>) -> Option<Value> {
    let missing = NEWER.contains(&name) || name.contains("::");
    let message: Arc<str> = match name {
        "defaults" => {
            "the function `defaults` was an experiment of Terraform, which Terragrunt cannot switch on".into()
        }
        _ if missing => format!("Terragrunt has no function `{name}`: its library is that of Terraform v0.15.3").into(),
        _ => return None,
    };
    run.errors.set(run.errors.get().saturating_add(1));
    run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
    Some(Value::unknown(Unknown::new(Why::Gap(message), at), at))
}

/// Functions whose first argument is a file.
const OF_FILES: &[&str] = &[
    "file",
    "filebase64",
    "filebase64sha256",
    "filebase64sha512",
    "fileexists",
    "filemd5",
    "fileset",
    "filesha1",
    "filesha256",
    "filesha512",
    "templatefile",
];

/// A function of a file in a directory that a stack generates: the file is that of the directory it is copied from.
/// `None` for everything else.
pub(super) fn of_copy(scope: &PartScope<'_, '_>, name: &str, args: &[Value], at: Span, run: &Run<'_>) -> Option<Value> {
    let (first, rest) = args.split_first().filter(|_| OF_FILES.contains(&name))?;
    let path = first.as_str().filter(|path| path.starts_with('/'))?;
    let session = &scope.reading.session;
    let (sources, world) = (session.world.sources, session.world);
    let (tree, located) = paths::locate(sources, session.tree, "", path)?;
    let (tree, home) = world.copied(tree, &located)?;
    let first = Value { kind: Kind::Text(Text::Whole(paths::absolute(sources, tree, &home).into())), ..first.clone() };
    let args: Vec<Value> = std::iter::once(first).chain(rest.iter().cloned()).collect();
    let places = vec![at; args.len()];
    let call = crate::eval::functions::Call { name, name_at: at, at, places: &places, scope, run };
    Some(crate::eval::functions::call(&call, &args))
}

struct Call<'c, 'n, 'w, 'r> {
    scope: &'c PartScope<'n, 'w>,
    args: &'c [Value],
    at: Span,
    run: &'c Run<'r>,
}

impl Call<'_, '_, '_, '_> {
    fn text(&self, text: String) -> Value {
        Value::text(text, self.at)
    }

    fn directory(&self, path: &str) -> Value {
        let session = &self.scope.reading.session;
        self.text(paths::absolute(session.world.sources, session.tree, path))
    }

    fn list(&self, items: &[&str]) -> Value {
        Value::list(items.iter().map(|i| Value::text(*i, self.at)), self.at)
    }

    fn why(&self, why: Why, ty: Ty) -> Unknown {
        Unknown { not_null: true, ..Unknown::new(why, self.at).of(ty) }
    }

    fn unknown(&self, why: Why, ty: Ty) -> Value {
        Value::unknown(self.why(why, ty), self.at)
    }

    /// An argument as text, to which numbers and booleans convert.
    fn arg(&self, index: usize) -> Option<Arc<str>> {
        match convert::to_text(self.args.get(index)?) {
            Ok(Text::Whole(text)) => Some(text),
            _ => None,
        }
    }

    /// The gap that says how many arguments there may be, when there are more.
    fn too_many(&self, most: usize) -> Option<Value> {
        let given = self.args.len();
        (given > most).then(|| self.error(format!("this function takes at most {most} arguments, not {given}")))
    }

    /// What follows from an argument that is not known, or the error that it is not what the function takes.
    fn undecided(&self, index: usize, wanted: &str, ty: Ty) -> Value {
        match self.args.get(index).and_then(|v| v.first_unknown()) {
            Some(unknown) => Value::unknown(Unknown::because(unknown, self.at).of(ty), self.at),
            None => self.error(format!("this function needs {wanted}")),
        }
    }

    fn error(&self, message: String) -> Value {
        let message: Arc<str> = message.into();
        self.run.errors.set(self.run.errors.get().saturating_add(1));
        self.run.gap(Gap::at(self.at, GapKind::Evaluation, message.clone()));
        Value::unknown(Unknown::new(Why::Gap(message), self.at), self.at)
    }

    fn find_in_parent_folders(&self) -> Value {
        let reading = self.scope.reading;
        let session = &reading.session;
        let marks = self.args.first().map_or(Marks::NONE, |name| name.marks);
        if let Some(error) = self.too_many(2) {
            return error;
        }
        let name = match self.args.first() {
            None => None,
            Some(_) => match self.arg(0) {
                Some(name) => Some(name),
                None => return self.undecided(0, "a file name", Ty::Text),
            },
        };
        let names: Vec<&str> = match name.as_deref() {
            None | Some("") => super::UNIT_FILES.to_vec(),
            Some(name) => vec![name],
        };
        if let Some(found) = reading.in_parents(&names) {
            return self.text(paths::absolute(session.world.sources, session.tree, &found)).marked(marks);
        }
        match self.args.get(1) {
            // A file that is only git-ignored may be there when it matters.
            Some(fallback) => {
                let name = names.first().copied().unwrap_or_default();
                match session.ignored_in_parents(name, &reading.directory) {
                    None => fallback.clone(),
                    Some(path) => {
                        let unknown = Arc::new(Unknown::new(Why::MissingFile(path.into()), self.at).of(Ty::Text));
                        let unknown = Unknown::clone(&withheld(&unknown, marks));
                        Value::unknown(Unknown { likely: Some(fallback.clone()), ..unknown }, self.at)
                    }
                }
            }
            None => {
                let name = names.first().copied().unwrap_or_default();
                session.not_in_parents(name, &reading.directory, self.at, marks, self.run)
            }
        }
    }

    /// The directory of the included file a path function speaks of; the reading's own without one. With several, a
    /// label must say which; with one, Terragrunt does not look at the label.
    fn included_directory(&self) -> Result<String, Value> {
        let scope = self.scope;
        if !scope.is_main() {
            return Ok(paths::parent(&scope.part.path).to_owned());
        }
        let includes = scope.reading.includes(self.run);
        let part = match includes.as_slice() {
            [] => return Ok(scope.reading.directory.to_string()),
            [only] => only.clone(),
            several => {
                let Some(name) = self.arg(0) else {
                    return Err(self.undecided(0, "the label of one of the includes", Ty::Text));
                };
                match several.iter().find(|part| part.name == name) {
                    Some(part) => part.clone(),
                    None => return Err(self.error(format!("there is no include `{name}` in this file"))),
                }
            }
        };
        match &part.unknown {
            Some(unknown) => Err(Value::unknown(Unknown::because(unknown, self.at).of(Ty::Text), self.at)),
            None => Ok(paths::parent(&part.path).to_owned()),
        }
    }

    fn of_include(&self, make: impl Fn(&str) -> String) -> Value {
        match self.included_directory() {
            Ok(directory) => self.text(make(&directory)),
            Err(value) => value,
        }
    }

    fn relative_to_include(&self) -> Value {
        self.of_include(|included| relative(included, &self.scope.reading.directory))
    }

    fn relative_from_include(&self) -> Value {
        self.of_include(|included| relative(&self.scope.reading.directory, included))
    }

    fn parent_directory(&self) -> Value {
        let session = &self.scope.reading.session;
        self.of_include(|included| paths::absolute(session.world.sources, session.tree, included))
    }

    fn get_env(&self) -> Value {
        let Some(name) = self.arg(0) else { return self.undecided(0, "the name of a variable", Ty::Text) };
        if let Some(error) = self.too_many(2) {
            return error;
        }
        if name.is_empty() {
            return self.error("the name of the variable is empty".into());
        }
        if let Some(value) = self.scope.reading.session.world.settings.env.get(&*name) {
            return self.text(value.clone()).marked(Marks::SENSITIVE.with(Marks::ASSUMED));
        }
        match self.args.get(1) {
            Some(default) => origin::named(&name, default.clone()).marked(Marks::DEFAULTED.with(Marks::OVERRIDABLE)),
            None => {
                let secret = self.args.first().is_some_and(|v| v.marks.has(Marks::SENSITIVE));
                self.unknown(Why::Environment(if secret { HIDDEN.into() } else { name }), Ty::Text)
            }
        }
    }

    fn read_config(&self) -> Value {
        let reading = self.scope.reading;
        let session = &reading.session;
        let Some(path) = self.args.first() else { return self.error("this function needs a path".into()) };
        let optional = self.args.len() > 1;
        let (file, located) = match reading.find(path, self.at, ReferenceKind::Include, optional, self.run) {
            Ok(found) => found,
            Err(unknown) => {
                let fallback = self.args.get(1);
                if let Some(fallback) = fallback.filter(|_| matches!(unknown.why, Why::NoSource(Absent::File(_)))) {
                    return fallback.clone();
                }
                // Most likely it is what is said to be used instead, or the file that is found instead.
                let instead = unknown.likely.as_ref().and_then(|path| {
                    let located =
                        paths::locate(session.world.sources, session.tree, &reading.directory, path.as_str()?);
                    let (tree, path) = located?;
                    Some(self.read_file(session.world.find(tree, &path)?, path.into()))
                });
                let likely = fallback.cloned().or(instead);
                let ty = likely.as_ref().map_or(Ty::Map, origin::ty);
                let ty = if ty == Ty::Map { ty } else { Ty::Any };
                return Value::unknown(Unknown { likely, ty, ..Unknown::clone(&unknown) }, self.at);
            }
        };
        self.read_file(file, located)
    }

    fn read_file(&self, file: FileId, located: Arc<str>) -> Value {
        let reading = self.scope.reading;
        let session = &reading.session;
        if let Some(found) = session.reads.borrow().get(&file) {
            return found.clone();
        }
        if reading.level >= READS {
            let message = format!("`read_terragrunt_config` nests deeper than {READS}; this file is not read");
            self.run.gap(Gap::at(self.at, GapKind::Bound, message));
            return self.unknown(Why::Bound("nested read_terragrunt_config"), Ty::Map);
        }
        let name = session.world.sources.file(file).map_or_else(String::new, |f| f.path.to_string());
        let value = session.guarded(format!("read_terragrunt_config({name})"), self.at, self.run, || {
            let inner = Reading::at(session.clone(), file, located.clone(), reading.level + 1);
            let main = inner.main().clone();
            match paths::name_of(&located) {
                super::STACK_FILE => super::stack::shown(&inner, self.run),
                name if name.ends_with(super::VALUES_FILE) => inner.assigned(self.run),
                _ => {
                    super::schema::check(&main, self.run);
                    inner.shown(&main, self.run)
                }
            }
        });
        session.reads.borrow_mut().entry(file).or_insert(value).clone()
    }

    /// `read_tfvars_file` returns the variables as JSON text.
    fn read_tfvars(&self) -> Value {
        let reading = self.scope.reading;
        let Some(path) = self.args.first() else { return self.error("this function needs a path".into()) };
        match reading.find(path, self.at, ReferenceKind::Include, false, self.run) {
            Ok((file, _)) => {
                let entries = assignments(reading.session.world, file, self.run);
                let map = origin::map(entries, None, self.at);
                encoded(map, &crate::eval::scope::Scope::directory(self.scope), self.run)
            }
            Err(unknown) => Value::unknown(Unknown::because(&unknown, self.at).of(Ty::Text), self.at),
        }
    }

    fn constraint_check(&self) -> Value {
        let (Some(version), Some(constraint)) = (self.arg(0), self.arg(1)) else {
            let index = usize::from(self.arg(0).is_some());
            return self.undecided(index, "a version and a constraint", Ty::Bool);
        };
        match super::constraint::check(&version, &constraint) {
            Ok(satisfied) => Value::bool(satisfied, self.at),
            Err(_) if self.args.iter().any(|arg| arg.all_marks().has(Marks::SENSITIVE)) => {
                self.error("these are not a version and a constraint".into())
            }
            Err(message) => self.error(message),
        }
    }

    fn deep_merge(&self) -> Value {
        let mut merged = origin::map(Vec::new(), None, self.at);
        for arg in self.args {
            match &arg.kind {
                Kind::Null => {}
                Kind::Map(_) | Kind::Unknown(_) => merged = merge::inputs(&merged, arg, Strategy::Deep, self.run),
                _ => return self.error(format!("this function merges maps, not {}", convert::described(arg))),
            }
        }
        Value { at: self.at, ..merged }
    }

    /// The files a pattern matches, absolute; a boundary given first only limits where it may look.
    fn mark_glob(&self) -> Value {
        let session = &self.scope.reading.session;
        let flag = "--terragrunt-boundary";
        let skip = match self.arg(0) {
            Some(first) if *first == *flag => 2,
            Some(first) if first.starts_with(flag) => 1,
            _ => 0,
        };
        let Some(pattern) = self.arg(skip) else { return self.undecided(skip, "a pattern", Ty::List) };
        let sources = session.world.sources;
        let Some((tree, pattern)) = paths::locate(sources, session.tree, &self.scope.reading.directory, &pattern)
        else {
            return self.unknown(Why::Gap("a pattern that leads out of the repository".into()), Ty::List);
        };
        let Some(matcher) = super::globs::matcher(&pattern) else {
            return self.error(format!("`{pattern}` is not a pattern"));
        };
        let mut found: Vec<&str> = sources.files_of(tree).map(|f| &*f.path).filter(|p| matcher.is_match(p)).collect();
        found.sort_unstable();
        Value::list(found.into_iter().map(|path| self.text(paths::absolute(sources, tree, path))), self.at)
    }

    fn compare(&self, test: impl Fn(&str, &str) -> bool) -> Value {
        match (self.arg(0), self.arg(1)) {
            (Some(text), Some(part)) => Value::bool(test(&text, &part), self.at),
            (None, _) => self.undecided(0, "two strings", Ty::Bool),
            _ => self.undecided(1, "two strings", Ty::Bool),
        }
    }

    fn timecmp(&self) -> Value {
        // RFC 3339 has a `T` between date and time; the parser takes a space too.
        let rfc = |text: &Arc<str>| text.as_bytes().get(10) == Some(&b'T');
        let time = |index: usize| self.arg(index).filter(rfc).and_then(|t| t.parse::<jiff::Timestamp>().ok());
        match (time(0), time(1)) {
            (Some(a), Some(b)) => Value::int(a.cmp(&b) as i64, self.at),
            (None, _) => self.undecided(0, "two timestamps", Ty::Number),
            _ => self.undecided(1, "two timestamps", Ty::Number),
        }
    }
}
