//! Arguments of `check`.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use clap::ValueEnum;

use super::change::ChangeArgs;
use super::fix::FixArgs;
use super::vault::VaultArgs;

#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own, and all combinations occur"
)]
pub(in crate::cli) struct CheckArgs {
    /// Pages or folders to report on, or `-` for a page from stdin
    ///
    /// The whole vault is read all the same, because links and ids of other pages count.
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Output format: full, concise, json, sarif, github, gitlab, junit
    ///
    /// The default is full on a terminal, concise in a pipe, and github in a GitHub job. `full` draws a picture for each finding, `concise`
    /// prints one line for each, `json` is one JSON object, `sarif` (2.1.0) is for code scanning, `github` prints annotations and writes
    /// the summary of the job, `gitlab` is a code quality report, and `junit` a test report.
    #[arg(
        long,
        value_enum,
        overrides_with = "format",
        hide_possible_values = true,
        help_heading = "Output"
    )]
    pub(in crate::cli) format: Option<Format>,
    /// Also write the findings to a file; repeatable
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output, help_heading = "Output")]
    pub(in crate::cli) output: Vec<Output>,
    /// Print how many findings each rule has
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) statistics: bool,
    /// On a terminal, print every finding
    ///
    /// Without this, findings with one cause share a picture, and many are cut.
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) all: bool,
    /// Print no more than N findings; all are counted
    #[arg(
        long,
        value_name = "N",
        overrides_with = "max_findings",
        help_heading = "Output"
    )]
    pub(in crate::cli) max_findings: Option<usize>,
    /// Also print findings that a comment in the page or the baseline hides
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) show_suppressed: bool,
    /// Print findings, but no summary and no notes
    #[arg(short, long, help_heading = "Output")]
    pub(in crate::cli) quiet: bool,
    /// Run only these rules
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = rule, help_heading = "Rules")]
    pub(in crate::cli) select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE,...", value_delimiter = ',', value_parser = rule, help_heading = "Rules")]
    pub(in crate::cli) ignore: Vec<String>,
    /// Lowest level that fails: error, warning, never
    ///
    /// The exit code is 1 if there is a finding of this level or above. The default is error.
    #[arg(
        long,
        value_name = "LEVEL",
        value_enum,
        default_value_t = FailOn::Error,
        hide_possible_values = true,
        hide_default_value = true,
        help_heading = "Rules"
    )]
    pub(in crate::cli) fail_on: FailOn,
    #[command(flatten)]
    pub(in crate::cli) change: ChangeArgs,
    #[command(flatten)]
    pub(in crate::cli) repair: FixArgs,
    #[command(flatten)]
    pub(in crate::cli) place: VaultArgs,
    /// Path of the page from stdin, inside the vault
    #[arg(long, value_name = "PATH", help_heading = "Vault")]
    pub(in crate::cli) stdin_filename: Option<PathBuf>,
    /// Remember pages in DIR, and do not read again what is unchanged [default DIR: the user's cache folder]
    ///
    /// Findings are the same with and without. See docs/cache.md.
    #[arg(
        long,
        value_name = "DIR",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        value_parser = clap::builder::OsStringValueParser::new(),
        conflicts_with_all = ["staged", "new_since", "fix", "diff"],
        hide_short_help = true,
        help_heading = "Vault"
    )]
    pub(in crate::cli) cache: Option<OsString>,
    /// Number of threads [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), hide_short_help = true, help_heading = "Vault")]
    pub(in crate::cli) jobs: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// A picture for each finding
    Full,
    /// One line for each finding
    Concise,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub job, and its summary
    Github,
    /// A GitLab code quality report
    Gitlab,
    /// A JUnit test report
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOn {
    /// Only errors
    Error,
    /// Warnings too
    Warning,
    /// Nothing
    Never,
}

/// A file to write, and how.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Output {
    pub(in crate::cli) format: Format,
    pub(in crate::cli) file: PathBuf,
}

/// Reason why a value of `--output` is refused.
#[derive(Debug)]
enum OutputError {
    NoFormat,
    UnknownFormat(String),
    NoFile,
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFormat => {
                f.write_str("write it as FORMAT=FILE, for example json=findings.json")
            }
            Self::UnknownFormat(format) => {
                let known = Format::value_variants().iter();
                let known = known.filter_map(ValueEnum::to_possible_value);
                let known: Vec<String> = known.map(|f| f.get_name().to_owned()).collect();
                let known = known.join(", ");
                write!(f, "no format `{format}`; there are {known}")
            }
            Self::NoFile => f.write_str("the file's name is missing after `=`"),
        }
    }
}

impl std::error::Error for OutputError {}

fn output(text: &str) -> Result<Output, OutputError> {
    let (format, file) = text.split_once('=').ok_or(OutputError::NoFormat)?;
    let format = Format::from_str(format, false)
        .map_err(|_| OutputError::UnknownFormat(format.to_owned()))?;
    if file.is_empty() {
        return Err(OutputError::NoFile);
    }
    Ok(Output {
        format,
        file: PathBuf::from(file),
    })
}

/// Reason why a value of `--select` or `--ignore` is refused.
#[derive(Debug)]
struct UnknownRule {
    nearest: Option<&'static str>,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.nearest {
            Some(near) => write!(f, "no such rule; did you mean `{near}`?"),
            None => f.write_str("no such rule; `atlas-lint rules` lists them"),
        }
    }
}

impl std::error::Error for UnknownRule {}

fn rule(name: &str) -> Result<String, UnknownRule> {
    match crate::rules::find(name) {
        Some(_) => Ok(name.to_owned()),
        None => Err(UnknownRule {
            nearest: crate::config::nearest_rule(name),
        }),
    }
}

/// Returns the files that `--output` names in arguments that clap rejects.
pub(in crate::cli) fn outputs_in(words: impl Iterator<Item = OsString>) -> Vec<Output> {
    let mut files = Vec::new();
    let mut is_value = false;
    for word in words {
        let word = word.to_string_lossy();
        let value = match word.strip_prefix("--output=") {
            Some(value) => Some(value),
            None if is_value => Some(&*word),
            None => None,
        };
        files.extend(value.and_then(|value| output(value).ok()));
        is_value = word == "--output";
    }
    files
}

#[cfg(test)]
mod tests {
    use super::{Format, output, outputs_in, rule};

    #[test]
    fn an_output_is_a_format_and_a_file() {
        let json = output("json=a=b.json").expect("an output");
        assert_eq!(json.format, Format::Json);
        assert_eq!(json.file.to_str(), Some("a=b.json"), "the first `=` counts");
        for (text, why) in [
            ("a.json", "FORMAT=FILE"),
            ("json=", "name is missing"),
            ("yaml=a", "no format `yaml`"),
        ] {
            let error = output(text).expect_err(text).to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn outputs_are_known_in_arguments_that_cannot_be_read() {
        let words = "--nonsense --output json=a --output --output=sarif=b --output x=c sarif=d";
        let found = outputs_in(words.split(' ').map(Into::into));
        let files = found.iter().map(|output| output.file.to_str());
        let files: Vec<&str> = files.flatten().collect();
        assert_eq!(files, ["a", "b"]);
    }

    #[test]
    fn a_rule_that_is_unknown_gets_the_nearest_one() {
        assert!(rule("wrong-name").is_ok());
        let near = rule("wrong-nam").err().and_then(|error| error.nearest);
        assert_eq!(near, Some("wrong-name"));
        assert_eq!(rule("x").err().and_then(|error| error.nearest), None);
    }
}
