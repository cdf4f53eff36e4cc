//! Which outputs a unit has beside those that the files of its module declare: a file that was not wholly read, a generated
//! one and a hook may add some, and then an output that is not declared may exist all the same.

use super::reading::Reading;
use crate::eval::expression::evaluate;
use crate::eval::scope::Run;
use crate::eval::terraform::is_terraform;
use crate::eval::value::{Kind, Map, Ref, Unknown, Value, Why};
use crate::source::TreeId;
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
    /// The outputs of the unit's module in this directory; an open map when there may be more, as a file that is generated or
    /// does not parse may declare some (`open` says so of generated ones).
    pub(super) fn with_others(
        self: &Rc<Self>,
        outputs: Value,
        module: (TreeId, &str),
        open: Option<&Arc<Unknown>>,
        run: &Run<'_>,
    ) -> Value {
        let Some(map) = outputs.as_map().filter(|map| map.rest.is_none()) else { return outputs };
        let why = open.map(|why| Unknown::clone(why)).or_else(|| self.torn_file(module)).or_else(|| self.hooked(run));
        let what = || Ref { owner: self.session.owner.subject("outputs"), path: Arc::new([]) };
        let rest = why.map(|why| Arc::new(why.with_what(what())));
        Value { kind: Kind::Map(Arc::new(Map { entries: map.entries.clone(), rest })), ..outputs }
    }

    /// A file of the module that was not wholly read.
    fn torn_file(&self, (tree, directory): (TreeId, &str)) -> Option<Unknown> {
        let world = self.session.world;
        let mut files = world.sources.children(tree, directory).filter(|file| is_terraform(&file.path));
        files.find_map(|file| world.torn(file.id))
    }

    /// A hook that may write files into the module.
    pub(super) fn hooked(self: &Rc<Self>, run: &Run<'_>) -> Option<Unknown> {
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
