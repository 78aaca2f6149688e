//! The table of what differs between dialects.

/// Markdown dialect of a page: how links and headings are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    #[default]
    Obsidian,
    Github,
    Docusaurus,
    Mkdocs,
    Hugo,
}

/// What differs between dialects. Wiki-links are resolved alike in all of them.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a column of the table"
)]
pub struct Traits {
    /// The name in the configuration.
    pub name: &'static str,
    /// Where a file is looked for if it is not in the page's folder.
    pub relative: &'static [Base],
    /// Where a path with a leading slash is looked for.
    pub rooted: &'static [Base],
    /// Whether a path without a file extension that names no file may be a route of the site.
    pub has_routes: bool,
    /// Whether a path that leaves the repository by `../../` is one of the host's own pages, such as `../../issues`.
    pub has_host_pages: bool,
    /// Names, without extension, of the page that stands for its folder.
    pub index: &'static [&'static str],
    /// Whether the case of fragments is ignored.
    pub ignores_fragment_case: bool,
    /// Whether Markdown pages are read as MDX.
    pub is_mdx: bool,
}

/// Folders in which a path can start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The repository, or the vault if there is none.
    Top,
    /// The folder of the site's configuration.
    Site,
    /// The content folder that holds the page.
    Content,
    /// A folder of the site, by name.
    Named(&'static str),
}

const GITHUB: Traits = Traits {
    name: "github",
    relative: &[],
    rooted: &[Base::Top],
    has_routes: false,
    has_host_pages: true,
    index: &["index", "README"],
    ignores_fragment_case: true,
    is_mdx: false,
};

/// One row for each dialect, in the order of the variants.
const TRAITS: [Traits; 5] = [
    Traits {
        name: "obsidian",
        has_host_pages: false,
        ..GITHUB
    },
    GITHUB,
    Traits {
        name: "docusaurus",
        relative: &[Base::Content, Base::Site],
        rooted: &[Base::Named("static"), Base::Content, Base::Site],
        has_routes: true,
        has_host_pages: false,
        ignores_fragment_case: false,
        is_mdx: true,
        ..GITHUB
    },
    Traits {
        name: "mkdocs",
        rooted: &[Base::Content],
        has_routes: true,
        has_host_pages: false,
        ignores_fragment_case: false,
        ..GITHUB
    },
    Traits {
        name: "hugo",
        relative: &[Base::Content, Base::Named("content")],
        rooted: &[
            Base::Named("static"),
            Base::Named("assets"),
            Base::Content,
            Base::Named("content"),
        ],
        has_routes: true,
        has_host_pages: false,
        index: &["_index", "index"],
        ignores_fragment_case: false,
        ..GITHUB
    },
];

impl Dialect {
    pub const ALL: [Self; 5] = [
        Self::Obsidian,
        Self::Github,
        Self::Docusaurus,
        Self::Mkdocs,
        Self::Hugo,
    ];

    #[must_use]
    pub fn traits(self) -> &'static Traits {
        &TRAITS[self as usize]
    }

    /// Returns the name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.traits().name
    }

    /// Returns the dialect of a name in the configuration.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn each_dialect_has_its_own_row() {
        for dialect in Dialect::ALL {
            assert_eq!(Dialect::named(dialect.name()), Some(dialect));
            assert_eq!(
                format!("{dialect:?}").to_lowercase(),
                dialect.name(),
                "the rows are in the order of the variants"
            );
        }
        assert_eq!(Dialect::named("Obsidian"), None);
    }
}
