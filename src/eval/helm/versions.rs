//! Versions and version constraints as `Masterminds/semver` reads them, and what Kubernetes serves.

/// A version: leading `v` and missing parts are allowed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// As `semver` orders it.
    pub semver: semver::Version,
    /// As written.
    pub original: String,
}

impl Version {
    /// Reads a version; `None` when it is none.
    pub fn parse(text: &str) -> Option<Version> {
        let bare = text.strip_prefix('v').unwrap_or(text);
        let cut = bare.find(['-', '+']).unwrap_or(bare.len());
        let (core, tail) = (bare.get(..cut)?, bare.get(cut..)?);
        let mut parts: Vec<&str> = core.split('.').collect();
        if parts.len() > 3 || parts.iter().any(|p| p.is_empty() || !p.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        while parts.len() < 3 {
            parts.push("0");
        }
        let numbers: Option<Vec<u64>> = parts.iter().map(|p| p.parse().ok()).collect();
        let [major, minor, patch] = numbers?.try_into().ok()?;
        let mut semver = semver::Version::new(major, minor, patch);
        let (pre, build) = match tail.split_once('+') {
            Some((pre, build)) => (pre, build),
            None => (tail, ""),
        };
        let pre = pre.strip_prefix('-').unwrap_or(pre);
        semver.pre = semver::Prerelease::new(pre).ok()?;
        semver.build = semver::BuildMetadata::new(build).ok()?;
        Some(Version { semver, original: text.to_string() })
    }
}

/// Whether a version satisfies a constraint; `Err` says which of them cannot be read, in Helm's words.
pub fn compare(constraint: &str, version: &str) -> Result<bool, String> {
    let groups: Option<Vec<Vec<Range>>> = constraint.split("||").map(group).collect();
    let Some(groups) = groups else { return Err(format!("improper constraint: {constraint}")) };
    let Some(version) = Version::parse(version) else { return Err("Invalid Semantic Version".to_string()) };
    let v = &version.semver;
    let bare = (v.major, v.minor, v.patch);
    Ok(groups.iter().any(|group| {
        let allowed = v.pre.is_empty() || group.iter().any(|r| r.pre);
        allowed && group.iter().all(|r| r.holds(v, bare))
    }))
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Op {
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterEqual,
    LessEqual,
    Tilde,
    Caret,
}

#[derive(Clone, Debug)]
struct Range {
    op: Op,
    version: semver::Version,
    /// How many parts were written; the others are wildcards.
    parts: usize,
    pre: bool,
}

fn group(text: &str) -> Option<Vec<Range>> {
    let text = text.trim();
    // `1.2 - 1.4`
    if let Some((low, high)) = text.split_once(" - ") {
        return Some(vec![range(&format!(">={}", low.trim()))?, range(&format!("<={}", high.trim()))?]);
    }
    let mut ranges = Vec::new();
    for piece in text.split(',') {
        let mut pending = String::new();
        for word in piece.split_whitespace() {
            pending.push_str(word);
            if !word.bytes().all(|b| b"=!<>~^".contains(&b)) {
                ranges.push(range(&pending)?);
                pending.clear();
            }
        }
        if !pending.is_empty() || piece.trim().is_empty() {
            return None;
        }
    }
    Some(ranges)
}

fn range(text: &str) -> Option<Range> {
    let cut = text.find(|c: char| !"=!<>~^".contains(c)).unwrap_or(text.len());
    let (op, rest) = (text.get(..cut)?, text.get(cut..)?);
    let op = match op {
        "" | "=" => Op::Equal,
        "!=" => Op::NotEqual,
        ">" => Op::Greater,
        "<" => Op::Less,
        ">=" | "=>" => Op::GreaterEqual,
        "<=" | "=<" => Op::LessEqual,
        "~" | "~>" => Op::Tilde,
        "^" => Op::Caret,
        _ => return None,
    };
    let rest = rest.strip_prefix('v').unwrap_or(rest);
    let cut = rest.find(['-', '+']).unwrap_or(rest.len());
    let (core, tail) = (rest.get(..cut)?, rest.get(cut..)?);
    let mut written = Vec::new();
    let mut wild = false;
    for part in core.split('.') {
        if matches!(part, "x" | "X" | "*") {
            wild = true;
        } else if wild {
            // Anything after a wildcard is one too.
        } else {
            written.push(part);
        }
    }
    let parts = written.len();
    if parts > 3 {
        return None;
    }
    let version = if parts == 0 {
        semver::Version::new(0, 0, 0)
    } else {
        Version::parse(&format!("{}{tail}", written.join(".")))?.semver
    };
    let pre = !version.pre.is_empty();
    Some(Range { op, version, parts, pre })
}

impl Range {
    fn holds(&self, v: &semver::Version, bare: (u64, u64, u64)) -> bool {
        use std::cmp::Ordering::{Greater, Less};
        let c = &self.version;
        let order = v.cmp_precedence(c);
        // The first version after everything the written parts cover.
        let beyond = |parts: usize| match parts {
            0 => (u64::MAX, 0, 0),
            1 => (c.major.saturating_add(1), 0, 0),
            2 => (c.major, c.minor.saturating_add(1), 0),
            _ => (c.major, c.minor, c.patch.saturating_add(1)),
        };
        match self.op {
            Op::Equal if self.parts < 3 => order != Less && bare < beyond(self.parts),
            Op::NotEqual if self.parts < 3 => !(order != Less && bare < beyond(self.parts)),
            Op::Equal => order.is_eq(),
            Op::NotEqual => !order.is_eq(),
            Op::Greater if self.parts < 3 => bare >= beyond(self.parts),
            Op::Greater => order == Greater,
            Op::Less => order == Less,
            Op::GreaterEqual => order != Less,
            Op::LessEqual if self.parts < 3 => bare < beyond(self.parts),
            Op::LessEqual => order != Greater,
            Op::Tilde => order != Less && bare < beyond(self.parts.min(2)),
            Op::Caret => {
                let until = if self.parts == 0 {
                    (u64::MAX, 0, 0)
                } else if c.major > 0 || self.parts == 1 {
                    beyond(1)
                } else if c.minor > 0 || self.parts == 2 {
                    beyond(2)
                } else {
                    beyond(3)
                };
                order != Less && bare < until
            }
        }
    }
}

/// Group versions of Kubernetes itself with the minor versions that serve them, from the deprecation guide; the end
/// is exclusive.
const SERVED: &[(&str, u64, u64)] = &[
    ("v1", 0, u64::MAX),
    ("admissionregistration.k8s.io/v1", 16, u64::MAX),
    ("admissionregistration.k8s.io/v1beta1", 9, 22),
    ("apiextensions.k8s.io/v1", 16, u64::MAX),
    ("apiextensions.k8s.io/v1beta1", 7, 22),
    ("apiregistration.k8s.io/v1", 10, u64::MAX),
    ("apiregistration.k8s.io/v1beta1", 7, 22),
    ("apps/v1", 9, u64::MAX),
    ("apps/v1beta1", 6, 16),
    ("apps/v1beta2", 8, 16),
    ("authentication.k8s.io/v1", 6, u64::MAX),
    ("authentication.k8s.io/v1beta1", 4, 22),
    ("authorization.k8s.io/v1", 6, u64::MAX),
    ("authorization.k8s.io/v1beta1", 4, 22),
    ("autoscaling/v1", 2, u64::MAX),
    ("autoscaling/v2", 23, u64::MAX),
    ("autoscaling/v2beta1", 8, 25),
    ("autoscaling/v2beta2", 12, 26),
    ("batch/v1", 2, u64::MAX),
    ("batch/v1beta1", 8, 25),
    ("certificates.k8s.io/v1", 19, u64::MAX),
    ("certificates.k8s.io/v1beta1", 4, 22),
    ("coordination.k8s.io/v1", 14, u64::MAX),
    ("coordination.k8s.io/v1beta1", 12, 22),
    ("discovery.k8s.io/v1", 21, u64::MAX),
    ("discovery.k8s.io/v1beta1", 17, 25),
    ("events.k8s.io/v1", 19, u64::MAX),
    ("events.k8s.io/v1beta1", 8, 25),
    ("extensions/v1beta1", 1, 22),
    ("flowcontrol.apiserver.k8s.io/v1", 29, u64::MAX),
    ("flowcontrol.apiserver.k8s.io/v1beta1", 20, 26),
    ("flowcontrol.apiserver.k8s.io/v1beta2", 23, 29),
    ("flowcontrol.apiserver.k8s.io/v1beta3", 26, 32),
    ("networking.k8s.io/v1", 7, u64::MAX),
    ("networking.k8s.io/v1beta1", 14, 22),
    ("node.k8s.io/v1", 20, u64::MAX),
    ("node.k8s.io/v1beta1", 14, 25),
    ("policy/v1", 21, u64::MAX),
    ("policy/v1beta1", 5, 25),
    ("rbac.authorization.k8s.io/v1", 8, u64::MAX),
    ("rbac.authorization.k8s.io/v1beta1", 6, 22),
    ("resource.k8s.io/v1", 34, u64::MAX),
    ("scheduling.k8s.io/v1", 14, u64::MAX),
    ("scheduling.k8s.io/v1beta1", 11, 22),
    ("storage.k8s.io/v1", 6, u64::MAX),
    ("storage.k8s.io/v1beta1", 4, 22),
];

/// Whether a cluster of this version serves an API (`apps/v1` or `apps/v1/Deployment`); `None` when that depends on
/// what is installed in the cluster.
pub fn serves(kube: &semver::Version, api: &str) -> Option<bool> {
    let parts: Vec<&str> = api.split('/').collect();
    let group_version = match parts.as_slice() {
        [one] => (*one).to_string(),
        ["v1", _kind] => "v1".to_string(),
        [group, version, ..] => format!("{group}/{version}"),
        [] => return None,
    };
    if let Some((_, from, until)) = SERVED.iter().find(|(gv, _, _)| *gv == group_version) {
        let minor = if kube.major == 1 { kube.minor } else { u64::MAX - 1 };
        let gone = matches!(parts.as_slice(), ["policy", "v1beta1", "PodSecurityPolicy"]) && minor >= 25;
        return Some(*from <= minor && minor < *until && !gone);
    }
    let group = parts.first().copied().unwrap_or("");
    // Alpha and unlisted versions of Kubernetes' own groups are off unless switched on.
    let own = SERVED.iter().any(|(gv, _, _)| gv.split_once('/').is_some_and(|(g, _)| g == group));
    own.then_some(false)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn constraints_read_as_masterminds_semver_reads_them() {
        let cases = [
            (">=1.19-0", "v1.31.0", true),
            (">= 1.19.0", "1.31.4-eks-abc", false),
            (">=1.19-0", "1.31.4-eks-abc", true),
            ("<1.14-0", "1.31.0", false),
            ("^1.2.3", "1.9.0", true),
            ("^1.2.3", "2.0.0", false),
            ("^0.2.3", "0.3.0", false),
            ("~1.2.3", "1.2.9", true),
            ("~1.2", "1.3.0", false),
            ("~1", "1.9.0", true),
            ("1.2.x", "1.2.7", true),
            ("*", "3.1.0", true),
            (">1.2", "1.2.5", false),
            (">1.2", "1.3.0", true),
            ("<=1.2", "1.2.9", true),
            ("1.2 - 1.4", "1.3.0", true),
            (">=1.0, <2.0 || >=3.0", "3.2.1", true),
            (">=1.0 <2.0", "2.1.0", false),
            ("!=1.2.3", "1.2.3", false),
            ("1.21", "1.21.5", true),
        ];
        for (constraint, version, expected) in cases {
            assert_eq!(compare(constraint, version), Ok(expected), "{constraint} {version}");
        }
        assert!(compare("abc", "1.0.0").is_err());
        assert!(compare(">=1.0", "latest").is_err());
    }

    #[test]
    fn apis_of_kubernetes_follow_its_version() {
        let kube = semver::Version::new(1, 31, 0);
        assert_eq!(serves(&kube, "policy/v1"), Some(true));
        assert_eq!(serves(&kube, "policy/v1beta1"), Some(false));
        assert_eq!(serves(&kube, "apps/v1/Deployment"), Some(true));
        assert_eq!(serves(&kube, "monitoring.coreos.com/v1"), None);
        assert_eq!(serves(&kube, "v1"), Some(true));
    }
}
