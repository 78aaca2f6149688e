//! Pages that another program saves during a run.

use super::{text, vault};

// Whoever saves a page while it is fixed finds the save, fixed or not.
#[test]
fn no_save_is_lost_to_a_fix() {
    const SAVES: usize = 400;
    let vault = vault("write-saves");
    let (page, beside) = (vault.path().join("b.md"), vault.path().join(".b.new"));
    let save = |n: usize| {
        std::fs::write(&beside, format!("AML-T0051 {n}\n")).expect("a save");
        std::fs::rename(&beside, &page).expect("a save");
    };
    save(0);
    std::thread::scope(|scope| {
        let editor = scope.spawn(|| {
            for n in 1..=SAVES {
                save(n);
                let saved = [format!("AML-T0051 {n}\n"), format!("AML.T0051 {n}\n")];
                std::thread::sleep(std::time::Duration::from_millis(3));
                // A run that finds it was saved meanwhile puts the save back, as soon as a busy disk lets it.
                let holds = || saved.contains(&text(&page));
                let waited = (0..20_000).any(|_| {
                    let holds = holds();
                    if !holds {
                        std::thread::sleep(std::time::Duration::from_millis(1));
                    }
                    holds
                });
                assert!(waited, "the save {n} became {:?}", text(&page));
            }
        });
        let (mut fixed, mut gave_way) = (0, 0);
        while !editor.is_finished() {
            let run = vault.run(&["--fix", "b.md"]);
            let words = "another program changed it during the run";
            let is_refused = run.stderr.contains(words);
            assert!(run.code == 0 || is_refused, "{}", run.stderr);
            fixed += usize::from(run.code == 0);
            gave_way += usize::from(is_refused);
        }
        eprintln!("{fixed} runs fixed the page, {gave_way} gave way to a save");
        assert!(gave_way > 0, "no run met a save");
        editor.join().expect("no save is lost");
    });
    assert_eq!(vault.run(&["--fix", "b.md"]).code, 0);
    assert_eq!(text(&page), format!("AML.T0051 {SAVES}\n"));
}
