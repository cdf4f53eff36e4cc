//! What ships inside the binary: the rule pages and the module models of the folder `rules/`.

use include_dir::{Dir, DirEntry, include_dir};

static CATALOGUE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Files under `rules/<family>/`, as `(path relative to rules/, text)`, sorted by path.
pub fn pages() -> Vec<(&'static str, &'static str)> {
    files(|path| path.ends_with(".md") && !path.starts_with("modules/") && path.contains('/'))
}

/// Files of the module models, as `(path relative to rules/modules/, text)`, sorted by path.
pub fn module_models() -> Vec<(&'static str, &'static str)> {
    files(|path| path.starts_with("modules/") && path.ends_with(".hcl") || path.ends_with(".tf"))
        .into_iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("modules/")?, text)))
        .collect()
}

fn files(wanted: impl Fn(&str) -> bool) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    let mut open = vec![&CATALOGUE];
    while let Some(dir) = open.pop() {
        for entry in dir.entries() {
            match entry {
                DirEntry::Dir(dir) => open.push(dir),
                DirEntry::File(file) => {
                    if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8())
                        && wanted(path)
                    {
                        found.push((path, text));
                    }
                }
            }
        }
    }
    found.sort_unstable();
    found
}
