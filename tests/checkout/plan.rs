//! When to ask, without waiting: plans are played, each query takes a share of its time and each wait all of it.

use proptest::prelude::*;
use wxpay_mini::checkout::{QueryPlan, Turn};

/// The queries of a plan as (start, timeout), in milliseconds.
fn play(plan: QueryPlan, shares: &[f64]) -> Vec<(u32, u32)> {
    let (mut now, mut queries) = (0, Vec::<(u32, u32)>::new());
    for _ in 0..100 {
        match plan.next(now, queries.last().map(|query| query.0)) {
            Turn::Query { timeout } => {
                let share = shares[queries.len() % shares.len()];
                queries.push((now, timeout));
                now += (f64::from(timeout) * share) as u32;
            }
            Turn::Wait { ms } => {
                assert!(ms > 0, "a wait of nothing");
                now += ms;
            }
            Turn::Spent => return queries,
        }
    }
    panic!("the plan never ends: {queries:?}");
}

fn starts(queries: &[(u32, u32)]) -> Vec<u32> {
    queries.iter().map(|query| query.0).collect()
}

fn distances(starts: &[u32]) -> Vec<u32> {
    starts.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[test]
fn fifteen_seconds_are_seven_questions() {
    let asked = starts(&play(QueryPlan::full(15_000), &[0.0]));
    assert_eq!(asked, [0, 1_000, 2_500, 5_000, 8_000, 11_500, 13_000]);
}

#[test]
fn a_long_budget_has_no_long_silence() {
    let asked = starts(&play(QueryPlan::full(120_000), &[0.0]));
    assert_eq!(
        asked,
        [
            0, 1_000, 2_500, 5_000, 8_000, 11_500, 15_333, 20_444, 27_258, 36_344, 48_458, 64_610,
            86_146, 114_861, 118_000
        ]
    );
}

#[test]
fn with_quick_answers_the_distance_grows_and_the_last_question_is_two_seconds_before_the_end() {
    for budget in 2_000..=120_000 {
        let queries = play(QueryPlan::full(budget), &[0.0]);
        let starts = starts(&queries);
        assert_eq!(starts[0], 0, "the first at once");
        assert_eq!(starts.last(), Some(&(budget - 2_000.min(budget / 2))), "{budget}: {queries:?}");
        let before_last = distances(&starts[..starts.len() - 1]);
        assert!(before_last.is_sorted(), "{budget}: {queries:?}");
        assert!(distances(&starts).iter().all(|ms| *ms >= 1_000), "{budget}: {queries:?}");
        assert!(queries.len() <= 15, "{budget}: {queries:?}");
    }
}

#[test]
fn a_brief_plan_is_exactly_one_query_of_at_most_two_seconds() {
    for budget in 1..=120_000 {
        for share in [0.0, 1.0] {
            let queries = play(QueryPlan::brief(budget), &[share]);
            assert_eq!(queries, [(0, budget.min(2_000))], "{budget}");
        }
    }
}

#[test]
fn without_a_budget_there_is_still_one_question() {
    assert_eq!(play(QueryPlan::full(0), &[1.0]), [(0, 1)]);
    assert_eq!(play(QueryPlan::brief(0), &[1.0]), [(0, 1)]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    #[test]
    fn however_slow_the_answers_no_question_passes_the_budget_and_the_last_is_near_its_end(
        budget in 1..=120_000_u32,
        shares in prop::collection::vec(0.0..=1.0, 1..8),
    ) {
        let queries = play(QueryPlan::full(budget), &shares);
        prop_assert_eq!(queries[0].0, 0);
        for (start, timeout) in &queries {
            prop_assert!((1..=5_000).contains(timeout), "{:?}", &queries);
            prop_assert!(start + timeout <= budget, "{:?}", &queries);
        }
        prop_assert!(queries.windows(2).all(|pair| pair[0].0 < pair[1].0), "{:?}", &queries);
        // only the last one may follow a slow answer closely
        let mut apart = distances(&starts(&queries));
        apart.pop();
        prop_assert!(apart.iter().all(|ms| *ms >= 1_000), "{:?}", &queries);
        let last = queries[queries.len() - 1].0;
        prop_assert!(last + 5_000 >= budget, "{:?}", &queries);
    }

    #[test]
    fn a_brief_plan_never_asks_again(budget in 1..=120_000_u32, elapsed: u32, last: u32) {
        prop_assert_eq!(QueryPlan::brief(budget).next(elapsed, Some(last)), Turn::Spent);
    }

    /// Whatever a clock says, the count of queries is bounded: each starts later than the one before.
    #[test]
    fn a_clock_that_jumps_can_shorten_the_asking_but_not_lengthen_it_for_ever(
        budget in 1..=120_000_u32,
        clock in prop::collection::vec(any::<u32>(), 40),
    ) {
        let plan = QueryPlan::full(budget);
        let mut last = None;
        for elapsed in clock {
            match plan.next(elapsed, last) {
                Turn::Query { .. } => {
                    prop_assert!(last.is_none_or(|last| elapsed > last));
                    last = Some(elapsed);
                }
                Turn::Wait { ms } => prop_assert!(elapsed + ms < budget),
                Turn::Spent => break,
            }
        }
    }
}
