//! The README tells the truth.

use crate::support::Scratch;

/// The vault of the README's picture, and the picture as it is drawn now.
fn picture() -> String {
    let vault = Scratch::new("readme");
    let folder = "techniques/reconnaissance/search-open-technical-databases";
    vault
        .write(&format!("{folder}/technical-blogs.md"), "# AML.T0000.002: Technical Blogs\n")
        .write(&format!("{folder}/pre-print-repositories.md"), "# AML.T0000.001: Pre-Print Repositories\n")
        .write("gpt-2.md", format!("### Step 1: Search Open Technical Databases\n\n[[{folder}|AML.T0000: Search Open Technical Databases]]\n"));
    vault
        .run(&["--catalog", "2026.05", "--format", "full"])
        .stdout
}

#[test]
fn the_picture_is_what_is_drawn() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).expect("the README");
    let start = readme.find("```text\n").expect("a picture") + "```text\n".len();
    let end = start + readme[start..].find("```").expect("its end");
    let drawn = picture().trim_end().to_owned() + "\n";
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(
            path,
            format!("{}{drawn}{}", &readme[..start], &readme[end..]),
        )
        .expect("the README can be written");
        return;
    }
    assert_eq!(
        &readme[start..end],
        drawn,
        "UPDATE_EXPECT=1 cargo test --test it readme draws it again"
    );
}

/// The commands that the README shows are the ones that CI runs.
#[test]
fn the_two_commands_are_the_gate() {
    let read = |name: &str| {
        std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR")))
            .expect("it is there")
    };
    let (readme, gate) = (read("README.md"), read(".ci/run"));
    assert!(
        readme.contains("cargo run --release -- check content\n")
            && readme.contains("\ncargo test\n")
    );
    assert!(gate.contains("cargo test") && gate.contains("-- check content"));
}
