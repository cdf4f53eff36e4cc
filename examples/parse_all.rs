use driftline::source::*;
fn main() {
    for path in std::env::args().skip(1) {
        let text = match std::fs::read_to_string(&path) {
            Ok(t) => t,
            Err(_) => continue,
        };
        let f = FileId::from_index(0);
        let p = if path.ends_with(".json") {
            driftline::syntax::hcl::parse_json(&text, f)
        } else {
            driftline::syntax::hcl::parse(&text, f)
        };
        for g in &p.gaps {
            let o = g.at.unwrap().start as usize;
            let l = text[..o.min(text.len())].matches('\n').count() + 1;
            println!("{path}:{l}: {} {}", g.kind.word(), g.message);
        }
    }
}
