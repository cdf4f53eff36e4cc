//! What was probably meant: the one rule behind every "did you mean".
//!
//! A name is near another when at most a third of the longer one's letters are slips (one too many, missing, changed, or two
//! swapped; case does not count), or when one is the other's beginning up to a joint: `single-nat` of `single-nat-gateway`.
//! What follows the last dot says nothing when both have it.
//! The fewest slips win, then the alphabet. Paths are compared only where they differ.

/// Longer names are never near: what they cost grows with the product of their lengths.
const LONGEST: usize = 200;

/// The known name that is nearest to a word, when one is near.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known.into_iter().filter_map(|name| Some((slips(word, name)?, name))).min().map(|(_, name)| name)
}

/// The known path that is nearest to a path, when one is near where the two differ.
pub fn nearest_path<'k>(path: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let near = |other: &'k str| {
        let (mut a, mut b): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), other.split('/').collect());
        while a.last() == b.last() && a.len().min(b.len()) > 1 {
            a.pop();
            b.pop();
        }
        let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count().min(a.len().min(b.len()).saturating_sub(1));
        Some((slips(&a.get(same..)?.join("/"), &b.get(same..)?.join("/"))?, other))
    };
    known.into_iter().filter_map(near).min().map(|(_, path)| path)
}

/// How many slips lie between two names; `None` when they are not near. Lengths that differ too much cost nothing.
pub fn slips(a: &str, b: &str) -> Option<usize> {
    let (a, b) = match (a.rsplit_once('.'), b.rsplit_once('.')) {
        (Some((first, x)), Some((second, y))) if x == y => (first, second),
        _ => (a, b),
    };
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() || long.len() > LONGEST {
        return None;
    }
    let apart = long.len() - short.len();
    let begins = long.get(..short.len()).is_some_and(|start| start.eq_ignore_ascii_case(short));
    if begins && long.as_bytes().get(short.len()).is_some_and(|joint| b"-_./".contains(joint)) {
        return Some(apart);
    }
    // A letter has up to four bytes.
    if apart > long.len() / 3 && long.is_ascii() {
        return None;
    }
    let (short, long) = (short.to_lowercase(), long.to_lowercase());
    let longer = short.chars().count().max(long.chars().count());
    let slips = strsim::osa_distance(&short, &long);
    (slips * 3 <= longer).then_some(slips)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_forgiven_and_another_word_is_not() {
        assert_eq!(nearest("subnet_idz", ["subnet_ids", "subnets"]), Some("subnet_ids"));
        assert_eq!(nearest("Organisations", ["organizations", "accounts"]), Some("organizations"));
        assert_eq!(nearest("app-pre-secret-role", ["other-secret-role", "app-secret-role"]), Some("app-secret-role"));
        assert_eq!(nearest("service.yaml", ["deployment.yaml", "secret.yaml"]), None);
        assert_eq!(nearest("vpc", ["rds", "eks"]), None);
        assert_eq!(nearest("b.yaml", ["a.yaml"]), None);
        assert_eq!(nearest("", ["a"]), None);
    }

    #[test]
    fn the_beginning_of_a_name_is_near_up_to_a_joint() {
        assert_eq!(nearest("single-nat", ["single-az-tier", "single-nat-gateway"]), Some("single-nat-gateway"));
        assert_eq!(nearest("sing", ["single-nat-gateway"]), None);
    }

    #[test]
    fn of_equally_near_names_the_first_by_the_alphabet_is_meant() {
        assert_eq!(nearest("nodea", ["nodec", "nodeb"]), Some("nodeb"));
    }

    #[test]
    fn paths_are_compared_where_they_differ() {
        let units = ["prod/eu-west-1/numinia/rds", "prod/eu-west-1/numinia/vpc"];
        assert_eq!(nearest_path("prod/eu-west-1/numina/vpc", units), Some("prod/eu-west-1/numinia/vpc"));
        assert_eq!(nearest_path("prod/eu-west-1/numinia/eks", units), None);
    }

    #[test]
    fn long_names_and_letters_of_several_bytes_are_no_trouble() {
        assert_eq!(slips(&"a".repeat(100_000), &"a".repeat(100_001)), None);
        assert_eq!(slips("größe", "grösse"), Some(2));
        assert_eq!(slips("ééééééé", "éééééé"), Some(1));
    }
}
