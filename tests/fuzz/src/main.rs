//! A driver that needs no nightly compiler and no libFuzzer: it mutates a corpus and keeps what makes a target say
//! something new. `cargo run --release --bin mutate -- [--seconds N] [--seed N] [TARGET...]`.
//!
//! The input that is being tried is written to `artifacts/TARGET/current`, so that an abort leaves it behind; one that
//! panics, or takes over five seconds, is kept as `artifacts/TARGET/crash-*` or `slow-*`, and the run goes on.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What panicked since it was last asked, in whatever thread.
static PANICS: AtomicU64 = AtomicU64::new(0);
static LAST: Mutex<String> = Mutex::new(String::new());

/// Pieces of text that mutations put in.
const TOKENS: &[&str] = &[
    "${", "%{", "}", "${~", "~}", "%{ if true }", "%{ else }", "%{ endif }", "%{ for x in list }", "%{ endfor }", "[*]", ".*",
    "...", "=>", "? :", "[for x in ", "{for k, v in ", " : ", " if ", "<<-E\n", "\nE\n", "\"", "\\", "\\u00e9", "$${", "null",
    "true", "text", "any", "number", "flag", "list", "map", "open", "tail", "secret", "config.tags", "[0]", "-1", "1e308",
    "9223372036854775807", "1/3", "==", "&&", "||", "!", "%", "upper(", "merge(", "concat(", "flatten(", "format(\"%s\", ",
    "formatlist(\"%5.2f\", ", "regex(\"(a*)*b\", ", "replace(", "split(\"\", ", "join(\",\", ", "jsonencode(", "jsondecode(",
    "yamldecode(", "yamlencode(", "setproduct(", "range(", "cidrsubnet(", "zipmap(", "lookup(", "try(", "can(", "toset(",
    "tolist(", "tomap(", "substr(", "element(", "slice(", "coalesce(", "templatefile(\"t.tpl\", ", "file(\"", "indent(2, ",
    "formatdate(\"", "base64decode(", "chunklist(", "transpose(", "matchkeys(", "parseint(\"", "pow(", "{{", "}}", "{{-",
    "-}}", "{{ range ", "{{ with ", "{{ end }}", "{{ include \"c.name\" . }}", "{{ tpl ", ".Values.", ".Values.unknown",
    "| quote", "| nindent 4", "| toYaml", "printf \"%v\" ", "dict ", "list ", "index ", "$x := ", "- ", ": ", "&a ", "*a",
    "<<: ", "|-\n", ">+\n", "---\n", "...\n", "!!str ", "? ", "{", "[", "]", "\t", "# ", "\u{feff}", "é", "🤷🏽‍♀️", "\r\n", "\n", " ",
];

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One change of a text, or several.
fn mutated(random: &mut Random, corpus: &[String], of: &str) -> String {
    const LONGEST: usize = 4096;
    let mut text = of.to_owned();
    for _ in 0..=random.below(4) {
        let (a, b) = (random.below(text.len() + 1), random.below(text.len() + 1));
        let (from, to) = (boundary(&text, a.min(b)), boundary(&text, a.max(b)));
        let short = boundary(&text, to.min(from + 1 + random.below(12)));
        match random.below(9) {
            0 => text.replace_range(from..short.max(from), ""),
            1 => {
                let piece = text[from..short.max(from)].to_owned();
                text.insert_str(from, &piece);
            }
            2 => {
                let piece = text[from..to].to_owned();
                text.insert_str(to, &piece);
            }
            3 | 4 | 5 => text.insert_str(from, TOKENS[random.below(TOKENS.len())]),
            6 => {
                let other = &corpus[random.below(corpus.len())];
                let (a, b) = (random.below(other.len() + 1), random.below(other.len() + 1));
                let piece = &other[boundary(other, a.min(b))..boundary(other, a.max(b))];
                text.replace_range(from..short.max(from), piece);
            }
            7 => {
                let token = TOKENS[random.below(TOKENS.len())];
                text.replace_range(from..short.max(from), token);
            }
            _ => {
                let byte = u8::try_from(32 + random.below(95)).unwrap_or(b' ');
                text.insert(from, char::from(byte));
            }
        }
        if text.len() > LONGEST {
            text.truncate(boundary(&text, LONGEST));
        }
    }
    text
}

/// What a run says, without what is particular to it: an input that says something new is worth keeping.
fn features(target: &str, text: &str) -> HashSet<u64> {
    let mut out = HashSet::new();
    for said in driftline_fuzz::said(target, text.as_bytes()) {
        let plain: String = said.chars().filter(|ch| !ch.is_ascii_digit()).collect();
        let mut words = Vec::new();
        for (index, part) in plain.split(['"', '`']).enumerate() {
            // What is quoted is the input's.
            if index % 2 == 0 {
                words.push(part);
            }
        }
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        out.insert(hasher.finish());
    }
    out
}

fn main() {
    let mut seconds = 60;
    let mut seed = 0x9e37_79b9_7f4a_7c15;
    let mut targets = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|n| n.parse().ok()).expect("a number");
        match arg.as_str() {
            "--seconds" => seconds = number(),
            "--seed" => seed = number() | 1,
            other => targets.push(other.to_owned()),
        }
    }
    if targets.is_empty() {
        targets = driftline_fuzz::TARGETS.iter().map(|name| (*name).to_owned()).collect();
    }
    std::panic::set_hook(Box::new(|info| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        *LAST.lock().expect("not poisoned") = info.to_string();
    }));
    // Deep recursion must be bounded well below the stack that driftline itself gives its threads.
    let runner = std::thread::Builder::new().stack_size(64 * 1024 * 1024).spawn(move || run(&targets, seconds, seed));
    let crashes = runner.expect("a thread").join().expect("the driver itself does not panic");
    std::process::exit(i32::from(crashes > 0));
}

fn run(targets: &[String], seconds: u64, seed: u64) -> u64 {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut random = Random(seed);
    let mut crashes = 0;
    let mut seen: HashSet<u64> = HashSet::new();
    let mut told: HashSet<String> = HashSet::new();
    let mut corpora: Vec<(String, Vec<String>, u64)> = Vec::new();
    for target in targets {
        let mut texts: Vec<String> = files(&home.join("corpus").join(target));
        texts.sort();
        if texts.is_empty() {
            texts.push(String::new());
        }
        for text in &texts {
            match catch_unwind(AssertUnwindSafe(|| features(target, text))) {
                Ok(found) => seen.extend(found),
                Err(_) => {
                    crashes += 1;
                    let message = LAST.lock().expect("not poisoned").clone();
                    eprintln!("{target}: a text of the corpus: {message}\n{text}");
                }
            }
        }
        corpora.push((target.clone(), texts, 0));
        fs::create_dir_all(home.join("artifacts").join(target)).expect("a folder for what is found");
    }
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut shown = Instant::now();
    let mut turn = 0;
    while Instant::now() < end {
        turn = (turn + 1) % corpora.len();
        let Some((target, corpus, tried)) = corpora.get_mut(turn) else { break };
        let artifacts: PathBuf = home.join("artifacts").join(&*target);
        for _ in 0..200 {
            let of = corpus[random.below(corpus.len())].clone();
            let input = mutated(&mut random, corpus, &of);
            fs::write(artifacts.join("current"), &input).expect("the input is kept");
            let before = PANICS.load(Ordering::SeqCst);
            let start = Instant::now();
            let found = catch_unwind(AssertUnwindSafe(|| features(target, &input)));
            *tried += 1;
            let name = format!("{:016x}", random.next());
            let panicked = found.is_err() || PANICS.load(Ordering::SeqCst) > before;
            let slow = start.elapsed() > Duration::from_secs(5);
            if panicked || slow {
                let message = LAST.lock().expect("not poisoned").clone();
                let place = message.lines().next().unwrap_or_default().to_owned();
                if slow || told.insert(place) {
                    crashes += 1;
                    let kind = if panicked { "crash" } else { "slow" };
                    eprintln!("{target}: {kind}-{name} after {:?}: {message}", start.elapsed());
                    fs::write(artifacts.join(format!("{kind}-{name}")), &input).expect("the input is kept");
                }
            }
            let Ok(found) = found else { continue };
            let new = found.difference(&seen).next().is_some();
            seen.extend(found);
            if new {
                corpus.push(input);
            }
        }
        if shown.elapsed() > Duration::from_secs(60) {
            shown = Instant::now();
            for (target, corpus, tried) in &corpora {
                eprintln!("{target}: {tried} inputs, {} kept", corpus.len());
            }
        }
    }
    for (target, corpus, tried) in &corpora {
        eprintln!("{target}: {tried} inputs, {} kept, {crashes} findings in all", corpus.len());
        let grown = home.join("artifacts").join(target).join("corpus");
        fs::create_dir_all(&grown).expect("a folder for the corpus");
        for (index, text) in corpus.iter().enumerate() {
            fs::write(grown.join(format!("{index:05}")), text).expect("the corpus is kept");
        }
    }
    crashes
}

fn files(dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    entries.filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok()).collect()
}
