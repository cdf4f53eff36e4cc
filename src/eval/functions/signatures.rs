//! What each function of the library takes and gives, as `terraform metadata functions -json` tells it.

use crate::eval::expression::types::Type;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A parameter.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    /// Its name, as errors tell it.
    pub name: &'static str,
    /// What it takes.
    pub ty: Type,
    /// Whether it takes null.
    pub nullable: bool,
}

/// The parameters of a function, and its result.
#[derive(Clone, Debug, Default)]
pub(super) struct Signature {
    /// Those that must be given.
    pub fixed: Vec<Parameter>,
    /// The one that takes all further arguments.
    pub rest: Option<Parameter>,
    /// What the function gives.
    pub gives: Option<Type>,
}

impl Signature {
    /// The parameter of an argument.
    pub(super) fn parameter(&self, index: usize) -> Option<&Parameter> {
        self.fixed.get(index).or(self.rest.as_ref())
    }
}

/// The signature of a function.
pub(super) fn of(name: &str) -> Option<&'static Signature> {
    static ALL: LazyLock<HashMap<&str, Signature>> =
        LazyLock::new(|| SIGNATURES.iter().map(|(name, takes, gives)| (*name, read(takes, gives))).collect());
    ALL.get(name)
}

fn read(takes: &'static str, gives: &str) -> Signature {
    let mut signature = Signature { gives: Some(ty(gives)), ..Signature::default() };
    for word in takes.split_whitespace() {
        let (word, rest) = match word.strip_prefix("...") {
            Some(word) => (word, true),
            None => (word, false),
        };
        let (word, nullable) = match word.strip_suffix('?') {
            Some(word) => (word, true),
            None => (word, false),
        };
        let (name, kind) = word.split_once(':').unwrap_or((word, "*"));
        let parameter = Parameter { name, ty: ty(kind), nullable };
        if rest {
            signature.rest = Some(parameter);
        } else {
            signature.fixed.push(parameter);
        }
    }
    signature
}

fn ty(code: &str) -> Type {
    let mut chars = code.chars();
    let kind = chars.next();
    let inner = || Box::new(ty(code.get(1..).unwrap_or("*")));
    match kind {
        Some('s') => Type::Text,
        Some('n') => Type::Number,
        Some('b') => Type::Bool,
        Some('l') => Type::List(inner()),
        Some('e') => Type::Set(inner()),
        Some('m') => Type::Map(inner()),
        _ => Type::Dynamic,
    }
}

/// Name, parameters (`name:type`, `?` takes null, `...` takes all that follow), result. Types are s(tring), n(umber),
/// b(ool), * (any), and l(ist), m(ap) or s`e`t of what follows.
#[rustfmt::skip]
const SIGNATURES: &[(&str, &str, &str)] = &[
    ("abs", "num:n", "n"),
    ("abspath", "path:s", "s"),
    ("alltrue", "list:lb", "b"),
    ("anytrue", "list:lb", "b"),
    ("base64decode", "str:s", "s"),
    ("base64encode", "str:s", "s"),
    ("base64gzip", "str:s", "s"),
    ("base64sha256", "str:s", "s"),
    ("base64sha512", "str:s", "s"),
    ("basename", "path:s", "s"),
    ("bcrypt", "str:s ...cost:n", "s"),
    ("can", "expression:*", "b"),
    ("ceil", "num:n", "n"),
    ("chomp", "str:s", "s"),
    ("chunklist", "list:l* size:n", "ll*"),
    ("cidrhost", "prefix:s hostnum:n", "s"),
    ("cidrnetmask", "prefix:s", "s"),
    ("cidrsubnet", "prefix:s newbits:n netnum:n", "s"),
    ("cidrsubnets", "prefix:s ...newbits:n", "ls"),
    ("coalesce", "...vals:*?", "*"),
    ("coalescelist", "...vals:*?", "*"),
    ("compact", "list:ls", "ls"),
    ("concat", "...seqs:*", "*"),
    ("contains", "list:* value:*", "*"),
    ("csvdecode", "str:s", "*"),
    ("dirname", "path:s", "s"),
    ("distinct", "list:l*", "l*"),
    ("element", "list:* index:n", "*"),
    ("endswith", "str:s suffix:s", "b"),
    ("ephemeralasnull", "value:*?", "*"),
    ("file", "path:s", "s"),
    ("filebase64", "path:s", "s"),
    ("filebase64sha256", "path:s", "s"),
    ("filebase64sha512", "path:s", "s"),
    ("fileexists", "path:s", "b"),
    ("filemd5", "path:s", "s"),
    ("fileset", "path:s pattern:s", "es"),
    ("filesha1", "path:s", "s"),
    ("filesha256", "path:s", "s"),
    ("filesha512", "path:s", "s"),
    ("flatten", "list:*", "*"),
    ("floor", "num:n", "n"),
    ("format", "format:s ...args:*?", "*"),
    ("formatdate", "format:s time:s", "s"),
    ("formatlist", "format:s ...args:*?", "*"),
    ("indent", "spaces:n str:s", "s"),
    ("index", "list:* value:*", "*"),
    ("issensitive", "value:*?", "b"),
    ("join", "separator:s ...lists:ls", "s"),
    ("jsondecode", "str:s", "*"),
    ("jsonencode", "val:*?", "s"),
    ("keys", "inputMap:*", "*"),
    ("length", "value:*", "n"),
    ("log", "num:n base:n", "n"),
    ("lookup", "inputMap:* key:s ...default:*?", "*"),
    ("lower", "str:s", "s"),
    ("matchkeys", "values:l* keys:l* searchset:l*", "l*"),
    ("max", "...numbers:n", "n"),
    ("md5", "str:s", "s"),
    ("merge", "...maps:*?", "*"),
    ("min", "...numbers:n", "n"),
    ("nonsensitive", "value:*?", "*"),
    ("one", "list:*", "*"),
    ("parseint", "number:* base:n", "*"),
    ("pathexpand", "path:s", "s"),
    ("plantimestamp", "", "s"),
    ("pow", "num:n power:n", "n"),
    ("range", "...params:n", "ln"),
    ("regex", "pattern:s string:s", "*"),
    ("regexall", "pattern:s string:s", "l*"),
    ("replace", "str:s substr:s replace:s", "s"),
    ("reverse", "list:*", "*"),
    ("rsadecrypt", "ciphertext:s privatekey:s", "s"),
    ("sensitive", "value:*?", "*"),
    ("setintersection", "first_set:e* ...other_sets:e*", "e*"),
    ("setproduct", "...sets:*", "*"),
    ("setsubtract", "a:e* b:e*", "e*"),
    ("setunion", "first_set:e* ...other_sets:e*", "e*"),
    ("sha1", "str:s", "s"),
    ("sha256", "str:s", "s"),
    ("sha512", "str:s", "s"),
    ("signum", "num:n", "n"),
    ("slice", "list:* start_index:n end_index:n", "*"),
    ("sort", "list:ls", "ls"),
    ("split", "separator:s str:s", "ls"),
    ("startswith", "str:s prefix:s", "b"),
    ("strcontains", "str:s substr:s", "b"),
    ("strrev", "str:s", "s"),
    ("substr", "str:s offset:n length:n", "s"),
    ("sum", "list:*", "*"),
    ("templatefile", "path:s vars:*", "*"),
    ("templatestring", "template:s vars:*", "s"),
    ("textdecodebase64", "source:s encoding:s", "s"),
    ("textencodebase64", "string:s encoding:s", "s"),
    ("timeadd", "timestamp:s duration:s", "s"),
    ("timecmp", "timestamp_a:s timestamp_b:s", "n"),
    ("timestamp", "", "s"),
    ("title", "str:s", "s"),
    ("tobool", "v:*?", "b"),
    ("tolist", "v:*?", "l*"),
    ("tomap", "v:*?", "m*"),
    ("tonumber", "v:*?", "n"),
    ("toset", "v:*?", "e*"),
    ("tostring", "v:*?", "s"),
    ("transpose", "values:mls", "mls"),
    ("trim", "str:s cutset:s", "s"),
    ("trimprefix", "str:s prefix:s", "s"),
    ("trimspace", "str:s", "s"),
    ("trimsuffix", "str:s suffix:s", "s"),
    ("try", "...expressions:*", "*"),
    ("upper", "str:s", "s"),
    ("urlencode", "str:s", "s"),
    ("uuid", "", "s"),
    ("uuidv5", "namespace:s name:s", "s"),
    ("values", "mapping:*", "*"),
    ("yamldecode", "src:s", "*"),
    ("yamlencode", "value:*?", "s"),
    ("zipmap", "keys:ls values:*", "*"),
    // Of OpenTofu, of Terragrunt's library, or of a Terraform that is newer or older.
    ("base64gunzip", "str:s", "s"),
    ("cidrcontains", "containing_prefix:s contained_ip_or_prefix:s", "b"),
    ("convert", "value:*? type:*", "*"),
    ("defaults", "input:* defaults:*", "*"),
    ("list", "...vals:*?", "l*"),
    ("map", "...vals:*?", "m*"),
    ("urldecode", "str:s", "s"),
];
