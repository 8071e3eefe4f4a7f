//! The page around the goals: head with content security policy, counts, legend, and index.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::figure::{spark, symbols};
use super::goal::{CONTESTED, name, rules};
use crate::history::summary::HistorySummary;
use crate::render::history::table::headline;
use crate::render::history::{End, IndexRow};
use crate::render::show::cell;
use crate::text::digits::{counted, grouped};
use crate::text::terminal::terminal;
use crate::text::time::TimeStyle;
use crate::webhook::field::at;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Only allows the style and the script of the page, by their hashes.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let (style, script) = (hash(STYLE), hash(SCRIPT));
    format!(
        "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
    )
}

/// From the start of the page to the counts; `main` stays open.
pub fn open(summary: &HistorySummary) -> Markup {
    let run = &summary.run;
    let tiles = [
        ("", summary.goals, "goal", "goals"),
        ("error", run.errors, "error", "errors"),
        ("warning", run.warnings, "warning", "warnings"),
        ("info", run.infos, "info", "infos"),
    ];
    html! {
        (DOCTYPE)
        (PreEscaped("<html lang=\"en\">"))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy());
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="referrer" content="no-referrer";
            meta name="generator" content=(concat!("goalpost ", env!("CARGO_PKG_VERSION")));
            title { "Goal history: " (counted(summary.goals, "goal", "goals")) }
            style { (PreEscaped(STYLE)) }
        }
        (PreEscaped("<body id=\"top\">"))
        (symbols())
        header {
            a .skip href="#goals" { "Skip to the goals" }
            h1 { "Goal history" }
            p .lead { (headline(summary)) }
            ul .tiles {
                @for (level, count, one, many) in tiles {
                    @if count > 0 || level.is_empty() || level == "error" {
                        li class=[(count > 0).then_some(level)] {
                            b { (grouped(count)) } (if count == 1 { one } else { many })
                        }
                    }
                }
            }
            (guide())
        }
        (PreEscaped("<main id=\"goals\">"))
    }
}

/// How to read the page.
fn guide() -> Markup {
    html! {
        details .guide {
            summary { "How to read this page" }
            p {
                "MX, a financial-data platform, sends a webhook whenever a user’s savings or debt goal is created, \
                 updated or deleted. Each delivery holds the whole goal and its revision, a number that grows \
                 with every change. This page lists the deliveries that were captured, goal by goal."
            }
            p {
                "MX repeats a delivery that was not answered for about a day, promises no order, and can be told \
                 to send nothing for a change. So repeats, late arrivals and gaps are normal: they are marked as info. \
                 A " b { "warning" } " is probably a mistake. An " b { "error" } " means that the deliveries \
                 contradict each other, and a program that applies them can end up with the wrong goal."
            }
            p {
                "In a chart, the line is the amount that a program should hold after each delivery: that of the \
                 highest revision so far. Each mark is a delivery. The table below a chart has the same in numbers."
            }
        }
    }
}

pub fn open_index(goals: u64, hides_values: bool) -> Markup {
    html! {
        (PreEscaped("<section class=\"card index\">"))
        h2 { (counted(goals, "goal", "goals")) ", worst first" }
        (PreEscaped("<table>"))
        thead {
            tr {
                th scope="col" data-key="goal" { "Goal" }
                @if !hides_values { th scope="col" data-key="amount" { "Amount" } }
                th scope="col" data-key="deliveries" { "Deliveries" }
                th scope="col" data-key="findings" { "Findings" }
            }
        }
        (PreEscaped("<tbody>"))
    }
}

pub fn row(row: &IndexRow<'_>, hides_values: bool, style: TimeStyle) -> Markup {
    let IndexRow { head, course, rules: found } = row;
    let id = head.number;
    let goal = &head.latest.goal;
    let guid = terminal(head.guid);
    let value = |field| cell::value(goal, field, style);
    let target = goal.decimal(at::AMOUNT).filter(|_| !goal.is_payoff());
    html! {
        tr {
            th scope="row" {
                @if let Some(name) = name(head, hides_values) {
                    a href={ "#g" (id) } { bdi { (name) } } span .guid { (guid) }
                } @else {
                    a href={ "#g" (id) } { (guid) }
                }
            }
            @if !hides_values {
                td {
                    div .amount {
                        (spark(course, target))
                        span {
                            (value(at::CURRENT_AMOUNT))
                            @if goal.is_payoff() { " left" } @else { " / " (value(at::AMOUNT)) }
                        }
                    }
                }
            }
            td { (grouped(head.deliveries)) @if !head.is_live { " · deleted" } @if head.latest_variants > 1 { " · " (CONTESTED) } }
            td {
                @if found.is_empty() {
                    span .soft { "none" }
                } @else {
                    ul .tags {
                        @for (level, rule, count) in found {
                            li class={ "tag " (level.name()) } {
                                (rule.name) @if *count > 1 { " × " (grouped(*count)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub fn close_index() -> Markup {
    PreEscaped("</tbody></table></section>".to_owned())
}

/// Findings by rule, for a page without goals.
pub fn counts(summary: &HistorySummary) -> Markup {
    html! {
        section .card {
            h2 { "Findings by rule" }
            ul .tags {
                @for (rule, count) in &summary.run.rules { li .tag { (rule) " × " (grouped(*count)) } }
            }
        }
    }
}

/// The end of the page.
pub fn close(end: &End<'_>) -> Markup {
    html! {
        @if !end.findings.is_empty() {
            section .card id="across" {
                h2 { "Across goals" }
                (rules(end.findings, "across"))
            }
        }
        @if end.goals == 0 { p .lead { "No goal is shown." } }
        (PreEscaped("</main>"))
        footer { p { "Made by goalpost " (env!("CARGO_PKG_VERSION")) ". This page needs no network." } }
        script { (PreEscaped(SCRIPT)) }
        (PreEscaped("</body></html>"))
    }
}
