//! What a folder or a git tree holds, and symbolic links followed inside it.

use super::read::Place;
use super::{GapKind, Limits, path};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::Path;

/// Paths relative to the root, in order.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) files: BTreeMap<String, Place>,
    pub(super) links: BTreeMap<String, Link>,
    /// What could not be listed: path and message.
    pub(super) troubles: BTreeSet<(String, GapKind, String)>,
}

/// Where a symbolic link leads.
#[derive(Clone, Debug)]
pub(super) enum Link {
    /// A path inside the root; it may be a file, a directory, another link or nothing.
    To(String),
    /// Out of the root.
    Outside,
    /// It cannot be followed; why.
    Closed(String),
}

/// Links that are followed, aliases of files included; a tree that needs more is a trap.
const FOLLOWED: usize = 10_000;

impl Listing {
    pub(super) fn trouble(&mut self, kind: GapKind, path: &str, message: impl Into<String>) {
        self.troubles.insert((path.to_owned(), kind, message.into()));
    }

    /// Paths of which nothing is known, nor of what is below them.
    pub(super) fn unseen(&self) -> Vec<(String, String)> {
        let troubles = self.troubles.iter().filter(|(path, kind, _)| {
            // An index or a repository that cannot be read is named by its own directory, whose files are listed.
            *kind == GapKind::Bound || !path.is_empty()
        });
        let troubles = troubles.map(|(path, _, why)| (path.clone(), why.clone()));
        let closed = self.files.iter().filter_map(|(path, place)| match place {
            Place::Closed(why) => Some((path.clone(), why.to_string())),
            _ => None,
        });
        troubles.chain(closed).collect()
    }

    pub(super) fn too_many(&mut self, limits: &Limits) {
        let message =
            format!("has more than {} files, the limit for one repository; the rest was not listed", limits.files);
        self.trouble(GapKind::Bound, "", message);
    }

    /// Follows the links: a link to a file becomes a file, a link to a directory shows that directory's files once more
    /// below the link. Links out of the root become files that cannot be read; a loop is named once and not entered.
    pub(super) fn follow(&mut self, root: &Path, limits: &Limits) {
        let links = std::mem::take(&mut self.links);
        let mut follow = Follow {
            real: self,
            links: &links,
            root,
            limits,
            added: BTreeMap::new(),
            troubles: BTreeSet::new(),
            steps: 0,
        };
        for (path, link) in &links {
            follow.link(path, path, link, &mut Vec::new());
        }
        let Follow { added, troubles, .. } = follow;
        self.troubles.extend(troubles);
        for (path, place) in added {
            if self.files.len() >= limits.files {
                self.too_many(limits);
                break;
            }
            self.files.entry(path).or_insert(place);
        }
    }
}

struct Follow<'a> {
    real: &'a Listing,
    links: &'a BTreeMap<String, Link>,
    root: &'a Path,
    limits: &'a Limits,
    added: BTreeMap<String, Place>,
    troubles: BTreeSet<(String, GapKind, String)>,
    steps: usize,
}

impl Follow<'_> {
    /// `shown` is the path under which the link appears, `real` where it is.
    fn link(&mut self, shown: &str, real: &str, link: &Link, chain: &mut Vec<String>) {
        self.steps += 1;
        if self.steps > FOLLOWED || self.added.len() > self.limits.files {
            let message = format!("holds more than {FOLLOWED} symbolic links to follow; the rest was not followed");
            self.troubles.insert((String::new(), GapKind::Bound, message));
            return;
        }
        let target = match self.resolve(link) {
            Ok(target) => target,
            Err(why) => {
                self.added.insert(shown.to_owned(), Place::Closed(why.into()));
                return;
            }
        };
        if let Some(place) = self.real.files.get(&target) {
            let place = match place {
                Place::Disk => Place::At(self.root.join(&target)),
                other => other.clone(),
            };
            self.added.insert(shown.to_owned(), place);
            return;
        }
        let holds = |inner: &str| target.is_empty() || inner == target || path::inside(inner, &target).is_some();
        if holds(real) || chain.iter().any(|c| holds(c)) {
            let message = "is a symbolic link to a directory that contains it; the loop was not entered".to_owned();
            self.troubles.insert((real.to_owned(), GapKind::Unreadable, message));
            return;
        }
        let below = |map_key: &str| path::inside(map_key, &target).map(|rest| format!("{shown}/{rest}"));
        let from = format!("{target}/");
        let range = (Bound::Included(from.clone()), Bound::Unbounded);
        let mut empty = true;
        for (file, place) in self.real.files.range::<String, _>(range.clone()) {
            let Some(alias) = below(file) else { break };
            empty = false;
            let place = match place {
                Place::Disk => Place::At(self.root.join(file)),
                other => other.clone(),
            };
            self.added.insert(alias, place);
            if self.added.len() > self.limits.files {
                return;
            }
        }
        let links = self.links;
        chain.push(real.to_owned());
        chain.push(target.clone());
        for (inner, next) in links.range::<String, _>(range) {
            let Some(alias) = below(inner) else { break };
            empty = false;
            self.link(&alias, inner, next, chain);
        }
        chain.pop();
        chain.pop();
        if empty {
            let why = format!("is a symbolic link to `{target}`, which is not among the files of this repository");
            self.added.insert(shown.to_owned(), Place::Closed(why.into()));
        }
    }

    /// The path a link finally leads to.
    fn resolve(&self, link: &Link) -> Result<String, String> {
        let mut link = link;
        for _ in 0..8 {
            match link {
                Link::To(target) => match self.links.get(target) {
                    Some(next) => link = next,
                    None => return Ok(target.clone()),
                },
                Link::Outside => {
                    return Err("is a symbolic link that leads outside the given folder and is not followed".into());
                }
                Link::Closed(why) => return Err(why.clone()),
            }
        }
        Err("is a symbolic link that leads through more than 8 others, or to itself".into())
    }
}
