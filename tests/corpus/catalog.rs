//! The catalog against its sources.

mod agrees;
mod at_release;
pub mod build;
mod facts;
mod imports;
mod merge;
mod relations;
mod releases;
mod source;

pub fn tests() -> Vec<libtest_mimic::Trial> {
    let tests = [
        agrees::tests(),
        at_release::tests(),
        build::tests(),
        imports::tests(),
        merge::tests(),
        relations::tests(),
        releases::tests(),
    ];
    tests.into_iter().flatten().collect()
}
