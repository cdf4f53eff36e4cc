//! Override files: `override.tf`, `*_override.tf` and their JSON forms are merged over what the other files of a module
//! declare, block by block (Terraform: "Override Files").

use super::definition::{Declared, Definition};
use crate::eval::world::File;
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::{Block, Body};
use std::sync::Arc;

impl Definition {
    /// Merges one override file. What it overrides must be declared, except a provider's default configuration and
    /// `terraform` settings; otherwise Terraform refuses the module, and so a gap names the block.
    pub(super) fn apply_override(&mut self, file: &File) {
        for block in &file.blocks {
            let first = block.label(0).cloned();
            let found = match (&*block.kind, first) {
                ("variable", Some(name)) => self.variables.get_mut(&name).map(|base| *base = merged(base, block)),
                ("locals", _) => {
                    for attribute in &block.body.attributes {
                        match self.locals.get_mut(&attribute.name) {
                            Some(base) => *base = block.clone(),
                            None => self.refuse(attribute.name_at, &format!("local value `{}`", attribute.name)),
                        }
                    }
                    Some(())
                }
                ("resource" | "data" | "ephemeral", Some(kind)) => {
                    let data = &*block.kind != "resource";
                    let name = block.label(1).cloned().unwrap_or_default();
                    let index = self.resource(data, &kind, &name);
                    let base: Option<&mut Declared> = index.and_then(|i| self.resources.get_mut(i));
                    base.map(|base| base.block = merged(&base.block, block))
                }
                ("module", Some(name)) => overlay(&mut self.modules, &name, block),
                ("output", Some(name)) => overlay(&mut self.outputs, &name, block),
                ("provider", Some(name)) => self.override_provider(&name, block),
                ("terraform", _) => {
                    self.override_settings(block);
                    Some(())
                }
                // `moved`, `import`, `removed` and `check` declare nothing that values rest on.
                _ => Some(()),
            };
            if found.is_none() {
                let labels: Vec<String> = block.labels.iter().map(|(l, _)| format!("\"{l}\"")).collect();
                self.refuse(block.header_at, &format!("{} {}", block.kind, labels.join(" ")));
            }
        }
    }

    fn refuse(&mut self, at: Span, what: &str) {
        let message = format!("this override file changes {what}, which no other file of the module declares");
        let help = "Terraform refuses the module: declare it in a file that is no override file, or rename this file";
        self.gaps.push(Gap { help: Some(help.into()), ..Gap::at(at, GapKind::Evaluation, message) });
    }

    fn override_provider(&mut self, name: &str, block: &Arc<Block>) -> Option<()> {
        let alias = |b: &Block| b.body.attribute("alias").map(|a| format!("{:?}", literal(a)));
        let wanted = alias(block);
        let base = self.providers.iter_mut().find(|b| b.label(0).is_some_and(|n| &**n == name) && alias(b) == wanted);
        match base {
            Some(base) => *base = merged(base, block),
            None if wanted.is_none() => self.providers.push(block.clone()),
            None => return None,
        }
        Some(())
    }

    /// Each setting replaces the earlier one of its kind; a `backend` replaces a `cloud` block and the reverse.
    fn override_settings(&mut self, block: &Arc<Block>) {
        let state = |b: &Block| matches!(&*b.kind, "backend" | "cloud");
        let replaces_state = block.body.blocks.iter().any(state);
        for base in &mut self.settings {
            let mut kept = Block::clone(base);
            kept.body.blocks.retain(|b| !(replaces_state && state(b)));
            *base = Arc::new(kept);
        }
        self.settings.insert(0, block.clone());
    }
}

fn literal(attribute: &crate::syntax::hcl::Attribute) -> Option<Arc<str>> {
    match &*attribute.value.kind {
        crate::syntax::hcl::ExprKind::String(text) => Some(text.clone()),
        _ => None,
    }
}

fn overlay(all: &mut [(Arc<str>, Arc<Block>)], name: &str, block: &Block) -> Option<()> {
    let (_, base) = all.iter_mut().find(|(n, _)| &**n == name)?;
    *base = merged(base, block);
    Some(())
}

/// The base with the override's arguments in place of its own, and the override's nested blocks in place of all of the
/// same type. `lifecycle` is merged argument by argument.
fn merged(base: &Block, over: &Block) -> Arc<Block> {
    let mut out = base.clone();
    overlay_attributes(&mut out.body, &over.body);
    let replaced = |kind: &str| over.body.blocks.iter().any(|b| type_of(b) == kind && kind != "lifecycle");
    out.body.blocks.retain(|b| !replaced(type_of(b)));
    for block in &over.body.blocks {
        match out.body.blocks.iter_mut().find(|b| &*b.kind == "lifecycle" && *block.kind == *b.kind) {
            Some(lifecycle) => overlay_attributes(&mut lifecycle.body, &block.body),
            None => out.body.blocks.push(block.clone()),
        }
    }
    Arc::new(out)
}

fn overlay_attributes(base: &mut Body, over: &Body) {
    for attribute in &over.attributes {
        match base.attributes.iter_mut().find(|a| a.name == attribute.name) {
            Some(own) => *own = attribute.clone(),
            None => base.attributes.push(attribute.clone()),
        }
    }
}

/// The type of a nested block; a `dynamic` block makes blocks of the type that its label names.
fn type_of(block: &Block) -> &str {
    match (&*block.kind, block.label(0)) {
        ("dynamic", Some(label)) => label,
        (kind, _) => kind,
    }
}
