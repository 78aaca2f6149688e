//! Configuration of Hugo. <https://gohugo.io/configuration/>

use super::slug::SlugStyle;
use crate::text::join_path;

/// A folder of a site that Hugo uses as if it were another: `[[module.mounts]]`. <https://gohugo.io/configuration/module/#mounts>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// Its path from the top.
    pub source: String,
    /// The folder that it stands for, or a folder below that: `content`, `static/img`.
    pub target: String,
}

/// Maximum number of content folders and mounts of a configuration.
const MOST: usize = 64;

/// Returns whether a configuration file of this name sets a part of what `hugo.toml` sets, and counts only beside that.
pub(super) fn is_part(name: &str) -> bool {
    matches!(
        name.split('.').next(),
        Some("languages" | "markup" | "module")
    )
}

/// Returns the folder of a site of Hugo whose configuration is in a folder: that above `config/_default`.
/// <https://gohugo.io/configuration/introduction/#configuration-directory>
pub(super) fn above_config(folder: &str) -> &str {
    // A file for a part may have a folder of its own.
    let folder = folder.strip_suffix("/module").unwrap_or(folder);
    let Some((above, _)) = folder.rsplit_once('/') else {
        return folder;
    };
    match above.rsplit_once('/') {
        Some((root, "config")) => root,
        None if above == "config" => "",
        _ => folder,
    }
}

/// Returns the content folders of a site of Hugo, of which each language may have its own.
pub(super) fn content_dirs(text: &str) -> Vec<String> {
    let named = text.lines().filter_map(|line| {
        let (key, value) = setting(line)?;
        key.eq_ignore_ascii_case("contentdir").then_some(value)
    });
    std::iter::once("content")
        .chain(named.take(MOST))
        .map(ToOwned::to_owned)
        .collect()
}

/// Returns the folder that the build writes. <https://gohugo.io/configuration/all/#publishdir>
pub(super) fn publish_dir(text: &str) -> &str {
    let mut named = text.lines().filter_map(|line| {
        let (key, value) = setting(line)?;
        key.eq_ignore_ascii_case("publishdir").then_some(value)
    });
    named.next().unwrap_or("public")
}

pub(super) fn has_base_url(text: &str) -> bool {
    text.lines().any(|line| {
        let key = line.trim_start().trim_start_matches('"');
        key.get(..7)
            .is_some_and(|key| key.eq_ignore_ascii_case("baseurl"))
    })
}

pub(super) fn has_languages(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start().trim_start_matches(['[', '"']);
        let rest = line.strip_prefix("languages");
        rest.is_some_and(|rest| rest.starts_with(['.', ']', ':', '"']))
    })
}

/// Returns how ids of headings are made, where it is not as on GitHub. <https://gohugo.io/configuration/markup/#parserautoidtype>
pub(super) fn slugs(text: &str) -> Option<SlugStyle> {
    let mut named = text.lines().filter_map(|line| {
        let (key, value) = setting(line)?;
        let is_key = ["autoheadingidtype", "autoidtype"].contains(&&*key.to_ascii_lowercase());
        is_key.then_some(value)
    });
    match named.next()? {
        "blackfriday" => Some(SlugStyle::Blackfriday),
        "github-ascii" => Some(SlugStyle::GithubAscii),
        _ => None,
    }
}

/// Returns the mounts of a site of Hugo. What is mounted from outside the repository is not known.
pub(super) fn mounts(root: &str, text: &str) -> Vec<Mount> {
    let written = written_mounts(text).into_iter();
    let known = written.filter_map(|(source, target)| {
        Some(Mount {
            source: join_path(root, source)?,
            target: target.to_owned(),
        })
    });
    known.collect()
}

/// Returns each `source` with its `target` below `mounts`, as they are written.
fn written_mounts(text: &str) -> Vec<(&str, &str)> {
    let Some(at) = text.find("mounts") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut source = None;
    let mut target = None;
    // TOML and JSON may have all keys of a mount on a line.
    for part in text[at..].split(['\n', ',', '{', '}', '[', ']']) {
        match setting(part.trim_start_matches(['-', ' ', '\t'])) {
            Some(("source", value)) => source = Some(value),
            Some(("target", value)) => target = Some(value),
            _ => continue,
        }
        if let (Some(from), Some(to)) = (source, target) {
            found.push((from, to));
            (source, target) = (None, None);
        }
        if found.len() >= MOST {
            break;
        }
    }
    found
}

/// Returns the key and value of a line in TOML, YAML or JSON. None for an empty value.
fn setting(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim_start().split_once([':', '='])?;
    let key = key.trim_matches(['"', '\'', ' ']);
    let value = value.split(" #").next()?.trim().trim_end_matches(',');
    let value = value.trim_matches(['\'', '"']).trim_matches('/');
    (!value.is_empty()).then_some((key, value))
}

#[cfg(test)]
mod tests {
    use super::written_mounts;

    #[test]
    fn mounts_are_read_in_all_formats() {
        let expected = [("pages", "content"), ("img", "static/img")];
        for text in [
            "[[module.mounts]]\nsource = 'pages'\n# no\ntarget = \"content\"\n[[module.mounts]]\n  target = 'static/img' # x\n  source = '/img/'\n",
            "module:\n  mounts:\n    - source: pages\n      target: content\n    - source: \"img\"\n      target: static/img\n",
            "module:\n  mounts: [{source: pages, target: content}, {source: img, target: static/img}]\n",
            "{\"module\": {\"mounts\": [{\"source\": \"pages\", \"target\": \"content\"},\n{\"target\": \"static/img\", \"lang\": \"en\", \"source\": \"img\"}]}}",
            "source = 'x'\nmodule.mounts = [{source = 'pages', target = 'content'}, {source = 'img', target = 'static/img'}]",
        ] {
            assert_eq!(written_mounts(text), expected, "{text}");
        }
        assert_eq!(written_mounts("source = 'a'\ntarget = 'b'\n"), []);
    }
}
