//! Tokens into a tree, as `text/template/parse/parse.go` reads them.

use super::ParseError;
use super::lexer::{Delimiters, Keyword, Kind, Token, tokens};
use super::tree::{Body, Branch, Command, Expr, Node, Parsed, Pipe};
use std::sync::Arc;

/// How deep blocks and parentheses may nest.
const DEPTH: usize = 200;

/// How many `else if` one `if` may have.
const ELSE_DEPTH: usize = 600;

/// Parses a template. `known` says which functions exist: Go refuses an unknown one while parsing.
pub fn parse(source: &str, delimiters: Delimiters, known: &dyn Fn(&str) -> bool) -> Result<Parsed, ParseError> {
    let tokens = tokens(source, delimiters)?;
    let mut parser = Parser {
        source,
        tokens,
        pos: 0,
        known,
        variables: vec!["$".into()],
        defines: Vec::new(),
        depth: 0,
        chain: 0,
        ranges: 0,
    };
    let mut body = Body::default();
    loop {
        if parser.peek().is_none() {
            break;
        }
        if parser.at_action(Keyword::Define) {
            parser.define()?;
            continue;
        }
        match parser.node()? {
            Item::Node(node) => body.nodes.push(node),
            Item::End(at) => return parser.fail_at(at, "unexpected {{end}}"),
            Item::Else(at) => return parser.fail_at(at, "unexpected {{else}}"),
        }
    }
    Ok(Parsed { body, defines: parser.defines })
}

enum Item {
    Node(Node),
    End(usize),
    Else(usize),
}

struct Parser<'a> {
    source: &'a str,
    tokens: Vec<Token>,
    pos: usize,
    known: &'a dyn Fn(&str) -> bool,
    variables: Vec<Arc<str>>,
    defines: Vec<(Arc<str>, Body)>,
    depth: usize,
    chain: usize,
    ranges: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.pos).map(|t| &t.kind)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.pos).cloned();
        self.pos += 1;
        token
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(Kind::Space)) {
            self.pos += 1;
        }
    }

    fn here(&self) -> usize {
        self.tokens.get(self.pos).map_or(self.source.len(), |t| t.start)
    }

    fn behind(&self) -> usize {
        self.pos.checked_sub(1).and_then(|p| self.tokens.get(p)).map_or(0, |t| t.end)
    }

    fn text(&self, token: &Token) -> &str {
        self.source.get(token.start..token.end).unwrap_or("")
    }

    fn fail_at<T>(&self, start: usize, message: impl Into<String>) -> Result<T, ParseError> {
        let end = self.source.get(start..).and_then(|r| r.find("}}")).map_or(self.source.len(), |i| start + i + 2);
        Err(ParseError { message: message.into(), start, end })
    }

    fn unexpected<T>(&self, token: Option<Token>, context: &str) -> Result<T, ParseError> {
        match token {
            None => self.fail_at(self.source.len(), "unexpected EOF"),
            Some(token) => self.fail_at(token.start, format!("unexpected <{}> in {context}", self.text(&token))),
        }
    }

    fn enter(&mut self) -> Result<(), ParseError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return self.fail_at(self.here(), format!("blocks nest deeper than {DEPTH}"));
        }
        Ok(())
    }

    /// Whether an action with this keyword starts here.
    fn at_action(&self, keyword: Keyword) -> bool {
        let mut tokens = self.tokens.get(self.pos..).unwrap_or(&[]).iter();
        tokens.next().is_some_and(|t| t.kind == Kind::Left)
            && tokens.find(|t| t.kind != Kind::Space).is_some_and(|t| t.kind == Kind::Keyword(keyword))
    }

    fn right(&mut self, context: &str) -> Result<usize, ParseError> {
        self.skip_space();
        match self.next() {
            Some(token) if token.kind == Kind::Right => Ok(token.end),
            token => self.unexpected(token, context),
        }
    }

    fn name(&mut self, context: &str) -> Result<Arc<str>, ParseError> {
        self.skip_space();
        match self.next() {
            Some(Token { kind: Kind::Text2(text), .. }) => Ok(text.into()),
            token => self.unexpected(token, context),
        }
    }

    fn define(&mut self) -> Result<(), ParseError> {
        let start = self.here();
        self.pos += 1;
        self.skip_space();
        self.pos += 1;
        let name = self.name("define clause")?;
        self.right("define clause")?;
        let saved = std::mem::replace(&mut self.variables, vec!["$".into()]);
        let ranges = std::mem::take(&mut self.ranges);
        let (body, closing) = self.list()?;
        self.variables = saved;
        self.ranges = ranges;
        match closing {
            Item::End(_) => {
                self.defines.push((name, body));
                Ok(())
            }
            _ => self.fail_at(start, "unexpected {{else}} in define clause"),
        }
    }

    /// Nodes up to `end` or `else`.
    fn list(&mut self) -> Result<(Body, Item), ParseError> {
        self.enter()?;
        let mut body = Body::default();
        loop {
            if self.peek().is_none() {
                return self.fail_at(self.source.len(), "unexpected EOF");
            }
            match self.node()? {
                Item::Node(node) => body.nodes.push(node),
                closing => {
                    self.depth -= 1;
                    return Ok((body, closing));
                }
            }
        }
    }

    fn node(&mut self) -> Result<Item, ParseError> {
        let Some(token) = self.next() else { return self.unexpected(None, "input") };
        match token.kind {
            Kind::Text => Ok(Item::Node(Node::Text { start: token.start, end: token.end })),
            Kind::Left => self.action(token.start),
            _ => self.unexpected(Some(token), "input"),
        }
    }

    fn action(&mut self, start: usize) -> Result<Item, ParseError> {
        self.skip_space();
        let Some(Kind::Keyword(keyword)) = self.peek().cloned() else {
            let pipe = self.pipeline("command", false, false)?;
            return Ok(Item::Node(Node::Action { pipe, start, end: self.behind() }));
        };
        self.pos += 1;
        match keyword {
            Keyword::If => Ok(Item::Node(Node::If(Box::new(self.branch("if", start)?)))),
            Keyword::With => Ok(Item::Node(Node::With(Box::new(self.branch("with", start)?)))),
            Keyword::Range => Ok(Item::Node(Node::Range(Box::new(self.branch("range", start)?)))),
            Keyword::End => {
                self.right("end")?;
                Ok(Item::End(start))
            }
            Keyword::Else => {
                self.skip_space();
                if !matches!(self.peek(), Some(Kind::Keyword(Keyword::If | Keyword::With))) {
                    self.right("else")?;
                }
                Ok(Item::Else(start))
            }
            Keyword::Template => {
                let name = self.name("template clause")?;
                self.skip_space();
                let pipe = if self.peek() == Some(&Kind::Right) {
                    self.pos += 1;
                    None
                } else {
                    Some(self.pipeline("template clause", false, false)?)
                };
                Ok(Item::Node(Node::Template { name, pipe, start, end: self.behind() }))
            }
            Keyword::Block => {
                let name = self.name("block clause")?;
                let pipe = self.pipeline("block clause", false, false)?;
                let end = self.behind();
                let saved = std::mem::replace(&mut self.variables, vec!["$".into()]);
                let ranges = std::mem::take(&mut self.ranges);
                let (body, closing) = self.list()?;
                self.variables = saved;
                self.ranges = ranges;
                let Item::End(_) = closing else {
                    return self.fail_at(start, "unexpected {{else}} in block clause");
                };
                self.defines.push((name.clone(), body));
                Ok(Item::Node(Node::Template { name, pipe: Some(pipe), start, end }))
            }
            Keyword::Define => self.fail_at(start, "unexpected {{define}}"),
            Keyword::Break | Keyword::Continue => {
                self.right("break")?;
                match (self.ranges, keyword) {
                    (0, _) => self.fail_at(start, "{{break}} or {{continue}} outside {{range}}"),
                    (_, Keyword::Break) => Ok(Item::Node(Node::Break)),
                    _ => Ok(Item::Node(Node::Continue)),
                }
            }
        }
    }

    fn branch(&mut self, context: &str, start: usize) -> Result<Branch, ParseError> {
        let scope = self.variables.len();
        let is_range = context == "range";
        let pipe = self.pipeline(context, false, is_range)?;
        let end = self.behind();
        self.ranges += usize::from(is_range);
        let list = self.list();
        self.ranges -= usize::from(is_range);
        let (body, closing) = list?;
        let otherwise = match closing {
            Item::Else(at) => Some(self.otherwise(context, at)?),
            _ => None,
        };
        self.variables.truncate(scope);
        Ok(Branch { pipe, body, otherwise, start, end })
    }

    fn otherwise(&mut self, context: &str, at: usize) -> Result<Body, ParseError> {
        let keyword = match self.peek() {
            Some(Kind::Keyword(keyword)) => Some(*keyword),
            _ => None,
        };
        match keyword {
            Some(Keyword::If) if context == "if" => {
                self.pos += 1;
                self.chained("if", at).map(|b| Body { nodes: vec![Node::If(Box::new(b))] })
            }
            Some(Keyword::With) if context == "with" => {
                self.pos += 1;
                self.chained("with", at).map(|b| Body { nodes: vec![Node::With(Box::new(b))] })
            }
            Some(_) => self.fail_at(at, "unexpected word after else"),
            None => {
                let (body, closing) = self.list()?;
                match closing {
                    Item::Else(at) => self.fail_at(at, "expected end; found {{else}}"),
                    _ => Ok(body),
                }
            }
        }
    }

    fn chained(&mut self, context: &str, at: usize) -> Result<Branch, ParseError> {
        self.chain += 1;
        if self.chain > ELSE_DEPTH {
            return self.fail_at(at, format!("more than {ELSE_DEPTH} chained {{{{else {context}}}}}"));
        }
        let branch = self.branch(context, at);
        self.chain -= 1;
        branch
    }

    fn pipeline(&mut self, context: &str, paren: bool, range: bool) -> Result<Pipe, ParseError> {
        self.enter()?;
        let (variables, assign) = if paren { (Vec::new(), false) } else { self.declarations(context, range)? };
        let mut commands = Vec::new();
        loop {
            self.skip_space();
            let start = self.here();
            match self.peek() {
                Some(Kind::Right) if !paren => break,
                Some(Kind::Close) if paren => break,
                Some(
                    Kind::Bool(_)
                    | Kind::Number(_)
                    | Kind::Dot
                    | Kind::Field
                    | Kind::Identifier
                    | Kind::Nil
                    | Kind::Text2(_)
                    | Kind::Variable
                    | Kind::Open,
                ) => commands.push(self.command()?),
                Some(_) => {
                    let token = self.next();
                    return self.unexpected(token, context);
                }
                None => return self.fail_at(start, "unexpected EOF"),
            }
        }
        self.pos += 1;
        if commands.is_empty() {
            return self.fail_at(self.behind(), format!("missing value for {context}"));
        }
        for (i, command) in commands.iter().enumerate().skip(1) {
            if let Some(Expr::Bool(_) | Expr::Dot | Expr::Nil | Expr::Number(_) | Expr::Text(_)) = command.words.first()
            {
                return self.fail_at(command.start, format!("non executable command in pipeline stage {}", i + 1));
            }
        }
        self.depth -= 1;
        // A declared variable is seen after its own pipeline.
        if !assign {
            self.variables.extend(variables.iter().cloned());
        }
        Ok(Pipe { variables, assign, commands })
    }

    fn declarations(&mut self, context: &str, range: bool) -> Result<(Vec<Arc<str>>, bool), ParseError> {
        let mut names: Vec<Arc<str>> = Vec::new();
        let saved = self.pos;
        loop {
            self.skip_space();
            let Some(token) = self.next().filter(|t| t.kind == Kind::Variable) else { break };
            let name: Arc<str> = self.text(&token).into();
            self.skip_space();
            match self.peek() {
                Some(Kind::Declare | Kind::Assign) => {
                    let assign = self.peek() == Some(&Kind::Assign);
                    self.pos += 1;
                    names.push(name);
                    if assign && let Some(unknown) = names.iter().find(|n| !self.variables.contains(n)) {
                        return self.fail_at(token.start, format!("undefined variable {unknown:?}"));
                    }
                    return Ok((names, assign));
                }
                Some(Kind::Comma) => {
                    names.push(name);
                    if !range || names.len() > 1 {
                        return self.fail_at(token.start, format!("too many declarations in {context}"));
                    }
                    self.pos += 1;
                }
                _ => break,
            }
        }
        self.pos = saved;
        Ok((Vec::new(), false))
    }

    fn command(&mut self) -> Result<Command, ParseError> {
        let start = self.here();
        let mut words = Vec::new();
        loop {
            self.skip_space();
            if let Some(operand) = self.operand()? {
                words.push(operand);
            }
            match self.peek() {
                Some(Kind::Space) => {}
                Some(Kind::Right | Kind::Close) => break,
                Some(Kind::Pipe) => {
                    self.pos += 1;
                    self.skip_space();
                    if matches!(self.peek(), Some(Kind::Right | Kind::Close | Kind::Pipe)) {
                        return self.fail_at(self.here(), "missing value for command");
                    }
                    break;
                }
                _ => {
                    let token = self.next();
                    return self.unexpected(token, "operand");
                }
            }
        }
        if words.is_empty() {
            return self.fail_at(start, "empty command");
        }
        Ok(Command { words, start })
    }

    fn operand(&mut self) -> Result<Option<Expr>, ParseError> {
        let Some(mut node) = self.term()? else { return Ok(None) };
        let mut fields: Vec<Arc<str>> = Vec::new();
        while self.peek() == Some(&Kind::Field) {
            if let Some(token) = self.next() {
                fields.push(self.text(&token).trim_start_matches('.').into());
            }
        }
        if fields.is_empty() {
            return Ok(Some(node));
        }
        match &mut node {
            Expr::Field(names) | Expr::Variable(_, names) => names.extend(fields),
            Expr::Bool(_) | Expr::Text(_) | Expr::Number(_) | Expr::Nil | Expr::Dot => {
                return self.fail_at(self.here(), "unexpected . after term");
            }
            _ => node = Expr::Chain(Box::new(node), fields),
        }
        Ok(Some(node))
    }

    fn term(&mut self) -> Result<Option<Expr>, ParseError> {
        let Some(token) = self.tokens.get(self.pos).cloned() else { return Ok(None) };
        let text: Arc<str> = self.text(&token).into();
        let expr = match token.kind {
            Kind::Identifier => {
                if !(self.known)(&text) {
                    return self.fail_at(token.start, format!("function {text:?} not defined"));
                }
                Expr::Function(text)
            }
            Kind::Dot => Expr::Dot,
            Kind::Nil => Expr::Nil,
            Kind::Bool(b) => Expr::Bool(b),
            Kind::Number(n) => Expr::Number(n),
            Kind::Text2(s) => Expr::Text(s.into()),
            Kind::Field => Expr::Field(vec![text.trim_start_matches('.').into()]),
            Kind::Variable => {
                if !self.variables.contains(&text) {
                    return self.fail_at(token.start, format!("undefined variable {text:?}"));
                }
                Expr::Variable(text, Vec::new())
            }
            Kind::Open => {
                self.pos += 1;
                let pipe = self.pipeline("parenthesized pipeline", true, false)?;
                return Ok(Some(Expr::Pipe(Box::new(pipe))));
            }
            _ => return Ok(None),
        };
        self.pos += 1;
        Ok(Some(expr))
    }
}
