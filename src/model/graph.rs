//! Who needs whom: units and their dependencies, Flux objects and what applies them, modules and who uses them.

use crate::eval::configuration::{Configuration, ConfigurationKind, ModuleSource};
use crate::eval::kubernetes::{Kubernetes, Object};
use crate::eval::published;
use crate::eval::value::{Address, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A directed graph; both lists are sorted and without duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Nodes by their id, which is an address.
    pub nodes: BTreeMap<String, Node>,
    /// Edges.
    pub edges: BTreeSet<Edge>,
}

/// A thing of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// `unit`, `root-module`, `module`, `Kustomization`, `HelmRelease`, `entry-point`, or the kind of a Flux source.
    pub kind: Arc<str>,
    /// What to write in the picture: the address without the repository.
    pub label: String,
}

/// One needs the other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Who needs.
    pub from: String,
    /// Who is needed.
    pub to: String,
    /// `depends-on`, `reads-state` (outputs in the other's state, or an SSM parameter that it writes), `uses` (a module, a
    /// Flux source) or `applied-by`.
    pub kind: &'static str,
}

/// The graph of everything that is applied. `modules` adds what is taken: the modules of units and root modules, the sources
/// of Flux Kustomizations and HelmReleases. Edges to what
/// the repositories do not hold are left out: they are findings or gaps of `check`.
pub fn graph(configurations: &[Configuration], kubernetes: &Kubernetes, modules: bool) -> Graph {
    let mut graph = Graph::default();
    for configuration in configurations {
        graph.add_configuration(configuration, modules);
    }
    for (configuration, read) in configurations.iter().zip(published::reads(configurations)) {
        let from = address_of(configuration).to_string();
        for other in read.into_iter().filter_map(|index| configurations.get(index)) {
            graph.edge(&from, &address_of(other).to_string(), "reads-state");
        }
    }
    for entry in &kubernetes.clusters {
        graph.node(&entry.address, "entry-point");
    }
    let flux = |o: &&Object| {
        (&*o.kind == "Kustomization" && o.api_version.starts_with("kustomize.toolkit.fluxcd.io/"))
            || (&*o.kind == "HelmRelease" && o.api_version.starts_with("helm.toolkit.fluxcd.io/"))
    };
    let objects: Vec<&Object> = kubernetes.objects.iter().filter(flux).collect();
    for object in &objects {
        graph.node(&object.address, &object.kind);
    }
    for object in &objects {
        let id = object.address.to_string();
        if let Some(by) = &object.applied_by {
            graph.edge(&id, &by.to_string(), "applied-by");
        }
        for needed in object.value.path(&["spec", "dependsOn"]).into_iter().flat_map(Value::elements) {
            let Some(name) = needed.get("name").and_then(Value::as_str) else { continue };
            let own = object.namespace.as_str().unwrap_or_default();
            let namespace = needed.get("namespace").and_then(Value::as_str).unwrap_or(own);
            let other = object.address.subject(format!("{}/{namespace}/{name}", object.kind));
            graph.edge(&id, &other.to_string(), "depends-on");
        }
    }
    if modules {
        graph.add_sources(&kubernetes.objects, &objects);
    }
    let Graph { nodes, edges } = &mut graph;
    edges.retain(|edge| nodes.contains_key(&edge.from) && nodes.contains_key(&edge.to) && edge.from != edge.to);
    graph
}

fn address_of(configuration: &Configuration) -> Address {
    Address::new(configuration.repository.clone(), configuration.scope.clone(), "")
}

impl Graph {
    /// The sources that Flux objects name, where they are declared.
    fn add_sources(&mut self, all: &[Object], takers: &[&Object]) {
        let mut sources = BTreeMap::new();
        for object in all.iter().filter(|o| o.api_version.starts_with("source.toolkit.fluxcd.io/")) {
            sources.insert(object.address.to_string(), object);
        }
        for object in takers {
            let written: [&[&str]; 3] =
                [&["spec", "sourceRef"], &["spec", "chart", "spec", "sourceRef"], &["spec", "chartRef"]];
            for reference in written.into_iter().filter_map(|path| object.value.path(path)) {
                let text = |name: &str| reference.get(name).and_then(Value::as_str);
                let (Some(kind), Some(name)) = (text("kind"), text("name")) else { continue };
                let namespace = text("namespace").or(object.namespace.as_str()).unwrap_or_default();
                let id = object.address.subject(format!("{kind}/{namespace}/{name}")).to_string();
                if let Some(source) = sources.get(&id) {
                    self.node(&source.address, &source.kind);
                    self.edge(&object.address.to_string(), &id, "uses");
                }
            }
        }
    }

    fn add_configuration(&mut self, configuration: &Configuration, modules: bool) {
        let address = address_of(configuration);
        let id = address.to_string();
        let kind = match configuration.kind {
            ConfigurationKind::Unit => "unit",
            ConfigurationKind::RootModule => "root-module",
        };
        self.node(&address, kind);
        for dependency in &configuration.dependencies {
            if let Some(target) = &dependency.target {
                let target = Address::new(configuration.repository.clone(), target.clone(), "");
                self.edge(&id, &target.to_string(), "depends-on");
            }
        }
        if !modules {
            return;
        }
        let module = match &configuration.module.resolved {
            ModuleSource::Local(directory) if **directory != *configuration.directory() => {
                Some(Address::new(configuration.repository.clone(), directory.clone(), ""))
            }
            ModuleSource::Model { source, .. } => Some(Address::new("registry", source.clone(), "")),
            _ => None,
        };
        if let Some(module) = module {
            self.node(&module, "module");
            self.edge(&id, &module.to_string(), "uses");
        }
    }

    fn node(&mut self, address: &Address, kind: &str) {
        let parts = [&*address.scope, &*address.subject];
        let label: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let label = if label.is_empty() { address.repository.to_string() } else { label.join(" ") };
        self.nodes.entry(address.to_string()).or_insert(Node { kind: kind.into(), label });
    }

    fn edge(&mut self, from: &str, to: &str, kind: &'static str) {
        self.edges.insert(Edge { from: from.to_owned(), to: to.to_owned(), kind });
    }
}
