//! `.env` files: one `NAME=value` a line, `export` before it or not, quotes around the value or not, `#` for comments.

/// The variables of a `.env` file, in order. A line that is none is left out; nothing is interpolated.
pub(super) fn variables(text: &str) -> Vec<(String, String)> {
    text.lines().filter_map(variable).collect()
}

fn variable(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    let line = line.strip_prefix("export ").map_or(line, str::trim_start);
    let (name, value) = line.split_once('=')?;
    let name = name.trim_end();
    let known = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(char::is_numeric);
    (known && !name.is_empty()).then(|| (name.to_owned(), unquoted(value.trim_start())))
}

fn unquoted(value: &str) -> String {
    if let Some(rest) = value.strip_prefix('\'') {
        return rest.split('\'').next().unwrap_or("").to_owned();
    }
    let Some(rest) = value.strip_prefix('"') else {
        let plain = value.split(" #").next().unwrap_or("");
        return plain.trim_end().to_owned();
    };
    let mut out = String::new();
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    #[test]
    fn lines_are_read_as_shells_read_them() {
        let text = "# c\nA=1\nexport B = x y # z\nC=\"a \\\"b\\\"\\n\"\nD='#1'\nE=\n1F=no\nno line\r\nG=a#b\r\n";
        let made = super::variables(text);
        let made: Vec<(&str, &str)> = made.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(made, [("A", "1"), ("B", "x y"), ("C", "a \"b\"\n"), ("D", "#1"), ("E", ""), ("G", "a#b")]);
    }
}
