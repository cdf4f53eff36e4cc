//! Which outputs a unit has beside those that the files of its module declare: a file that was not wholly read, a generated
//! one and a hook may add some, and then an output that is not declared may exist all the same.

use super::reading::Reading;
use crate::eval::expression::evaluate;
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::terraform::is_terraform;
use crate::eval::value::{Kind, Map, Part as Piece, Ref, Step, Text, Unknown, Value, Why};
use crate::source::{Span, TreeId};
use crate::syntax::hcl;
use std::rc::Rc;
use std::sync::Arc;

/// Programs that hooks run and that write no configuration.
const HARMLESS: &[&str] = &[
    "checkov",
    "conftest",
    "date",
    "echo",
    "exit",
    "infracost",
    "kubectl",
    "ls",
    "opa",
    "printf",
    "rm",
    "sleep",
    "terraform-docs",
    "terrascan",
    "test",
    "tflint",
    "tfsec",
    "touch",
    "trivy",
    "true",
];

impl Reading<'_> {
    /// The outputs of the unit's module in this directory, with those that generated files add (`read` are the paths of those
    /// that were read for declarations); an open map when there may be more.
    pub(super) fn with_others(
        self: &Rc<Self>,
        outputs: Value,
        module: (TreeId, &str),
        read: &[Arc<str>],
        run: &Run<'_>,
    ) -> Value {
        let Some(map) = outputs.as_map().filter(|map| map.rest.is_none()) else { return outputs };
        let owner = self.session.owner.subject("outputs");
        let mut entries = map.entries.to_vec();
        let why = match self.generated_outputs(read, run) {
            Ok(names) => {
                for (name, at) in names {
                    if !entries.iter().any(|e| e.key == name) {
                        let what = Ref { owner: owner.clone(), path: Arc::new([Step::Key(name.clone())]) };
                        let unknown = Unknown::new(Why::Applied, at).with_what(what);
                        entries.push(origin::entry(name, at, Value::unknown(unknown, at)));
                    }
                }
                self.torn_file(module).or_else(|| self.hooked(run))
            }
            Err(why) => Some(Unknown::clone(&why)),
        };
        let rest = why.map(|why| Arc::new(why.with_what(Ref { owner, path: Arc::new([]) })));
        Value { kind: Kind::Map(Arc::new(Map { entries: entries.into(), rest })), ..outputs }
    }

    /// A file of the module that was not wholly read.
    fn torn_file(&self, (tree, directory): (TreeId, &str)) -> Option<Unknown> {
        let world = self.session.world;
        let mut files = world.sources.children(tree, directory).filter(|file| is_terraform(&file.path));
        files.find_map(|file| world.torn(file.id))
    }

    /// The outputs that generated files declare, apart from those already read; the reason when one's text does not tell.
    fn generated_outputs(
        self: &Rc<Self>,
        read: &[Arc<str>],
        run: &Run<'_>,
    ) -> Result<Vec<(Arc<str>, Span)>, Arc<Unknown>> {
        let parts = self.merged(run);
        let mut names = Vec::new();
        let Some(files) = self.combined(&parts, "generate", false, run) else { return Ok(names) };
        for file in files.entries() {
            let path = file.value.get("path").and_then(Value::as_str);
            if path.is_some_and(|path| !is_terraform(path) || read.iter().any(|r| **r == *path)) {
                continue;
            }
            let Some(contents) = origin::field(&file.value, "contents") else { continue };
            let at = contents.key_at;
            let may = match &contents.value.kind {
                Kind::Text(Text::Whole(text)) if path.is_some_and(|path| !path.ends_with(".json")) => {
                    let parsed = hcl::parse(text, at.file);
                    let declared = parsed.body.blocks.iter().filter(|block| &*block.kind == "output");
                    names.extend(declared.filter_map(|block| Some((block.label(0)?.clone(), at))));
                    !parsed.gaps.is_empty()
                }
                Kind::Text(Text::Whole(text)) => text.contains("output"),
                Kind::Text(Text::Parts(pieces)) => {
                    let known = |piece: &Piece| match piece {
                        Piece::Known(text, _) => Some(text.to_string()),
                        Piece::Hole(..) => None,
                    };
                    let text: String = pieces.iter().filter_map(known).collect();
                    text.contains("output") || text.trim().is_empty()
                }
                Kind::Unknown(_) => true,
                _ => false,
            };
            if may {
                return Err(Arc::new(Unknown::new(Why::Gap("a generated file may declare outputs".into()), at)));
            }
        }
        Ok(names)
    }

    /// A hook that may write files into the module.
    fn hooked(self: &Rc<Self>, run: &Run<'_>) -> Option<Unknown> {
        for part in self.merged(run) {
            for terraform in part.blocks("terraform") {
                let hooks = terraform.body.blocks.iter().filter(|b| matches!(&*b.kind, "before_hook" | "after_hook"));
                for hook in hooks {
                    let Some(execute) = hook.body.attribute("execute") else { continue };
                    let command = evaluate(&execute.value, &super::scope::PartScope::new(self, &part), run);
                    let program = command.elements().next().and_then(|first| first.as_str().map(str::to_owned));
                    if program.is_none_or(|program| !HARMLESS.contains(&&*program)) {
                        let why = "a hook may write files into the module";
                        return Some(Unknown::new(Why::Gap(why.into()), hook.header_at));
                    }
                }
            }
        }
        None
    }
}
