//! Characters as people count them. Terraform counts grapheme clusters; what joins in practice (combining marks,
//! joiners, variation selectors, modifiers, flags, CRLF) joins here.

/// The text's characters, each with what combines with it.
pub(super) fn graphemes(text: &str) -> Vec<&str> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let mut previous = '\0';
    let mut flags = 0;
    for (start, ch) in text.char_indices() {
        let end = start + ch.len_utf8();
        let flag = ('\u{1f1e6}'..='\u{1f1ff}').contains(&ch);
        let joins =
            combines(ch) || previous == '\u{200d}' || (previous == '\r' && ch == '\n') || (flag && flags % 2 == 1);
        flags = if flag { flags + 1 } else { 0 };
        previous = ch;
        match out.last_mut() {
            Some(last) if joins => last.1 = end,
            _ => out.push((start, end)),
        }
    }
    out.into_iter().filter_map(|(start, end)| text.get(start..end)).collect()
}

fn combines(ch: char) -> bool {
    matches!(ch,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{93c}' | '\u{93e}'..='\u{94d}' | '\u{e31}' | '\u{e34}'..='\u{e3a}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}
