//! Characters as people count them. Terraform counts grapheme clusters; what joins in practice (combining marks,
//! joiners, variation selectors, modifiers, flags, CRLF) joins here.

/// The text's characters, each with what combines with it.
pub(super) fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, first) = chars.next()?;
        let mut previous = first;
        let mut flags = usize::from(is_flag(first));
        let end = chars
            .find(|(_, ch)| {
                let flag = is_flag(*ch);
                let joins = combines(*ch)
                    || previous == '\u{200d}'
                    || (previous == '\r' && *ch == '\n')
                    || (flag && flags % 2 == 1);
                flags = if flag { flags + 1 } else { 0 };
                previous = *ch;
                !joins
            })
            .map_or(rest.len(), |(end, _)| end);
        let (grapheme, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(grapheme)
    })
}

fn is_flag(ch: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&ch)
}

fn combines(ch: char) -> bool {
    matches!(ch,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{93c}' | '\u{93e}'..='\u{94d}' | '\u{e31}' | '\u{e34}'..='\u{e3a}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}
