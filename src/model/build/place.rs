//! Where a configuration applies: account, region and environment, as far as certain.

use super::super::network::Environment;
use super::super::organization::Account;
use super::read::{self, Got};
use crate::eval::configuration::{Configuration, Provider};
use crate::eval::value::{Marks, Value};
use std::sync::Arc;

/// Where a resource is created.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) account: Option<Arc<str>>,
    pub(super) region: Option<Arc<str>>,
    pub(super) environment: Environment,
}

/// The places of one configuration, by provider (`aws`, `aws.alias`).
pub(super) fn places(configuration: &Configuration, accounts: &[Account]) -> Vec<(Arc<str>, Place)> {
    let aws = |p: &&Provider| &*p.name == "aws";
    let mut places = vec![(Arc::from("aws"), place(configuration, None, accounts))];
    for provider in configuration.providers.iter().filter(aws) {
        let name: Arc<str> = match &provider.alias {
            Some(alias) => format!("aws.{alias}").into(),
            None => "aws".into(),
        };
        let found = place(configuration, Some(provider), accounts);
        match places.iter_mut().find(|(n, _)| *n == name) {
            Some(slot) => slot.1 = found,
            None => places.push((name, found)),
        }
    }
    places
}

fn place(configuration: &Configuration, provider: Option<&Provider>, accounts: &[Account]) -> Place {
    let account = provider.and_then(|p| account_of(&p.config));
    let region = provider.and_then(|p| read::get(&p.config, "region").known()).and_then(read::text);
    let known = account.as_ref().and_then(|id| accounts.iter().find(|a| a.id == *id));
    let declared = known.and_then(|a| a.environment.as_deref()).map(environment_named);
    let environment = declared
        .or_else(|| known.and_then(|a| a.name.as_deref()).and_then(word))
        .or_else(|| environment_of_path(&configuration.scope))
        .or_else(|| environment_of_values(configuration))
        .unwrap_or(Environment::Unknown);
    Place { account, region, environment }
}

/// The account of a provider: the only allowed one, or the one whose role is assumed.
fn account_of(config: &Value) -> Option<Arc<str>> {
    if let (allowed, None) = read::items(read::get(config, "allowed_account_ids"))
        && let [only] = allowed.as_slice()
    {
        return read::text(only).filter(|id| is_account(id));
    }
    let role = read::path(config, &["assume_role", "role_arn"]).known().and_then(read::pattern)?;
    let first = role.0.first()?.as_deref()?;
    first.split(':').nth(4).filter(|id| is_account(id)).map(Arc::from)
}

/// Twelve digits.
pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Names given to environments that are for production, and to those that are not. `live` is none: it is what a
/// repository's folder of configurations is called.
const PRODUCTION: [&str; 3] = ["prod", "production", "prd"];
const OTHER: [&str; 24] = [
    "dev",
    "develop",
    "development",
    "staging",
    "stage",
    "stg",
    "test",
    "testing",
    "tst",
    "sandbox",
    "sbx",
    "qa",
    "uat",
    "pre",
    "preprod",
    "preproduction",
    "nonprod",
    "nonproduction",
    "nonprd",
    "lab",
    "demo",
    "integration",
    "int",
    "acceptance",
];

/// An environment named by the configuration.
fn environment_named(name: &str) -> Environment {
    word(name).unwrap_or_else(|| Environment::Other(name.into()))
}

/// The environment a whole name stands for: `prod`, `non-prod`, `Staging`.
fn word(name: &str) -> Option<Environment> {
    let lower = name.to_ascii_lowercase();
    let joined: String = lower.chars().filter(|c| !matches!(c, '-' | '_' | '.' | ' ')).collect();
    if PRODUCTION.contains(&&*joined) {
        return Some(Environment::Production);
    }
    OTHER.contains(&&*joined).then(|| Environment::Other(name.into()))
}

/// The environment one of the parts of a name stands for: `acme-prod`, `eks_staging`.
fn part(name: &str) -> Option<Environment> {
    let parts: Vec<String> = name.split(['-', '_', '.']).map(str::to_ascii_lowercase).collect();
    let other = |p: &String| OTHER.contains(&p.as_str()) || p == "non" || p == "not";
    if parts.iter().any(other) {
        return Some(Environment::Other(name.into()));
    }
    parts.iter().any(|p| PRODUCTION.contains(&p.as_str())).then_some(Environment::Production)
}

/// The environment a path speaks of: a directory of that name first, the outermost one; then a part of a directory's
/// name.
pub(super) fn environment_of_path(scope: &str) -> Option<Environment> {
    let components = || scope.split(['/', '@']).filter(|c| !c.is_empty());
    components().find_map(word).or_else(|| components().find_map(part))
}

/// The environment that inputs and locals name as such.
fn environment_of_values(configuration: &Configuration) -> Option<Environment> {
    ["environment", "env", "environment_name", "stage", "account_name"].iter().find_map(|key| {
        [&configuration.inputs, &configuration.locals].into_iter().find_map(|map| match read::get(map, key) {
            // What whoever applies may set decides nothing: the default of `get_env` is for those who try it.
            Got::Value(value) if value.marks.has(Marks::OVERRIDABLE) => None,
            Got::Value(value) => read::text(value).and_then(|t| word(&t).or_else(|| part(&t))),
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_the_environment_by_whole_names_before_parts() {
        let other = |name: &str| Some(Environment::Other(name.into()));
        assert_eq!(environment_of_path("infrastructure/production/eu-west-1/acme/vpc"), Some(Environment::Production));
        assert_eq!(environment_of_path("production/eu-west-1/s3/test-bucket"), Some(Environment::Production));
        assert_eq!(environment_of_path("non-prod/us-east-1/vpc"), other("non-prod"));
        assert_eq!(environment_of_path("preprod/vpc"), other("preprod"));
        assert_eq!(environment_of_path("live/dev/vpc"), other("dev"));
        assert_eq!(environment_of_path("live/vpc"), None);
        assert_eq!(environment_of_path("not-prod/vpc"), other("not-prod"));
        assert_eq!(environment_of_path("accounts/acme-non-prod/vpc"), other("acme-non-prod"));
        assert_eq!(environment_of_path("accounts/acme-prod/vpc"), Some(Environment::Production));
        assert_eq!(environment_of_path("products/vpc"), None);
    }
}
