//! CIDR arithmetic.

use super::Function;
use super::arguments::{Answer, Call, Stop, failed, wrong};
use crate::eval::scope::Dialect;
use crate::eval::value::*;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

pub(super) fn find(name: &str) -> Option<Function> {
    let (run, gives): (fn(&Call<'_, '_>, &[Value]) -> Answer, _) = match name {
        "cidrhost" => (cidrhost, Ty::Text),
        "cidrnetmask" => (cidrnetmask, Ty::Text),
        "cidrsubnet" => (cidrsubnet, Ty::Text),
        "cidrsubnets" => (cidrsubnets, Ty::List),
        "cidrcontains" => (cidrcontains, Ty::Bool),
        _ => return None,
    };
    Some(Function { run, gives })
}

/// A prefix with its host bits cleared.
fn prefix(c: &Call<'_, '_>, args: &[Value], index: usize) -> Result<IpNet, Stop> {
    let text = c.text(args, index)?;
    // Go 1.17 refuses leading zeros, and Terraform ignores them for compatibility.
    let cleaned = match text.split_once('/') {
        // Terragrunt's library uses Go's reading.
        Some((address, length)) if !address.contains(':') && c.scope.dialect() == Dialect::Terraform => {
            let octets: Vec<&str> = address
                .split('.')
                .map(|octet| match octet.trim_start_matches('0') {
                    "" if !octet.is_empty() => "0",
                    trimmed => trimmed,
                })
                .collect();
            format!("{}/{length}", octets.join("."))
        }
        _ => text.to_string(),
    };
    let zeros = cleaned.split_once('/').is_some_and(|(address, _)| {
        !address.contains(':') && address.split('.').any(|octet| octet.len() > 1 && octet.starts_with('0'))
    });
    match cleaned.parse::<IpNet>() {
        Ok(net) if !zeros => Ok(net.trunc()),
        _ if c.name == "cidrsubnets" => wrong(index, format!("invalid CIDR expression: invalid CIDR address: {text}")),
        _ => failed(format!("invalid CIDR expression: invalid CIDR address: {text}")),
    }
}

fn bits(net: &IpNet) -> (u128, u32) {
    match net.network() {
        IpAddr::V4(ip) => (u128::from(u32::from(ip)), 32),
        IpAddr::V6(ip) => (u128::from(ip), 128),
    }
}

fn address(bits: u128, width: u32) -> IpAddr {
    if width == 32 {
        IpAddr::V4(Ipv4Addr::from(u32::try_from(bits).unwrap_or(u32::MAX)))
    } else {
        IpAddr::V6(Ipv6Addr::from(bits))
    }
}

fn shifted(value: u128, by: u32) -> Option<u128> {
    if value == 0 {
        return Some(0);
    }
    value.checked_shl(by).filter(|shifted| shifted >> by == value)
}

/// An integer argument that may be larger than 64 bits.
fn big(c: &Call<'_, '_>, args: &[Value], index: usize) -> Result<i128, Stop> {
    match c.number(args, index)? {
        Number::Int(i) => Ok(i128::from(i)),
        Number::Big(text) if text.parse::<i128>().is_ok() => Ok(text.parse().unwrap_or(0)),
        number if number.is_whole() => failed("value must be between 0 and 340282366920938463463374607431768211455"),
        _ => failed("value must be a whole number"),
    }
}

fn cidrsubnet(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let net = prefix(c, args, 0)?;
    let more = c.count(args, 1)?;
    let number = big(c, args, 2)?;
    let (base, width) = bits(&net);
    let length = usize::from(net.prefix_len()).saturating_add(more);
    let Some(length) = u32::try_from(length).ok().filter(|length| *length <= width) else {
        let length = net.prefix_len();
        return failed(format!("insufficient address space to extend prefix of {length} by {more}"));
    };
    let most = 1u128.checked_shl(u32::try_from(more).unwrap_or(u32::MAX));
    let number = match u128::try_from(number) {
        Ok(number) if most.is_none_or(|most| number < most) => number,
        _ => return failed(format!("prefix extension of {more} does not accommodate a subnet numbered {number}")),
    };
    let Some(offset) = shifted(number, width - length) else { return wrong(2, "the network number is too large") };
    c.whole(format!("{}/{length}", address(base | offset, width)))
}

fn cidrsubnets(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let net = prefix(c, args, 0)?;
    let (base, width) = bits(&net);
    let first = u32::from(net.prefix_len());
    let mut next = base;
    let mut full = false;
    let mut out = Vec::new();
    for index in 1..args.len() {
        let more = c.count(args, index)?;
        if first == 0 {
            // So it is in Terraform: a range of all addresses has no room for any.
            let length = u32::try_from(more).unwrap_or(u32::MAX).min(width);
            let last = shifted(shifted(1, length).unwrap_or(u128::MAX).saturating_sub(1), width - length);
            let after = address(last.unwrap_or_default(), width);
            let why = format!(
                "not enough remaining address space for a subnet with a prefix of {length} bits after {after}/{length}"
            );
            return wrong(index, why);
        }
        if more > 32 {
            return wrong(index, "may not extend prefix by more than 32 bits");
        }
        if more < 1 {
            return wrong(index, "must extend prefix by at least one bit");
        }
        let Some(length) = u32::try_from(more).ok().and_then(|m| first.checked_add(m)).filter(|l| *l <= width) else {
            return wrong(
                index,
                format!("not enough remaining address space for a subnet with a prefix of {more} bits"),
            );
        };
        let Some(size) = shifted(1, width - length) else { return wrong(index, "the range is too large") };
        // Each range starts at the next multiple of its own size.
        let start = match next % size {
            0 => Some(next),
            over => next.checked_add(size - over),
        };
        let end = start.and_then(|start| start.checked_add(size - 1));
        let last = base | shifted(1, width - first).map_or(u128::MAX, |size| size - 1);
        match (start, end) {
            (Some(start), Some(end)) if end <= last && !full => {
                out.push(Item::One(Value::text(format!("{}/{length}", address(start, width)), c.at)));
                match end.checked_add(1) {
                    Some(after) => next = after,
                    None => full = true,
                }
            }
            _ => {
                let after = match out.last() {
                    Some(Item::One(last)) => format!(" after {}", last.as_str().unwrap_or_default()),
                    _ => String::new(),
                };
                let why =
                    format!("not enough remaining address space for a subnet with a prefix of {length} bits{after}");
                return wrong(index, why);
            }
        }
    }
    c.list(out)
}

fn cidrhost(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let net = prefix(c, args, 0)?;
    let number = big(c, args, 1)?;
    let (base, width) = bits(&net);
    let room = width - u32::from(net.prefix_len());
    let mask = if room >= 128 { u128::MAX } else { (1u128 << room) - 1 };
    let offset = if number >= 0 {
        u128::try_from(number).ok().filter(|n| *n <= mask)
    } else {
        mask.checked_sub(number.unsigned_abs().saturating_sub(1)).filter(|_| number.unsigned_abs() - 1 <= mask)
    };
    match offset {
        Some(offset) => c.whole(address(base | offset, width).to_string()),
        None => {
            // Terraform tells the number that it counts back from the end.
            let told = if number < 0 {
                number.saturating_add(i128::try_from(mask).unwrap_or(i128::MAX)).saturating_add(1)
            } else {
                number
            };
            failed(format!("prefix of {} does not accommodate a host numbered {told}", net.prefix_len()))
        }
    }
}

fn cidrnetmask(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    match prefix(c, args, 0)? {
        IpNet::V4(net) => c.whole(net.netmask().to_string()),
        IpNet::V6(net) if c.scope.dialect() == Dialect::Terragrunt => c.whole(net.netmask().to_string()),
        IpNet::V6(_) => failed(format!("IPv6 addresses cannot have a netmask: {}", c.text(args, 0)?)),
    }
}

/// OpenTofu: whether a range holds a range or an address.
fn cidrcontains(c: &Call<'_, '_>, args: &[Value]) -> Answer {
    let net = prefix(c, args, 0)?;
    let other = c.text(args, 1)?;
    let inside = match (other.parse::<IpNet>(), other.parse::<IpAddr>()) {
        (Ok(other), _) => net.contains(&other.trunc()),
        (_, Ok(ip)) => net.contains(&ip),
        _ => return wrong(1, format!("`{other}` is neither an address nor a range")),
    };
    Ok(Value::bool(inside, c.at))
}
