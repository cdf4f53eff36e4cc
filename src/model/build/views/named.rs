//! What objects name: other objects, secrets of a store, roles.

use super::field::{Field, Reading};
use crate::eval::value::Value;
use crate::model::identity::Pattern;
use std::borrow::Cow;

/// A name in an object that means something else.
#[derive(Clone, Debug)]
pub struct Named<'v> {
    /// What kind of thing: `Secret`, `StorageClass`.
    pub kind: Cow<'static, str>,
    /// Where it is looked for.
    pub space: Space<'v>,
    /// The name; its place is where it is written.
    pub name: &'v Value,
    /// Nothing is wrong when it is not there.
    pub optional: bool,
    /// The object makes what it names, rather than need it.
    pub made: bool,
}

/// In which namespace a name is looked for.
#[derive(Clone, Copy, Debug)]
pub enum Space<'v> {
    /// The object's own.
    Own,
    /// It has none: a cluster-wide kind, or nothing of the cluster.
    None,
    /// The one written here.
    Written(&'v Value),
}

impl<'v> Named<'v> {
    /// Something that must be there, in the object's own namespace.
    pub fn own(kind: impl Into<Cow<'static, str>>, name: &'v Value) -> Self {
        Self { kind: kind.into(), space: Space::Own, name, optional: false, made: false }
    }

    /// Something that has no namespace.
    pub fn wide(kind: impl Into<Cow<'static, str>>, name: &'v Value) -> Self {
        Self { space: Space::None, ..Self::own(kind, name) }
    }
}

/// A reference of the form `{kind, name, namespace}`.
#[derive(Clone, Debug)]
pub struct Link<'v> {
    /// The kind, when it is written.
    pub kind: Field<'v, Pattern>,
    /// The name.
    pub name: Field<'v, Pattern>,
    /// The namespace, when it is written.
    pub namespace: Field<'v, Pattern>,
}

impl<'v> Reading<'v, '_> {
    /// A name under a key, in the object's own namespace.
    pub fn name(&self, path: &'static [&'static str], kind: &'static str) -> Field<'v, Pattern> {
        self.named(path, Named::own(kind, self.from))
    }

    /// A name under a key of something without a namespace.
    pub fn wide_name(&self, path: &'static [&'static str], kind: &'static str) -> Field<'v, Pattern> {
        self.named(path, Named::wide(kind, self.from))
    }

    /// A name under a key, noted like `as_noted` with the name itself.
    pub fn named(&self, path: &'static [&'static str], as_noted: Named<'v>) -> Field<'v, Pattern> {
        let field = self.text(path);
        if let Field::Known(name, value) = &field
            && !name.is_empty()
        {
            self.names(Named { name: value, ..as_noted });
        }
        field
    }

    /// A map `{kind, name, namespace}`; `kind` stands for the one that is not written. Kinds that begin with `Cluster` have no
    /// namespace.
    pub fn link(&self, path: &'static [&'static str], kind: &'static str) -> Option<Link<'v>> {
        self.inside(path).map(|inner| inner.as_link(kind))
    }

    /// The same for the part itself.
    pub fn as_link(&self, kind: &'static str) -> Link<'v> {
        let link =
            Link { kind: self.text(&["kind"]), name: self.text(&["name"]), namespace: self.text(&["namespace"]) };
        if let Field::Known(name, value) = &link.name
            && !name.is_empty()
        {
            let kind: Cow<'static, str> = link.kind.text().map_or(Cow::Borrowed(kind), Cow::Owned);
            let space = match &link.namespace {
                Field::Known(namespace, value) if !namespace.is_empty() => Space::Written(value),
                _ if kind.starts_with("Cluster") => Space::None,
                _ => Space::Own,
            };
            let optional = self.flag(&["optional"]).known() == Some(&true);
            self.names(Named { kind, space, name: value, optional, made: false });
        }
        link
    }
}
