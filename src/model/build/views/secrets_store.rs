//! The secrets-store CSI driver's `SecretProviderClass`
//! (<https://secrets-store-csi-driver.sigs.k8s.io/concepts.html>) with the text that the AWS provider reads
//! (<https://github.com/aws/secrets-store-csi-driver-provider-aws#secretproviderclass-options>).

use super::field::{Field, Reading};
use super::named::{Named, Space};
use crate::eval::manifest;
use crate::eval::value::{Unknown, Value, Why};
use crate::model::identity::Pattern;
use crate::syntax::yaml;
use std::sync::Arc;

/// A `SecretProviderClass` (`secrets-store.csi.x-k8s.io/v1alpha1`, `v1`).
#[derive(Clone, Debug)]
pub struct ProviderClass<'v> {
    /// `spec.provider`: `aws`.
    pub provider: Field<'v, Pattern>,
    /// `spec.parameters.objects` as it is written.
    pub text: Field<'v, Pattern>,
    /// What the AWS provider reads in that text; of other providers nothing is read.
    pub objects: Vec<ProviderObject>,
    /// Why the text is not read: it is not wholly known, or no YAML list.
    pub unread: Option<Arc<Unknown>>,
    /// The secrets it makes: `spec.secretObjects[].secretName`.
    pub makes: Vec<Field<'v, Pattern>>,
}

/// One secret or parameter of AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderObject {
    /// `objectName`: a name or an ARN.
    pub name: Arc<str>,
    /// Whether it is a parameter of Systems Manager rather than a secret of Secrets Manager.
    pub parameter: bool,
    /// `objectAlias`: the file it becomes.
    pub alias: Option<Arc<str>>,
}

impl<'v> ProviderClass<'v> {
    pub(super) fn read(read: Reading<'v, '_>) -> Self {
        let made = |secret: Reading<'v, '_>| {
            let made = Named { made: true, space: Space::Own, ..Named::own("Secret", secret.from) };
            secret.named(&["secretName"], made)
        };
        let provider = read.text(&["spec", "provider"]);
        let text = read.text(&["spec", "parameters", "objects"]);
        let (objects, unread) = match (&text, provider.is("aws")) {
            (Field::Known(known, value), true) => match known.text() {
                Some(known) => match objects(&known, value) {
                    Ok(objects) => (objects, None),
                    Err(why) => (Vec::new(), Some(why)),
                },
                None => (Vec::new(), Some(unread("`objects` is not wholly known", value))),
            },
            (field, true) => (Vec::new(), field.why()),
            (_, false) => (Vec::new(), None),
        };
        Self {
            provider,
            text,
            objects,
            unread,
            makes: read.each(&["spec", "secretObjects"]).into_iter().map(made).collect(),
        }
    }
}

fn unread(what: &str, value: &Value) -> Arc<Unknown> {
    Arc::new(Unknown::new(Why::Gap(what.into()), value.at))
}

/// The objects of the text. `objectType` may be left out where the name is an ARN, which says it.
fn objects(text: &str, within: &Value) -> Result<Vec<ProviderObject>, Arc<Unknown>> {
    let parsed = yaml::parse(text, within.at.file);
    if !parsed.gaps.is_empty() {
        return Err(unread("`objects` is no YAML, and the AWS provider refuses it", within));
    }
    let Some(list) = parsed.documents.first().map(manifest::value) else { return Ok(Vec::new()) };
    if list.elements().next().is_none() {
        return Err(unread("`objects` is no list, and the AWS provider refuses it", within));
    }
    let object = |one: &Value| {
        let text = |key: &str| one.get(key).and_then(super::field::known_text);
        let name = text("objectName")?;
        let parameter = match text("objectType").as_deref() {
            Some("ssmparameter") => true,
            Some(_) => false,
            None => name.split(':').nth(2) == Some("ssm"),
        };
        Some(ProviderObject { name, parameter, alias: text("objectAlias") })
    };
    let found: Vec<ProviderObject> = list.elements().filter_map(object).collect();
    if found.len() < list.elements().count() {
        return Err(unread("an entry of `objects` has no `objectName`, and the AWS provider refuses it", within));
    }
    Ok(found)
}
