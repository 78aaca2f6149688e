//! Injected defects come back from the vault of this repository.

use crate::support::trips::trip;
use crate::support::vault::Vault;

#[test]
fn defects_of_the_content_come_back() {
    trip("content", &Vault::content(), &[]);
}

#[test]
fn defects_come_back_with_carriage_returns_and_a_mark() {
    let vault = Vault::content().with(|text| {
        let text = text.replace('\n', "\r\n");
        format!("\u{feff}{}", text.trim_end())
    });
    trip("content with CRLF", &vault, &[]);
}
