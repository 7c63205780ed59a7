//! Words inside a sentence, in both languages.

use crate::Lang;

/// A word or two that a sentence is filled with. Data (names, values) is the same in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    en: String,
    zh: String,
}

impl Said {
    /// Words that differ by language.
    pub fn both(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// The words in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }

    pub(super) fn change(&mut self, change: &dyn Fn(&str) -> String) {
        self.en = change(&self.en);
        self.zh = change(&self.zh);
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::both(text, text)
    }
}

impl From<&String> for Said {
    fn from(text: &String) -> Self {
        Self::both(text, text)
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::both(text.clone(), text)
    }
}
