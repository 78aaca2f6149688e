//! Values for the YAML writer.

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text, quoted where it must be.
    Text(String),
    /// A value written verbatim: a date, a number, `null`.
    Raw(String),
    List(Vec<Value>),
    /// A mapping, with its keys in this order.
    Map(Vec<(String, Value)>),
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(in crate::export) fn text_or_null(text: Option<&str>) -> Self {
        text.map_or_else(|| Self::Raw("null".to_owned()), Self::text)
    }
}

/// A mapping built key by key.
#[derive(Default)]
pub(in crate::export) struct Mapping(pub(in crate::export) Vec<(String, Value)>);

impl Mapping {
    pub(in crate::export) fn put(&mut self, key: &str, value: Value) {
        self.0.push((key.to_owned(), value));
    }

    /// Adds a text, unless it is absent.
    pub(in crate::export) fn put_text<'t>(&mut self, key: &str, text: impl Into<Option<&'t str>>) {
        if let Some(text) = text.into() {
            self.put(key, Value::text(text));
        }
    }
}

impl From<Mapping> for Value {
    fn from(mapping: Mapping) -> Self {
        Self::Map(mapping.0)
    }
}
