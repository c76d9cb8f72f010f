//! How sure a coded event is: weights of what speaks for and against it.
//!
//! `lang/en/confidence.txt` holds one weight a line, made by `lab train-confidence`. The sum
//! of the weights of the features that hold is the logit of the chance that the event's
//! category is right, in hundredths; whole numbers, so that it comes out alike everywhere.

use crate::error::LexiconError;

macro_rules! features {
    ($($name:ident = $text:literal, $doc:literal;)+) => {
        /// What may hold of an event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Feature { $(#[doc = $doc] $name),+ }

        impl Feature {
            /// All features, in the order of the file.
            pub const ALL: &'static [Feature] = &[$(Feature::$name),+];

            /// Its name in the file.
            pub fn as_str(self) -> &'static str {
                match self { $(Feature::$name => $text),+ }
            }

            /// What it says, in words.
            pub fn in_words(self) -> &'static str {
                match self { $(Feature::$name => $doc),+ }
            }
        }
    };
}

features! {
    Always = "always", "every event";
    NoCondition = "no-condition", "its frame asks for nothing";
    OneCondition = "one-condition", "its frame has one condition";
    ManyConditions = "many-conditions", "its frame has three conditions and more";
    Stance = "stance", "its frame is a stance over another act";
    Noun = "noun", "a noun names it by itself";
    Light = "light", "a noun under a light verb names it";
    Adjective = "adjective", "an adjective names it";
    UnknownActor = "unknown-actor", "an actor has neither country nor sector";
    UnknownRecipient = "unknown-recipient", "a recipient has neither country nor sector";
    NoRecipient = "no-recipient", "it has no recipient";
    Together = "together", "several do it together";
    FarActor = "far-actor", "its actor stands far from its words";
    FarRecipient = "far-recipient", "its recipient stands far from its words";
    Guessed = "guessed", "no role names its recipient";
    NotActual = "not-actual", "its status is not actual";
    Attributed = "attributed", "the report does not vouch for it";
    LongSentence = "long-sentence", "its sentence is long";
    Crowded = "crowded", "its sentence tells many events";
}

/// The weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confidence {
    /// In hundredths of a logit, by feature.
    weights: Vec<i32>,
}

impl Confidence {
    /// The weights that come with the program.
    ///
    /// # Errors
    /// The first thing wrong in the file; a test keeps this from happening in a release.
    pub fn embedded() -> Result<Confidence, LexiconError> {
        Confidence::parse(include_str!("../../../lang/en/confidence.txt"), "lang/en/confidence.txt")
    }

    /// Reads `NAME WEIGHT` lines; each feature stands once.
    ///
    /// # Errors
    /// The first thing wrong, with line and column.
    pub fn parse(text: &str, file: &str) -> Result<Confidence, LexiconError> {
        let mut weights: Vec<Option<i32>> = vec![None; Feature::ALL.len()];
        let error = |line: usize, column: usize, message: String| LexiconError { file: file.to_string(), line, column, message };
        let mut lines = 0;
        for (number, line) in text.lines().enumerate() {
            lines = number + 1;
            let content = line.split('#').next().unwrap_or("").trim();
            if content.is_empty() {
                continue;
            }
            let (name, weight) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
            let Some(at) = Feature::ALL.iter().position(|f| f.as_str() == name) else {
                return Err(error(lines, 1, format!("{name:?} is no feature")));
            };
            let column = line.chars().count() - line.trim_start().chars().count() + name.chars().count() + 2;
            let weight = weight.trim().parse().ok().filter(|w: &i32| w.abs() <= 10_000);
            let Some(weight) = weight else {
                return Err(error(lines, column, "a weight is a whole number, hundredths of a logit, from -10000 to 10000".to_string()));
            };
            if weights[at].replace(weight).is_some() {
                return Err(error(lines, 1, format!("{name} stands twice")));
            }
        }
        if let Some(at) = weights.iter().position(Option::is_none) {
            return Err(error(lines.max(1), 1, format!("no weight for {}", Feature::ALL[at].as_str())));
        }
        Ok(Confidence { weights: weights.into_iter().flatten().collect() })
    }

    /// The weight of a feature.
    pub fn weight(&self, feature: Feature) -> i32 {
        self.weights.get(feature as usize).copied().unwrap_or(0)
    }

    /// The chance, from 0.01 to 0.99, that an event with these features is right.
    pub fn of(&self, features: &[Feature]) -> f32 {
        logistic(features.iter().map(|&f| self.weight(f)).sum())
    }
}

/// Ten-thousandths of the logistic function at 0, 0.25, 0.5 ... 6.
const LOGISTIC: [i32; 25] = [
    5000, 5622, 6225, 6792, 7311, 7773, 8176, 8520, 8808, 9047, 9241, 9399, 9526, 9627, 9707, 9770, 9820, 9859, 9890, 9914, 9933, 9948,
    9959, 9968, 9975,
];

/// The logistic function of hundredths, from the table, straight between its points.
fn logistic(hundredths: i32) -> f32 {
    let size = hundredths.unsigned_abs().min(599) as usize;
    let (at, rest) = (size / 25, (size % 25) as i32);
    let (low, high) = (LOGISTIC[at], LOGISTIC[(at + 1).min(24)]);
    let above = low + (high - low) * rest / 25;
    let share = if hundredths < 0 { 10_000 - above } else { above };
    share.clamp(100, 9900) as f32 / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(weight: impl Fn(Feature) -> i32) -> String {
        Feature::ALL.iter().map(|&f| format!("{} {}\n", f.as_str(), weight(f))).collect()
    }

    #[test]
    fn the_file_that_comes_with_the_program_reads() {
        Confidence::embedded().unwrap();
    }

    #[test]
    fn weights_add_up_and_the_curve_is_the_logistic() {
        let confidence = Confidence::parse(&file(|f| if f == Feature::Always { 120 } else { -20 }), "x").unwrap();
        for (features, logit) in [(vec![Feature::Always], 1.2f64), (vec![Feature::Always, Feature::Noun], 1.0), (vec![Feature::Noun], -0.2)]
        {
            let exact = 1.0 / (1.0 + (-logit).exp());
            assert!((f64::from(confidence.of(&features)) - exact).abs() < 0.003, "{features:?}");
        }
        assert_eq!(logistic(100_000), 0.99);
        assert_eq!(logistic(i32::MIN), 0.01);
        assert!((-700..700).collect::<Vec<_>>().windows(2).all(|w| logistic(w[0]) <= logistic(w[1])));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let good = file(|_| 1);
        for (text, line, message) in [
            (format!("{good}sky 3\n"), Feature::ALL.len() + 1, "\"sky\" is no feature"),
            (format!("{good}noun 3\n"), Feature::ALL.len() + 1, "noun stands twice"),
            ("always much\n".to_string(), 1, "a weight is a whole number"),
            ("always 99999\n".to_string(), 1, "a weight is a whole number"),
            ("always 1\n".to_string(), 1, "no weight for no-condition"),
        ] {
            let error = Confidence::parse(&text, "x").unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.message.contains(message), "{error}");
        }
        assert_eq!(Confidence::parse("  always much  \n", "x").unwrap_err().column, 10);
    }
}
