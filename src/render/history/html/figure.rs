//! A chart as SVG, with its legend.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::chart::{Chart, FLAT, Mark, Path, area};
use super::scale::{Amounts, WIDE};
use crate::text::digits::grouped;
use crate::text::time::TimeStyle;

/// Pixels above the plot, and below it for the names along the axis.
const TOP: u32 = 18;
const BOTTOM: u32 = 26;
/// The maximum number of deliveries with labelled marks.
const NAMED: usize = 8;
/// The maximum number of deliveries that all have tooltips. Beyond it only notable ones have: the
/// table lists all, and a page may have a thousand charts.
const SPOKEN: usize = 16;
/// Beyond this number, only notable deliveries are drawn.
const DRAWN: usize = 400;

/// The symbols that the marks of all charts refer to.
pub fn symbols() -> Markup {
    html! {
        svg .defs aria-hidden="true" {
            defs {
                pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    line y2="6" {}
                }
                @for mark in Mark::ALL {
                    @let [id, ..] = mark.words();
                    g id=(id) class=(id) { (symbol(mark)) }
                }
            }
        }
    }
}

fn symbol(mark: Mark) -> Markup {
    html! {
        @match mark {
            Mark::Delivery => circle r="3.5" {},
            Mark::Repeated => { circle r="3.5" {} circle .ring r="7" {} }
            Mark::Late => path d="M5-5.5V5.5L-5 0z" {},
            Mark::Conflict => path d="M0-6.5L6.5 0L0 6.5L-6.5 0z" {},
            Mark::Deletion => path d="M-4.5-4.5L4.5 4.5M4.5-4.5L-4.5 4.5" {},
        }
    }
}

/// Draws a chart. `id` is unique in the page; title and description are for screen readers.
pub fn figure(
    chart: &Chart<'_>,
    id: &str,
    title: &str,
    description: &str,
    style: TimeStyle,
) -> Markup {
    let height = chart.height();
    let whole = TOP + height + BOTTOM;
    let ticks: Vec<(Decimal, String)> = chart.amounts.map_or(Vec::new(), |axis| {
        let named = |tick: Decimal| (chart.below(Some(tick)), grouped(tick));
        axis.ticks().into_iter().map(named).collect()
    });
    html! {
        figure {
            div .plot {
                (amounts(&ticks, whole))
                svg .chart height=(whole) role="img" aria-labelledby={ "t" (id) " d" (id) } {
                    title id={ "t" (id) } { (title) }
                    desc id={ "d" (id) } { (description) }
                    svg y=(TOP) height=(height) {
                        @for (below, _) in &ticks { line .grid x2="100%" y1=(below) y2=(below) {} }
                        @if ticks.is_empty() { line .grid x2="100%" y1=(FLAT / 2) y2=(FLAT / 2) {} }
                        @for gap in &chart.gaps {
                            rect .gap x=(percent(gap.from)) width=(percent(gap.to - gap.from)) height=(height) {
                                title { (gap.words()) }
                            }
                        }
                        (lines(chart))
                        (marks(chart))
                    }
                    @for (index, (place, name)) in chart.ticks.iter().enumerate() {
                        text class={ "tick" (anchor(*place)) (if index % 2 == 1 && chart.ticks.len() > 5 { " odd" } else { "" }) }
                            x=(percent(*place)) y=(whole - 6) { (name) }
                    }
                }
            }
            (legend(chart, style))
        }
    }
}

/// The labels of the amount axis, beside the chart.
fn amounts(ticks: &[(Decimal, String)], height: u32) -> Markup {
    // A digit is at most seven pixels wide.
    let widest = ticks.iter().map(|(_, name)| name.len()).max().unwrap_or_default();
    let width = 7 * widest + 8;
    html! {
        @if !ticks.is_empty() {
            svg .axis width=(width) height=(height) aria-hidden="true" {
                @for (below, name) in ticks {
                    text x=(width - 8) y=(*below + Decimal::from(TOP + 4)) { (name) }
                }
            }
        }
    }
}

fn lines(chart: &Chart<'_>) -> Markup {
    let held = chart.held();
    let current = chart.steps(&held, |point| point.current);
    let target = chart.steps(&held, |point| point.target);
    html! {
        @if chart.amounts.is_some() {
            svg viewBox={ "0 0 " (WIDE) " " (chart.height()) } preserveAspectRatio="none" height=(chart.height()) {
                path .area d=(area(&current, chart.below(Some(Decimal::ZERO)))) {}
                path .held d=(current) {}
                @if !target.is_empty() { path .target d=(target) {} }
            }
        }
    }
}

fn marks(chart: &Chart<'_>) -> Markup {
    let is_named = chart.points.len() <= NAMED;
    let all = chart.points.len() <= DRAWN;
    let is_spoken = chart.points.len() <= SPOKEN;
    let drawn = chart.points.iter().zip(&chart.places).enumerate();
    let mut before: Option<(i64, Decimal, u32)> = None;
    html! {
        @for (_, (point, place)) in drawn.filter(|(_, (point, _))| all || point.mark() > Mark::Delivery) {
            @let below = chart.below(point.current);
            @let [id, word, _] = point.mark().words();
            // Skip labels that would overlap the previous one.
            @let beside = match before {
                Some((at, height, beside)) if (at, height) == (*place, below) => beside + 1,
                _ => 0,
            };
            @let _ = before.replace((*place, below, beside));
            @let moved = (beside > 0 && beside < 6).then(|| format!("translate({})", 13 * beside));
            use href={ "#" (id) } x=(percent(*place)) y=(below) transform=[moved] {
                @if is_spoken || point.mark() > Mark::Delivery { title { (point.words()) } }
            }
            @if is_named && !word.is_empty() && beside == 0 {
                text class={ "name" (anchor(*place)) } x=(percent(*place)) y=(below - Decimal::from(11)) { (word) }
            }
        }
        @if is_named {
            @for gap in &chart.gaps {
                text .name x=(percent((gap.from + gap.to) / 2)) y=(chart.height() - 8) { (gap.words()) }
            }
        }
    }
}

fn legend(chart: &Chart<'_>, style: TimeStyle) -> Markup {
    let has_target = chart.points.iter().any(|point| point.target.is_some());
    let sample = |class| html! { svg { line class=(class) x1="1" x2="23" y1="8" y2="8" {} } };
    html! {
        figcaption {
            ul .legend {
                @if chart.amounts.is_some() { li { (sample("held")) "amount that counts" } }
                @if has_target { li { (sample("target")) "target" } }
                @for mark in chart.marks() {
                    @let [id, _, meaning] = mark.words();
                    li { svg { use href={ "#" (id) } x="12" y="8" {} } (meaning) }
                }
                @if !chart.gaps.is_empty() {
                    li { svg { rect .gap x="2" width="20" height="16" {} } "revisions not seen" }
                }
                li { "across: " (across(chart, style)) }
            }
        }
    }
}

fn across(chart: &Chart<'_>, style: TimeStyle) -> &'static str {
    match (chart.is_timed, style) {
        (false, _) => "revision",
        (true, TimeStyle::Utc) => "time received, UTC",
        (true, TimeStyle::Local) => "time received, local",
        (true, TimeStyle::Epoch) => "time received, Unix seconds",
    }
}

/// A horizontal position in SVG, `12.34%`.
fn percent(place: i64) -> String {
    match place % 100 {
        0 => format!("{}%", place / 100),
        rest => format!("{}.{rest:02}%", place / 100),
    }
}

/// The text anchor at a position, so that text stays inside the chart.
fn anchor(place: i64) -> &'static str {
    match place {
        ..=600 => " start",
        9_400.. => " end",
        _ => "",
    }
}

/// A sparkline for the index.
pub fn spark(course: &[Option<Decimal>], target: Option<Decimal>) -> Markup {
    const HEIGHT: u32 = 26;
    let amounts = || course.iter().copied().chain([target]).flatten();
    let axis = Amounts::over(amounts());
    let count = i64::try_from(course.len()).unwrap_or(i64::MAX).max(1);
    let place = |index: usize| 120 * i64::try_from(index).unwrap_or(0) / count;
    let mut path = Path::default();
    for (index, amount) in course.iter().enumerate() {
        // Of several points in one pixel, draw the last.
        if index + 1 == course.len() || place(index) != place(index + 1) {
            let below = amount.map(|amount| axis.below(amount, HEIGHT));
            path.step(place(index), Some(place(index + 1)), below);
        }
    }
    let steps = path.into_data();
    let zero = axis.below(Decimal::ZERO, HEIGHT);
    html! {
        @if amounts().next().is_some() {
            svg .spark viewBox="0 -1 120 28" aria-hidden="true" {
                path .area d=(area(&steps, zero)) {}
                path .held d=(steps) {}
                @if let Some(target) = target {
                    @let below = axis.below(target, HEIGHT);
                    line .target x2="120" y1=(below) y2=(below) {}
                }
            }
        }
    }
}
