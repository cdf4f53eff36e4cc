//! Version constraints as `constraint_check` judges them (github.com/hashicorp/go-version): pre-releases match only
//! constraints that name one of the same version.

use semver::{BuildMetadata, Prerelease, Version};

/// Whether a version satisfies every part of a constraint; `Err` says which of the two cannot be read.
pub(super) fn check(version: &str, constraint: &str) -> Result<bool, String> {
    let (version, _) = parse(version).ok_or_else(|| format!("`{version}` is not a version"))?;
    let mut all = true;
    for part in constraint.split(',') {
        let part = part.trim();
        let cut = part.find(|c: char| !"<>=!~".contains(c)).unwrap_or(part.len());
        let (operator, wanted) = part.split_at(cut);
        let (wanted, given) = parse(wanted.trim()).ok_or_else(|| format!("`{part}` is not a constraint"))?;
        let comparable = match (wanted.pre.is_empty(), version.pre.is_empty()) {
            (true, false) => false,
            (false, false) => base(&wanted) == base(&version),
            _ => true,
        };
        all &= match operator {
            "" | "=" => version == wanted,
            "!=" => version != wanted,
            ">" => comparable && version > wanted,
            ">=" => comparable && version >= wanted,
            "<" => comparable && version < wanted,
            "<=" => comparable && version <= wanted,
            "~>" => {
                let same = match given {
                    3 => (version.major, version.minor) == (wanted.major, wanted.minor),
                    2 => version.major == wanted.major,
                    _ => true,
                };
                let released = !wanted.pre.is_empty() && version.pre.is_empty();
                comparable && !released && version >= wanted && same
            }
            _ => return Err(format!("`{part}` is not a constraint")),
        };
    }
    Ok(all)
}

fn base(version: &Version) -> (u64, u64, u64) {
    (version.major, version.minor, version.patch)
}

/// A version of one to three numbers, and how many there are.
fn parse(text: &str) -> Option<(Version, usize)> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let (text, _build) = text.split_once('+').unwrap_or((text, ""));
    let (numbers, pre) = text.split_once('-').unwrap_or((text, ""));
    let parts = numbers.split('.').map(|n| n.parse::<u64>()).collect::<Result<Vec<_>, _>>().ok()?;
    let at = |index: usize| parts.get(index).copied().unwrap_or(0);
    let pre = Prerelease::new(pre).ok()?;
    let version = Version { major: at(0), minor: at(1), patch: at(2), pre, build: BuildMetadata::EMPTY };
    (parts.len() <= 3).then_some((version, parts.len()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::check;

    #[test]
    fn pre_releases_match_only_their_own_version() {
        let judged = |version: &str, constraint: &str| check(version, constraint).unwrap();
        assert!(!judged("1.2.0-beta", ">= 1.0"));
        assert!(judged("1.2.0-beta2", ">= 1.2.0-beta1"));
        assert!(!judged("1.3.0-beta2", ">= 1.2.0-beta1"));
        assert!(judged("1.9", "~> 1.2, != 1.5.0"));
        assert!(!judged("1.5", "~> 1.2, != 1.5.0"));
        assert!(check("latest", ">= 1").is_err() && check("1.0.0", "=> 1").is_err());
    }
}
