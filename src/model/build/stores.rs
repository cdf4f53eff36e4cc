//! How databases, volumes, file systems, cluster secrets and state are encrypted at rest.

use super::super::encryption::{Encryption, Store, StoreClass, StorePurpose};
use super::super::fact::{Evidence, Fact, State};
use super::super::network::Environment;
use super::infrastructure::{Declaration, Infrastructure, kind_of};
use super::projection::Projected;
use super::read::{self, Got, odd};
use crate::eval::configuration::ModuleSource;
use crate::eval::value::{Address, Item, Kind, Marks, Unknown, Value};
use crate::source::{GapKind, Span};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// What a key argument says.
pub(super) struct Key {
    pub(super) level: State<Encryption>,
    pub(super) text: Fact<Arc<str>>,
    pub(super) address: Option<Address>,
}

/// Reads a KMS key argument: absent or empty means the provider's own choice (`without`).
pub(super) fn key<'a>(infra: &Infrastructure<'a>, of: &Declaration<'a>, got: Got<'_>, without: Encryption) -> Key {
    let text = infra.read.text(got, of.at());
    // What may be overridden is most likely what is written.
    let open = match got {
        Got::Value(Value { kind: Kind::Unknown(why), .. }) if why.likely.is_some() => Some(why.clone()),
        _ => None,
    };
    let known = |level, text, address| {
        let level = match &open {
            Some(why) => State::Unknown { why: why.clone(), likely: Some(level) },
            None => State::Known(level),
        };
        Key { level, text, address }
    };
    let value = match got {
        Got::Value(value) if !got.is_absent() => read::likely(value),
        Got::Maybe(why) => {
            let level = State::Unknown { why: why.clone(), likely: None };
            return Key { level, text, address: None };
        }
        _ => return known(without, text, None),
    };
    if let Some(name) = read::text(value) {
        return match name.trim() {
            "" => known(without, Fact::absent(of.at()), None),
            name if aws_alias(name) => known(Encryption::ProviderManaged, text, None),
            _ => known(Encryption::CustomerKey, text, None),
        };
    }
    let Some(why) = read::hole(value) else {
        return known(without, text, None);
    };
    if let Some(reference) = read::reference(why) {
        let found = infra.referred(reference);
        let is_key = |d: &&&Declaration<'_>| {
            matches!(&*d.resource.kind, "aws_kms_key" | "aws_kms_alias" | "aws_kms_external_key")
        };
        if let Some(key) = found.first().filter(is_key) {
            // A data source that looks up `alias/aws/ebs` finds the key the provider manages.
            let looked_up = ["key_id", "name"].iter().find_map(|k| key.get(k).known()).and_then(read::text);
            if key.resource.data && looked_up.is_some_and(|n| aws_alias(&n)) {
                return known(Encryption::ProviderManaged, text, None);
            }
            return known(Encryption::CustomerKey, text, Some(key.address.clone()));
        }
        if kind_of(&reference.owner.subject).is_some_and(|k| k.starts_with("aws_kms_")) {
            return known(Encryption::CustomerKey, text, None);
        }
    }
    // A text with holes is set, whatever it says: a key of somebody's own unless it names the provider's alias.
    if let Some(pattern) = read::pattern(value).filter(|p| !p.is_unknown()) {
        let first = pattern.0.first().and_then(|p| p.clone()).unwrap_or_default();
        if first.starts_with("arn:") && !first.contains("alias/aws/") {
            return known(Encryption::CustomerKey, text, None);
        }
    }
    let likely = Some(Encryption::CustomerKey);
    Key { level: State::Unknown { why: why.clone(), likely }, text, address: None }
}

fn aws_alias(name: &str) -> bool {
    name.starts_with("alias/aws/") || name.contains(":alias/aws/")
}

/// A store's parts that do not depend on its class.
pub(super) fn store<'a>(infra: &Infrastructure<'a>, of: &Declaration<'a>, class: StoreClass) -> Store {
    let at = of.at();
    Store {
        address: of.address.clone(),
        at,
        class,
        name: Fact::absent(at),
        encryption: Fact::absent(at),
        at_least: Encryption::None,
        unless: None,
        key: Fact::absent(at),
        key_address: None,
        purpose: StorePurpose::General,
        purpose_at: None,
        account: infra.account(of),
        environment: infra.environment(of),
    }
}

impl Store {
    /// Sets the level, its key and the weakest it can be. `floor` is what holds whatever the unknown turns out to be.
    pub(super) fn encrypted(mut self, encryption: Fact<Encryption>, floor: Encryption) -> Self {
        self.at_least = encryption.get().copied().unwrap_or(floor);
        self.encryption = encryption;
        self
    }
}

/// What decides over a volume that says nothing.
const UNLESS: &str = "unless EBS encryption by default is on in the account and region";

/// A store whose encryption is a flag and a key: without the flag nothing is encrypted, without the key AWS's own
/// managed key is used.
pub(super) fn flagged<'a>(
    infra: &Infrastructure<'a>,
    of: &Declaration<'a>,
    class: StoreClass,
    name: Fact<Arc<str>>,
    flag: Got<'_>,
    key_got: Got<'_>,
) -> Store {
    let at = of.at();
    let on = infra.read.boolean(flag, at);
    let key = key(infra, of, key_got, Encryption::ProviderManaged);
    let evidence =
        if on.get() == Some(&true) && !key.text.is_absent() { key.text.evidence.clone() } else { on.evidence.clone() };
    let marks = on.marks.with(key.text.marks).with(of.resource.marks);
    let (state, floor) = match (&on.state, &key.level) {
        (State::Known(false), _) => (State::Known(Encryption::None), Encryption::None),
        (State::Absent, _) => (State::Absent, Encryption::None),
        (State::Known(true), level) => (level.clone(), Encryption::ProviderManaged),
        (State::Unknown { why, likely }, level) => {
            let likely = likely.map(|on| match (on, level) {
                (false, _) => Encryption::None,
                (true, State::Known(level) | State::Unknown { likely: Some(level), .. }) => *level,
                (true, _) => Encryption::ProviderManaged,
            });
            (State::Unknown { why: why.clone(), likely }, Encryption::None)
        }
    };
    let mut store = store(infra, of, class).encrypted(Fact { state, evidence, marks }, floor);
    store.name = name;
    store.key = key.text;
    store.key_address = key.address;
    // Who writes `encrypted = false` decides; who writes nothing leaves it to the account.
    let written = flag.known().is_some_and(|v| !v.marks.has(Marks::DEFAULTED) && !infra.read.embedded(v.at));
    store.unless = (class == StoreClass::Volume && !written).then(|| UNLESS.into());
    store
}

const CLUSTER: [&str; 2] = ["cluster_identifier", "cluster_identifier_prefix"];
const INSTANCE: [&str; 2] = ["identifier", "identifier_prefix"];

/// RDS clusters and instances. Replicas and members of a cluster follow their source.
pub(super) fn databases(infra: &Infrastructure<'_>) -> Vec<Store> {
    let mut out = Vec::new();
    for cluster in infra.of_kind("aws_rds_cluster") {
        let (flag, key) = (cluster.get("storage_encrypted"), cluster.get("kms_key_id"));
        let mut store = flagged(infra, cluster, StoreClass::Database, infra.name(cluster, &CLUSTER), flag, key);
        // Aurora Serverless v1 is always encrypted.
        if cluster.get("engine_mode").known().and_then(read::text).is_some_and(|m| &*m == "serverless") {
            let level =
                if store.at_least > Encryption::ProviderManaged { store.at_least } else { Encryption::ProviderManaged };
            store = store.encrypted(Fact::known(level, cluster.at(), cluster.resource.marks), level);
        }
        out.push(as_its_source(cluster, flag, &RESTORED, store));
    }
    for instance in infra.of_kind("aws_db_instance") {
        let follows = !instance.get("replicate_source_db").is_absent() && instance.get("storage_encrypted").is_absent();
        if !follows {
            let (flag, key) = (instance.get("storage_encrypted"), instance.get("kms_key_id"));
            let store = flagged(infra, instance, StoreClass::Database, infra.name(instance, &INSTANCE), flag, key);
            out.push(as_its_source(instance, flag, &RESTORED, store));
        }
    }
    out
}

/// Arguments that make a database from the data of another one.
const RESTORED: [&str; 3] = ["snapshot_identifier", "restore_to_point_in_time", "replication_source_identifier"];

/// What is made from a snapshot and says nothing about encryption is as encrypted as that was
/// (<https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html>).
fn as_its_source(of: &Declaration<'_>, flag: Got<'_>, sources: &[&str], store: Store) -> Store {
    let filled = |value: &Value| {
        let (known, more) = read::items(Got::Value(value));
        more.is_some() || known.into_iter().any(|v| read::text(v).is_none_or(|text| !text.is_empty()))
    };
    if !flag.is_absent() || !sources.iter().any(|key| of.get(key).set().is_some_and(filled)) {
        return store;
    }
    let why = odd(of.at(), "it is made from a snapshot or another database, and is as encrypted as that");
    store.encrypted(Fact::unknown(why, of.at()), Encryption::None)
}

/// EBS volumes: of their own, of instances, and of node groups through their launch template.
pub(super) fn volumes(infra: &Infrastructure<'_>) -> Vec<Store> {
    let mut found: Vec<(&Declaration<'_>, Store)> = Vec::new();
    for volume in infra.of_kind("aws_ebs_volume") {
        let name = infra.name(volume, &[]);
        let (flag, key) = (volume.get("encrypted"), volume.get("kms_key_id"));
        let store = flagged(infra, volume, StoreClass::Volume, name, flag, key);
        found.push((volume, as_its_source(volume, flag, &["snapshot_id"], store)));
    }
    for instance in infra.of_kind("aws_instance").chain(infra.of_kind("aws_spot_instance_request")) {
        found.extend(further_devices(infra, instance).into_iter().map(|store| (instance, store)));
        // Volumes that an instance is created with copy the image's encryption; the root device always exists.
        let name = infra.name(instance, &[]);
        let flag = instance.path(&["root_block_device", "encrypted"]);
        let key = instance.path(&["root_block_device", "kms_key_id"]);
        let mut store = flagged(infra, instance, StoreClass::Volume, name.clone(), flag, key);
        if flag.is_absent() && !instance.get("launch_template").is_absent() {
            let here = instance.get("launch_template").set().map(|t| infra.read.nearest(t, instance.at()));
            if let Some(of_template) = template_volume(infra, instance, &name, here) {
                found.push((instance, of_template));
                continue;
            }
        }
        if flag.is_absent() {
            store.encryption.evidence = place_of(infra, instance, "root_block_device", store.encryption.evidence);
        }
        found.push((instance, store));
    }
    for group in infra.of_kind("aws_eks_node_group").chain(infra.of_kind("aws_autoscaling_group")) {
        found.extend(group_volume(infra, group).map(|store| (group, store)));
    }
    let templates = super::templates::unused_templates(infra);
    found.extend(templates.iter().map(|(template, store)| (template, store.clone())));
    for (of, store) in &mut found {
        match encrypted_by_default(infra, of) {
            Default::Off => {}
            Default::On => by_default(store),
            Default::Perhaps(why) => {
                let open = matches!(store.encryption.state, State::Absent | State::Known(Encryption::None));
                if open && store.at_least < Encryption::ProviderManaged {
                    store.encryption.state = State::Unknown { why, likely: None };
                }
            }
        }
    }
    found.into_iter().map(|(_, store)| store).collect()
}

/// The volumes an instance is created with beside its root device, as far as somebody wrote that they are not encrypted:
/// where nothing is written the image decides.
fn further_devices<'a>(infra: &Infrastructure<'a>, instance: &Declaration<'a>) -> Vec<Store> {
    let Some(devices) = instance.get("ebs_block_device").known() else { return Vec::new() };
    let mut stores = Vec::new();
    for (i, device) in devices.elements().enumerate() {
        let flag = read::get(device, "encrypted");
        if infra.read.boolean(flag, instance.at()).get() != Some(&false) {
            continue;
        }
        let name = infra.name(instance, &[]);
        let mut store = flagged(infra, instance, StoreClass::Volume, name, flag, read::get(device, "kms_key_id"));
        store.address = store.address.subject(format!("{}.ebs_block_device[{i}]", store.address.subject));
        stores.push(store);
    }
    stores
}

/// What `aws_ebs_encryption_by_default` says of the place where a volume is made.
enum Default {
    On,
    Off,
    Perhaps(Arc<Unknown>),
}

/// With encryption by default on, AWS makes no volume in the clear, not even when told to
/// (<https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html>).
fn by_default(store: &mut Store) {
    let raised = |level: Encryption| level.max(Encryption::ProviderManaged);
    store.encryption.state = match &store.encryption.state {
        State::Absent => State::Known(Encryption::ProviderManaged),
        State::Known(level) => State::Known(raised(*level)),
        State::Unknown { why, likely } => State::Unknown { why: why.clone(), likely: likely.map(raised) },
    };
    store.at_least = raised(store.at_least);
    store.unless = None;
}

/// Whether `aws_ebs_encryption_by_default` is declared where a volume is made: by the same provider of the same
/// configuration, or in the same account and region.
fn encrypted_by_default(infra: &Infrastructure<'_>, of: &Declaration<'_>) -> Default {
    let place = infra.place(of).filter(|p| p.account.is_some() && p.region.is_some());
    let same = |d: &&Declaration<'_>| {
        let configured = d.unit == of.unit && d.resource.provider == of.resource.provider;
        configured
            || place.is_some_and(|place| {
                infra.place(d).is_some_and(|p| p.account == place.account && p.region == place.region)
            })
    };
    let mut perhaps = None;
    for declared in infra.of_kind("aws_ebs_encryption_by_default").filter(same) {
        let enabled = declared.get("enabled");
        let why = declared.perhaps().or_else(|| enabled.why());
        if let Some(why) = why {
            perhaps = Some(why.clone());
        } else if enabled.is_absent() || enabled.known().and_then(read::boolean) == Some(true) {
            return Default::On;
        }
    }
    perhaps.map_or(Default::Off, Default::Perhaps)
}

/// The block where encryption would be written: the unit's input, or the block itself.
fn place_of(infra: &Infrastructure<'_>, of: &Declaration<'_>, block: &str, otherwise: Evidence) -> Evidence {
    let set = of.get(block).set().filter(|v| !infra.read.embedded(v.at));
    match set {
        Some(value) if read::map(value).is_some() => {
            let at = match &read::likely(value).kind {
                Kind::List(items) => match items.first() {
                    Some(Item::One(first)) if !infra.read.embedded(first.at) => first.at,
                    _ => value.at,
                },
                _ => value.at,
            };
            Evidence::at(at)
        }
        _ => otherwise,
    }
}

/// The volume of a group's nodes: the root volume of the image, encrypted when the launch template says so.
fn group_volume(infra: &Infrastructure<'_>, group: &Declaration<'_>) -> Option<Store> {
    let name = infra.name(group, &["node_group_name", "node_group_name_prefix", "name", "name_prefix"]);
    let entry = group_entry(infra, group);
    if let Some(store) = template_volume(infra, group, &name, entry) {
        return Some(store);
    }
    // Without a launch template EKS makes its own, with unencrypted volumes unless the account says otherwise.
    if &*group.resource.kind == "aws_autoscaling_group" {
        return None;
    }
    Some(silent(infra, group, name, unset(group, entry)))
}

/// A volume of which nothing is said, or nothing is known.
fn silent(infra: &Infrastructure<'_>, of: &Declaration<'_>, name: Fact<Arc<str>>, fact: Fact<Encryption>) -> Store {
    let mut store = store(infra, of, StoreClass::Volume).encrypted(fact, Encryption::None);
    store.name = name;
    store.unless = Some(UNLESS.into());
    store
}

/// The volume that the launch template of an instance or of a group describes; `None` without a launch template. `entry` is
/// where its owner is written, when that is nearer than the block.
fn template_volume(
    infra: &Infrastructure<'_>,
    of: &Declaration<'_>,
    name: &Fact<Arc<str>>,
    entry: Option<Span>,
) -> Option<Store> {
    let blocks = ["launch_template", "mixed_instances_policy"];
    let Some(block) = blocks.iter().find_map(|b| of.get(b).set()) else {
        // A template that may be there decides.
        let why = blocks.iter().find_map(|b| read::items(of.get(b)).1)?;
        let scaled = &*of.resource.kind == "aws_autoscaling_group";
        return (!scaled)
            .then(|| silent(infra, of, name.clone(), Fact::unknown(why.clone(), entry.unwrap_or(of.at()))));
    };
    let nested = read::path(block, &["launch_template", "launch_template_specification"]);
    let inner = nested.set().unwrap_or(block);
    let named =
        ["id", "name", "launch_template_id", "launch_template_name"].iter().find_map(|k| read::get(inner, k).set());
    let found = named.map(|v| infra.join(v, "aws_launch_template", &["name", "id"], of)).unwrap_or_default();
    // One that is only looked up is not declared here, and nothing is known of it.
    let Some(template) = found.iter().find(|d| !d.resource.data) else {
        if &*of.resource.kind == "aws_autoscaling_group" {
            return None;
        }
        let (value, why) = match named {
            Some(value) => (value, read::hole(value).cloned()),
            None => (block, read::hole(block).or(read::items(Got::Value(block)).1).cloned()),
        };
        let why = why.unwrap_or_else(|| odd(value.at, "the launch template is not declared here"));
        return Some(silent(infra, of, name.clone(), Fact::unknown(why, infra.read.nearest(value, of.at()))));
    };
    // Each mapping is a volume; the weakest one decides.
    let (mappings, more) = read::items(template.get("block_device_mappings"));
    let mut stores: Vec<Store> = mappings
        .iter()
        .filter(|m| !read::get(m, "ebs").is_absent())
        .map(|m| {
            let (flag, key) = (read::path(m, &["ebs", "encrypted"]), read::path(m, &["ebs", "kms_key_id"]));
            let mut store = flagged(infra, of, StoreClass::Volume, name.clone(), flag, key);
            if flag.is_absent() {
                let own = |at: Span| (!infra.read.embedded(at)).then_some(at);
                let ebs = match read::get(m, "ebs").set().map(|v| (&read::likely(v).kind, v.at)) {
                    Some((Kind::List(items), at)) => match items.first() {
                        Some(Item::One(first)) => own(first.at).or(own(at)),
                        _ => own(at),
                    },
                    Some((_, at)) => own(at),
                    None => None,
                };
                if let Some(at) = ebs.or(own(m.at)).or(entry) {
                    store.encryption.evidence = Evidence::at(at);
                }
            }
            store
        })
        .collect();
    if stores.is_empty() {
        let place = entry.or_else(|| (!infra.read.embedded(template.at())).then_some(template.at()));
        let fact = match more {
            Some(why) => Fact::unknown(why.clone(), place.unwrap_or(of.at())),
            None => unset(of, place),
        };
        return Some(silent(infra, of, name.clone(), fact));
    }
    stores.sort_by_key(|s| s.at_least);
    stores.into_iter().next()
}

/// Where a group of a cluster module is written: `workers = {` among the groups that the unit, or the module call, gives.
fn group_entry(infra: &Infrastructure<'_>, group: &Declaration<'_>) -> Option<Span> {
    const GROUPS: [&str; 3] = ["eks_managed_node_groups", "self_managed_node_groups", "node_groups"];
    let module = group.resource.module.rsplit('.').next()?;
    let key = module.split_once("[\"")?.1.strip_suffix("\"]")?;
    let inputs = infra.inputs(group);
    let given = GROUPS.iter().find_map(|groups| {
        let entry = read::entry(&read::entry(inputs?, groups)?.value, key)?;
        (!infra.read.embedded(entry.key_at)).then_some(entry.key_at)
    });
    given.or_else(|| {
        let call = *group.resource.calls.iter().find(|at| !infra.read.embedded(**at))?;
        infra.read.key_below(call, &GROUPS, key)
    })
}

/// Nothing is written about encryption: the account's default decides.
fn unset(of: &Declaration<'_>, at: Option<Span>) -> Fact<Encryption> {
    Fact { marks: of.resource.marks, ..Fact::absent(at.unwrap_or(of.at())) }
}

/// EFS file systems.
pub(super) fn file_systems(infra: &Infrastructure<'_>) -> Vec<Store> {
    infra
        .of_kind("aws_efs_file_system")
        .map(|f| {
            let name = infra.name(f, &["creation_token"]);
            flagged(infra, f, StoreClass::FileSystem, name, f.get("encrypted"), f.get("kms_key_id"))
        })
        .collect()
}

/// EKS secrets. Without `encryption_config` EKS encrypts them with a key that AWS owns, from Kubernetes 1.28 on
/// (<https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html>); older versions are out of support.
pub(super) fn cluster_secrets(infra: &Infrastructure<'_>) -> Vec<Store> {
    infra
        .of_kind("aws_eks_cluster")
        .map(|cluster| {
            let at = cluster.at();
            let block = cluster.get("encryption_config");
            let (blocks, more) = read::items(block);
            let mut result = store(infra, cluster, StoreClass::ClusterSecrets);
            result.name = infra.read.text(cluster.get("name"), at);
            let fact = match (blocks.first(), more) {
                (Some(first), _) => {
                    let found =
                        key(infra, cluster, read::path(first, &["provider", "key_arn"]), Encryption::ProviderOwned);
                    let evidence = if found.text.is_absent() { Evidence::at(at) } else { found.text.evidence.clone() };
                    let marks = found.text.marks.with(cluster.resource.marks);
                    result.key = found.text;
                    result.key_address = found.address;
                    Fact { state: found.level, evidence, marks }
                }
                (None, Some(why)) => Fact::unknown(why.clone(), at),
                (None, None) => {
                    let place = infra.input_at(cluster, &["cluster_encryption_config", "encryption_config"]);
                    let note = "without `encryption_config` EKS encrypts secrets with a key that AWS owns";
                    let evidence = Evidence::new(place.unwrap_or(at), note);
                    Fact { state: State::Absent, evidence, marks: cluster.resource.marks }
                }
            };
            result.encrypted(fact, Encryption::ProviderOwned)
        })
        .collect()
}

/// State backends: one store per configuration that declares one on S3 or on the local disk. Others keep state with a
/// service that encrypts by itself.
pub(super) fn states(infra: &Infrastructure<'_>) -> Vec<Store> {
    infra.configurations.iter().enumerate().filter_map(|(unit, c)| state(infra, unit, c)).collect()
}

fn state(infra: &Infrastructure<'_>, unit: usize, configuration: &Projected) -> Option<Store> {
    let backend = configuration.backend.as_ref()?;
    let get = |key: &str| read::get(&backend.config, key);
    // A block that many units include is one backend: it belongs to the directory it is written in.
    let written = infra.read.sources.file(backend.at.file);
    let directory = written.map_or("", |f| f.path.rsplit_once('/').map_or("", |(d, _)| d));
    let own = configuration.directory() == directory || infra.read.embedded(backend.at);
    let scope = if own { configuration.scope.clone() } else { Arc::from(directory) };
    let address = Address::new(configuration.repository.clone(), scope, format!("backend.{}", backend.kind));
    let (fact, floor, key_fact, name) = match &*backend.kind {
        // Without a bucket the rest is given to `init`, by a file, on the command line or by Terragrunt.
        "s3" if ["bucket", "kms_key_id"].iter().all(|key| get(key).is_absent()) => {
            let why = odd(backend.at, "the backend's settings are given when it is initialised");
            (
                Fact::unknown(why, backend.at),
                Encryption::ProviderOwned,
                Fact::absent(backend.at),
                Fact::absent(backend.at),
            )
        }
        "s3" => {
            let (fact, text) = s3_state(infra, backend.at, get("encrypt"), get("kms_key_id"));
            (fact, Encryption::ProviderOwned, text, infra.read.text(get("bucket"), backend.at))
        }
        // State of nothing tells nothing.
        "local" if manages_nothing(configuration) => return None,
        "local" => {
            let fact = Fact {
                state: State::Known(Encryption::None),
                evidence: Evidence::new(backend.at, "state is a plain file"),
                marks: Marks::NONE,
            };
            (fact, Encryption::None, Fact::absent(backend.at), Fact::absent(backend.at))
        }
        _ => return None,
    };
    // `encrypt` asks for S3's own key; without it the bucket's default is used, whatever that is.
    let asked = get("encrypt").known().and_then(read::boolean) == Some(true);
    let by_default = &*backend.kind == "s3" && !asked && key_fact.is_absent();
    let place = infra.unit_place(unit, "aws");
    let store = Store {
        address,
        at: backend.at,
        class: StoreClass::State,
        name,
        encryption: Fact::absent(backend.at),
        at_least: floor,
        unless: by_default.then(|| "unless the bucket's own default is a KMS key".into()),
        key: key_fact,
        key_address: None,
        purpose: StorePurpose::General,
        purpose_at: None,
        account: place.and_then(|p| p.account.clone()),
        environment: place.map_or(Environment::Unknown, |p| p.environment.clone()),
    };
    Some(store.encrypted(fact, floor))
}

/// Whether a configuration, whose module is seen in full, creates nothing.
fn manages_nothing(configuration: &Projected) -> bool {
    matches!(configuration.module.resolved, ModuleSource::Local(_))
        && configuration.resources.iter().all(|r| r.data)
        && configuration.gaps.iter().all(|g| g.kind != GapKind::ModuleSource)
}

/// With a key the objects are encrypted under it; with `encrypt` alone, or nothing, S3 uses AES256 by itself, as it does
/// for every new object (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html>).
fn s3_state(
    infra: &Infrastructure<'_>,
    at: Span,
    encrypt: Got<'_>,
    key: Got<'_>,
) -> (Fact<Encryption>, Fact<Arc<str>>) {
    let text = infra.read.text(key, at);
    let evidence = |note: &str| match encrypt {
        Got::Value(v) if !encrypt.is_absent() => infra.read.evidence(v, at).noted(note.to_owned()),
        _ => Evidence::new(at, note),
    };
    let why: Option<Arc<Unknown>> = key.why().cloned();
    let fact = match (key.set().and_then(read::text), why) {
        (Some(name), _) if !name.is_empty() => {
            let level = if aws_alias(&name) { Encryption::ProviderManaged } else { Encryption::CustomerKey };
            Fact { state: State::Known(level), evidence: text.evidence.clone(), marks: text.marks }
        }
        (_, Some(why)) => {
            // Who names a key means one; a key that may not be there at all means nothing.
            let likely = matches!(key, Got::Value(_)).then_some(Encryption::CustomerKey);
            Fact { state: State::Unknown { why, likely }, evidence: text.evidence.clone(), marks: text.marks }
        }
        _ if key.set().is_some_and(|v: &Value| read::text(v).is_none()) => {
            Fact { state: State::Known(Encryption::CustomerKey), evidence: text.evidence.clone(), marks: text.marks }
        }
        _ => {
            let on = infra.read.boolean(encrypt, at);
            let note = match on.get() {
                Some(true) => "`encrypt` without `kms_key_id` is AES256 with a key that S3 owns",
                Some(false) => "the bucket's default encrypts all the same, AES256 if nobody chose another",
                None => "the bucket's default encrypts, AES256 if nobody chose another",
            };
            Fact { state: State::Known(Encryption::ProviderOwned), evidence: evidence(note), marks: on.marks }
        }
    };
    (fact, text)
}

/// All stores but buckets, in order of address within their class.
pub(super) fn others(infra: &Infrastructure<'_>) -> Vec<Store> {
    let mut out = databases(infra);
    out.extend(volumes(infra));
    out.extend(file_systems(infra));
    out.extend(cluster_secrets(infra));
    out.extend(states(infra));
    out
}

/// The weakest of several stores with one address stands for all of them.
pub(super) fn unique(stores: Vec<Store>) -> Vec<Store> {
    let mut seen: BTreeMap<(Address, StoreClass), Store> = BTreeMap::new();
    for store in stores {
        match seen.entry((store.address.clone(), store.class)) {
            Entry::Vacant(free) => {
                free.insert(store);
            }
            Entry::Occupied(mut held) if store.at_least < held.get().at_least => {
                held.insert(store);
            }
            Entry::Occupied(_) => {}
        }
    }
    seen.into_values().collect()
}
