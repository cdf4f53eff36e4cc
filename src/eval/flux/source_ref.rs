//! What a `sourceRef` leads to: a tree that we have, or something we do not see.

use super::artifact::Artifact;
use super::index::{Name, ObjectName};
use super::survey::{EXTENSIONS, HELM, SOURCE, Survey, Written, is_flux_kustomization, is_kind};
use crate::eval::helm::version_fits;
use crate::eval::kustomize::edit;
use crate::eval::reference::HIDDEN;
use crate::eval::value::{Absent, Marks, Ty, Unknown, Value, Why};
use crate::source::{Revision, Span, TreeId, normalize_remote};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is not at hand.
pub fn elsewhere(absent: Absent, at: Span) -> Arc<Unknown> {
    because(Why::NoSource(absent), at)
}

/// Something of any type that is not known for this reason.
pub fn because(why: Why, at: Span) -> Arc<Unknown> {
    Arc::new(Unknown { why, what: None, ty: Ty::Any, not_null: true, likely: None, at })
}

/// The name in a `sourceRef` or `chartRef`, with the namespace of the object that writes it as default.
pub fn read(reference: &Value, namespace: &Name) -> Option<ObjectName> {
    let name = edit::get(reference, "name")?;
    let written = edit::present(reference, "namespace").filter(|v| !edit::is_empty(v));
    if written.is_some_and(|v| edit::as_str(v).is_none()) {
        return None;
    }
    Some(ObjectName {
        kind: Name::at(reference, "kind").unwrap_or_else(|| Name::plain("GitRepository")),
        namespace: Name::at(reference, "namespace").unwrap_or_else(|| namespace.clone()),
        name: Name::of(name)?,
        at: name.at,
    })
}

/// The artifact of a source object.
pub fn artifact(survey: &Survey<'_>, source: &Value) -> Artifact {
    let kind = edit::str_at(source, &["kind"]).unwrap_or("");
    let at = edit::lookup(source, &["spec", "url"]).map_or(source.at, |v| v.at);
    let url = edit::str_at(source, &["spec", "url"]).or(edit::str_at(source, &["spec", "bucketName"])).unwrap_or("?");
    let secret = edit::lookup(source, &["spec", "url"]).is_some_and(|v| v.marks.has(Marks::SENSITIVE));
    let shown = if secret { HIDDEN } else { url };
    let of = match kind {
        "GitRepository" => work_tree(survey, url),
        _ => None,
    };
    let absent = |revision: Option<Arc<str>>| {
        Artifact::Elsewhere(elsewhere(Absent::Artifact { url: shown.into(), revision }, at))
    };
    let Some(of) = of else { return absent(None) };
    match wanted(survey, of, source) {
        Wanted::WorkTree => Artifact::Tree(of),
        Wanted::Nothing(what) => absent(Some(what.into())),
        Wanted::Revision(revision, shown) => match (survey.sources().pinned(of, &revision), &revision) {
            (Some(tree), _) => Artifact::Tree(tree),
            // The work tree stands for the branch it is a clone of.
            (None, Revision::Branch(_)) => Artifact::Tree(of),
            (None, Revision::Tag(_) | Revision::Commit(_)) => absent(Some(shown.into())),
        },
    }
}

/// What of a repository a GitRepository asks for.
enum Wanted {
    /// Whatever is checked out.
    WorkTree,
    /// A revision, and how it may be shown.
    Revision(Revision, String),
    /// Something that no clone tells.
    Nothing(String),
}

/// `spec.ref`: `commit` before `name` before `semver` before `tag` before `branch`, as source-controller has it.
fn wanted(survey: &Survey<'_>, of: TreeId, source: &Value) -> Wanted {
    let field = |name: &str| edit::str_at(source, &["spec", "ref", name]);
    let told = |name: &str| edit::lookup(source, &["spec", "ref", name]).map_or_else(String::new, Value::display);
    if let Some(commit) = field("commit") {
        Wanted::Revision(Revision::Commit(commit.into()), told("commit"))
    } else if let Some(name) = field("name") {
        match (name.strip_prefix("refs/heads/"), name.strip_prefix("refs/tags/")) {
            (Some(branch), _) => Wanted::Revision(Revision::Branch(branch.into()), told("name")),
            (_, Some(tag)) => Wanted::Revision(Revision::Tag(tag.into()), told("name")),
            _ => Wanted::Nothing(told("name")),
        }
    } else if let Some(range) = field("semver") {
        let what = format!("the newest tag of `{}`", told("semver"));
        match newest(&survey.sources().tags(of), range) {
            Some(tag) => Wanted::Revision(Revision::Tag(tag.into()), what),
            None => Wanted::Nothing(what),
        }
    } else if let Some(tag) = field("tag") {
        Wanted::Revision(Revision::Tag(tag.into()), told("tag"))
    } else if let Some(branch) = field("branch") {
        Wanted::Revision(Revision::Branch(branch.into()), told("branch"))
    } else {
        Wanted::WorkTree
    }
}

/// The tag with the highest version in a range. A tag counts when it is a whole semantic version, perhaps after a `v`.
fn newest(tags: &[String], range: &str) -> Option<String> {
    let versions = tags.iter().filter_map(|tag| {
        let plain = tag.strip_prefix('v').unwrap_or(tag);
        let version = semver::Version::parse(plain).ok()?;
        version_fits(range, plain).ok().filter(|fits| *fits)?;
        Some((version, tag))
    });
    versions.max().map(|(_, tag)| tag.clone())
}

/// The work tree whose remote a URL names, or whose own bootstrap source has that URL (a fork, a clone of a clone).
fn work_tree(survey: &Survey<'_>, url: &str) -> Option<TreeId> {
    let wanted = normalize_remote(url)?;
    let bootstrapped = || {
        survey.trees.iter().find(|tree| {
            tree.named("GitRepository", "flux-system").any(|written| {
                edit::str_at(&written.value, &["spec", "url"]).and_then(normalize_remote).as_ref() == Some(&wanted)
            })
        })
    };
    survey
        .sources()
        .tree_ids()
        .find(|id| survey.sources().tree(*id).is_some_and(|t| t.of.is_none() && t.remote.as_ref() == Some(&wanted)))
        .or_else(|| bootstrapped().map(|tree| tree.id))
}

/// See [`super::pins`].
pub fn pins(survey: &Survey<'_>) -> Vec<(TreeId, Revision)> {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut synced: BTreeSet<&str> = BTreeSet::from(["main", "master"]);
    let repositories: Vec<&Written> = survey
        .trees
        .iter()
        .flat_map(|t| t.objects.iter())
        .filter(|w| is_kind(&w.value, SOURCE, "GitRepository"))
        .collect();
    for written in survey.trees.iter().flat_map(|t| t.objects.iter()) {
        if is_flux_kustomization(&written.value) {
            used.extend(edit::str_at(&written.value, &["spec", "sourceRef", "name"]));
        } else if is_kind(&written.value, HELM, "HelmRelease") {
            used.extend(edit::str_at(&written.value, &["spec", "chart", "spec", "sourceRef", "name"]));
        } else if is_kind(&written.value, EXTENSIONS, "ArtifactGenerator") {
            let sources = edit::lookup(&written.value, &["spec", "sources"]);
            used.extend(sources.map(edit::items).into_iter().flatten().filter_map(|s| edit::str_at(s, &["name"])));
        } else if is_kind(&written.value, SOURCE, "GitRepository") {
            let included = edit::lookup(&written.value, &["spec", "include"]);
            let names = included.map(edit::items).into_iter().flatten();
            used.extend(names.filter_map(|i| edit::str_at(i, &["repository", "name"])));
        } else if is_kind(&written.value, SOURCE, "HelmChart") {
            used.extend(edit::str_at(&written.value, &["spec", "sourceRef", "name"]));
        }
    }
    for repository in &repositories {
        if edit::str_at(&repository.value, &["metadata", "name"]) == Some("flux-system") {
            synced.extend(edit::str_at(&repository.value, &["spec", "ref", "branch"]));
        }
    }
    let mut all = BTreeSet::new();
    for repository in repositories {
        let value = &repository.value;
        if edit::str_at(value, &["metadata", "name"]).is_none_or(|name| name == "flux-system" || !used.contains(name)) {
            continue;
        }
        let Some(tree) = edit::str_at(value, &["spec", "url"]).and_then(|url| work_tree(survey, url)) else { continue };
        // What a variable names is known only when it is replaced.
        let reference = edit::lookup(value, &["spec", "ref"]).map(edit::entries).unwrap_or_default();
        if reference.iter().any(|entry| edit::as_str(&entry.value).is_some_and(|text| text.contains("${"))) {
            continue;
        }
        match wanted(survey, tree, value) {
            Wanted::Revision(Revision::Branch(branch), _) if synced.contains(&*branch) => {}
            Wanted::Revision(revision, _) => {
                all.insert((tree, revision));
            }
            Wanted::WorkTree | Wanted::Nothing(_) => {}
        }
    }
    all.into_iter().collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::newest;

    #[test]
    fn a_range_takes_the_highest_whole_version() {
        let tags = ["v1.2.0", "1.10.0", "v2.0.0-rc.1", "v1.9", "latest", "charts-3.0.0"].map(String::from);
        assert_eq!(newest(&tags, ">=1.0.0").as_deref(), Some("1.10.0"));
        assert_eq!(newest(&tags, "~1.2").as_deref(), Some("v1.2.0"));
        assert_eq!(newest(&tags, ">=2.0.0-0").as_deref(), Some("v2.0.0-rc.1"));
        assert_eq!(newest(&tags, ">=3").as_deref(), None);
    }
}
