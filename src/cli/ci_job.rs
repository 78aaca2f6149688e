//! The CI job that a run is part of.

use std::borrow::Cow;

use crate::disk;
use crate::render::command::is_command;
use crate::render::escape;

/// Returns whether GitHub runs the job, which shows annotations.
pub(super) fn is_github() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Returns the URL of the files at the commit of a GitHub job, with a slash at its end.
pub(super) fn files_at_commit() -> Option<String> {
    let [server, repository, commit] =
        ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"].map(std::env::var);
    let url = format!(
        "{}/{}/blob/{}/",
        server.ok()?,
        repository.ok()?,
        commit.ok()?
    );
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '/' | ':');
    (url.starts_with("https://") && url.chars().all(is_plain)).then_some(url)
}

/// A CI job that takes commands from what is printed.
#[derive(Clone, Copy)]
pub(super) struct Job {
    /// Whether a line opens a group, as in a job of Buildkite.
    groups: bool,
}

/// Returns the job that reads stdout, if one does. What goes to a regular file, no job reads.
pub(super) fn on_stdout() -> Option<Job> {
    const SYSTEMS: [&str; 4] = [
        "GITHUB_ACTIONS",
        "TF_BUILD",
        "GITLAB_CI",
        "TEAMCITY_VERSION",
    ];
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let groups = is_set("BUILDKITE");
    let is_job = groups || SYSTEMS.into_iter().any(is_set);
    (is_job && !disk::stdout_is_file()).then_some(Job { groups })
}

impl Job {
    /// Returns the number of the first line that the job would take for a command.
    pub(super) fn command_in(self, text: &str) -> Option<usize> {
        let at = text
            .split('\n')
            .position(|line| is_command(line, self.groups))?;
        Some(at + 1)
    }

    /// Returns a diff of one file in which no line is a command. The names at its head are the diff's own, though Buildkite shows a
    /// group for each.
    pub(super) fn diff(self, diff: &str) -> String {
        let head: usize = diff.split_inclusive('\n').take(2).map(str::len).sum();
        let (head, body) = diff.split_at(head);
        let parts: [Cow<'_, str>; 2] =
            [escape::exact(head, false), escape::exact(body, self.groups)];
        parts.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::Job;

    const DIFF: &str = "--- a/x.md\n+++ b/x.md\n@@ -1,2 +1,2 @@\n--- old\n+new\n ::error::x\n";

    #[test]
    fn the_first_line_that_is_a_command_is_counted_from_one() {
        let job = Job { groups: false };
        assert_eq!(job.command_in("a\n  ::error::b\n::error::c\n"), Some(2));
        assert_eq!(job.command_in("--- a\nb\n"), None);
        assert_eq!(Job { groups: true }.command_in("--- a\n"), Some(1));
    }

    #[test]
    fn a_diff_keeps_its_head_and_hides_the_commands_in_its_body() {
        let lines = |groups| {
            let diff = Job { groups }.diff(DIFF);
            let changed = diff.lines().zip(DIFF.lines());
            let changed = changed.map(|(after, before)| after != before);
            changed.collect::<Vec<_>>()
        };
        let error = [false, false, false, false, false, true];
        assert_eq!(lines(false), error);
        let group = [false, false, false, true, false, true];
        assert_eq!(lines(true), group);
    }
}
