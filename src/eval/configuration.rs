//! What a Terragrunt unit or a Terraform root module amounts to.

use super::reference::PathReference;
use super::value::{Marks, Unknown, Value};
use crate::source::{Gap, Span, TreeId};
use std::sync::Arc;

/// Something that is applied on its own: a Terragrunt unit, or a Terraform root module (one for each workspace or
/// `.tfvars` file that is known to be one).
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The tree it is in.
    pub tree: TreeId,
    /// The repository's name.
    pub repository: Arc<str>,
    /// The directory inside the repository; with several variants of one directory, `dir@variant`.
    pub scope: Arc<str>,
    /// Which variant of its directory this root module is, when there are several: the path of its values inside the
    /// directory, without what every such file is called.
    pub variant: Option<Arc<str>>,
    /// Unit or root module.
    pub kind: ConfigurationKind,
    /// The first byte of its file, or the block that declares it.
    pub at: Span,
    /// The inputs that reach the module, as a map (open when something unknown is merged in).
    pub inputs: Value,
    /// Where the resources come from.
    pub module: Module,
    /// Evaluated `locals`, as a map.
    pub locals: Value,
    /// `remote_state`, or `terraform { backend }`.
    pub backend: Option<Backend>,
    /// Provider configurations, those in generated files included.
    pub providers: Vec<Provider>,
    /// Resources and data sources of the module and of the modules it calls.
    pub resources: Vec<Resource>,
    /// The module's outputs, as a map.
    pub outputs: Value,
    /// `dependency` and `dependencies` blocks.
    pub dependencies: Vec<Dependency>,
    /// Paths it names: includes, config paths, read files, local sources.
    pub references: Vec<PathReference>,
    /// All that a unit's files say, as `terragrunt render --json` shows it; only when the settings ask for it.
    pub rendered: Option<Value>,
    /// `values` as a stack gives them to the unit.
    pub values: Option<Value>,
    /// What of the files that it is made of does not parse or was not read; of work trees the infrastructure's gaps have it too.
    pub torn: Vec<Gap>,
    /// What could not be seen here.
    pub gaps: Vec<Gap>,
}

impl Configuration {
    /// The directory inside the repository: the scope without the variant of a root module.
    pub fn directory(&self) -> &str {
        let without = |variant: &Arc<str>| self.scope.strip_suffix(&**variant)?.strip_suffix('@');
        self.variant.as_ref().and_then(without).unwrap_or(&self.scope)
    }
}

/// Unit or root module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConfigurationKind {
    /// A `terragrunt.hcl` that is a unit.
    Unit,
    /// A directory of `.tf` files that no other directory calls as a module.
    RootModule,
}

/// Where a configuration's resources come from.
#[derive(Clone, Debug)]
pub struct Module {
    /// `terraform.source` as evaluated (holes allowed), when there is one.
    pub source: Option<Value>,
    /// The version or ref, as far as known: `5.19.0` for `?ref=v5.19.0`.
    pub version: Option<Arc<str>>,
    /// How it was resolved.
    pub resolved: ModuleSource,
}

/// How a module's source was resolved.
#[derive(Clone, Debug)]
pub enum ModuleSource {
    /// A directory in a given repository, or the configuration's own directory.
    Local(Arc<str>),
    /// A module model, named by its registry source and range.
    Model {
        /// `terraform-aws-modules/vpc/aws`, with `//modules/x` for a submodule.
        source: Arc<str>,
        /// The model's range.
        versions: Arc<str>,
        /// The source itself is unknown; the model was chosen because version, path and inputs fit only it.
        fitted: bool,
    },
    /// Not at hand.
    Missing(Arc<Unknown>),
}

/// Where state is kept.
#[derive(Clone, Debug)]
pub struct Backend {
    /// `s3`, `remote`, `cloud`, `local`, ...
    pub kind: Arc<str>,
    /// Its settings, as a map.
    pub config: Value,
    /// The block.
    pub at: Span,
}

/// One provider configuration.
#[derive(Clone, Debug)]
pub struct Provider {
    /// `aws`.
    pub name: Arc<str>,
    /// `alias`, when set.
    pub alias: Option<Arc<str>>,
    /// Its settings, as a map (`region`, `allowed_account_ids`, `assume_role`).
    pub config: Value,
    /// The block, or the `generate` block whose contents hold it.
    pub at: Span,
}

/// A resource or data source instance.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The full address inside the configuration: `module.a.aws_subnet.private[0]`.
    pub address: Arc<str>,
    /// Its module's prefix: `module.a`, or empty.
    pub module: Arc<str>,
    /// Managed or data.
    pub data: bool,
    /// `aws_subnet`.
    pub kind: Arc<str>,
    /// `private`.
    pub name: Arc<str>,
    /// The instance key.
    pub key: InstanceKey,
    /// Its arguments as a map. A nested block is a list of maps under its name, also when there is only one.
    /// Computed attributes are absent; reading one elsewhere gives an unknown that refers here.
    pub attributes: Value,
    /// Whether it exists for certain, or only perhaps.
    pub exists: Existence,
    /// The place a person would change: the block, or for a module model the call (the unit's inputs).
    pub at: Span,
    /// The module calls that led here, outermost first.
    pub calls: Arc<[Span]>,
    /// What a Terraform module call gives the module model that this is part of, as a map; for the model of a unit that is the
    /// configuration's `inputs`.
    pub given: Option<Value>,
    /// MODELLED and FITTED for what comes from a module model.
    pub marks: Marks,
    /// `aws`, or `aws.alias`.
    pub provider: Arc<str>,
}

/// `count.index` or `each.key`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum InstanceKey {
    /// Neither `count` nor `for_each`.
    Single,
    /// `count`.
    Index(u32),
    /// `for_each`.
    Key(Arc<str>),
    /// An unknown number of instances: this one stands for each of them.
    Each,
}

/// Whether an instance exists.
#[derive(Clone, Debug)]
pub enum Existence {
    /// It does.
    Certain,
    /// `count` or `for_each` is not known: none, one or more.
    Perhaps(Arc<Unknown>),
}

/// A `dependency` block, or one path of `dependencies`.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// The block's label; empty for `dependencies`.
    pub name: Arc<str>,
    /// The directory of the unit it names, inside the repository, when known and a unit.
    pub target: Option<Arc<str>>,
    /// The config path's place.
    pub at: Span,
    /// The units it leads through back to this one, this one first and last, when they depend on each other; of very many
    /// only the first hundred, and this one.
    pub cycle: Arc<[Arc<str>]>,
    /// `mock_outputs` as written, blocks of included files merged in; `None` when there are none. Never facts.
    pub mocks: Option<Value>,
    /// The outputs that the unit's files use, in order of their places.
    pub uses: Vec<OutputUse>,
}

/// A use of an output of a dependency.
#[derive(Clone, Debug)]
pub struct OutputUse {
    /// The output.
    pub output: Arc<str>,
    /// Where it is used.
    pub at: Span,
    /// Whether the module of the unit it names has it; why that is not known, when it is not.
    pub declared: Result<bool, Arc<Unknown>>,
    /// Whether `mock_outputs` has it; `None` when the mocks are not wholly known, or there are none.
    pub mocked: Option<bool>,
    /// Whether the unit fails without it: it is used outside of `try` and `can`, and not in what may not be evaluated.
    pub needed: bool,
    /// The output that the module has and whose name is nearest, when it does not have this one.
    pub nearest: Option<Arc<str>>,
}
