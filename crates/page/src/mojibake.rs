//! Repairs text that was written as UTF-8 and read as Windows-1252 ("â€™" for "’").
//!
//! Only certain cases: a run of characters that all are single bytes of Windows-1252 and that,
//! read back as bytes, form one whole UTF-8 character. A sequence such as "Ã©" does not occur in
//! any language's words otherwise, but to be sure a repair must give a letter of the Latin
//! script, typographic punctuation, or an invisible space.

use std::borrow::Cow;

/// Repairs `text`. Text damaged twice is repaired twice.
pub fn mend(text: &str) -> Cow<'_, str> {
    match once(text) {
        None => Cow::Borrowed(text),
        Some(better) => match once(&better) {
            None => Cow::Owned(better),
            Some(best) => Cow::Owned(best),
        },
    }
}

fn once(text: &str) -> Option<String> {
    // All damaged sequences start with one of these lead bytes read as Windows-1252.
    let lead = |c: char| matches!(c, 'Â' | 'Ã' | 'Ä' | 'Å' | 'â' | 'ï');
    text.find(lead)?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = rest.find(lead) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match damaged(rest).or_else(|| lost_byte(rest)) {
            Some((mended, length)) => {
                out.push(mended);
                rest = &rest[length..];
                changed = true;
            }
            None => {
                let length = rest.chars().next().map_or(1, char::len_utf8);
                out.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// The character that the damaged sequence at the start of `text` stood for, and the sequence's
/// length in bytes.
fn damaged(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0u8; 3];
    let mut wanted = 0;
    for (count, (at, c)) in text.char_indices().enumerate() {
        let byte = to_byte(c)?;
        if count == 0 {
            wanted = if byte >= 0xe0 { 3 } else { 2 };
        }
        bytes[count] = byte;
        if count + 1 == wanted {
            let mended = std::str::from_utf8(&bytes[..wanted]).ok()?.chars().next()?;
            return is_plausible(mended).then_some((mended, at + c.len_utf8()));
        }
    }
    None
}

/// The closing quotation mark, whose last byte (0x9D, undefined in Windows-1252) many programs drop.
fn lost_byte(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix("â€")?;
    let rest = rest.strip_prefix('\u{fffd}').unwrap_or(rest);
    Some(('”', text.len() - rest.len()))
}

fn is_plausible(c: char) -> bool {
    matches!(c,
        '\u{a0}'..='\u{17f}'         // Latin-1 and Latin Extended-A
        | '\u{2010}'..='\u{2026}'    // dashes, quotation marks, ellipsis
        | '\u{2030}'..='\u{203a}'
        | '\u{200b}'..='\u{200d}' | '\u{2002}'..='\u{200a}'
        | '\u{20ac}' | '\u{2122}' | '\u{feff}')
}

/// The byte of Windows-1252 that is read as this character; the five bytes that it leaves
/// undefined are read as control characters.
fn to_byte(c: char) -> Option<u8> {
    Some(match c {
        '\u{80}'..='\u{ff}' => c as u8,
        '€' => 0x80,
        '‚' => 0x82,
        'ƒ' => 0x83,
        '„' => 0x84,
        '…' => 0x85,
        '†' => 0x86,
        '‡' => 0x87,
        'ˆ' => 0x88,
        '‰' => 0x89,
        'Š' => 0x8a,
        '‹' => 0x8b,
        'Œ' => 0x8c,
        'Ž' => 0x8e,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        '˜' => 0x98,
        '™' => 0x99,
        'š' => 0x9a,
        '›' => 0x9b,
        'œ' => 0x9c,
        'ž' => 0x9e,
        'Ÿ' => 0x9f,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_quotes_and_letters_are_repaired() {
        assert_eq!(mend("Chinaâ€™s â€œplanâ€\u{9d} â€“ cafÃ©, LÃ³pez, ErdoÄŸan, Â£5"), "China’s “plan” – café, López, Erdoğan, £5");
        assert_eq!(mend("itÃ¢â‚¬â„¢s"), "it’s");
    }

    #[test]
    fn closing_quote_that_lost_its_last_byte_is_repaired() {
        assert_eq!(mend("â€œYes,â€ he said"), "“Yes,” he said");
        assert_eq!(mend("yesâ€\u{fffd}."), "yes”.");
    }

    #[test]
    fn undamaged_text_is_untouched() {
        for text in ["Ångström, São Paulo, “Âge”, Île", "Château’s “â”", "naïve", "MÃ", "Ã", "plain"] {
            assert!(matches!(mend(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
