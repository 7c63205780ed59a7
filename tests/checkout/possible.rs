//! Everything that is possible in a world now: every answer to every open command that the truth allows, and what
//! buyers, merchants and phones may do.

use super::backend::order_of;
use super::moves::{Closed, End, Failed, Move, Prepared, Queried};
use super::setup::{Fate, Open, Truth, What, told};
use super::world::World;

impl World<'_> {
    /// All that can happen now.
    pub fn moves(&self) -> Vec<Move> {
        let mut moves = Vec::new();
        for (at, open) in self.open.iter().enumerate() {
            self.answers(open, &mut |end| moves.push(Move::Answer(at, end)));
        }
        for order in 0..self.setup.orders {
            let truth = self.truth[order];
            moves.push(Move::Tap(order));
            if self.setup.parameters {
                moves.push(Move::TapWithParameters(order));
            }
            if truth.cashiers > 0 && truth.fate == Fate::Unpaid {
                moves.push(Move::BuyerPays(order));
            }
            if self.setup.merchant && truth.fate == Fate::Unpaid {
                moves.push(Move::MerchantCloses(order));
            }
            if self.setup.merchant && truth.fate == Fate::Paid {
                moves.push(Move::MerchantRefunds(order));
            }
        }
        moves.push(Move::Foreground);
        if self.setup.resume {
            moves.extend([Move::Resume { listed: false }, Move::Resume { listed: true }]);
        }
        moves.extend(self.setup.restarts.iter().map(|kept| Move::Restart(*kept)));
        if self.setup.seconds && self.stood < 5 && self.portrait.stage == "Waiting" {
            moves.push(Move::SecondPasses);
        }
        if self.setup.jumps {
            moves.extend([Move::HoursPass, Move::ClockGoesBack]);
        }
        moves
    }

    fn answers(&self, open: &Open, add: &mut dyn FnMut(End)) {
        let few = self.setup.few;
        match &open.what {
            What::Login => {
                add(End::LoggedIn);
                add(End::Failed(Failed::Timeout));
                add(End::Failed(Failed::Http401));
            }
            What::Prepay => {
                add(End::Prepared(Prepared::Ready));
                add(End::Failed(Failed::Timeout));
                if !few {
                    add(End::Prepared(Prepared::NothingToPay));
                    add(End::Prepared(Prepared::Garbage));
                    add(End::Failed(Failed::Http500));
                    add(End::Failed(Failed::Http401));
                    add(End::Failed(Failed::OrderPaid));
                }
                if order_of(&open.key).is_some_and(|order| self.truth[order].fate == Fate::Closed) {
                    add(End::Failed(Failed::OrderClosed));
                }
            }
            What::Save(_) => {
                add(End::Saved);
                add(End::Failed(Failed::Timeout));
            }
            What::Cashier if few => {
                add(End::Closed(Closed::Ok));
                add(End::Closed(Closed::Cancel));
            }
            What::Cashier => Closed::ALL.iter().for_each(|closed| add(End::Closed(*closed))),
            What::Query { fate, known, .. } => {
                let truth = order_of(&open.key).map_or(Truth::default(), |order| self.truth[order]);
                add(End::Queried(told(truth.fate)));
                if *fate != truth.fate {
                    add(End::Queried(told(*fate)));
                }
                add(End::Failed(Failed::Timeout));
                if *known {
                    add(End::Queried(Queried::OtherOrder));
                    add(End::Queried(Queried::OtherAmount));
                }
                if !few {
                    if *fate == Fate::Unpaid {
                        add(End::Queried(Queried::NotFound));
                        add(End::Queried(Queried::PayError));
                        add(End::Queried(Queried::UserPaying));
                        add(End::Failed(Failed::NotExist));
                    }
                    add(End::Failed(Failed::Http404));
                    if truth.fate == Fate::Closed {
                        add(End::Failed(Failed::OrderClosed));
                    }
                    add(End::Failed(Failed::Http500));
                    add(End::Failed(Failed::Http401));
                    add(End::Queried(Queried::Garbage));
                }
            }
            What::Wait(_) => add(End::Elapsed),
        }
    }
}
