//! Policies that admit or refuse objects: Kyverno's (<https://kyverno.io/docs/policy-types/>), Kubernetes' own
//! (<https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/>) and Gatekeeper's constraints
//! (<https://open-policy-agent.github.io/gatekeeper/website/docs/howto/>).

use super::field::{Field, List, Reading};
use super::named::Named;
use crate::eval::value::Value;
use crate::model::identity::Pattern;

/// A `ClusterPolicy` or `Policy` (`kyverno.io/v1`, `v2beta1`).
#[derive(Clone, Debug)]
pub struct Kyverno<'v> {
    /// `policies.kyverno.io/category`: where Kyverno's collection puts it.
    pub category: Field<'v, Pattern>,
    /// `spec.validationFailureAction`: `Audit` when absent.
    pub action: Field<'v, Pattern>,
    /// `spec.validationFailureActionOverrides` change the action for some namespaces.
    pub overridden: bool,
    /// `spec.rules`.
    pub rules: Vec<KyvernoRule<'v>>,
    /// Why there may be more rules.
    pub more: Option<std::sync::Arc<crate::eval::value::Unknown>>,
}

/// A rule of a Kyverno policy.
#[derive(Clone, Debug)]
pub struct KyvernoRule<'v> {
    /// The rule.
    pub rule: &'v Value,
    /// `validate`.
    pub validate: Field<'v, &'v Value>,
    /// `validate.podSecurity`: the Pod Security Standards by their name.
    pub pod_security: Field<'v, &'v Value>,
    /// `validate.failureAction`.
    pub action: Field<'v, Pattern>,
    /// `generate`.
    pub generate: Field<'v, &'v Value>,
    /// `generate.kind`.
    pub generated_kind: Field<'v, Pattern>,
    /// `generate.data`.
    pub data: Field<'v, &'v Value>,
}

impl<'v> Kyverno<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let rule = |rule: Reading<'v, '_>| KyvernoRule {
            rule: rule.from,
            validate: rule.map(&["validate"]),
            pod_security: rule.map(&["validate", "podSecurity"]),
            action: rule.text(&["validate", "failureAction"]),
            generate: rule.map(&["generate"]),
            generated_kind: rule.text(&["generate", "kind"]),
            data: rule.map(&["generate", "data"]),
        };
        Self {
            category: read.text(&["metadata", "annotations", "policies.kyverno.io/category"]),
            action: read.text(&["spec", "validationFailureAction"]),
            overridden: !read.list(&["spec", "validationFailureActionOverrides"]).is_empty(),
            rules: read.each(&["spec", "rules"]).into_iter().map(rule).collect(),
            more: read.list(&["spec", "rules"]).more.cloned(),
        }
    }
}

/// A `ValidatingAdmissionPolicy` (`admissionregistration.k8s.io`), or Kyverno's `ValidatingPolicy` (`policies.kyverno.io`),
/// which has the same fields and says itself what it does.
#[derive(Clone, Debug)]
pub struct Validating<'v> {
    /// `spec.matchConstraints.resourceRules`.
    pub resources: List<'v>,
    /// `spec.matchConstraints`.
    pub constraints: Field<'v, &'v Value>,
    /// `spec.validations` and `spec.variables`, whose texts are CEL.
    pub validations: List<'v>,
    /// The variables that the validations use.
    pub variables: List<'v>,
    /// `spec.validationActions` of Kyverno's.
    pub actions: List<'v>,
}

impl<'v> Validating<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self {
            resources: read.list(&["spec", "matchConstraints", "resourceRules"]),
            constraints: read.map(&["spec", "matchConstraints"]),
            validations: read.list(&["spec", "validations"]),
            variables: read.list(&["spec", "variables"]),
            actions: read.list(&["spec", "validationActions"]),
        }
    }
}

/// A `ValidatingAdmissionPolicyBinding`: puts a policy into force.
#[derive(Clone, Debug)]
pub struct ValidatingBinding<'v> {
    /// `spec.policyName`.
    pub policy: Field<'v, Pattern>,
    /// `spec.validationActions`: `Deny`, `Warn`, `Audit`.
    pub actions: List<'v>,
    /// `spec.matchResources`.
    pub resources: Field<'v, &'v Value>,
}

impl<'v> ValidatingBinding<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let policy = Named::wide("ValidatingAdmissionPolicy", read.from);
        Self {
            policy: read.named(&["spec", "policyName"], policy),
            actions: read.list(&["spec", "validationActions"]),
            resources: read.map(&["spec", "matchResources"]),
        }
    }
}

/// A constraint of Gatekeeper (`constraints.gatekeeper.sh`).
#[derive(Clone, Debug)]
pub struct Constraint<'v> {
    /// `spec.enforcementAction`: `deny` when absent.
    pub action: Field<'v, Pattern>,
    /// `spec.match`.
    pub matches: Field<'v, &'v Value>,
    /// `spec.match.namespaces`.
    pub namespaces: List<'v>,
    /// `spec.match.excludedNamespaces`.
    pub excluded: List<'v>,
}

impl<'v> Constraint<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        Self {
            action: read.text(&["spec", "enforcementAction"]),
            matches: read.map(&["spec", "match"]),
            namespaces: read.list(&["spec", "match", "namespaces"]),
            excluded: read.list(&["spec", "match", "excludedNamespaces"]),
        }
    }
}
