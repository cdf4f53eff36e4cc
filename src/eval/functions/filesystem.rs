//! Functions over paths and files. Files are read inside the given repositories only, through the run's sources.

use super::arguments::{Answer, Call, Stop, failed, wrong};
use super::hash::{Digest, digest};
use super::{Function, text::through};
use crate::eval::expression::evaluate_template;
use crate::eval::paths;
use crate::eval::scope::{Dialect, Run, Scope};
use crate::eval::value::*;
use crate::source::{FileId, Gap, GapKind, Sources, Span, TreeId};
use crate::syntax::hcl::parse_template;
use base64::Engine as _;
use std::sync::Arc;

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "basename" => (basename, Ty::Text),
        "dirname" => (dirname, Ty::Text),
        "abspath" => (abspath, Ty::Text),
        "pathexpand" => (pathexpand, Ty::Text),
        "file" => (file, Ty::Text),
        "fileexists" => (fileexists, Ty::Bool),
        "fileset" => (fileset, Ty::List),
        "filebase64" => (|c, a| content(c, a, |text| base64::engine::general_purpose::STANDARD.encode(text)), Ty::Text),
        "filemd5" => (|c, a| content(c, a, |text| digest(Digest::Md5, text)), Ty::Text),
        "filesha1" => (|c, a| content(c, a, |text| digest(Digest::Sha1, text)), Ty::Text),
        "filesha256" => (|c, a| content(c, a, |text| digest(Digest::Sha256, text)), Ty::Text),
        "filesha512" => (|c, a| content(c, a, |text| digest(Digest::Sha512, text)), Ty::Text),
        "filebase64sha256" => (|c, a| content(c, a, |text| digest(Digest::Base64Sha256, text)), Ty::Text),
        "filebase64sha512" => (|c, a| content(c, a, |text| digest(Digest::Base64Sha512, text)), Ty::Text),
        "templatefile" => (templatefile, Ty::Text),
        "templatestring" => (templatestring, Ty::Text),
        _ => return None,
    };
    Some(Function { run, gives })
}

/// The last known piece of a text, when everything that matters of a path is in it.
fn last_known(parts: &[Part]) -> Option<(&Arc<str>, Span)> {
    match parts.last() {
        Some(Part::Known(text, at)) => Some((text, *at)),
        _ => None,
    }
}

fn basename(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let parts = c.parts(args, 0)?;
    if let (true, Some((last, _))) = (parts.len() > 1, last_known(&parts)) {
        let trimmed = last.trim_end_matches('/');
        if let Some((_, name)) = trimmed.rsplit_once('/') {
            return c.whole(name);
        }
    }
    let path = c.text(args, 0)?;
    let trimmed = path.trim_end_matches('/');
    c.whole(match (path.is_empty(), trimmed.rsplit_once('/')) {
        (true, _) => ".",
        (false, Some((_, name))) => name,
        (false, None) if trimmed.is_empty() => "/",
        (false, None) => trimmed,
    })
}

fn dirname(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let parts = c.parts(args, 0)?;
    if let (true, Some((last, at))) = (parts.len() > 1, last_known(&parts))
        && let Some((directory, _)) = last.rsplit_once('/')
        && !directory.contains("..")
    {
        let last = Part::Known(directory.into(), at);
        let others = parts.iter().take(parts.len() - 1).map(|part| match part {
            Part::Hole(unknown, at) => through(c, unknown, *at),
            known => known.clone(),
        });
        return c.joined(others.chain([last]).collect());
    }
    let path = c.text(args, 0)?;
    let directory = match path.rsplit_once('/') {
        None => ".".to_owned(),
        Some((directory, _)) => clean(if directory.is_empty() { "/" } else { directory }),
    };
    c.whole(directory)
}

/// Go's `filepath.Clean`.
fn clean(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." if names.last().is_some_and(|last| *last != "..") => {
                names.pop();
            }
            ".." if absolute => {}
            name => names.push(name),
        }
    }
    match (absolute, names.is_empty()) {
        (true, _) => format!("/{}", names.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => names.join("/"),
    }
}

fn abspath(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let path = c.text(args, 0)?;
    let (tree, directory) = c.scope.directory();
    if path.starts_with('/') {
        return c.whole(clean(&path));
    }
    c.whole(clean(&paths::absolute(c.run.sources, tree, &format!("{directory}/{path}"))))
}

fn pathexpand(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let path = c.text(args, 0)?;
    if path.starts_with('~') {
        return Err(Stop::Is(Why::Environment("HOME".into())));
    }
    c.whole(path)
}

/// A path inside the given repositories; absolute paths are those that `abspath` gives.
fn locate(c: &Call<'_, '_>, path: &str, arg: usize) -> Result<(TreeId, String), Stop> {
    let (tree, directory) = c.scope.directory();
    // `~` is the home directory of who runs it.
    let inside = if path == "~" || path.starts_with("~/") { None } else { Some(path) };
    inside.and_then(|path| paths::locate(c.run.sources, tree, &directory, path)).ok_or_else(|| {
        let at = c.places.get(arg).copied().unwrap_or(c.at);
        let message =
            format!("`{}` reads a file outside of the given repositories, which driftline never does", c.name);
        Stop::Unseen(Gap::at(at, GapKind::Unreadable, message))
    })
}

/// The file a path argument names. One that `.gitignore` keeps out is unknown; one that is missing is an error.
fn open(c: &Call<'_, '_>, args: &[Value], arg: usize) -> Result<(FileId, Arc<str>, Marks), Stop> {
    let path = c.text(args, arg)?;
    let (tree, path) = locate(c, &path, arg)?;
    let at = c.places.get(arg).copied().unwrap_or(c.at);
    let Some(id) = c.run.sources.find(tree, &path) else {
        if c.run.sources.is_ignored(tree, &path) {
            let secret = c.value(args, arg)?.marks.has(Marks::SENSITIVE);
            let shown: Arc<str> = if secret { "(sensitive)".into() } else { path.as_str().into() };
            let message = format!("`{shown}` is kept out of the repository by .gitignore");
            c.run.gap(Gap::at(at, GapKind::IgnoredFile, message));
            return Err(Stop::Is(Why::MissingFile(shown)));
        }
        if let Some(why) = c.run.sources.unseen(tree, &path) {
            let secret = c.value(args, arg)?.marks.has(Marks::SENSITIVE);
            let message =
                if secret { "a file cannot be seen".into() } else { format!("`{path}` cannot be seen: {why}") };
            return Err(Stop::Unseen(Gap::at(at, GapKind::Unreadable, message)));
        }
        if c.run.sources.is_dir(tree, &path) {
            let why = format!("read {}: is a directory", if path.is_empty() { "." } else { &*path });
            return match c.name {
                "file" | "filebase64" | "templatefile" => wrong(arg, format!("failed to read file: {why}")),
                _ => failed(why),
            };
        }
        if matches!(c.name, "file" | "filebase64" | "templatefile") {
            return wrong(
                arg,
                format!(
                    "no file exists at {:?}; this function works only with files that are distributed as part of the \
                     configuration source code, so if this file will be created by a resource in this configuration you \
                     must instead obtain this result from an attribute of that resource",
                    c.text(args, arg)?
                ),
            );
        }
        return failed(format!("open {}: no such file or directory", c.text(args, arg)?));
    };
    let text = c.run.sources.text(id).map_err(Stop::Unseen)?;
    let marks = match c.run.sources.assumed(id) {
        Some(true) => Marks::ASSUMED,
        Some(false) => Marks::ASSUMED.with(Marks::SENSITIVE),
        None => Marks::NONE,
    };
    Ok((id, text, marks))
}

fn file(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (id, text, marks) = open(c, args, 0)?;
    let at = Span::new(id, 0, text.len());
    Ok(Value::text(text, at).marked(marks).through(How::Reference, c.at))
}

fn content(c: &Call<'_, '_>, args: &[Value], encode: impl Fn(&[u8]) -> String) -> Answer {
    let (_, text, marks) = open(c, args, 0)?;
    Ok(c.whole(encode(text.as_bytes()))?.marked(marks))
}

fn fileexists(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let path = c.text(args, 0)?;
    let (tree, path) = locate(c, &path, 0)?;
    let sources = c.run.sources;
    if sources.find(tree, &path).is_some() {
        return Ok(Value::bool(true, c.at));
    }
    if sources.is_ignored(tree, &path) {
        return Err(Stop::Is(Why::MissingFile(path.into())));
    }
    if let Some(why) = sources.unseen(tree, &path) {
        return Err(Stop::Is(Why::Gap(why)));
    }
    if sources.is_dir(tree, &path) {
        let path = if path.is_empty() { "." } else { &*path };
        return failed(format!("{path:?} is a directory, not a file"));
    }
    Ok(Value::bool(false, c.at))
}

/// A path as seen from a directory, as Go's `filepath.Rel` gives it.
fn relative(from: &str, to: &str) -> String {
    let names = |path: &str| path.split('/').filter(|name| !name.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (from, to) = (names(from), names(to));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(shared).map(|_| "..".to_owned());
    up.chain(to.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
}

/// The regular files that a pattern matches. What `.gitignore` keeps out may be there too, and so may what cannot be seen:
/// then the list is open.
fn fileset(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (given, pattern) = (c.text(args, 0)?, c.text(args, 1)?);
    let sources = c.run.sources;
    let (tree, named) = locate(c, &given, 0)?;
    // The pattern is joined to the path before anything is matched, and may lead up first.
    let cleaned = clean(pattern.trim_start_matches('/'));
    let below = cleaned.trim_start_matches("../");
    let up = cleaned.get(..cleaned.len() - below.len()).unwrap_or_default();
    let (tree, base) = if up.is_empty() { (tree, named.clone()) } else { locate(c, &format!("{given}/{up}"), 1)? };
    let glob = match globset::GlobBuilder::new(below).literal_separator(true).build() {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => return wrong(1, format!("the pattern is not valid: {}", error.kind())),
    };
    let at = c.places.first().copied().unwrap_or(c.at);
    let secret = c.value(args, 0)?.marks.has(Marks::SENSITIVE) || c.value(args, 1)?.marks.has(Marks::SENSITIVE);
    let hidden = |message: String| if secret { "a directory cannot be seen".to_owned() } else { message };
    if sources.is_ignored(tree, &base) && !sources.is_dir(tree, &base) {
        return Err(Stop::Is(Why::MissingFile(hidden(base).into())));
    }
    let inside = if base.is_empty() { "*".to_owned() } else { format!("{base}/*") };
    if let Some(why) = sources.unseen(tree, &inside) {
        let message = hidden(format!("`{base}` cannot be listed: {why}"));
        return Err(Stop::Unseen(Gap::at(at, GapKind::Unreadable, message)));
    }
    // Links that lead out are listed by their own name; nobody knows whether they are files.
    let unseen: Vec<(&str, &str)> = sources.unseen_below(tree, &base).collect();
    let is_unseen = |path: &str| unseen.iter().any(|(unseen, _)| *unseen == path);
    let skip = if base.is_empty() { 0 } else { base.len() + 1 };
    let all = sources.below(tree, &base).filter_map(|file| file.path.get(skip..));
    let mut names: Vec<String> = all
        .filter(|path| glob.is_match(path) && !is_unseen(path))
        .map(|path| if up.is_empty() { path.to_owned() } else { relative(&named, &format!("{base}/{path}")) })
        .collect();
    names.sort_unstable();
    let mut items: Vec<Item> = names.into_iter().map(|name| Item::One(Value::text(name, c.at))).collect();
    let mut open = |why: Why| items.push(Item::Many(Arc::new(Unknown::new(why, c.at).of(Ty::Text))));
    if let Some((path, why)) = unseen.iter().find(|(path, _)| Sources::may_match(below, path)) {
        let message: Arc<str> = hidden(format!("`{}` {why}", under(&base, path))).into();
        c.run.gap(Gap::at(at, GapKind::Unreadable, message.clone()));
        open(Why::Gap(message));
    } else if let Some(line) = sources.perhaps_ignored(tree, &base, below, base == *c.scope.directory().1) {
        open(Why::MissingFile(hidden(line).into()));
    }
    c.list(items)
}

fn under(directory: &str, path: &str) -> String {
    if directory.is_empty() { path.to_owned() } else { format!("{directory}/{path}") }
}

/// What names mean inside a template file: its variables, and the functions around it.
struct TemplateScope<'s> {
    variables: &'s Value,
    outer: &'s dyn Scope,
}

impl Scope for TemplateScope<'_> {
    fn resolve(&self, root: &str, _: &[(Arc<str>, Span)], at: Span, _: &Run<'_>) -> Option<(Value, usize)> {
        use crate::eval::value_ops::Lookup;
        match self.variables.lookup(root) {
            Lookup::Found(value) => Some((value.clone().marked(self.variables.marks), 0)),
            Lookup::Perhaps(unknown) => Some((Value::unknown(unknown.step(Step::Key(root.into())), at), 0)),
            Lookup::Absent => None,
        }
    }

    fn call(&self, name: &str, args: &[Value], at: Span, run: &Run<'_>) -> Option<Value> {
        if matches!(name, "templatefile" | "templatestring") {
            let message: Arc<str> = format!("`{name}` cannot be called inside a template").into();
            run.errors.set(run.errors.get().saturating_add(1));
            run.gap(Gap::at(at, GapKind::Evaluation, message.clone()));
            return Some(Value::unknown(Unknown::new(Why::Gap(message), at), at));
        }
        self.outer.call(name, args, at, run)
    }

    fn is_template(&self) -> bool {
        true
    }

    fn dialect(&self) -> Dialect {
        self.outer.dialect()
    }

    fn directory(&self) -> (TreeId, Arc<str>) {
        self.outer.directory()
    }
}

fn render(c: &Call<'_, '_>, args: &[Value], text: &str, at: Span) -> Answer {
    let variables = c.value(args, 1)?;
    if !variables.is_unknown() {
        c.map_or(args, 1, || wrong(1, "invalid vars value: must be a map"))?;
    }
    let parts = parse_template(text, at).map_err(Stop::Unseen)?;
    let scope = TemplateScope { variables, outer: c.scope };
    let mut value = evaluate_template(&parts, at, &scope, c.run);
    if text.is_empty() {
        value.at = c.at;
    }
    Ok(value)
}

fn templatefile(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let (id, text, marks) = open(c, args, 0)?;
    let at = Span::new(id, 0, text.len());
    Ok(render(c, args, &text, at)?.marked(marks).through(How::Template, c.at))
}

fn templatestring(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let text = c.text(args, 0)?;
    render(c, args, &text, c.value(args, 0)?.at)
}
