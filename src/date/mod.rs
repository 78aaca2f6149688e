//! Days of the Gregorian calendar, known to the day, the month or the year, as in `2019-08-22`, `2019-08` and `2019`.

mod in_text;

use std::fmt;

pub use in_text::WrittenDate;

/// A day, a month or a year. A month or a year sorts before all days in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// From 1 to 9999.
    pub year: u16,
    /// From 1.
    pub month: Option<u8>,
    /// From 1. `None` if there is no month.
    pub day: Option<u8>,
}

impl Date {
    /// Parses `2019-08-22`, `2019-08` or `2019`. Returns `None` for a day that does not exist.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map(|part| number(part, 2));
        let day = parts.next().map(|part| number(part, 2));
        if parts.next().is_some() {
            return None;
        }
        let part = |part: Option<Option<u16>>| match part {
            None => Some(None),
            Some(number) => u8::try_from(number?).ok().map(Some),
        };
        let date = Self {
            year,
            month: part(month)?,
            day: part(day)?,
        };
        date.is_real().then_some(date)
    }

    /// Returns the day that is `days` after 1970-01-01, up to the year 9999.
    #[must_use]
    pub fn from_unix_days(days: u32) -> Self {
        let mut left = days;
        let mut year = 1970;
        while left >= days_of_year(year) && year < 9999 {
            left -= days_of_year(year);
            year += 1;
        }
        let mut month = 1;
        while month < 12 && left >= u32::from(days_of_month(year, month)) {
            left -= u32::from(days_of_month(year, month));
            month += 1;
        }
        Self {
            year,
            month: Some(month),
            day: u8::try_from(left + 1).ok(),
        }
    }

    fn is_real(self) -> bool {
        let month = self.month.unwrap_or(1);
        self.year > 0
            && (1..=12).contains(&month)
            && (1..=days_of_month(self.year, month)).contains(&self.day.unwrap_or(1))
    }

    /// Returns whether this date is certainly after `other`, whichever days the two stand for.
    #[must_use]
    pub fn is_after(self, other: Self) -> bool {
        let month = (self.month, other.month);
        match (self.year.cmp(&other.year), month) {
            (std::cmp::Ordering::Equal, (Some(own), Some(theirs))) if own == theirs => {
                matches!((self.day, other.day), (Some(own), Some(theirs)) if own > theirs)
            }
            (std::cmp::Ordering::Equal, (Some(own), Some(theirs))) => own > theirs,
            (order, _) => order.is_gt(),
        }
    }
}

impl Date {
    /// Returns whether two dates may be the same day: the parts that both have are equal.
    #[must_use]
    pub fn fits(self, other: Self) -> bool {
        let same = |own: Option<u8>, theirs: Option<u8>| match (own, theirs) {
            (Some(own), Some(theirs)) => own == theirs,
            _ => true,
        };
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

fn number(text: &str, width: usize) -> Option<u16> {
    let digits = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn is_leap(year: u16) -> bool {
    (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
}

fn days_of_year(year: u16) -> u32 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn only_dates_that_exist_are_parsed() {
        for text in ["2019-08-22", "2019-08", "2019", "2024-02-29"] {
            let date = Date::parse(text).map(|date| date.to_string());
            assert_eq!(date.as_deref(), Some(text));
        }
        for text in [
            "",
            "19",
            "2019-8",
            "2023-02-29",
            "2019-13",
            "2019-00",
            "2019-01-00",
            "2019-01-01-01",
            "2019-08-22 ",
            "2019/08",
            "+201",
            "2019-",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_since_1970_give_dates() {
        for (days, text) in [
            (0, "1970-01-01"),
            (11_016, "2000-02-29"),
            (20_780, "2026-11-23"),
            (20_818, "2026-12-31"),
        ] {
            assert_eq!(Date::from_unix_days(days).to_string(), text);
        }
    }

    #[test]
    fn a_date_is_after_another_only_if_that_is_certain() {
        let after = |a: &str, b: &str| {
            Date::parse(a)
                .zip(Date::parse(b))
                .is_some_and(|(a, b)| a.is_after(b))
        };
        assert!(after("2026-11-24", "2026-11-23"));
        assert!(after("2026-12", "2026-11-23"));
        assert!(after("2027", "2026-11-23"));
        assert!(!after("2026-11-23", "2026-11-23"));
        assert!(!after("2026-11", "2026-11-23"));
        assert!(!after("2026", "2026-11-23"));
        assert!(!after("2026-11-24", "2026-11"));
    }
}
