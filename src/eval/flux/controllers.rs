//! How the controllers of a cluster run, read from their Deployments and from a `FluxInstance`.

use super::survey::{OPERATOR, is_kind};
use crate::eval::kubernetes::Controllers;
use crate::eval::kustomize::edit;
use crate::eval::value::Value;

/// The version of kustomize-controller from which variables without a value are refused.
const STRICT_FROM: (u64, u64) = (1, 9);

/// Takes over what an object says of the controllers.
pub fn learn(controllers: &mut Controllers, object: &Value) {
    if is_kind(object, OPERATOR, "FluxInstance") {
        return instance(controllers, object);
    }
    let name = edit::str_at(object, &["metadata", "name"]).unwrap_or("");
    if !is_kind(object, "apps", "Deployment") || !matches!(name, "kustomize-controller" | "helm-controller") {
        return;
    }
    let Some(pod) = edit::lookup(object, &["spec", "template", "spec"]) else { return };
    for container in edit::items_at(pod, "containers") {
        let arguments = edit::items_at(container, "args");
        if name == "kustomize-controller" && edit::str_at(container, &["image"]).is_some_and(is_strict) {
            controllers.strict_substitution = true;
        }
        for argument in arguments.into_iter().filter_map(edit::as_str) {
            read(controllers, argument);
        }
    }
}

fn read(controllers: &mut Controllers, argument: &str) {
    let (flag, value) =
        argument.trim_start_matches('-').split_once('=').unwrap_or((argument.trim_start_matches('-'), "true"));
    match flag {
        "no-cross-namespace-refs" => controllers.no_cross_namespace_refs = value == "true",
        "no-remote-bases" => controllers.no_remote_bases = value == "true",
        "default-service-account" => {
            controllers.default_service_account = Some(value).filter(|name| !name.is_empty()).map(Into::into);
        }
        "feature-gates" => {
            for gate in value.split(',') {
                if let Some((name, value)) = gate.split_once('=')
                    && name == "StrictPostBuildSubstitutions"
                {
                    controllers.strict_substitution = value == "true";
                }
            }
        }
        _ => {}
    }
}

/// Whether an image is of a version that is strict by itself.
fn is_strict(image: &str) -> bool {
    let tag = image.split('@').next().and_then(|image| image.rsplit_once(":v")).map_or("", |(_, tag)| tag);
    let mut numbers = tag.split('.').map(|part| part.parse::<u64>().ok());
    match (numbers.next().flatten(), numbers.next().flatten()) {
        (Some(major), Some(minor)) => (major, minor) >= STRICT_FROM,
        _ => false,
    }
}

/// `spec.cluster` of a FluxInstance, and arguments that its patches add.
fn instance(controllers: &mut Controllers, object: &Value) {
    if edit::bool_at(object, &["spec", "cluster", "multitenant"]) == Some(true) {
        controllers.no_cross_namespace_refs = true;
        controllers.no_remote_bases = true;
        let account = edit::str_at(object, &["spec", "cluster", "tenantDefaultServiceAccount"]);
        controllers.default_service_account = Some(account.unwrap_or("default").into());
    }
    let patches = edit::lookup(object, &["spec", "kustomize", "patches"]);
    for patch in patches.map(edit::items).into_iter().flatten() {
        let Some(text) = edit::str_at(patch, &["patch"]) else { continue };
        for word in text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ']' | '[')) {
            if word.starts_with("--") {
                read(controllers, word);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::is_strict;

    #[test]
    fn the_version_of_an_image_says_whether_it_is_strict() {
        for (image, strict) in [
            ("ghcr.io/fluxcd/kustomize-controller:v1.9.0", true),
            ("registry.example.org:5000/kustomize-controller:v1.10.2@sha256:00", true),
            ("ghcr.io/fluxcd/kustomize-controller:v1.8.4", false),
            ("ghcr.io/fluxcd/kustomize-controller:v0.35.1", false),
            ("ghcr.io/fluxcd/kustomize-controller:latest", false),
        ] {
            assert_eq!(is_strict(image), strict, "{image}");
        }
    }
}
