//! Template text into tokens, as `text/template/parse/lex.go` cuts it.

use super::ParseError;

/// The kinds of tokens.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// Text outside actions, already trimmed by `{{-` and `-}}`.
    Text,
    /// `{{` with its trim marker.
    Left,
    /// `}}` with its trim marker.
    Right,
    /// White space inside an action.
    Space,
    /// A name that is not a keyword.
    Identifier,
    /// `if`, `range`, `end` ...
    Keyword(Keyword),
    /// `.name`.
    Field,
    /// `$` or `$name`.
    Variable,
    /// `.` alone.
    Dot,
    /// A string, unquoted.
    Text2(Box<str>),
    /// A number or character constant.
    Number(Constant),
    /// `true`, `false`.
    Bool(bool),
    /// `nil`.
    Nil,
    /// `|`
    Pipe,
    /// `:=`
    Declare,
    /// `=`
    Assign,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// Any other printable character.
    Other,
}

/// Keywords.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Keyword {
    Block,
    Break,
    Continue,
    Define,
    Else,
    End,
    If,
    Range,
    Template,
    With,
}

/// A numeric constant, as its syntax says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Constant {
    /// An integer.
    Int(i64),
    /// A number with a fraction or exponent.
    Float(f64),
}

/// A token and its byte range.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

const SPACES: [char; 4] = [' ', '\t', '\r', '\n'];

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | b'\n')
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// What actions stand between.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Delimiters {
    /// Before an action.
    pub left: &'static str,
    /// After it.
    pub right: &'static str,
}

impl Default for Delimiters {
    /// `{{` and `}}`.
    fn default() -> Self {
        Self { left: "{{", right: "}}" }
    }
}

/// All tokens of a template.
pub fn tokens(input: &str, delimiters: Delimiters) -> Result<Vec<Token>, ParseError> {
    let mut lexer = Lexer { input, delimiters, pos: 0, out: Vec::new(), range_depth: 0, parens: 0 };
    lexer.run()?;
    Ok(lexer.out)
}

struct Lexer<'a> {
    input: &'a str,
    delimiters: Delimiters,
    pos: usize,
    out: Vec<Token>,
    range_depth: usize,
    parens: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.input.get(self.pos..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.pos += c.len_utf8();
        Some(c)
    }

    fn fail<T>(&self, at: usize, message: impl Into<String>) -> Result<T, ParseError> {
        Err(ParseError { message: message.into(), start: at, end: self.pos.max(at) })
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.out.push(Token { kind, start, end: self.pos });
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.input.as_bytes().get(at).copied()
    }

    fn run(&mut self) -> Result<(), ParseError> {
        loop {
            let start = self.pos;
            let Some(offset) = self.rest().find(self.delimiters.left) else {
                self.pos = self.input.len();
                if self.pos > start {
                    self.push(Kind::Text, start);
                }
                return Ok(());
            };
            let left = start + offset;
            let after = left + self.delimiters.left.len();
            let trim = self.byte(after) == Some(b'-') && self.byte(after + 1).is_some_and(is_space);
            let text = self.input.get(start..left).unwrap_or("");
            let kept = if trim { text.trim_end_matches(SPACES).len() } else { text.len() };
            if kept > 0 {
                self.out.push(Token { kind: Kind::Text, start, end: start + kept });
            }
            self.pos = if trim { after + 2 } else { after };
            if self.rest().starts_with("/*") {
                self.comment(left)?;
            } else {
                self.out.push(Token { kind: Kind::Left, start: left, end: self.pos });
                self.parens = 0;
                self.action(left)?;
            }
        }
    }

    /// `Some(trims)` at a closing delimiter, perhaps with its marker.
    fn at_right(&self) -> Option<bool> {
        let first = self.byte(self.pos)?;
        let right = self.delimiters.right;
        let marked = self.rest().get(1..).and_then(|rest| rest.strip_prefix('-'));
        if is_space(first) && marked.is_some_and(|rest| rest.starts_with(right)) {
            return Some(true);
        }
        self.rest().starts_with(right).then_some(false)
    }

    fn comment(&mut self, left: usize) -> Result<(), ParseError> {
        self.pos += 2;
        let Some(close) = self.rest().find("*/") else { return self.fail(left, "unclosed comment") };
        self.pos += close + 2;
        match self.at_right() {
            None => self.fail(left, "comment ends before closing delimiter"),
            Some(trim) => {
                self.pos += self.delimiters.right.len() + if trim { 2 } else { 0 };
                if trim {
                    self.trim_after();
                }
                Ok(())
            }
        }
    }

    fn trim_after(&mut self) {
        let rest = self.rest();
        self.pos += rest.len() - rest.trim_start_matches(SPACES).len();
    }

    fn action(&mut self, left: usize) -> Result<(), ParseError> {
        loop {
            if let Some(trim) = self.at_right() {
                if self.parens > 0 {
                    return self.fail(left, "unclosed left paren");
                }
                let start = self.pos;
                self.pos += self.delimiters.right.len() + if trim { 2 } else { 0 };
                self.push(Kind::Right, start);
                if trim {
                    self.trim_after();
                }
                return Ok(());
            }
            let start = self.pos;
            let Some(c) = self.bump() else { return self.fail(left, "unclosed action") };
            match c {
                ' ' | '\t' | '\r' | '\n' => {
                    while self.at_right() != Some(true) && self.byte(self.pos).is_some_and(is_space) {
                        self.pos += 1;
                    }
                    self.push(Kind::Space, start);
                }
                '=' => self.push(Kind::Assign, start),
                ':' => {
                    if self.bump() != Some('=') {
                        return self.fail(start, "expected :=");
                    }
                    self.push(Kind::Declare, start);
                }
                '|' => self.push(Kind::Pipe, start),
                ',' => self.push(Kind::Comma, start),
                '(' => {
                    self.parens += 1;
                    self.push(Kind::Open, start);
                }
                ')' => {
                    let Some(parens) = self.parens.checked_sub(1) else {
                        return self.fail(start, "unexpected right paren");
                    };
                    self.parens = parens;
                    self.push(Kind::Close, start);
                }
                '"' => self.quoted(start)?,
                '`' => {
                    let Some(close) = self.rest().find('`') else {
                        return self.fail(start, "unterminated raw quoted string");
                    };
                    let text = self.rest().get(..close).unwrap_or("").replace('\r', "");
                    self.pos += close + 1;
                    self.push(Kind::Text2(text.into()), start);
                }
                '\'' => self.character(start)?,
                '$' => {
                    self.word();
                    self.terminated(start)?;
                    self.push(Kind::Variable, start);
                }
                '.' if !self.peek().is_some_and(|c| c.is_ascii_digit()) => {
                    self.word();
                    self.terminated(start)?;
                    self.push(if self.pos == start + 1 { Kind::Dot } else { Kind::Field }, start);
                }
                '.' | '+' | '-' | '0'..='9' => {
                    self.pos = start;
                    self.number(start)?;
                }
                c if is_word(c) => {
                    self.word();
                    self.terminated(start)?;
                    self.identifier(start);
                }
                c if c.is_ascii_graphic() => self.push(Kind::Other, start),
                c => return self.fail(start, format!("unrecognized character in action: {:?}", c)),
            }
        }
    }

    fn word(&mut self) {
        let rest = self.rest();
        self.pos += rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    }

    /// What may follow a name; catches `$x+2`.
    fn terminated(&self, start: usize) -> Result<(), ParseError> {
        match self.peek() {
            None | Some(' ' | '\t' | '\r' | '\n' | '.' | ',' | '|' | ':' | ')' | '(') => Ok(()),
            _ if self.rest().starts_with(self.delimiters.right) => Ok(()),
            Some(c) => self.fail(start, format!("bad character {c:?}")),
        }
    }

    fn identifier(&mut self, start: usize) {
        let word = self.input.get(start..self.pos).unwrap_or("");
        let keyword = match word {
            "block" => Keyword::Block,
            "break" if self.range_depth > 0 => Keyword::Break,
            "continue" if self.range_depth > 0 => Keyword::Continue,
            "define" => Keyword::Define,
            "else" => Keyword::Else,
            "end" => Keyword::End,
            "if" => Keyword::If,
            "range" => Keyword::Range,
            "template" => Keyword::Template,
            "with" => Keyword::With,
            _ => {
                let kind = match word {
                    "true" => Kind::Bool(true),
                    "false" => Kind::Bool(false),
                    "nil" => Kind::Nil,
                    _ => Kind::Identifier,
                };
                self.push(kind, start);
                return;
            }
        };
        // The parser refuses a break outside a loop; that the words were seen after some `range` is enough here.
        if keyword == Keyword::Range {
            self.range_depth += 1;
        }
        self.push(Kind::Keyword(keyword), start);
    }

    fn number(&mut self, start: usize) -> Result<(), ParseError> {
        let rest = self.rest();
        let mut end = 0;
        let mut previous = ' ';
        let unsigned = rest.trim_start_matches(['+', '-']);
        let hex = unsigned.get(..2).is_some_and(|prefix| prefix.eq_ignore_ascii_case("0x"));
        for (i, c) in rest.char_indices() {
            let sign = (c == '+' || c == '-')
                && (i == 0 || (!hex && matches!(previous, 'e' | 'E')) || (hex && matches!(previous, 'p' | 'P')));
            if !(sign || is_word(c) || c == '.') {
                break;
            }
            previous = c;
            end = i + c.len_utf8();
        }
        let text = rest.get(..end).unwrap_or("");
        self.pos += end;
        match constant(text) {
            Some(number) => {
                self.push(Kind::Number(number), start);
                Ok(())
            }
            None => self.fail(start, format!("bad number syntax: {text:?}")),
        }
    }

    fn quoted(&mut self, start: usize) -> Result<(), ParseError> {
        let mut text = String::new();
        loop {
            match self.bump() {
                None | Some('\n') => return self.fail(start, "unterminated quoted string"),
                Some('"') => break,
                Some('\\') => match self.escape('"') {
                    Some(c) => text.push(c),
                    None => return self.fail(start, "invalid escape in string"),
                },
                Some(c) => text.push(c),
            }
        }
        self.push(Kind::Text2(text.into()), start);
        Ok(())
    }

    fn character(&mut self, start: usize) -> Result<(), ParseError> {
        let value = match self.bump() {
            Some('\\') => self.escape('\''),
            Some('\n' | '\'') | None => None,
            Some(c) => Some(c),
        };
        match (value, self.bump()) {
            (Some(c), Some('\'')) => {
                self.push(Kind::Number(Constant::Int(i64::from(u32::from(c)))), start);
                Ok(())
            }
            _ => self.fail(start, "malformed character constant"),
        }
    }

    fn escape(&mut self, quote: char) -> Option<char> {
        let hex = |lexer: &mut Self, digits: usize| {
            let text = lexer.rest().get(..digits)?;
            let code = u32::from_str_radix(text, 16).ok()?;
            lexer.pos += digits;
            // Plane 16 is kept for unknown pieces of text.
            char::from_u32(code).filter(|c| *c < '\u{100000}')
        };
        Some(match self.bump()? {
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '\\' => '\\',
            'x' => hex(self, 2)?,
            'u' => hex(self, 4)?,
            'U' => hex(self, 8)?,
            first @ '0'..='7' => {
                let two = self.rest().get(..2)?;
                let code = u32::from_str_radix(&format!("{first}{two}"), 8).ok()?;
                self.pos += 2;
                char::from_u32(code)?
            }
            c if c == quote => c,
            _ => return None,
        })
    }
}

/// A number as Go writes it: decimal, hexadecimal, octal, binary, with `_`, or a float.
pub fn constant(text: &str) -> Option<Constant> {
    let clean = text.replace('_', "");
    let (negative, digits) = match clean.strip_prefix('-') {
        Some(d) => (true, d),
        None => (false, clean.strip_prefix('+').unwrap_or(&clean)),
    };
    let lower = digits.to_ascii_lowercase();
    let radix = if lower.starts_with("0x") {
        Some((16, lower.get(2..)?))
    } else if lower.starts_with("0o") {
        Some((8, lower.get(2..)?))
    } else if lower.starts_with("0b") {
        Some((2, lower.get(2..)?))
    } else if lower.len() > 1 && lower.starts_with('0') && lower.bytes().all(|b| b.is_ascii_digit()) {
        Some((8, lower.get(1..)?))
    } else {
        None
    };
    if let Some((radix, digits)) = radix {
        let n = i128::from_str_radix(digits, radix).ok()?;
        return i64::try_from(if negative { -n } else { n }).ok().map(Constant::Int);
    }
    if !lower.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    if lower.contains(['.', 'e']) {
        let n: f64 = lower.parse().ok()?;
        return n.is_finite().then_some(Constant::Float(if negative { -n } else { n }));
    }
    let n: i128 = lower.parse().ok()?;
    i64::try_from(if negative { -n } else { n }).ok().map(Constant::Int)
}
