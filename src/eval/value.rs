//! Values: known, partly known or unknown, each with the place it came from.
//!
//! One type serves HCL, YAML, kustomize and Helm. A value that nothing in the repositories decides is
//! [`Kind::Unknown`]: it says why, and keeps what is known about it.

use crate::source::Span;
use std::sync::Arc;

/// A value with its origin.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it is written: the text a person would change.
    pub at: Span,
    /// What travels with it.
    pub marks: Marks,
    /// How it came from `at` to where it is used, the nearest step first.
    pub via: Option<Arc<Hop>>,
}

/// The forms of values.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text, whole or with holes.
    Text(Text),
    /// A list, tuple or set; sets are sorted and without duplicates.
    List(Arc<[Item]>),
    /// A map or object.
    Map(Arc<Map>),
    /// Not decided by the repositories.
    Unknown(Arc<Unknown>),
}

/// A number; integers are exact as far as they fit.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// Fits 64 bits.
    Int(i64),
    /// Anything with a fraction or exponent.
    Float(f64),
    /// Decimal text of an integer beyond 64 bits, or of a fraction with more digits than a float tells.
    Big(Arc<str>),
}

/// Text.
#[derive(Clone, Debug)]
pub enum Text {
    /// All of it is known.
    Whole(Arc<str>),
    /// Known pieces and holes, in order; never empty, never without a hole.
    Parts(Arc<[Part]>),
}

/// A piece of partly known text.
#[derive(Clone, Debug)]
pub enum Part {
    /// A known piece and where it is written.
    Known(Arc<str>, Span),
    /// An unknown piece and where it is interpolated.
    Hole(Arc<Unknown>, Span),
}

/// An element of a list.
#[derive(Clone, Debug)]
pub enum Item {
    /// One element.
    One(Value),
    /// Any number of elements that are not known (`concat(known, unknown)`).
    Many(Arc<Unknown>),
}

/// A map, in source order.
#[derive(Clone, Debug, Default)]
pub struct Map {
    /// Known entries; keys are unique.
    pub entries: Box<[Entry]>,
    /// When set, the map may hold more keys than `entries`, and values under existing keys were decided last
    /// by a known source.
    pub rest: Option<Arc<Unknown>>,
}

/// One key of a map.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Arc<str>,
    /// Where the key is written.
    pub key_at: Span,
    /// The value.
    pub value: Value,
}

/// What travels with a value through every operator.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Hash, PartialOrd, Ord)]
pub struct Marks(pub u16);

impl Marks {
    /// Nothing.
    pub const NONE: Marks = Marks(0);
    /// Never printed, in any format.
    pub const SENSITIVE: Marks = Marks(1);
    /// Comes from `assume:` or `--assume`.
    pub const ASSUMED: Marks = Marks(1 << 1);
    /// Is a variable's default.
    pub const DEFAULTED: Marks = Marks(1 << 2);
    /// Was computed by a module model instead of the module itself.
    pub const MODELLED: Marks = Marks(1 << 3);
    /// The model was chosen by fit, because the module's source is unknown.
    pub const FITTED: Marks = Marks(1 << 4);
    /// Differs at every run (random, clock, certificates).
    pub const VOLATILE: Marks = Marks(1 << 5);
    /// May be overridden by something that is not known (a git-ignored file merged later).
    pub const OVERRIDABLE: Marks = Marks(1 << 6);

    /// Rests on a default in a module that needs values nobody here gives: who calls it may set this one too.
    pub const CALLER: Marks = Marks(1 << 7);

    /// Where a list or map keeps its [`Form`]. It belongs to one value and does not travel.
    const FORM: u16 = 0b11 << FORM_SHIFT;

    /// Both.
    pub fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0 & !Self::FORM)
    }

    /// All but the other's.
    pub fn without(self, other: Marks) -> Marks {
        Marks(self.0 & !other.0)
    }

    /// What both have.
    pub fn only(self, other: Marks) -> Marks {
        Marks(self.0 & other.0)
    }

    /// Whether all of `other` is set.
    pub fn has(self, other: Marks) -> bool {
        self.0 & other.0 == other.0
    }
}

const FORM_SHIFT: u16 = 12;

/// Which of Terraform's kinds a list or map is: that decides what it equals, converts to, and which functions take it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Not known: it comes from where the difference is not kept.
    Either,
    /// A tuple or object: each element has a type of its own, as in `[1, "a"]` and `{ a = 1 }`.
    Structure,
    /// A list or map: all elements have one type, as `tolist` and `tomap` give them.
    Collection,
    /// A set.
    Set,
}

impl Value {
    /// Which of Terraform's kinds it is, when it is a list or map, or an unknown one.
    pub fn form(&self) -> Form {
        match self.marks.0 >> FORM_SHIFT & 0b11 {
            1 => Form::Structure,
            2 => Form::Collection,
            3 => Form::Set,
            _ => Form::Either,
        }
    }

    /// The same, said to be of this kind.
    pub fn formed(mut self, form: Form) -> Self {
        let bits = match form {
            Form::Either => 0,
            Form::Structure => 1,
            Form::Collection => 2,
            Form::Set => 3,
        };
        self.marks = Marks(self.marks.0 & !Marks::FORM | bits << FORM_SHIFT);
        self
    }
}

/// One step of a value's origin.
#[derive(Clone, Debug)]
pub struct Hop {
    /// What kind of step.
    pub how: How,
    /// Where the step is written: the reference, the include, the default.
    pub at: Span,
    /// The step before, nearer to the origin.
    pub from: Option<Arc<Hop>>,
    /// The length of the chain; bounded.
    pub depth: u16,
}

/// The kinds of steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum How {
    Reference,
    Include,
    Input,
    Default,
    Output,
    Assumed,
    Merge,
    Patch,
    Template,
    Substitution,
    Values,
}

/// What is known about something unknown.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Why it is unknown.
    pub why: Why,
    /// What it refers to, when it is a known thing's attribute: the model joins by it.
    pub what: Option<Ref>,
    /// Its type, as far as known.
    pub ty: Ty,
    /// It cannot be null.
    pub not_null: bool,
    /// What it most likely is (a module's default, unless a missing file says otherwise).
    pub likely: Option<Value>,
    /// Where the unknown arises.
    pub at: Span,
}

/// Why something is unknown.
#[derive(Clone, Debug)]
pub enum Why {
    /// A file that is absent (usually git-ignored); its path in the repository.
    MissingFile(Arc<str>),
    /// Known only after the infrastructure was applied (an id, an endpoint).
    Applied,
    /// An environment variable.
    Environment(Arc<str>),
    /// Another thing of whoever runs it: the command line, the operating system.
    Runner(&'static str),
    /// The output of a command, which is never run.
    Command,
    /// A secret (sops, a secret store).
    Secret,
    /// What it would come from is not at hand.
    NoSource(Absent),
    /// Something that was not seen; the gap's message.
    Gap(Arc<str>),
    /// Follows from another unknown.
    Because(Arc<Unknown>),
    /// Written once and then left to whoever changes it: `ignore_changes`.
    Ignored,
    /// Differs at every run.
    Volatile,
    /// A bound was reached; its name.
    Bound(&'static str),
    /// A required variable without a value.
    Unset(Arc<str>),
}

/// What stands for a text that is never shown.
pub const HIDDEN: &str = "(sensitive)";

/// Something that the repositories name and do not hold. Names are as they may be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Absent {
    /// A module, by its source or, when a value names it, by what that value is called.
    Module(Arc<str>),
    /// A unit, by the path where it was looked for.
    Unit(Arc<str>),
    /// A file that need not be there; its path.
    File(Arc<str>),
    /// A chart of a registry.
    Chart {
        /// Its name or URL.
        name: Arc<str>,
        /// The version that is asked for.
        version: Option<Arc<str>>,
    },
    /// The source of a Flux object: a repository, a bucket.
    Artifact {
        /// Its URL or name.
        url: Arc<str>,
        /// The revision that is asked for, when the repository is given and only that is not in it.
        revision: Option<Arc<str>>,
    },
    /// What a kustomization takes from a URL.
    Remote(Arc<str>),
    /// A Kubernetes object that none of the given repositories declares.
    Object {
        /// `Secret`.
        kind: Arc<str>,
        /// Its namespace; empty when not known.
        namespace: Arc<str>,
        /// Its name.
        name: Arc<str>,
    },
    /// What a ResourceSet makes.
    ResourceSet,
}

impl Absent {
    /// The same without anything that a sensitive name could be read from.
    pub fn hidden(&self) -> Absent {
        let hidden = || Arc::<str>::from(HIDDEN);
        match self {
            Absent::Module(_) => Absent::Module(hidden()),
            Absent::Unit(_) => Absent::Unit(hidden()),
            Absent::File(_) => Absent::File(hidden()),
            Absent::Chart { .. } => Absent::Chart { name: hidden(), version: None },
            Absent::Artifact { revision, .. } => {
                Absent::Artifact { url: hidden(), revision: revision.as_ref().map(|_| hidden()) }
            }
            Absent::Remote(_) => Absent::Remote(hidden()),
            Absent::Object { kind, .. } => {
                Absent::Object { kind: kind.clone(), namespace: "?".into(), name: "?".into() }
            }
            Absent::ResourceSet => Absent::ResourceSet,
        }
    }
}

impl std::fmt::Display for Absent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Absent::Module(name) | Absent::Unit(name) | Absent::File(name) | Absent::Remote(name) => f.write_str(name),
            Absent::Chart { name, version: Some(version) } => write!(f, "{name}@{version}"),
            Absent::Chart { name, version: None } => f.write_str(name),
            Absent::Artifact { url, revision: Some(revision) } => write!(f, "{url} at {revision}"),
            Absent::Artifact { url, revision: None } => f.write_str(url),
            Absent::Object { kind, namespace, name } => write!(f, "{kind} {namespace}/{name}"),
            Absent::ResourceSet => f.write_str("a ResourceSet"),
        }
    }
}

/// Types, as coarse as rules and functions need.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Ty {
    #[default]
    Any,
    Bool,
    Number,
    Text,
    List,
    Map,
}

/// A known thing's attribute whose value is not known: equal references are equal values.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Ref {
    /// The thing.
    pub owner: Address,
    /// The path inside it.
    pub path: Arc<[Step]>,
}

/// One step of a reference's path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Step {
    /// An attribute or key.
    Key(Arc<str>),
    /// An index of a list.
    Index(u32),
    /// Each element.
    Each,
}

/// The identity of a thing: stable over line moves, used by waivers, baselines and joins.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Address {
    /// The repository's name.
    pub repository: Arc<str>,
    /// The unit's or root module's directory, or the cluster's.
    pub scope: Arc<str>,
    /// The resource address (`aws_subnet.private[0]`), or `Kind/namespace/name`; empty for the scope itself.
    pub subject: Arc<str>,
}

impl Address {
    /// An address.
    pub fn new(repository: impl Into<Arc<str>>, scope: impl Into<Arc<str>>, subject: impl Into<Arc<str>>) -> Self {
        Self { repository: repository.into(), scope: scope.into(), subject: subject.into() }
    }

    /// The same scope, another subject.
    pub fn subject(&self, subject: impl Into<Arc<str>>) -> Self {
        Self { repository: self.repository.clone(), scope: self.scope.clone(), subject: subject.into() }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}//{}", self.repository, self.scope)?;
        if !self.subject.is_empty() {
            write!(f, "//{}", self.subject)?;
        }
        Ok(())
    }
}
