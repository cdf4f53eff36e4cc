//! Functions whose result differs at every run: random text, certificates, the clock.

use crate::eval::helm::call::{Function, Param, error};
use crate::eval::helm::datum::{Datum, MapData, Slot};
use crate::eval::helm::exec::Engine;
use crate::eval::helm::stop::Fault;
use crate::eval::helm::text::Origin;
use crate::eval::value::{Marks, Ty, Unknown, Why};
use std::sync::Arc;

use Param::{Any, Int, Text};

/// Functions whose result differs at every run.
pub const FUNCTIONS: &[Function] = &[
    Function::new("randAlphaNum", &[Int], volatile).aware(),
    Function::new("randAlpha", &[Int], volatile).aware(),
    Function::new("randAscii", &[Int], volatile).aware(),
    Function::new("randNumeric", &[Int], volatile).aware(),
    Function::new("randBytes", &[Int], volatile).aware(),
    Function::new("randInt", &[Int, Int], volatile).aware(),
    Function::new("shuffle", &[Text], volatile).aware(),
    Function::new("uuidv4", &[], volatile).aware(),
    Function::new("bcrypt", &[Text], volatile).aware(),
    Function::new("htpasswd", &[Text, Text], volatile).aware(),
    Function::new("genPrivateKey", &[Text], volatile).aware(),
    Function::new("derivePassword", &[Int, Text, Text, Text, Text], volatile).aware(),
    Function::new("encryptAES", &[Text, Text], volatile).aware(),
    Function::new("decryptAES", &[Text, Text], volatile).aware(),
    Function::new("genCA", &[Text, Int], certificate).aware(),
    Function::new("genCAWithKey", &[Text, Int, Text], certificate).aware(),
    Function::new("genSelfSignedCert", &[Text, Any, Any, Int], certificate).aware(),
    Function::new("genSelfSignedCertWithKey", &[Text, Any, Any, Int, Text], certificate).aware(),
    Function::new("genSignedCert", &[Text, Any, Any, Int, Any], certificate).aware(),
    Function::new("genSignedCertWithKey", &[Text, Any, Any, Int, Any, Text], certificate).aware(),
    Function::new("buildCustomCert", &[Text, Text], certificate).aware(),
    Function::new("now", &[], volatile).aware(),
    Function::new("ago", &[Any], volatile).aware(),
    Function::new("date", &[Text, Any], volatile).aware(),
    Function::new("dateInZone", &[Text, Any, Text], volatile).aware(),
    Function::new("date_in_zone", &[Text, Any, Text], volatile).aware(),
    Function::new("dateModify", &[Text, Any], of_time).aware(),
    Function::new("date_modify", &[Text, Any], of_time).aware(),
    Function::new("mustDateModify", &[Text, Any], of_time).aware(),
    Function::new("must_date_modify", &[Text, Any], of_time).aware(),
    Function::new("htmlDate", &[Any], volatile).aware(),
    Function::new("htmlDateInZone", &[Any, Text], volatile).aware(),
    Function::new("toDate", &[Text, Text], volatile).aware(),
    Function::new("mustToDate", &[Text, Text], volatile).aware(),
    Function::new("unixEpoch", &[Any], of_time).aware(),
    Function::new("duration", &[Any], duration),
    Function::new("durationRound", &[Any], volatile).aware(),
];

fn unknown(engine: &Engine) -> Datum {
    let unknown = Unknown { why: Why::Volatile, what: None, ty: Ty::Text, not_null: true, likely: None, at: engine.at };
    Datum::Unknown(Arc::new(unknown), Origin::computed(engine.at, Marks::VOLATILE))
}

fn volatile(engine: &mut Engine, _: &[Datum]) -> Result<Datum, Fault> {
    Ok(unknown(engine))
}

/// The last argument is a time, which no known value is.
fn of_time(engine: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    match args.last() {
        Some(Datum::Unknown(..)) | None => Ok(unknown(engine)),
        Some(other) => error(format!("wrong type for value; expected time.Time; got {}", other.type_name())),
    }
}

fn certificate(engine: &mut Engine, _: &[Datum]) -> Result<Datum, Fault> {
    let part = |value| Slot { key: None, value };
    let entries = [("Cert".into(), part(unknown(engine))), ("Key".into(), part(unknown(engine)))];
    Ok(Datum::map(MapData {
        entries: entries.into_iter().collect(),
        structure: Some("sprig.certificate"),
        ..MapData::default()
    }))
}

fn duration(_: &mut Engine, args: &[Datum]) -> Result<Datum, Fault> {
    let given = args.first().cloned().unwrap_or(Datum::Nil);
    // Sprig knows texts and `int64` only; anything else is no time at all.
    let counts = matches!(given, Datum::Text(_) | Datum::Int(_, true, _));
    let seconds = if counts { super::numbers::to_int(&given) } else { 0 };
    let (sign, all) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
    let (h, m, s) = (all / 3600, all / 60 % 60, all % 60);
    Ok(Datum::text(match (h, m) {
        (0, 0) => format!("{sign}{s}s"),
        (0, _) => format!("{sign}{m}m{s}s"),
        _ => format!("{sign}{h}h{m}m{s}s"),
    }))
}
