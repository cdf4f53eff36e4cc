//! Go's `fmt`: how values print, and `printf`.

use super::datum::{DEPTH, Datum, Holes, Object};
use super::text::{Builder, Str};

/// The widest padding one verb may ask for.
const WIDTH: usize = 10_000;

/// A value as `%v` prints it, with its origins.
pub fn display(value: &Datum, holes: &mut Holes) -> Str {
    if let Datum::Text(text) = value {
        return text.clone();
    }
    let mut out = Builder::default();
    show(value, holes, &mut out, 0);
    out.finish()
}

fn show(value: &Datum, holes: &mut Holes, out: &mut Builder, depth: usize) {
    if depth > DEPTH || out.len() > super::exec::OUTPUT {
        return;
    }
    let from = value.from();
    match value {
        Datum::Nil | Datum::Absent => out.push("<nil>", &from),
        Datum::Bool(b, _) => out.push(if *b { "true" } else { "false" }, &from),
        Datum::Int(n, _, _) => out.push(&n.to_string(), &from),
        Datum::Float(n, _) => out.push(&float(*n), &from),
        Datum::Text(text) => out.push_str(text),
        Datum::Unknown(unknown, _) | Datum::More(unknown) => out.push(&holes.add(unknown).to_string(), &from),
        Datum::List(items, _) => {
            out.push("[", &from);
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(" ", &from);
                }
                show(item, holes, out, depth + 1);
            }
            out.push("]", &from);
        }
        Datum::Map(map, _) => {
            let Ok(map) = map.try_borrow() else { return };
            if let Some(display) = &map.display {
                out.push_str(display);
                return;
            }
            let (open, close) = if map.structure.is_some() { ("{", "}") } else { ("map[", "]") };
            out.push(open, &from);
            for (i, (key, slot)) in map.entries.iter().enumerate() {
                if i > 0 {
                    out.push(" ", &from);
                }
                if map.structure.is_none() {
                    out.push(key, &slot.key);
                    out.push(":", &from);
                }
                show(&slot.value, holes, out, depth + 1);
            }
            if let Some(rest) = &map.rest {
                out.push(&holes.add(rest).to_string(), &from);
            }
            out.push(close, &from);
        }
        Datum::Object(object) => match &**object {
            Object::Semver(_, shown) => out.push_str(shown),
            Object::Files(files) => {
                out.push("map[", &None);
                for (i, (name, _)) in files.iter().enumerate() {
                    out.push(&format!("{}{name}:[]", if i > 0 { " " } else { "" }), &None);
                }
                out.push("]", &None);
            }
            Object::ApiVersions => out.push("[]", &None),
        },
    }
}

/// A `float64` as `%v` prints it: the shortest digits, with an exponent below 1e-4 and from 1e+06.
pub fn float(n: f64) -> String {
    if n.is_nan() {
        return "NaN".to_string();
    }
    if n.is_infinite() {
        return if n > 0.0 { "+Inf" } else { "-Inf" }.to_string();
    }
    if n == 0.0 {
        return if n.is_sign_negative() { "-0" } else { "0" }.to_string();
    }
    let text = format!("{n:e}");
    let Some((mantissa, exponent)) = text.split_once('e') else { return text };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) { n.to_string() } else { scientific(mantissa, exponent) }
}

fn scientific(mantissa: &str, exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        escape(c, out);
    }
}

/// One character as `%q` writes it.
pub fn escape(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{7}' => out.push_str("\\a"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\u{b}' => out.push_str("\\v"),
        c if super::text::hole_index(c).is_some() => out.push(c),
        c if c < ' ' || c == '\u{7f}' => out.push_str(&format!("\\x{:02x}", u32::from(c))),
        c if c.is_control()
            || matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}') =>
        {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        }
        c => out.push(c),
    }
}

/// Text quoted as `%q`, run by run.
pub fn quote_str(text: &Str) -> Str {
    let from = text.origin();
    let from = from.map(|o| match o.literal {
        true => std::rc::Rc::new(super::text::Origin { literal: false, ..(*o).clone() }),
        false => o,
    });
    let mut out = Builder::default();
    out.push("\"", &from);
    let needs = text.as_str().chars().any(|c| {
        let mut one = String::new();
        escape(c, &mut one);
        one.chars().ne(std::iter::once(c))
    });
    if needs {
        let mut escaped = String::new();
        escape_into(text.as_str(), &mut escaped);
        out.push_str(&text.remade(escaped));
    } else {
        out.push_str(text);
    }
    out.push("\"", &from);
    out.finish()
}

/// `fmt.Sprint`: a space between operands when neither is text.
pub fn sprint(args: &[Datum], holes: &mut Holes) -> Str {
    let mut out = Builder::default();
    let mut previous_text = true;
    for (i, arg) in args.iter().enumerate() {
        let is_text = matches!(arg, Datum::Text(_));
        if i > 0 && !is_text && !previous_text {
            out.push(" ", &None);
        }
        previous_text = is_text;
        out.push_str(&display(arg, holes));
    }
    out.finish()
}

/// `fmt.Sprintln`.
pub fn sprintln(args: &[Datum], holes: &mut Holes) -> Str {
    let mut out = Builder::default();
    for (i, arg) in args.iter().enumerate() {
        if i > 0 {
            out.push(" ", &None);
        }
        out.push_str(&display(arg, holes));
    }
    out.push("\n", &None);
    out.finish()
}

#[derive(Default, Clone)]
struct Spec {
    minus: bool,
    plus: bool,
    zero: bool,
    space: bool,
    sharp: bool,
    width: Option<usize>,
    precision: Option<usize>,
}

/// `fmt.Sprintf`.
pub fn sprintf(format: &Str, args: &[Datum], holes: &mut Holes) -> Str {
    let mut out = Builder::default();
    let text = format.as_str();
    let mut next = 0;
    let mut reordered = false;
    let mut pos = 0;
    while let Some(offset) = text.get(pos..).and_then(|r| r.find('%')) {
        out.push_part(format, pos, pos + offset);
        pos += offset + 1;
        let mut spec = Spec::default();
        let peek = |pos: usize| text.get(pos..).and_then(|r| r.chars().next());
        while let Some(c) = peek(pos) {
            match c {
                '-' => spec.minus = true,
                '+' => spec.plus = true,
                '0' => spec.zero = true,
                ' ' => spec.space = true,
                '#' => spec.sharp = true,
                _ => break,
            }
            pos += 1;
        }
        let index = |pos: &mut usize, next: &mut usize, reordered: &mut bool| {
            if peek(*pos) == Some('[')
                && let Some(close) = text.get(*pos..).and_then(|r| r.find(']'))
            {
                let n: Option<usize> = text.get(*pos + 1..*pos + close).and_then(|d| d.parse().ok());
                *pos += close + 1;
                *reordered = true;
                *next = n.and_then(|n| n.checked_sub(1)).unwrap_or(usize::MAX);
            }
        };
        index(&mut pos, &mut next, &mut reordered);
        let number = |pos: &mut usize, next: &mut usize| -> Option<i64> {
            if peek(*pos) == Some('*') {
                *pos += 1;
                let value = args.get(*next);
                *next = next.saturating_add(1);
                return match value {
                    Some(Datum::Int(n, _, _)) => Some(*n),
                    _ => None,
                };
            }
            let digits = text.get(*pos..).unwrap_or("");
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            let n = digits.get(..end).and_then(|d| d.parse().ok());
            *pos += end;
            n
        };
        if let Some(n) = number(&mut pos, &mut next) {
            spec.minus |= n < 0;
            spec.width = Some(usize::try_from(n.unsigned_abs()).unwrap_or(WIDTH).min(WIDTH));
        }
        if peek(pos) == Some('.') {
            pos += 1;
            let n = number(&mut pos, &mut next).unwrap_or(0);
            spec.precision = Some(usize::try_from(n).unwrap_or(0).min(WIDTH));
        }
        index(&mut pos, &mut next, &mut reordered);
        let Some(verb) = peek(pos) else {
            out.push("%!(NOVERB)", &None);
            break;
        };
        pos += verb.len_utf8();
        if verb == '%' {
            out.push("%", &None);
            continue;
        }
        match args.get(next) {
            None => out.push(&format!("%!{verb}({})", if reordered { "BADINDEX" } else { "MISSING" }), &None),
            Some(arg) => one(verb, &spec, arg, holes, &mut out),
        }
        next = next.saturating_add(1);
    }
    out.push_part(format, pos, text.len());
    if !reordered && next < args.len() {
        out.push("%!(EXTRA ", &None);
        for (i, arg) in args.get(next..).unwrap_or(&[]).iter().enumerate() {
            if i > 0 {
                out.push(", ", &None);
            }
            out.push(arg.type_name(), &None);
            if !arg.is_nil() {
                out.push("=", &None);
                out.push_str(&display(arg, holes));
            }
        }
        out.push(")", &None);
    }
    out.finish()
}

fn one(verb: char, spec: &Spec, arg: &Datum, holes: &mut Holes, out: &mut Builder) {
    if let Datum::Unknown(..) = arg {
        out.push_str(&display(arg, holes));
        return;
    }
    let from = arg.from();
    match (verb, arg) {
        ('T', _) => pad(&Str::plain(arg.type_name()), spec, false, out),
        ('v', Datum::Text(text)) if spec.sharp => pad(&quote_str(text), spec, false, out),
        ('v' | 's', Datum::Text(text)) => pad(&truncate(text, spec.precision), spec, false, out),
        ('q', Datum::Text(text)) if spec.sharp && !text.as_str().contains(['`', '\n', '\r', '\u{7f}']) => {
            let text = truncate(text, spec.precision);
            pad(&text.remade(format!("`{}`", text.as_str())), spec, false, out);
        }
        ('q', Datum::Text(text)) if spec.plus => {
            let mut shown = String::new();
            for c in quote_str(&truncate(text, spec.precision)).as_str().chars() {
                match u32::from(c) {
                    0..=0x7f => shown.push(c),
                    n @ 0x80..=0xffff => shown.push_str(&format!("\\u{n:04x}")),
                    n => shown.push_str(&format!("\\U{n:08x}")),
                }
            }
            pad(&text.remade(shown), spec, false, out);
        }
        ('q', Datum::Text(text)) => pad(&quote_str(&truncate(text, spec.precision)), spec, false, out),
        ('v' | 'd', Datum::Int(n, _, _)) => {
            let digits = n.unsigned_abs().to_string();
            pad(&Str::new(signed(*n < 0, digits, spec), from), spec, true, out);
        }
        ('v', Datum::Float(n, _)) => {
            let shown = float(n.abs());
            pad(&Str::new(signed(*n < 0.0, shown, spec), from), spec, true, out);
        }
        ('f' | 'F', Datum::Float(n, _)) => {
            let shown = format!("{:.*}", spec.precision.unwrap_or(6), n.abs());
            pad(&Str::new(signed(*n < 0.0, shown, spec), from), spec, true, out);
        }
        ('e' | 'E' | 'g' | 'G', Datum::Float(n, _)) => {
            let shown = exponent(n.abs(), verb, spec.precision);
            pad(&Str::new(signed(*n < 0.0, shown, spec), from), spec, true, out);
        }
        ('x' | 'X' | 'o' | 'b' | 'O', Datum::Int(n, _, _)) => {
            let magnitude = n.unsigned_abs();
            let (prefix, digits) = match verb {
                'x' => ("0x", format!("{magnitude:x}")),
                'X' => ("0X", format!("{magnitude:X}")),
                'b' => ("0b", format!("{magnitude:b}")),
                _ => ("0", format!("{magnitude:o}")),
            };
            let prefix = if verb == 'O' {
                "0o"
            } else if spec.sharp {
                prefix
            } else {
                ""
            };
            pad(&Str::new(signed(*n < 0, format!("{prefix}{digits}"), spec), from), spec, true, out);
        }
        ('x' | 'X', Datum::Text(text)) => {
            let bytes: Vec<String> = text.as_str().bytes().map(|b| format!("{b:02x}")).collect();
            let hex = bytes.join(if spec.space { " " } else { "" });
            let hex = if verb == 'X' { hex.to_uppercase() } else { hex };
            pad(&text.remade(hex), spec, false, out);
        }
        ('c', Datum::Int(n, _, _)) => {
            let c = u32::try_from(*n).ok().and_then(char::from_u32).filter(|c| *c < '\u{100000}').unwrap_or('\u{fffd}');
            pad(&Str::new(c.to_string(), from), spec, false, out);
        }
        ('q', Datum::Int(n, _, _)) => {
            let c = u32::try_from(*n).ok().and_then(char::from_u32).filter(|c| *c < '\u{100000}').unwrap_or('\u{fffd}');
            pad(&Str::new(format!("'{c}'"), from), spec, false, out);
        }
        ('U', Datum::Int(n, _, _)) => pad(&Str::new(format!("U+{n:04X}"), from), spec, false, out),
        ('t' | 'v', Datum::Bool(..)) | ('v', Datum::Map(..) | Datum::Object(_)) => {
            pad(&display(arg, holes), spec, false, out);
        }
        ('v' | 's' | 'd' | 'q' | 'f' | 't', Datum::List(items, _)) => {
            out.push("[", &from);
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(" ", &from);
                }
                element(verb, spec, item, holes, out);
            }
            out.push("]", &from);
        }
        ('s' | 'd' | 'q', Datum::Map(map, _)) if map.borrow().structure.is_none() => {
            out.push("map[", &from);
            for (i, (key, slot)) in map.borrow().entries.iter().enumerate() {
                if i > 0 {
                    out.push(" ", &from);
                }
                one(verb, spec, &Datum::text(&**key), holes, out);
                out.push(":", &from);
                element(verb, spec, &slot.value, holes, out);
            }
            out.push("]", &from);
        }
        ('s', Datum::Map(..) | Datum::Object(_)) => pad(&display(arg, holes), spec, false, out),
        ('v', Datum::Nil | Datum::Absent) => pad(&Str::plain("<nil>"), spec, false, out),
        (verb, Datum::Nil | Datum::Absent) => out.push(&format!("%!{verb}(<nil>)"), &None),
        (verb, arg) => {
            out.push(&format!("%!{verb}({}=", arg.type_name()), &from);
            out.push_str(&display(arg, holes));
            out.push(")", &from);
        }
    }
}

/// Inside a list or map, nothing is always `<nil>`.
fn element(verb: char, spec: &Spec, value: &Datum, holes: &mut Holes, out: &mut Builder) {
    if value.is_nil() { out.push("<nil>", &None) } else { one(verb, spec, value, holes, out) }
}

fn truncate(text: &Str, precision: Option<usize>) -> Str {
    match precision {
        None => text.clone(),
        Some(n) => {
            let end = text.as_str().char_indices().nth(n).map_or(text.as_str().len(), |(i, _)| i);
            text.slice(0, end)
        }
    }
}

fn signed(negative: bool, digits: String, spec: &Spec) -> String {
    let sign = match (negative, spec.plus, spec.space) {
        (true, _, _) => "-",
        (_, true, _) => "+",
        (_, _, true) => " ",
        _ => "",
    };
    match spec.width {
        Some(width) if spec.zero && !spec.minus => {
            format!("{sign}{digits:0>width$}", width = width.saturating_sub(sign.len()))
        }
        _ => format!("{sign}{digits}"),
    }
}

fn exponent(n: f64, verb: char, precision: Option<usize>) -> String {
    let shown = match (verb, precision) {
        ('e' | 'E', p) => {
            let text = format!("{:.*e}", p.unwrap_or(6), n);
            text.split_once('e').map_or(text.clone(), |(m, e)| scientific(m, e.parse().unwrap_or(0)))
        }
        (_, None) => float(n),
        (_, Some(p)) => {
            let p = p.max(1);
            let text = format!("{:.*e}", p - 1, n);
            let Some((mantissa, e)) = text.split_once('e') else { return text };
            let e: i32 = e.parse().unwrap_or(0);
            let limit = i32::try_from(p).unwrap_or(i32::MAX);
            let trim = |t: &str| match t.contains('.') {
                true => t.trim_end_matches('0').trim_end_matches('.').to_string(),
                false => t.to_string(),
            };
            if e < -4 || e >= limit {
                scientific(&trim(mantissa), e)
            } else {
                let decimals = usize::try_from(limit - 1 - e).unwrap_or(0);
                trim(&format!("{n:.decimals$}"))
            }
        }
    };
    if verb.is_uppercase() { shown.to_uppercase() } else { shown }
}

fn pad(text: &Str, spec: &Spec, number: bool, out: &mut Builder) {
    let missing = spec.width.unwrap_or(0).saturating_sub(text.as_str().chars().count());
    let zero = spec.zero && !spec.minus && !number;
    let fill = if zero { "0" } else { " " }.repeat(missing);
    if spec.minus {
        out.push_str(text);
        out.push(&fill, &None);
    } else {
        out.push(&fill, &None);
        out.push_str(text);
    }
}
