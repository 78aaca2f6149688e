//! Case studies go from one form to another and back, and no fact changes.

mod any_text;
mod binary;
mod check;

use atlas_lint::export::{self, CaseStudy, Granularity, Incident, Step};

use crate::support::studies::{in_vault, read_study};

// An edit of the page counts, even where the front matter keeps the text as it was.
#[test]
fn what_is_kept_gives_way_to_what_the_page_shows() {
    in_vault("2026.05", |cx| {
        let study = CaseStudy {
            id: Some("AML.CS0099".to_owned()),
            summary: "before\n# Heading\nafter".to_owned(),
            date: Some(incident("2020-04-16", Granularity::Month)),
            steps: vec![Step {
                technique: "AML.T0051".to_owned(),
                tactic: "AML.TA0005".to_owned(),
                description: "one\n".to_owned(),
                edge: None,
            }],
            ..CaseStudy::default()
        };
        let page = export::markdown(&study, "a-page", cx).expect("a page");
        assert!(
            page.contains("\n\\# Heading\n")
                && page.contains("texts:")
                && page.contains("date: '2020-04-16'")
        );
        assert_eq!(read_study(&page, cx).expect("a case study"), study);
        let edited = page
            .replace("after", "later")
            .replace("2020-04\n", "2020-05\n")
            .replace("one", "two");
        let read = read_study(&edited, cx).expect("a case study");
        assert_eq!(read.summary, "before\n\\# Heading\nlater");
        assert_eq!(read.date, Some(incident("2020-05-01", Granularity::Month)));
        assert_eq!(read.steps[0].description, "two\n");
    });
}

fn incident(date: &str, known: Granularity) -> Incident {
    let date = date.to_owned();
    Incident { date, known }
}
