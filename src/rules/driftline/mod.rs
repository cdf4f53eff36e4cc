//! Rules about driftline's own settings. Triage makes their findings, because only it knows what matched.

use crate::rule::Rule;

/// A waiver without a reason or a rule, or past its date.
pub const INVALID_WAIVER: Rule = Rule { id: "invalid-waiver", family: "driftline", check: |_, _, _| {} };

/// A waiver that matches no finding.
pub const UNUSED_WAIVER: Rule = Rule { id: "unused-waiver", family: "driftline", check: |_, _, _| {} };

/// A setting that matches nothing in the repositories.
pub const UNUSED_SETTING: Rule = Rule { id: "unused-setting", family: "driftline", check: |_, _, _| {} };
