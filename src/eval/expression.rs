//! Evaluates HCL expressions as Terraform does, over values that may be unknown.
//!
//! Nothing here fails: what the language refuses is a gap and an unknown value. Semantics follow
//! github.com/hashicorp/hcl (hclsyntax) and zclconf/go-cty; `tests/conformance` compares with recorded answers.

pub mod convert;
pub(crate) mod types;

mod branch;
mod comprehension;
mod operator;
mod template;
mod traversal;
mod written_json;

#[cfg(test)]
mod bounds;
#[cfg(test)]
mod tests;

use super::functions;
use super::scope::{Dialect, Run, Scope};
use super::terraform::Constraint;
use super::value::*;
use crate::source::{Gap, GapKind, Span};
use crate::syntax::hcl::{Expr, ExprKind, ObjectItem, ObjectKey, TemplatePart, UnaryOp};
use std::sync::Arc;

/// Most elements of one list or map.
pub const MAX_ELEMENTS: usize = 1_000_000;
/// Longest text, in bytes.
pub const MAX_TEXT: usize = 16 * 1024 * 1024;
/// Most pieces, known and unknown, of one text.
const MAX_PARTS: usize = 100_000;
/// Said when `Run::STEPS` are used up.
const STEPS_REACHED: &str = "more than 20000000 steps in one configuration";
/// Said when a configuration's share of all steps is used up.
const SHARE_REACHED: &str = "more than this configuration's share of the 400000000 steps of one run";

/// Evaluates an expression where the scope gives names their meaning. What cannot be evaluated is a gap in `run` and
/// an unknown value; the run's bounds apply.
pub fn evaluate(expr: &Expr, scope: &dyn Scope, run: &Run<'_>) -> Value {
    Evaluator { scope, run, bindings: None }.expr(expr)
}

/// Evaluates the parts of a template, as `templatefile` does. `at` is the place of the template as a whole.
pub fn evaluate_template(parts: &[TemplatePart], at: Span, scope: &dyn Scope, run: &Run<'_>) -> Value {
    Evaluator { scope, run, bindings: None }.template(parts, at)
}

/// Evaluates an expression and forgets the gaps and errors it gave: the value, and whether an error arose.
pub fn attempt(expr: &Expr, scope: &dyn Scope, run: &Run<'_>) -> (Value, bool) {
    Evaluator { scope, run, bindings: None }.attempt(expr)
}

/// Deepest nesting of lists and maps in one value.
const MAX_NESTING: u32 = 100;
/// Most lists and maps in one value.
const MAX_INNER: u64 = 1_000_000;

/// Takes what a value costs in memory from the run's budget, so that the budget bounds the memory of a configuration
/// too, and gives up a value that is nested too deeply to be walked safely.
pub(crate) fn charge(value: Value, run: &Run<'_>) -> Value {
    const ELEMENT: u64 = 8;
    const BYTES: usize = 16;
    let steps = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let mut visited = 0;
    let cost = match &value.kind {
        Kind::List(items) => steps(items.len()).saturating_mul(ELEMENT),
        Kind::Map(map) => steps(map.entries.len()).saturating_mul(ELEMENT),
        Kind::Text(Text::Whole(text)) => steps(text.len() / BYTES),
        Kind::Text(Text::Parts(parts)) => parts.iter().fold(0, |sum, part| match part {
            Part::Known(text, _) => sum + 1 + steps(text.len() / BYTES),
            Part::Hole(..) => sum + 1,
        }),
        _ => return value,
    };
    let deep = nests_deeper(&value, MAX_NESTING, &mut visited);
    run.budget.set(run.budget.get().saturating_sub(cost.saturating_add(visited / 4)));
    if deep {
        let bound = match visited > MAX_INNER {
            true => "a value of more than 1000000 lists and maps",
            false => "values nested more than 100 levels deep",
        };
        return bound_reached(run, value.at, bound).marked(value.marks);
    }
    value
}

/// Text in the normal form (NFC) that HCL and cty bring all text to.
pub(crate) fn normal(text: &Arc<str>) -> Arc<str> {
    use unicode_normalization::UnicodeNormalization as _;
    match text.is_ascii() || unicode_normalization::is_nfc(text) {
        true => text.clone(),
        false => text.nfc().collect::<String>().into(),
    }
}

/// What stands for a value once a configuration's steps are used up.
pub(super) fn out_of_steps(run: &Run<'_>, at: Span) -> Value {
    bound_reached(run, at, if run.share < Run::STEPS { SHARE_REACHED } else { STEPS_REACHED })
}

/// A bound that was reached; recorded once.
pub(super) fn bound_reached(run: &Run<'_>, at: Span, bound: &'static str) -> Value {
    let message: Arc<str> = format!("not evaluated further: {bound}").into();
    let recorded = run.gaps.borrow().iter().any(|gap| gap.kind == GapKind::Bound && gap.message == message);
    if !recorded {
        run.gap(Gap::at(at, GapKind::Bound, message));
    }
    Value::unknown(Unknown::new(Why::Bound(bound), at), at)
}

/// Whether a value nests deeper than this many levels, or holds more lists and maps than `MAX_INNER`: shared ones count
/// as often as they occur, as they are visited that often by all that reads the value.
fn nests_deeper(value: &Value, levels: u32, visited: &mut u64) -> bool {
    *visited += 1;
    if *visited > MAX_INNER {
        return true;
    }
    let inner = |value: &Value| matches!(value.kind, Kind::List(_) | Kind::Map(_));
    match &value.kind {
        Kind::List(_) | Kind::Map(_) if levels == 0 => true,
        Kind::List(_) => value.elements().filter(|v| inner(v)).any(|v| nests_deeper(v, levels - 1, visited)),
        Kind::Map(map) => {
            map.entries.iter().map(|e| &e.value).filter(|v| inner(v)).any(|v| nests_deeper(v, levels - 1, visited))
        }
        _ => false,
    }
}

/// Why `templatestring` does not take an expression: it must refer to a template that is elsewhere.
fn not_elsewhere(expr: &Expr) -> Option<&'static str> {
    match &*expr.kind {
        ExprKind::Variable(_) | ExprKind::GetAttr(..) | ExprKind::Index(..) => None,
        ExprKind::String(_) => Some(
            "templatestring is only for rendering templates retrieved dynamically from elsewhere, and so does not support \
             providing a literal template; consider using a template string expression instead",
        ),
        ExprKind::Template(_) => Some(
            "templatestring is only for rendering templates retrieved dynamically from elsewhere; to render an inline \
             template, consider using a plain template string expression",
        ),
        _ => Some(
            "must be a direct reference to a single string from elsewhere, containing valid Terraform template syntax",
        ),
    }
}

/// A variable of a `for` expression or template, and those around it.
struct Binding<'e> {
    name: &'e str,
    value: &'e Value,
    outer: Option<&'e Binding<'e>>,
}

#[derive(Clone, Copy)]
struct Evaluator<'e, 'r> {
    scope: &'e dyn Scope,
    run: &'e Run<'r>,
    bindings: Option<&'e Binding<'e>>,
}

impl<'e, 'r> Evaluator<'e, 'r> {
    fn bound(&self, name: &str) -> Option<&'e Value> {
        let mut next = self.bindings;
        while let Some(binding) = next {
            if binding.name == name {
                return Some(binding.value);
            }
            next = binding.outer;
        }
        None
    }

    /// Something the language refuses here.
    fn error(&self, at: Span, message: impl Into<Arc<str>>) -> Value {
        self.error_of(GapKind::Evaluation, at, message)
    }

    fn error_of(&self, kind: GapKind, at: Span, message: impl Into<Arc<str>>) -> Value {
        let message = message.into();
        self.run.errors.set(self.run.errors.get().saturating_add(1));
        self.run.gap(Gap::at(at, kind, message.clone()));
        Value::unknown(Unknown::new(Why::Gap(message), at), at)
    }

    fn bound_reached(&self, at: Span, bound: &'static str) -> Value {
        bound_reached(self.run, at, bound)
    }

    fn steps_reached(&self, at: Span) -> Value {
        out_of_steps(self.run, at)
    }

    /// Evaluates, and takes back the gaps when an error arose.
    fn attempt(&self, expr: &Expr) -> (Value, bool) {
        let gaps = self.run.gaps.borrow().len();
        let errors = self.run.errors.get();
        let forgiving = self.run.forgiving.get();
        self.run.forgiving.set(forgiving.saturating_add(1));
        let value = self.expr(expr);
        self.run.forgiving.set(forgiving);
        let failed = self.run.errors.get() > errors;
        if failed {
            self.run.gaps.borrow_mut().truncate(gaps);
            self.run.errors.set(errors);
        }
        (value, failed)
    }

    /// Evaluates what is not taken: no gap of it counts.
    fn probe(&self, expr: &Expr) -> (Value, bool) {
        let gaps = self.run.gaps.borrow().len();
        let (value, failed) = self.attempt(expr);
        self.run.gaps.borrow_mut().truncate(gaps);
        (value, failed)
    }

    fn expr(&self, expr: &Expr) -> Value {
        let budget = self.run.budget.get();
        if budget == 0 {
            return self.steps_reached(expr.at);
        }
        let depth = self.run.depth.get();
        if depth >= Run::DEPTH {
            return self.bound_reached(expr.at, "more than 256 levels of references and expressions");
        }
        self.run.budget.set(budget - 1);
        self.run.depth.set(depth + 1);
        let value = self.kind(expr);
        self.run.depth.set(depth);
        value
    }

    fn kind(&self, expr: &Expr) -> Value {
        let at = expr.at;
        match &*expr.kind {
            ExprKind::Null => Value::null(at),
            ExprKind::Bool(b) => Value::bool(*b, at),
            ExprKind::Number(text) => match Number::parse(text) {
                Some(number) => Value::number(number, at),
                None => self.error(at, format!("`{text}` is not a number that can be kept exactly")),
            },
            ExprKind::String(text) => Value::text(normal(text), at),
            ExprKind::Template(parts) => match parts.as_slice() {
                // `"${x}"` is `x` itself, of any type.
                [TemplatePart::Interpolation(inner)] => self.expr(inner),
                parts => self.template(parts, at),
            },
            ExprKind::Variable(_) | ExprKind::GetAttr(..) => self.reference(expr),
            ExprKind::Index(over, key) => self.index_expr(over, key, at),
            ExprKind::Splat { over, then, .. } => self.splat(over, then, at),
            ExprKind::Call { name, name_at, args, expand } => self.call(name, *name_at, args, *expand, at),
            ExprKind::Tuple(items) => self.tuple(items, at),
            ExprKind::Object(items) => self.object(items, at),
            ExprKind::For(f) => self.comprehension(f, at),
            ExprKind::Conditional(condition, then, otherwise) => self.conditional(condition, then, otherwise, at),
            ExprKind::Unary(UnaryOp::Not, inner) => self.not(inner, at),
            ExprKind::Unary(UnaryOp::Negate, inner) => self.negate(inner, at),
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, at),
            ExprKind::Paren(inner) => self.expr(inner),
        }
    }

    #[inline(never)]
    fn tuple(&self, items: &[Expr], at: Span) -> Value {
        let list = Value::list(items.iter().map(|item| self.expr(item)), at);
        charge(list.formed(Form::Structure), self.run)
    }

    #[inline(never)]
    fn object(&self, items: &[ObjectItem], at: Span) -> Value {
        let mut entries: Vec<Entry> = Vec::with_capacity(items.len());
        let mut rest = None;
        let mut marks = Marks::NONE;
        for item in items {
            let key = match &item.key {
                ObjectKey::Name(name) => Ok(name.clone()),
                // `null` as a bare word is a name like others.
                ObjectKey::Expr(key) if matches!(&*key.kind, ExprKind::Null) => Ok("null".into()),
                ObjectKey::Expr(key) => {
                    let value = self.expr(key);
                    marks = marks.with(value.marks);
                    self.key(&value, key.at)
                }
            };
            let value = self.expr(&item.value);
            match key {
                Ok(key) => {
                    let value = super::origin::named(&key, value);
                    entries.push(Entry { key, key_at: item.key_at, value });
                }
                Err(unknown) => {
                    // The unknown key may be any of those before it.
                    for entry in &mut entries {
                        entry.value.marks = entry.value.marks.with(Marks::OVERRIDABLE);
                    }
                    rest.get_or_insert(unknown);
                }
            }
        }
        let map = Value::new(Kind::Map(Arc::new(Map::of(entries, rest))), at).marked(marks);
        charge(map.formed(Form::Structure), self.run)
    }

    /// A map key: text, or why it is not known.
    fn key(&self, value: &Value, at: Span) -> Result<Arc<str>, Arc<Unknown>> {
        match convert::to_text(value) {
            Ok(Text::Whole(text)) => Ok(text),
            Ok(Text::Parts(_)) => Err(value.first_unknown().map_or_else(
                || Arc::new(Unknown::new(Why::Gap("the key is not known".into()), at)),
                |u| Arc::new(Unknown::because(u, at)),
            )),
            Err(convert::Refusal::Unknown(unknown)) => Err(Arc::new(Unknown::because(&unknown, at))),
            Err(convert::Refusal::Wrong(_)) => {
                let failed = self.error(
                    at,
                    match value.is_null() {
                        true => "Null value as key: Can't use a null value as a key",
                        false => "Incorrect key type: Can't use this value as a key: string required",
                    },
                );
                Err(failed.why().cloned().unwrap_or_else(|| Arc::new(Unknown::new(Why::Gap("the key".into()), at))))
            }
        }
    }

    #[inline(never)]
    fn call(&self, name: &str, name_at: Span, args: &[Expr], expand: bool, at: Span) -> Value {
        match name {
            "try" if !expand => return self.try_each(args, at),
            "can" if !expand => return self.can(args, at),
            "convert" | "core::convert" if !expand && self.scope.dialect() == Dialect::Terraform => {
                if let [value, ty] = args {
                    return self.converted(value, ty, at);
                }
            }
            "jsonencode" if !expand => {
                if let [only] = args
                    && written_json::has_template_key(only)
                {
                    return self.written_json(only, at);
                }
            }
            _ => {}
        }
        if let (false, "templatestring", Dialect::Terraform, [template, _]) = (expand, name, self.scope.dialect(), args)
            && let Some(why) = not_elsewhere(template)
        {
            let message = format!(
                "Invalid function argument: Invalid value for \"template\" parameter: invalid template expression: {why}"
            );
            return self.error(template.at, message);
        }
        let mut values: Vec<Value> = Vec::with_capacity(args.len());
        let mut places: Vec<Span> = Vec::with_capacity(args.len());
        for (index, arg) in args.iter().enumerate() {
            let value = self.expr(arg);
            if !(expand && index + 1 == args.len()) {
                values.push(value);
                places.push(arg.at);
                continue;
            }
            match &value.kind {
                Kind::List(items) => {
                    for item in items.iter() {
                        match item {
                            Item::One(inner) => values.push(inner.clone().marked(value.marks)),
                            Item::Many(unknown) => {
                                values.push(Value::new(Kind::Unknown(unknown.clone()), arg.at).marked(value.marks));
                                return functions::expanded_unknown(name, unknown, values, at, self.scope, self.run);
                            }
                        }
                        places.push(arg.at);
                    }
                }
                Kind::Unknown(unknown) => {
                    return functions::expanded_unknown(name, unknown, values, at, self.scope, self.run);
                }
                Kind::Null => {
                    let message =
                        "Invalid expanding argument value: The expanding argument (indicated by ...) must not be null";
                    return self.error(arg.at, message);
                }
                _ => {
                    let message = "Invalid expanding argument value: The expanding argument (indicated by ...) must be of a tuple, list, or set type";
                    return self.error(arg.at, message);
                }
            }
        }
        match (name, values.as_slice()) {
            ("try", [first, ..]) => return first.clone(),
            ("can", [only]) => return Value::bool(true, at).marked(only.marks),
            ("try" | "can", _) => return if name == "try" { self.try_each(&[], at) } else { self.can(&[], at) },
            _ => {}
        }
        functions::call(
            &functions::Call { name, name_at, at, places: &places, scope: self.scope, run: self.run },
            &values,
        )
    }

    /// `convert`: a value as a type that is written like that of a variable.
    fn converted(&self, value: &Expr, ty: &Expr, at: Span) -> Value {
        let given = self.expr(value);
        let marks = given.marks;
        let default = |expr: &Expr| self.expr(expr);
        match Constraint::read(ty).convert(given, &default, self.run) {
            Ok(value) => Value { at, ..value }.marked(marks),
            Err(wanted) => self.error(
                value.at,
                format!("Error in function call: Call to function \"convert\" failed: {wanted} required"),
            ),
        }
    }

    /// `try`: the first argument that evaluates without an error.
    fn try_each(&self, args: &[Expr], at: Span) -> Value {
        for (index, arg) in args.iter().enumerate() {
            let (value, failed) = self.attempt(arg);
            if failed {
                continue;
            }
            // What is reached through something that is not at hand may not exist when it is.
            if let Kind::Unknown(unknown) = &value.kind
                && unknown.what.is_none()
                && !operator::is_infinite(&value)
                && matches!(unknown.root().why, Why::MissingFile(_) | Why::NoSource(_) | Why::Gap(_) | Why::Bound(_))
                && let Some(next) = args.get(index + 1)
            {
                let (fallback, _) = self.attempt(next);
                let mut maybe = Unknown::because(unknown, at).of(unknown.ty);
                maybe.likely =
                    unknown.likely.clone().or_else(|| fallback.first_unknown().is_none().then_some(fallback));
                return Value::unknown(maybe, at).marked(value.marks);
            }
            return value;
        }
        if args.is_empty() {
            return self.error(
                at,
                "Error in function call: Call to function \"try\" failed: at least one argument is required",
            );
        }
        self.error(at, "Error in function call: Call to function \"try\" failed: no expression succeeded")
    }

    fn can(&self, args: &[Expr], at: Span) -> Value {
        let arg = match args {
            [] => {
                let message = "Not enough function arguments: Function \"can\" expects 1 argument(s). Missing value for \"expression\"";
                let end = Span { start: at.end.saturating_sub(1).max(at.start), ..at };
                return self.error(end, message);
            }
            [arg] => arg,
            [_, more, ..] => {
                return self.error(more.at, "Too many function arguments: Function \"can\" expects only 1 argument(s)");
            }
        };
        let (value, failed) = self.attempt(arg);
        match value.why() {
            _ if failed => Value::bool(false, at),
            _ if operator::is_infinite(&value) => Value::bool(true, at),
            // Terraform does not say either, as what comes of an unknown may still be refused.
            Some(unknown)
                if matches!(
                    unknown.root().why,
                    Why::Applied | Why::Environment(_) | Why::Runner(_) | Why::Volatile
                ) =>
            {
                let likely = Some(Value::bool(true, at));
                Value::unknown(Unknown { likely, not_null: true, ..Unknown::because(unknown, at).of(Ty::Bool) }, at)
            }
            Some(unknown) => Value::unknown(Unknown::because(unknown, at).of(Ty::Bool), at),
            None => Value::bool(true, at),
        }
    }
}
