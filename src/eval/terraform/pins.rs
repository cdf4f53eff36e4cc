//! Revisions of the given repositories that module sources pin: a module of one's own at a tag is read at that tag.

use super::is_terraform;
use crate::eval::modules::Source;
use crate::source::{Revision, Sources, TreeId};
use std::collections::BTreeSet;

/// Most revisions that are opened for module sources.
const MOST: usize = 64;

/// What `?ref=` names in sources that are written out in full; a clone that does not have it opens nothing.
pub fn pins(sources: &Sources) -> Vec<(TreeId, Revision)> {
    let given = || {
        let all = sources.tree_ids().filter_map(|id| Some((id, sources.tree(id)?)));
        all.filter(|(_, tree)| !tree.embedded && tree.revision.is_none())
    };
    let mut wanted = BTreeSet::new();
    for (id, _) in given() {
        for file in sources.files_of(id).filter(|f| is_terraform(&f.path) || f.path.ends_with(".hcl")) {
            let Ok(text) = sources.text(file.id) else { continue };
            for line in text.lines().filter(|line| line.contains("?ref=") && !line.trim_start().starts_with('#')) {
                for written in line.split('"').filter(|part| part.contains("?ref=") && !part.contains("${")) {
                    let Source::Git { remote, reference: Some(reference), .. } = Source::parse(written) else {
                        continue;
                    };
                    let of =
                        given().find(|(_, tree)| tree.remote.as_ref().is_some_and(|r| r.eq_ignore_ascii_case(&remote)));
                    let Some((of, _)) = of.filter(|_| wanted.len() < MOST) else { continue };
                    let commit = reference.len() >= 7 && reference.bytes().all(|b| b.is_ascii_hexdigit());
                    wanted.insert((of, Revision::Tag(reference.as_str().into())));
                    wanted.insert((of, Revision::Branch(reference.as_str().into())));
                    if commit {
                        wanted.insert((of, Revision::Commit(reference.as_str().into())));
                    }
                }
            }
        }
    }
    wanted.into_iter().collect()
}
