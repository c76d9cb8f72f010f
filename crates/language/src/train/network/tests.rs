//! Slopes against measured ones, and the network in bytes against that in floats.

use super::*;
use crate::net::registers::{MOST, Registers};
use crate::net::{Found, Net, Space};

const ROW_COUNT: usize = 40;

fn batch(random: &mut Random) -> Batch {
    let mut batch = Batch::default();
    for length in [1usize, 5, 9] {
        let start = batch.words();
        for i in 0..length {
            batch.rows.push(std::array::from_fn(|_| (random.next() % ROW_COUNT as u64) as u32));
            batch.vectors.push((random.next() % 3) as u32);
            batch.tags.push((random.next() % 7) as u8);
            batch.labels.push((random.next() % 11) as u8);
            batch.heads.push((i > 0).then(|| (random.next() % i as u64) as u32));
            batch.kinds.push((i % 2 == 0).then_some(i as u8 % 4));
        }
        batch.sentences.push(start..batch.words());
    }
    batch
}

struct Setting {
    layout: Layout,
    weights: Vec<f32>,
    rows: Vec<f32>,
    vectors: Vec<i8>,
    batch: Batch,
}

fn setting() -> Setting {
    let mut random = Random::new(3);
    let layout = Layout::new();
    let weights = layout.start(&mut random);
    let rows = (0..ROW_COUNT * WIDTH).map(|_| random.spread(0.2)).collect();
    let vectors = (0..3 * crate::net::VECTOR).map(|_| random.spread(60.0) as i8).collect();
    Setting { layout, weights, rows, vectors, batch: batch(&mut random) }
}

impl Setting {
    /// Loss a word, and the slopes of dense weights and of the sums of rows.
    fn learn(&self, encoder: &mut Encoder) -> (f64, Vec<f32>, Vec<f32>) {
        let between: Vec<Masks> = (0..LAYERS).map(|_| Masks::none(&self.batch, WIDTH)).collect();
        let masks = HeadMasks { input: Masks::none(&self.batch, WIDTH), read: Masks::none(&self.batch, HEADS) };
        encoder.forward(&self.layout, &self.weights, &self.rows, &self.batch, &self.vectors, &between);
        let (mut slopes, mut tally) = (vec![0.0; self.layout.size], Tally::default());
        let last = &encoder.outputs[LAYERS];
        let mut slope = heads::learn(&self.layout, &self.weights, &self.batch, last, &masks, &mut slopes, &mut tally);
        encoder.backward(&self.layout, &self.weights, &self.batch, &between, &mut slope, &mut slopes);
        (tally.loss / tally.words as f64, slopes, slope)
    }
}

#[test]
fn slopes_are_those_of_the_loss() {
    let mut setting = setting();
    let mut encoder = Encoder::default();
    let (_, slopes, by_rows) = setting.learn(&mut encoder);
    let layout = setting.layout.clone();
    let mut ranges = vec![layout.given, layout.heads, layout.heads_bias, layout.arcs, layout.arcs_bias, layout.distances];
    ranges.extend([layout.distances_bias, layout.root, layout.root_relation, layout.relations, layout.relations_bias]);
    ranges.extend(layout.layers.into_iter().flatten());
    const STEP: f32 = 4e-3;
    for range in ranges {
        // The weight with the steepest slope of each part: noise is least there.
        let at = range.max_by(|&a, &b| slopes[a].abs().total_cmp(&slopes[b].abs())).expect("a weight");
        let kept = setting.weights[at];
        setting.weights[at] = kept + STEP;
        let above = setting.learn(&mut encoder).0;
        setting.weights[at] = kept - STEP;
        let below = setting.learn(&mut encoder).0;
        setting.weights[at] = kept;
        let measured = ((above - below) / f64::from(2.0 * STEP)) as f32;
        assert!((measured - slopes[at]).abs() < 2e-3 + 0.05 * slopes[at].abs(), "weight {at}: {measured} but {}", slopes[at]);
    }
    // The rows of the first word, through the sum that they enter.
    let unit = (0..WIDTH).max_by(|&a, &b| by_rows[a].abs().total_cmp(&by_rows[b].abs())).expect("a unit");
    let row = setting.batch.rows[0][0];
    let uses = |rows: &[u32; ROWS]| rows.iter().filter(|&&r| r == row).count() as f32;
    let expected: f32 = setting.batch.rows.iter().zip(by_rows.chunks_exact(WIDTH)).map(|(r, s)| uses(r) * s[unit]).sum();
    let at = row as usize * WIDTH + unit;
    setting.rows[at] += STEP;
    let above = setting.learn(&mut encoder).0;
    setting.rows[at] -= 2.0 * STEP;
    let below = setting.learn(&mut encoder).0;
    let measured = ((above - below) / f64::from(2.0 * STEP)) as f32;
    assert!((measured - expected).abs() < 2e-3 + 0.05 * expected.abs(), "{measured} but {expected}");
}

#[test]
fn layers_in_bytes_are_near_those_in_floats() {
    let setting = setting();
    let mut encoder = Encoder::default();
    setting.learn(&mut encoder);
    let trained = Trained { dense: setting.weights.clone(), rows: setting.rows.clone() };
    let net = Net::new(pack(&trained, setting.vectors.clone()));
    let rows = setting.batch.rows.iter().zip(&setting.batch.vectors);
    let words: Vec<Word> = rows.map(|(&rows, &vector)| Word { rows, vector, ..Word::default() }).collect();
    let (mut space, mut found) = (Space::default(), Found::default());
    net.run(&words, &setting.batch.sentences, 7, &mut space, &mut found);
    // The same bits come of narrower registers.
    for most in [Registers::Any, Registers::Wide] {
        let (mut narrow, mut again) = (Space::default(), Found::default());
        MOST.set(most);
        net.run(&words, &setting.batch.sentences, 7, &mut narrow, &mut again);
        MOST.set(Registers::Widest);
        assert_eq!(narrow.layer(), space.layer());
        assert_eq!((&again.heads, &again.tags, &again.labels), (&found.heads, &found.tags, &found.labels));
    }
    let floats = &encoder.outputs[LAYERS];
    let apart = |(a, b): (&f32, &f32)| (a - b).abs();
    let most = space.layer().iter().zip(floats).map(apart).fold(0.0, f32::max);
    let mean = space.layer().iter().zip(floats).map(apart).sum::<f32>() / floats.len() as f32;
    assert!(most < 0.1 && mean < 0.01, "{most} {mean}");
    for sentence in &setting.batch.sentences {
        assert_eq!(found.heads[sentence.clone()].iter().filter(|&&h| h == super::super::NONE).count(), 1);
    }
}
