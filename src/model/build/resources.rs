//! Resources of every provider.

use super::super::resource::{Argument, Exists, Resource};
use super::infrastructure::Infrastructure;
use crate::eval::configuration::Existence;

/// Everything that is declared, in order of address. `arguments` are those of each configuration's resources.
pub(super) fn resources(infra: &Infrastructure<'_>, mut arguments: Vec<Vec<Box<[Argument]>>>) -> Vec<Resource> {
    let resource = |declaration: &super::infrastructure::Declaration<'_>| {
        let (resource, place) = (declaration.resource, infra.place(declaration));
        let own = arguments.get_mut(declaration.unit).and_then(|all| all.get_mut(declaration.position));
        Resource {
            address: declaration.address.clone(),
            at: resource.at,
            kind: resource.kind.clone(),
            name: resource.name.clone(),
            provider: resource.provider.clone(),
            module: resource.module.clone(),
            data: resource.data,
            exists: match &resource.exists {
                Existence::Certain => Exists::Certain,
                Existence::Perhaps(why) if why.likely.is_some() => Exists::Likely(why.clone()),
                Existence::Perhaps(why) => Exists::Perhaps(why.clone()),
            },
            account: place.filter(|_| of_aws(&resource.provider)).and_then(|p| p.account.clone()),
            region: place.filter(|_| of_aws(&resource.provider)).and_then(|p| p.region.clone()),
            arguments: own.map(std::mem::take).unwrap_or_default(),
            marks: resource.marks,
        }
    };
    infra.all.iter().map(resource).collect()
}

/// Accounts and regions are those of AWS.
fn of_aws(provider: &str) -> bool {
    provider == "aws" || provider.starts_with("aws.")
}
