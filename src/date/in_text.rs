//! Dates in the forms that people write: `2021-05-13`, `May 13, 2021`, `13 May 2021`, `May 2021`.

use super::Date;

/// A date and its written form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate {
    pub date: Date,
    /// Length in bytes, without a time of day that follows.
    pub len: usize,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `2021-05-13`
    Digits,
    /// `May 13, 2021` or `May 2021`.
    MonthFirst {
        /// Whether the month is cut to three letters.
        short: bool,
        /// Whether a comma precedes the year.
        comma: bool,
    },
    /// `13 May 2021`
    DayFirst {
        /// Whether the month is cut to three letters.
        short: bool,
    },
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl WrittenDate {
    /// Parses a text that is a date, with or without a time of day, and nothing else. An ambiguous form, such as `05/06/2021`, is not
    /// accepted.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        digits(text).or_else(|| words(text))
    }

    /// Returns another date in the same form, with no more parts than this one.
    #[must_use]
    pub fn rewritten(self, date: Date) -> String {
        let date = Date {
            year: date.year,
            month: self.date.month.and(date.month),
            day: self.date.day.and(date.day),
        };
        let month = |short: bool| {
            let at = usize::from(date.month.unwrap_or(1)).saturating_sub(1);
            let name = MONTHS.get(at).copied().unwrap_or_default();
            name.get(..3).filter(|_| short).unwrap_or(name)
        };
        match (self.form, date.day) {
            (Form::Digits, _) => date.to_string(),
            (Form::MonthFirst { short, comma }, day) => {
                let day = day.map(|day| format!(" {day}")).unwrap_or_default();
                let comma = if comma { "," } else { "" };
                format!("{}{day}{comma} {:04}", month(short), date.year)
            }
            (Form::DayFirst { short }, day) => {
                format!("{} {} {:04}", day.unwrap_or(1), month(short), date.year)
            }
        }
    }
}

/// Parses `2021-05-13`, with or without a time of day.
fn digits(text: &str) -> Option<WrittenDate> {
    let is_time = |rest: &str| {
        let time = rest.strip_prefix(['T', ' ']).unwrap_or_default();
        time.starts_with(|c: char| c.is_ascii_digit())
            && time
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z'))
    };
    let len = match text.get(10..) {
        Some(rest) if is_time(rest) => 10,
        _ => text.len(),
    };
    Some(WrittenDate {
        date: Date::parse(text.get(..len)?)?,
        len,
        form: Form::Digits,
    })
}

fn words(text: &str) -> Option<WrittenDate> {
    // A date is shorter, and a value may be a page of prose.
    if text.len() > 30 {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let comma = |word: &str| word.ends_with(',');
    let (name, day, year, form) = match words.as_slice() {
        [name, year] => {
            let comma = comma(name);
            (*name, None, *year, (true, comma))
        }
        [day, name, year] if day.starts_with(|c: char| c.is_ascii_digit()) => {
            (*name, Some(*day), *year, (false, false))
        }
        [name, day, year] => {
            let day_only = day.strip_suffix(',').unwrap_or(day);
            (*name, Some(day_only), *year, (true, comma(day)))
        }
        _ => return None,
    };
    let (month, short) = month_of(name.trim_end_matches([',', '.']))?;
    let day = match day {
        Some(day) if day.len() <= 2 && day.bytes().all(|b| b.is_ascii_digit()) => {
            format!("-{day:0>2}")
        }
        Some(_) => return None,
        None => String::new(),
    };
    let form = match form {
        (true, comma) => Form::MonthFirst { short, comma },
        _ => Form::DayFirst { short },
    };
    Some(WrittenDate {
        date: Date::parse(&format!("{year}-{month:02}{day}"))?,
        len: text.len(),
        form,
    })
}

/// Returns the number of a month, and whether its name is cut to three letters.
fn month_of(word: &str) -> Option<(usize, bool)> {
    let at = |matches: &dyn Fn(&&str) -> bool| MONTHS.iter().position(matches).map(|at| at + 1);
    let full = at(&|name| name.eq_ignore_ascii_case(word));
    let cut = || {
        at(&|name| {
            name.get(..3)
                .is_some_and(|start| start.eq_ignore_ascii_case(word))
        })
    };
    full.map(|month| (month, false))
        .or_else(|| cut().map(|month| (month, true)))
}

#[cfg(test)]
mod tests {
    use super::super::Date;
    use super::WrittenDate;

    #[test]
    fn dates_are_read_and_rewritten_in_their_own_form() {
        for (text, date, other) in [
            ("2021-05-13", "2021-05-13", "2026-02-06"),
            ("2021-05", "2021-05", "2026-02"),
            ("2021", "2021", "2026"),
            ("May 13, 2021", "2021-05-13", "February 6, 2026"),
            ("may 3 2021", "2021-05-03", "February 6 2026"),
            ("Oct 13, 2021", "2021-10-13", "Feb 6, 2026"),
            ("13 May 2021", "2021-05-13", "6 February 2026"),
            ("13 Sep 2021", "2021-09-13", "6 Feb 2026"),
            ("September 2021", "2021-09", "February 2026"),
        ] {
            let written = WrittenDate::parse(text).expect(text);
            assert_eq!(written.date.to_string(), date);
            let date = Date::parse("2026-02-06").expect("a date");
            assert_eq!(written.rewritten(date), other, "{text}");
            assert_eq!(written.len, text.len());
        }
    }

    #[test]
    fn a_time_of_day_is_not_part_of_the_date() {
        for text in ["2021-05-13T00:00:00Z", "2021-05-13 10:30"] {
            let written = WrittenDate::parse(text).expect(text);
            assert_eq!(
                (written.date.to_string().as_str(), written.len),
                ("2021-05-13", 10)
            );
        }
    }

    #[test]
    fn other_texts_and_ambiguous_dates_are_not_parsed() {
        for text in [
            "",
            "05/06/2021",
            "2021/05/13",
            "13.05.2021",
            "May 13th, 2021",
            "May 32, 2021",
            "Mayor 2021",
            "2021-05-13 by hand",
            "2021-05-13T",
            "13 May",
            "spring 2021",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        ] {
            assert_eq!(WrittenDate::parse(text), None, "{text}");
        }
    }
}
