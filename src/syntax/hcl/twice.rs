//! Attributes that one body sets twice. HashiCorp's parser refuses the file; here the last one counts, and a gap names both
//! places.

use super::scan::MAX_FAULTS;
use super::tree::Body;
use crate::source::{Gap, GapKind};
use std::collections::HashMap;

/// Adds a gap for each attribute that its body has set before. `text` is the whole file, for the line of the first one.
pub(super) fn attributes(body: &Body, text: &str, gaps: &mut Vec<Gap>) {
    let mut first = HashMap::new();
    for attribute in &body.attributes {
        let Some(before) = first.insert(&attribute.name, attribute.name_at) else { continue };
        if gaps.len() >= MAX_FAULTS {
            return;
        }
        first.insert(&attribute.name, before);
        let line = text.get(..before.start as usize).unwrap_or("").matches('\n').count() + 1;
        let message = format!("`{}` is set twice here, first on line {line}; it may be set only once", attribute.name);
        gaps.push(Gap::at(attribute.name_at, GapKind::Refused, message));
    }
    for block in &body.blocks {
        attributes(&block.body, text, gaps);
    }
}
