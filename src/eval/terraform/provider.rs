//! Provider configurations and state backends of a root module.

use super::expand::Frame;
use super::node::Node;
use crate::eval::configuration::{Backend, Provider};
use crate::eval::origin;
use crate::eval::scope::Run;
use crate::eval::value::{Ty, Unknown, Value, Why};
use crate::source::Span;
use crate::syntax::hcl::Block;
use std::rc::Rc;
use std::sync::Arc;

/// Deepest nesting of blocks that is evaluated.
const BLOCKS: u32 = 8;

/// A provider from its evaluated settings.
pub(in crate::eval) fn provider(name: Arc<str>, config: Value, at: Span) -> Provider {
    let alias = origin::field(&config, "alias").and_then(|e| origin::known_text(&e.value)).cloned();
    Provider { name, alias, config, at }
}

/// What `each` means in a provider block. OpenTofu makes one configuration for each element of its `for_each`; they have one
/// name here, so what differs between them is unknown.
fn instance(block: &Block) -> Frame {
    let Some(for_each) = block.body.attribute("for_each") else { return Frame::default() };
    let why: Arc<str> = "it differs between the instances of the provider".into();
    let one = |ty: Ty| {
        let unknown = Unknown { not_null: ty != Ty::Any, ..Unknown::new(Why::Gap(why.clone()), for_each.at).of(ty) };
        Value::unknown(unknown, for_each.at)
    };
    Frame { each: Some((one(Ty::Text), one(Ty::Any))), ..Frame::default() }
}

impl Node<'_> {
    /// The root module's providers: those Terragrunt generates first, then its own. While they are being evaluated, only
    /// the generated ones.
    pub fn providers(self: &Rc<Self>, run: &Run<'_>) -> Rc<Vec<Provider>> {
        if let Some(caller) = &self.caller {
            return caller.node.providers(run);
        }
        if let Some(found) = &*self.context.providers.borrow() {
            return found.clone();
        }
        let mut all = self.context.generated.clone();
        *self.context.providers.borrow_mut() = Some(Rc::new(all.clone()));
        for block in &self.definition.providers {
            let Some(name) = block.label(0).cloned() else { continue };
            let config = self.body(&block.body, &instance(block), run, BLOCKS, false);
            all.push(provider(name, self.exported(&config), block.header_at));
        }
        let all = Rc::new(all);
        *self.context.providers.borrow_mut() = Some(all.clone());
        all
    }

    /// The root module's `backend` or `cloud` block.
    pub fn backend(self: &Rc<Self>, run: &Run<'_>) -> Option<Backend> {
        let definition = self.definition.clone();
        let block = definition.backend()?;
        let kind = block.label(0).cloned().unwrap_or_else(|| block.kind.clone());
        let config = self.body(&block.body, &Frame::default(), run, BLOCKS, false);
        Some(Backend { kind, config, at: block.header_at })
    }
}
