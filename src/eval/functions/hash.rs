//! Hashes and identifiers. What differs at every run is unknown.

use super::Function;
use super::arguments::{Answer, Call, Stop, failed};
use crate::eval::value::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest as _;

pub(super) fn find(name: &str) -> Option<Function> {
    let run: fn(&Call<'_, '_>, &[Value]) -> Answer = match name {
        "md5" => |c, a| c.whole(digest(Digest::Md5, c.text(a, 0)?.as_bytes())),
        "sha1" => |c, a| c.whole(digest(Digest::Sha1, c.text(a, 0)?.as_bytes())),
        "sha256" => |c, a| c.whole(digest(Digest::Sha256, c.text(a, 0)?.as_bytes())),
        "sha512" => |c, a| c.whole(digest(Digest::Sha512, c.text(a, 0)?.as_bytes())),
        "base64sha256" => |c, a| c.whole(digest(Digest::Base64Sha256, c.text(a, 0)?.as_bytes())),
        "base64sha512" => |c, a| c.whole(digest(Digest::Base64Sha512, c.text(a, 0)?.as_bytes())),
        "uuid" => {
            return Some(Function { run: |_, _| Err(Stop::Is(Why::Volatile)), gives: Ty::Text });
        }
        "bcrypt" => {
            return Some(Function { run: |_, _| Err(Stop::Is(Why::Volatile)), gives: Ty::Text });
        }
        "rsadecrypt" => {
            return Some(Function { run: |_, _| Err(Stop::Is(Why::Secret)), gives: Ty::Text });
        }
        "uuidv5" => return Some(Function { run: uuidv5, gives: Ty::Text }),
        _ => return None,
    };
    Some(Function { run, gives: Ty::Text })
}

/// Which hash, and how it is written.
#[derive(Clone, Copy)]
pub(super) enum Digest {
    Md5,
    Sha1,
    Sha256,
    Sha512,
    Base64Sha256,
    Base64Sha512,
}

/// The hash as text.
pub(super) fn digest(kind: Digest, bytes: &[u8]) -> String {
    match kind {
        Digest::Md5 => hex(&md5::Md5::digest(bytes)),
        Digest::Sha1 => hex(&sha1::Sha1::digest(bytes)),
        Digest::Sha256 => hex(&sha2::Sha256::digest(bytes)),
        Digest::Sha512 => hex(&sha2::Sha512::digest(bytes)),
        Digest::Base64Sha256 => STANDARD.encode(sha2::Sha256::digest(bytes)),
        Digest::Base64Sha512 => STANDARD.encode(sha2::Sha512::digest(bytes)),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A UUID from a namespace and a name (RFC 9562).
fn uuidv5(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let namespace = c.text(args, 0)?;
    let name = c.text(args, 1)?;
    let text = match &*namespace {
        "dns" => "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "url" => "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
        "oid" => "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
        "x500" => "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
        other => other,
    };
    let bare = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let bare = bare.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(bare);
    let digits: String = bare.chars().filter(|ch| *ch != '-').collect();
    let Some(bytes) = u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32) else {
        return failed(format!(
            "uuidv5() doesn't support namespace {namespace} (invalid UUID length: {})",
            namespace.len()
        ));
    };
    let mut hash = sha1::Sha1::new();
    hash.update(bytes.to_be_bytes());
    hash.update(name.as_bytes());
    let mut id = 0u128;
    for byte in hash.finalize().iter().take(16) {
        id = id << 8 | u128::from(*byte);
    }
    id = id & !(0xf << 76) | 5 << 76;
    id = id & !(0x3 << 62) | 2 << 62;
    let hex = format!("{id:032x}");
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or("");
    c.whole(format!("{}-{}-{}-{}-{}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)))
}
