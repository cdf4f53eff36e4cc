//! Encodings and hashes.

use crate::eval::helm::call::{Function, Param, text};
use crate::eval::helm::datum::Datum;
use crate::eval::helm::stop::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha512};

use Param::Text;

/// Encodings and hashes.
pub const FUNCTIONS: &[Function] = &[
    Function::new("b64enc", &[Text], |_, a| remade(a, |s| STANDARD.encode(s))),
    Function::new("b64dec", &[Text], |_, a| {
        remade(a, |s| match STANDARD.decode(s.replace(['\r', '\n'], "")) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(_) => format!("illegal base64 data at input byte {}", illegal(s)),
        })
    }),
    Function::new("b32enc", &[Text], |_, a| remade(a, |s| base32(s.as_bytes()))),
    Function::new("b32dec", &[Text], |_, a| {
        remade(a, |s| match unbase32(s) {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => "illegal base32 data at input byte 0".to_string(),
        })
    }),
    Function::new("sha256sum", &[Text], |_, a| remade(a, |s| hex(&Sha256::digest(s.as_bytes())))),
    Function::new("sha512sum", &[Text], |_, a| remade(a, |s| hex(&Sha512::digest(s.as_bytes())))),
    Function::new("sha1sum", &[Text], |_, a| remade(a, |s| hex(&sha1(s.as_bytes())))),
    Function::new("adler32sum", &[Text], |_, a| remade(a, |s| adler32(s.as_bytes()).to_string())),
];

fn remade(args: &[Datum], f: impl Fn(&str) -> String) -> Result<Datum, Fault> {
    let text = text(args, 0);
    Ok(Datum::Text(text.remade(f(text.as_str()))))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn illegal(text: &str) -> usize {
    let alphabet = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'\r' | b'\n');
    text.bytes().position(|b| !alphabet(b)).unwrap_or_else(|| text.trim_end_matches('=').len() / 4 * 4)
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn base32(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(5) {
        let mut block = [0u8; 8];
        for (slot, byte) in block.iter_mut().skip(3).zip(chunk) {
            *slot = *byte;
        }
        let bits = u64::from_be_bytes(block);
        let digits = (chunk.len() * 8).div_ceil(5);
        for i in 0..8usize {
            let index = usize::try_from((bits >> (35 - 5 * i)) & 31).unwrap_or(0);
            out.push(if i < digits { BASE32.get(index).copied().map_or('=', char::from) } else { '=' });
        }
    }
    out
}

fn unbase32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut bits, mut have) = (0u32, 0u32);
    for b in text.trim_end_matches('=').bytes().filter(|b| !matches!(b, b'\r' | b'\n')) {
        let digit = BASE32.iter().position(|d| *d == b)?;
        bits = (bits << 5) | u32::try_from(digit).ok()?;
        have += 5;
        if have >= 8 {
            have -= 8;
            out.push(u8::try_from((bits >> have) & 0xff).ok()?);
            bits &= (1 << have) - 1;
        }
    }
    Some(out)
}

fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    (b << 16) | a
}

/// SHA-1 (FIPS 180-4); only `sha1sum` of a chart needs it.
fn sha1(bytes: &[u8]) -> [u8; 20] {
    let mut state: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    let mut message = bytes.to_vec();
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend((bytes.len() as u64).wrapping_mul(8).to_be_bytes());
    for block in message.chunks_exact(64) {
        let mut words: Vec<u32> =
            block.chunks_exact(4).map(|w| w.iter().fold(0u32, |n, b| (n << 8) | u32::from(*b))).collect();
        for i in 16..80 {
            let at = |back: usize| words.get(i - back).copied().unwrap_or(0);
            words.push((at(3) ^ at(8) ^ at(14) ^ at(16)).rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (i, word) in words.iter().enumerate() {
            let (f, k) = match i {
                0..20 => ((b & c) | (!b & d), 0x5a82_7999),
                20..40 => (b ^ c ^ d, 0x6ed9_eba1),
                40..60 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6u32),
            };
            let next = a.rotate_left(5).wrapping_add(f).wrapping_add(e).wrapping_add(k).wrapping_add(*word);
            e = d;
            d = c;
            c = b.rotate_left(30);
            b = a;
            a = next;
        }
        for (slot, value) in state.iter_mut().zip([a, b, c, d, e]) {
            *slot = slot.wrapping_add(value);
        }
    }
    let mut out = [0; 20];
    for (slot, byte) in out.iter_mut().zip(state.iter().flat_map(|w| w.to_be_bytes())) {
        *slot = byte;
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn hashes_and_encodings_match_known_answers() {
        assert_eq!(hex(&sha1(b"abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(hex(&sha1(b"")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI======");
        assert_eq!(unbase32("MZXW6YQ=").unwrap(), b"foob");
    }
}
