//! Rules about driftline's own waivers. Triage makes their findings, because only it knows which waivers matched.

use crate::rule::Rule;

/// A waiver without a reason or a rule, or past its date.
pub const INVALID_WAIVER: Rule = Rule { id: "invalid-waiver", family: "driftline", check: |_, _, _| {} };

/// A waiver that matches no finding.
pub const UNUSED_WAIVER: Rule = Rule { id: "unused-waiver", family: "driftline", check: |_, _, _| {} };
