//! Universal Dependencies: parts of speech, features and relations, as
//! [UD English](https://universaldependencies.org/en/) uses them.

use std::fmt;
use std::str::FromStr;

/// A name that is not in the tag set it was looked up in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTag(pub String);

impl fmt::Display for UnknownTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown tag {:?}", self.0)
    }
}

impl std::error::Error for UnknownTag {}

macro_rules! tags {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[allow(missing_docs)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// All values, in the order of their numbers.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The name as CoNLL-U writes it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownTag;

            fn from_str(text: &str) -> Result<Self, UnknownTag> {
                match text {
                    $($text => Ok($name::$variant),)+
                    _ => Err(UnknownTag(text.to_string())),
                }
            }
        }
    };
}

tags! {
    /// [Universal parts of speech](https://universaldependencies.org/u/pos/).
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET",
        Intj = "INTJ", Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN",
        Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

tags! {
    /// Penn Treebank parts of speech, as the English treebanks use them.
    Xpos {
        None = "_", Nn = "NN", In = "IN", Dt = "DT", Nnp = "NNP", Jj = "JJ", Prp = "PRP",
        Period = ".", Rb = "RB", Comma = ",", Nns = "NNS", Vb = "VB", Cc = "CC", Vbp = "VBP",
        Vbd = "VBD", Vbz = "VBZ", Vbn = "VBN", Cd = "CD", Vbg = "VBG", To = "TO", Md = "MD",
        PrpPoss = "PRP$", Rrb = "-RRB-", Lrb = "-LRB-", Colon = ":", Wdt = "WDT", Uh = "UH",
        Wrb = "WRB", Wp = "WP", OpenQuote = "``", Hyph = "HYPH", CloseQuote = "''", Pos = "POS",
        Rp = "RP", Nnps = "NNPS", Jjr = "JJR", Jjs = "JJS", Ex = "EX", Rbr = "RBR", Sym = "SYM",
        Nfp = "NFP", Fw = "FW", Add = "ADD", Gw = "GW", Dollar = "$", Pdt = "PDT", Rbs = "RBS",
        Ls = "LS", Afx = "AFX", WpPoss = "WP$",
    }
}

tags! {
    /// [Universal relations](https://universaldependencies.org/en/dep/), with English subtypes.
    Deprel {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl",
        Advmod = "advmod", Amod = "amod", Appos = "appos", Aux = "aux", AuxPass = "aux:pass",
        Case = "case", Cc = "cc", CcPreconj = "cc:preconj", Ccomp = "ccomp",
        Compound = "compound", CompoundPrt = "compound:prt", Conj = "conj", Cop = "cop",
        Csubj = "csubj", CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass", Dep = "dep",
        Det = "det", DetPredet = "det:predet", Discourse = "discourse",
        Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat",
        Goeswith = "goeswith", Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod",
        NmodDesc = "nmod:desc", NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked",
        Nsubj = "nsubj", NsubjOuter = "nsubj:outer", NsubjPass = "nsubj:pass",
        Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
        OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis",
        Punct = "punct", Reparandum = "reparandum", Root = "root", Vocative = "vocative",
        Xcomp = "xcomp",
    }
}

macro_rules! feats {
    ($($const:ident = $bit:literal, $text:literal;)+) => {
        /// A set of [features](https://universaldependencies.org/en/feat/), one bit each.
        ///
        /// Prints as CoNLL-U does: sorted by name, `_` where empty. A feature outside the
        /// set is dropped on reading, since no stage asks for it.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct Feats(pub u64);

        #[allow(missing_docs)]
        impl Feats {
            $(pub const $const: Feats = Feats(1 << $bit);)+

            /// Every feature with its text, in the order in which CoNLL-U sorts them.
            pub const ALL: &'static [(Feats, &'static str)] = &[$((Feats(1 << $bit), $text)),+];
        }
    };
}

feats! {
    ABBR = 0, "Abbr=Yes";
    CASE_ACC = 1, "Case=Acc";
    CASE_GEN = 2, "Case=Gen";
    CASE_NOM = 3, "Case=Nom";
    DEF_DEF = 4, "Definite=Def";
    DEF_IND = 5, "Definite=Ind";
    DEGREE_CMP = 6, "Degree=Cmp";
    DEGREE_POS = 7, "Degree=Pos";
    DEGREE_SUP = 8, "Degree=Sup";
    EXTPOS_ADP = 9, "ExtPos=ADP";
    EXTPOS_ADV = 10, "ExtPos=ADV";
    EXTPOS_CCONJ = 11, "ExtPos=CCONJ";
    EXTPOS_PRON = 12, "ExtPos=PRON";
    EXTPOS_PROPN = 13, "ExtPos=PROPN";
    EXTPOS_SCONJ = 14, "ExtPos=SCONJ";
    FOREIGN = 15, "Foreign=Yes";
    GENDER_FEM = 16, "Gender=Fem";
    GENDER_MASC = 17, "Gender=Masc";
    GENDER_NEUT = 18, "Gender=Neut";
    MOOD_IMP = 19, "Mood=Imp";
    MOOD_IND = 20, "Mood=Ind";
    MOOD_SUB = 21, "Mood=Sub";
    NUMBER_PLUR = 30, "Number=Plur";
    NUMBER_PTAN = 31, "Number=Ptan";
    NUMBER_SING = 32, "Number=Sing";
    NUMFORM_COMBI = 22, "NumForm=Combi";
    NUMFORM_DIGIT = 23, "NumForm=Digit";
    NUMFORM_ROMAN = 24, "NumForm=Roman";
    NUMFORM_WORD = 25, "NumForm=Word";
    NUMTYPE_CARD = 26, "NumType=Card";
    NUMTYPE_FRAC = 27, "NumType=Frac";
    NUMTYPE_MULT = 28, "NumType=Mult";
    NUMTYPE_ORD = 29, "NumType=Ord";
    PERSON_1 = 33, "Person=1";
    PERSON_2 = 34, "Person=2";
    PERSON_3 = 35, "Person=3";
    POLARITY_NEG = 36, "Polarity=Neg";
    POLARITY_POS = 37, "Polarity=Pos";
    POSS = 38, "Poss=Yes";
    PRON_ART = 39, "PronType=Art";
    PRON_DEM = 40, "PronType=Dem";
    PRON_EMP = 41, "PronType=Emp";
    PRON_IND = 42, "PronType=Ind";
    PRON_INT = 43, "PronType=Int";
    PRON_NEG = 44, "PronType=Neg";
    PRON_PRS = 45, "PronType=Prs";
    PRON_RCP = 46, "PronType=Rcp";
    PRON_REL = 47, "PronType=Rel";
    PRON_TOT = 48, "PronType=Tot";
    REFLEX = 49, "Reflex=Yes";
    STYLE_ARCH = 50, "Style=Arch";
    STYLE_COLL = 51, "Style=Coll";
    STYLE_EXPR = 52, "Style=Expr";
    STYLE_SLNG = 53, "Style=Slng";
    STYLE_VRNC = 54, "Style=Vrnc";
    TENSE_PAST = 55, "Tense=Past";
    TENSE_PRES = 56, "Tense=Pres";
    TYPO = 57, "Typo=Yes";
    VERBFORM_FIN = 58, "VerbForm=Fin";
    VERBFORM_GER = 59, "VerbForm=Ger";
    VERBFORM_INF = 60, "VerbForm=Inf";
    VERBFORM_PART = 61, "VerbForm=Part";
    VOICE_PASS = 62, "Voice=Pass";
}

impl Feats {
    /// True where every feature of `other` is in this set.
    pub fn has(self, other: Feats) -> bool {
        self.0 & other.0 == other.0
    }

    /// True where any feature of `other` is in this set.
    pub fn any(self, other: Feats) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub const fn with(self, other: Feats) -> Feats {
        Feats(self.0 | other.0)
    }

    /// Reads the FEATS column of CoNLL-U. Unknown features are left out.
    pub fn parse(column: &str) -> Feats {
        let mut feats = Feats::default();
        for pair in column.split('|') {
            // A feature with two values ("Gender=Fem,Masc") sets both.
            let (name, values) = pair.split_once('=').unwrap_or((pair, ""));
            for value in values.split(',') {
                for &(bit, text) in Feats::ALL {
                    if text.split_once('=') == Some((name, value)) {
                        feats = feats.with(bit);
                    }
                }
            }
        }
        feats
    }
}

impl fmt::Display for Feats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("_");
        }
        let mut last = "";
        for &(bit, text) in Feats::ALL {
            if self.has(bit) {
                let (name, value) = text.split_once('=').unwrap_or((text, ""));
                if name == last {
                    write!(f, ",{value}")?;
                } else {
                    write!(f, "{}{text}", if last.is_empty() { "" } else { "|" })?;
                }
                last = name;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_round_trip_in_conllu_order() {
        for text in ["_", "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin", "Gender=Fem,Masc", "Case=Gen|Poss=Yes"] {
            assert_eq!(Feats::parse(text).to_string(), text);
        }
    }

    #[test]
    fn tag_names_round_trip() {
        for &deprel in Deprel::ALL {
            assert_eq!(deprel.as_str().parse(), Ok(deprel));
        }
        for &xpos in Xpos::ALL {
            assert_eq!(xpos.as_str().parse(), Ok(xpos));
        }
        assert!("nosuch".parse::<Upos>().is_err());
    }
}
