//! Hints for words and options that this program does not have.

use clap::CommandFactory;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::Args;
use super::shell;
use crate::catalog::Kind;
use crate::rules;

/// Options of other linters, and what to use here.
const OPTIONS: [(&str, &str); 17] = [
    (
        "--exit-zero",
        "`--fail-on never` exits with 0 whatever is found",
    ),
    (
        "--no-fail",
        "`--fail-on never` exits with 0 whatever is found",
    ),
    (
        "--no-exit-codes",
        "`--fail-on never` exits with 0 whatever is found",
    ),
    (
        "--exclude",
        "`exclude:` in atlas-lint.yaml leaves pages out",
    ),
    (
        "--extend-exclude",
        "`exclude:` in atlas-lint.yaml leaves pages out",
    ),
    (
        "--force-exclude",
        "`exclude:` in atlas-lint.yaml leaves pages out",
    ),
    (
        "--include",
        "`include:` in atlas-lint.yaml adds other text files",
    ),
    (
        "--dialect",
        "`dialect:` in atlas-lint.yaml sets the dialect",
    ),
    ("--output-format", "use `--format`"),
    ("--rule", "use `--select`"),
    ("--disable", "use `--ignore`"),
    ("--no-color", "use `--color never`"),
    ("--dry-run", "`--diff` shows the fixes and writes nothing"),
    ("--stdin", "`-` is the page from stdin"),
    ("--list-rules", "use `atlas-lint rules`"),
    ("--verbose", VERBOSE),
    ("-v", VERBOSE),
];

const VERBOSE: &str = "`--statistics` counts findings, `atlas-lint config` shows the configuration";

/// Words that other programs have as commands, and what to use here.
const WORDS: [(&str, &str); 9] = [
    ("lint", "`atlas-lint check`"),
    ("run", "`atlas-lint check`"),
    ("fix", "`atlas-lint check --fix`"),
    ("format", "`atlas-lint check --fix`"),
    ("hook", "`atlas-lint check --staged` in a hook of git"),
    ("install", "`atlas-lint check --staged` in a hook of git"),
    ("version", "`atlas-lint --version`"),
    ("list", "`atlas-lint rules`"),
    ("search", "`atlas-lint catalog search`"),
];

/// Returns the arguments of the process as text.
fn words() -> Vec<String> {
    let words = std::env::args_os().skip(1);
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect()
}

fn is_command(word: &str) -> bool {
    Args::command().find_subcommand(word).is_some()
}

/// Returns what to write for a path that does not exist, if it may be meant as a command.
pub(super) fn for_path(path: &str) -> Option<String> {
    let words = words();
    let known = misplaced(&words).or_else(|| for_name(path));
    if known.is_some() {
        return known;
    }
    if words.first().is_some_and(|first| is_command(first)) {
        return None;
    }
    if let Some((_, known)) = WORDS.iter().find(|(word, _)| *word == path) {
        return Some(format!("use {known}"));
    }
    let command = Args::command();
    let names = command.get_subcommands().map(clap::Command::get_name);
    let names: Vec<&str> = names.chain(["help"]).collect();
    let max_distance = path.chars().count().saturating_sub(3).min(2);
    let near = crate::nearest::nearest(path, names, max_distance)?;
    Some(format!("did you mean the command `{near}`?"))
}

/// Returns the command that takes a word, if it is the id of an object or the name of a rule and not a path.
pub(super) fn for_name(word: &str) -> Option<String> {
    let id = word.to_ascii_uppercase();
    if Kind::of_id(&id).is_some() {
        return Some(format!("`atlas-lint catalog show {id}` prints the object"));
    }
    let rule = rules::find(word)?.name;
    Some(format!(
        "`atlas-lint explain {rule}` explains the rule, and `--select {rule}` runs it alone"
    ))
}

/// Returns an error about a word with the command that takes the word, if there is one.
pub(super) fn after(why: &str, word: &str) -> String {
    match for_name(word) {
        Some(hint) => format!("{why}; {hint}"),
        None => why.to_owned(),
    }
}

/// Returns the order to write the arguments in, if options are before the command.
fn misplaced(words: &[String]) -> Option<String> {
    words.first().filter(|first| first.starts_with('-'))?;
    let at = words.iter().position(|word| is_command(word))?;
    let (options, rest) = words.split_at(at);
    let line = rest.iter().chain(options).map(|word| shell::word(word));
    let line = line.collect::<Vec<_>>().join(" ");
    Some(format!(
        "put options after the command: `atlas-lint {line}`"
    ))
}

/// Replaces clap's tip, which is about paths that look like options, by one about what is probably meant.
pub(super) fn refine(error: &mut clap::Error) {
    if !matches!(
        error.kind(),
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
    ) {
        return;
    }
    error.remove(ContextKind::Suggested);
    let option = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(option)) => option.clone(),
        _ => String::new(),
    };
    let option = option.split(['=', ' ']).next().unwrap_or_default();
    let known = OPTIONS.iter().find(|(other, _)| *other == option);
    let tip = misplaced(&words()).or_else(|| Some(known?.1.to_owned()));
    if let Some(tip) = tip {
        // The usage is that of the option that clap takes for the nearest.
        error.remove(ContextKind::Usage);
        error.remove(ContextKind::SuggestedArg);
        let tips = vec![StyledStr::from(tip)];
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(tips));
    }
}

/// Returns the message and the tips of an error in the arguments, on one line and without the usage.
pub(super) fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let kept: Vec<&str> = lines
        .take_while(|line| {
            !line.starts_with("Usage: ") && !line.starts_with("For more information")
        })
        .collect();
    kept.join("; ")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Args, OPTIONS, WORDS, is_command, misplaced, one_line};

    #[test]
    fn what_has_a_hint_is_no_word_or_option_of_this_program() {
        for (word, _) in WORDS {
            assert!(!is_command(word), "{word}");
        }
        let command = Args::command();
        let check = command.find_subcommand("check").expect("a command");
        for (option, _) in OPTIONS {
            let mut own = command.get_arguments().chain(check.get_arguments());
            let letter = option
                .strip_prefix('-')
                .and_then(|rest| rest.chars().next());
            let is_own = |arg: &clap::Arg| match option.strip_prefix("--") {
                Some(name) => arg.get_long() == Some(name),
                None => arg.get_short() == letter,
            };
            assert!(!own.any(is_own), "{option}");
        }
    }

    #[test]
    fn options_before_a_command_are_put_behind_it() {
        let of = |line: &str| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            misplaced(&words)
        };
        assert_eq!(
            of("--quiet check a.md").as_deref(),
            Some("put options after the command: `atlas-lint check a.md --quiet`")
        );
        assert_eq!(of("check --quiet"), None);
        assert_eq!(of("--quiet a.md"), None);
    }

    #[test]
    fn an_error_on_one_line_has_its_tips_and_no_usage() {
        let text = "error: unexpected argument\n\n  tip: use `--format`\n\nUsage: atlas-lint\n\nFor more information\n";
        assert_eq!(
            one_line(text),
            "error: unexpected argument; tip: use `--format`"
        );
    }
}
