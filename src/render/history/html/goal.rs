//! The section of one goal: facts, chart, findings and deliveries.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};

use super::chart::{Chart, Mark, Point};
use super::figure::figure;
use crate::examine::report::{Related, Report};
use crate::history::timeline::GoalHead;
use crate::render::check::body_place;
use crate::render::progress::Share;
use crate::render::show::cell;
use crate::text::digits::counted;
use crate::text::terminal::terminal;
use crate::text::time::TimeStyle;
use crate::webhook::field::at;
use crate::webhook::value::{Goal, Value};

/// The data of a section.
#[derive(Debug)]
pub struct Section {
    /// The number of the goal from 1, in guid order; used in ids.
    pub number: u64,
    pub name: Option<String>,
    pub guid: String,
    pub tags: Vec<String>,
    pub is_contested: bool,
    pub facts: Vec<(&'static str, String)>,
    pub deliveries: String,
    pub is_timed: bool,
    pub is_wholly_timed: bool,
    pub hides_values: bool,
    pub style: TimeStyle,
    pub points: Vec<Point>,
    pub rows: String,
}

/// The note about a conflict in the highest revision.
pub const CONTESTED: &str = "latest state in conflict";

/// The values of the latest state, by name.
const FACTS: [(&str, usize); 7] = [
    ("Projected", at::PROJECTED_TO_COMPLETE_AT),
    ("Completed", at::COMPLETED_AT),
    ("Category", at::META_TYPE),
    ("User ID", at::USER_ID),
    ("User", at::USER_GUID),
    ("Account", at::ACCOUNT_GUID),
    ("Metadata", at::METADATA),
];

impl Section {
    pub fn new(head: &GoalHead<'_>, hides_values: bool, style: TimeStyle) -> Section {
        let goal = &head.latest.goal;
        let mut tags: Vec<String> = goal.goal_type.map(str::to_owned).into_iter().collect();
        tags.push(if head.is_live { "live" } else { "deleted" }.to_owned());
        let revisions = match head.revisions {
            1 => format!("revision {}", head.last),
            count => {
                let count = counted(count, "revision", "revisions");
                format!("{count}, {} to {}", head.first, head.last)
            }
        };
        let deliveries = counted(head.deliveries, "delivery", "deliveries");
        Section {
            number: head.number,
            name: name(head, hides_values),
            guid: terminal(head.guid).into_owned(),
            tags,
            is_contested: head.latest_variants > 1,
            facts: if hides_values { Vec::new() } else { facts(goal, style) },
            deliveries: format!("{deliveries} · {revisions}"),
            is_timed: head.is_timed(),
            is_wholly_timed: head.untimed == 0,
            hides_values,
            style,
            points: Vec::new(),
            rows: String::new(),
        }
    }

    pub fn markup(&self, findings: &[Report]) -> Markup {
        let id = self.number.to_string();
        html! {
            section .card .goal id={ "g" (id) } {
                div .head {
                    h2 { @if let Some(name) = &self.name { bdi { (name) } } @else { (self.guid) } }
                    @if self.name.is_some() { span .guid { (self.guid) } }
                }
                ul .tags {
                    @for tag in &self.tags { li .tag { (tag) } }
                    li .tag { (self.deliveries) }
                    @if self.is_contested { li .tag .error { (CONTESTED) } }
                }
                @if !self.facts.is_empty() {
                    dl .facts {
                        @for (name, value) in &self.facts {
                            div class=[(value.len() > 30).then_some("id")] { dt { (name) } dd { bdi { (value) } } }
                        }
                    }
                }
                (self.figure(&id))
                (rules(findings, &format!("g{id}")))
                (self.table())
                p .up { a href="#top" { "Back to top" } }
            }
        }
    }

    fn figure(&self, id: &str) -> Markup {
        let chart = Chart::of(&self.points, self.style);
        let title = match (chart.amounts, chart.is_timed) {
            (Some(_), true) => "Current amount over time",
            (Some(_), false) => "Current amount by revision",
            (None, _) => "Deliveries",
        };
        let mut description: Vec<String> = Vec::new();
        if let (Some(first), Some(last), true) =
            (self.points.first(), self.points.last(), chart.amounts.is_some())
        {
            description.push(format!(
                "From revision {} to revision {}.",
                first.words(),
                last.words()
            ));
        }
        let odd = self.points.iter().filter(|point| point.mark() > Mark::Delivery);
        description.extend(odd.take(12).map(|point| format!("Revision {}.", point.words())));
        description.extend(chart.gaps.iter().take(12).map(|gap| format!("{}.", gap.words())));
        description.push("The table of deliveries has every value.".to_owned());
        figure(&chart, id, title, &description.join(" "), self.style)
    }

    fn table(&self) -> Markup {
        html! {
            details .timeline open {
                summary { "Deliveries by revision" }
                table .amounts[!self.hides_values] {
                    thead {
                        tr {
                            th scope="col" { "Revision" }
                            th scope="col" { "Action" }
                            @if self.is_timed { th scope="col" { "Received" } }
                            @if !self.hides_values { th scope="col" { "Current" } }
                            th scope="col" { "What changed" }
                        }
                    }
                    tbody { (PreEscaped(&self.rows)) }
                }
            }
        }
    }
}

/// The name of the goal, unless hidden.
pub fn name(head: &GoalHead<'_>, hides_values: bool) -> Option<String> {
    let goal = &head.latest.goal;
    let is_named = !hides_values && !matches!(goal.value(at::NAME), Value::Absent | Value::Null);
    is_named.then(|| cell::value(goal, at::NAME, TimeStyle::Utc))
}

fn facts(goal: &Goal<'_>, style: TimeStyle) -> Vec<(&'static str, String)> {
    let value = |field| cell::value(goal, field, style);
    let is_payoff = goal.goal_type == Some("PAYOFF");
    let mut current = value(at::CURRENT_AMOUNT);
    if let Some(share) = Share::saved(goal) {
        current.push_str(&format!(" ({})", share.percent()));
    }
    let mut facts = vec![(if is_payoff { "Left to pay" } else { "Saved" }, current)];
    if !is_payoff {
        facts.push(("Target", value(at::AMOUNT)));
    }
    let is_said =
        |(_, field): &(&str, usize)| !matches!(goal.value(*field), Value::Absent | Value::Null);
    facts.extend(FACTS.into_iter().filter(is_said).map(|(name, field)| (name, value(field))));
    facts
}

/// The findings, a block for each rule, worst first; `id` is the prefix of the blocks' ids.
pub fn rules(findings: &[Report], id: &str) -> Markup {
    let mut rules: BTreeMap<_, Vec<&Report>> = BTreeMap::new();
    for report in findings {
        rules.entry((std::cmp::Reverse(report.level), report.rule.name)).or_default().push(report);
    }
    html! {
        @if !rules.is_empty() {
            ul .findings {
                @for ((level, name), reports) in &rules {
                    @let level = level.0.name();
                    li id={ (id) "-" (name) } class={ "finding " (level) } {
                        h3 {
                            span .level { (level) }
                            span { (reports[0].rule.summary) }
                            code { (name) }
                        }
                        ul {
                            @for report in reports {
                                li { (report.message) " " span .where { (place(report)) } }
                            }
                        }
                        p .why { (reports[0].rule.explanation) }
                        @if let Some(help) = &reports[0].help {
                            p { b { "What to do: " } (help) }
                        }
                    }
                }
            }
        }
    }
}

/// The locations of a finding and of the related delivery: `a.ndjson:6:1, see line 5`.
fn place(report: &Report) -> Markup {
    html! {
        code { bdi { (body_place(&report.input, &report.trail, report.start)) } }
        @if let Some(Related { input, trail, start, .. }) = report.related.as_deref() {
            ", see "
            @if trail.is_empty() && *input == report.input {
                "line " (start.line)
            } @else {
                code { bdi { (body_place(input, trail, *start)) } }
            }
        }
    }
}
