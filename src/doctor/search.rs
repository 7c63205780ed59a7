//! The search over mistakes: each alone, then two at once, in the order of likelihood. It knows
//! nothing of signatures: it is handed a recipe, steps that change it, and a test.

use super::finding::Mistake;

/// Two steps of one slot are the same kind of mistake and are not made together.
pub type Slot = u8;

/// One mistake, as a change of a recipe.
pub struct Step<R> {
    pub slot: Slot,
    pub mistake: Mistake,
    /// Whether it is also tried together with others.
    pub pairs: bool,
    change: Box<dyn Fn(&mut R)>,
}

impl<R> Step<R> {
    pub fn new(slot: Slot, mistake: Mistake, change: impl Fn(&mut R) + 'static) -> Self {
        Self { slot, mistake, pairs: true, change: Box::new(change) }
    }

    /// Makes the mistake.
    pub fn apply(&self, recipe: &mut R) {
        (self.change)(recipe);
    }

    /// One of so many that pairs of them would be too many.
    pub fn alone(mut self) -> Self {
        self.pairs = false;
        self
    }
}

/// What gave the signature.
pub struct Found<R> {
    pub recipe: R,
    pub mistakes: Vec<Mistake>,
}

/// More pairs are not tried: the whole search stays under 50 milliseconds natively (`tests/doctor`
/// prints how long it takes).
const MOST_PAIRS: usize = 16_000;

/// Nor are more bytes hashed than this, beside the likely mistakes alone: a body may be a megabyte.
const MOST_BYTES: usize = 24_000_000;

/// The first mistake, or the first two, whose recipe passes the test. `size` is how many bytes one test
/// takes, more or less.
pub fn search<R: Clone>(
    base: &R,
    steps: &[Step<R>],
    size: usize,
    fits: impl Fn(&R) -> bool,
) -> Option<Found<R>> {
    let most = MOST_BYTES / size.max(1);
    let alone = steps.iter().filter(|step| !step.pairs).take(most);
    for step in steps.iter().filter(|step| step.pairs).chain(alone) {
        let mut recipe = base.clone();
        (step.change)(&mut recipe);
        if fits(&recipe) {
            return Some(Found { recipe, mistakes: vec![step.mistake.clone()] });
        }
    }
    let steps: Vec<&Step<R>> = steps.iter().filter(|step| step.pairs).collect();
    let mut tried = 0;
    for (at, second) in steps.iter().enumerate() {
        for first in &steps[..at] {
            if first.slot == second.slot {
                continue;
            }
            if tried == MOST_PAIRS.min(most) {
                return None;
            }
            tried += 1;
            let mut recipe = base.clone();
            (first.change)(&mut recipe);
            (second.change)(&mut recipe);
            if fits(&recipe) {
                let mistakes = vec![first.mistake.clone(), second.mistake.clone()];
                return Some(Found { recipe, mistakes });
            }
        }
    }
    None
}
