//! Bodies with one defect.

use oorandom::Rand64;

use super::body;
use super::draft::Draft;
use super::people::{below, one_of};
use crate::webhook::field::FIELDS;

/// Defects of the head of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Head {
    /// Nothing.
    #[default]
    Right,
    /// A wrong Content-Length.
    OtherLength,
    /// A Content-Type other than JSON.
    OtherType,
    /// A method other than POST.
    OtherMethod,
}

/// A body with one defect.
#[derive(Debug, Default)]
pub struct Mutant {
    /// The bytes of the body.
    pub text: Vec<u8>,
    /// The JSON Pointer of the defect in the body.
    pub pointer: String,
    pub mark: bool,
    /// A line of text after the body, which is valid itself.
    pub after: Option<&'static str>,
    /// The defect of the head of its request.
    pub head: Head,
}

/// A mutant under construction.
#[derive(Debug)]
pub struct MutantDraft {
    /// The values without the defect.
    pub delivery: Draft,
    /// Chooses among the ways to break a rule.
    pub random: Rand64,
    /// The result so far.
    pub mutant: Mutant,
    action: Option<String>,
    values: Vec<(usize, String)>,
    /// The index of the omitted field; `FIELDS.len()` is `action`.
    omitted: Option<usize>,
    added: Option<String>,
}

impl MutantDraft {
    pub fn new(mut delivery: Draft, seed: u64) -> MutantDraft {
        // A target of zero is valid only for milestones, and a defect may change the category.
        if delivery.amount == 0 {
            delivery.amount = 50_000;
        }
        MutantDraft {
            delivery,
            random: Rand64::new(u128::from(seed)),
            mutant: Mutant::default(),
            action: None,
            values: Vec::new(),
            omitted: None,
            added: None,
        }
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        below(&mut self.random, bound)
    }

    pub fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        one_of(&mut self.random, choices)
    }

    /// Sets the pointer of the defect to this field.
    pub fn point(&mut self, field: usize) {
        self.mutant.pointer = FIELDS[field].pointer.to_owned();
    }

    /// Replaces a field by this JSON text, the defect.
    pub fn set(&mut self, field: usize, json: impl Into<String>) {
        self.values.push((field, json.into()));
        self.point(field);
    }

    /// Replaces `action` by this JSON text, the defect.
    pub fn set_action(&mut self, json: &str) {
        self.action = Some(json.to_owned());
        "/action".clone_into(&mut self.mutant.pointer);
    }

    /// Omits a field; `FIELDS.len()` is `action`.
    pub fn omit(&mut self, field: usize) {
        self.omitted = Some(field);
        match FIELDS.get(field) {
            Some(_) => self.point(field),
            None => "/action".clone_into(&mut self.mutant.pointer),
        }
    }

    /// Appends a member to the goal.
    pub fn add(&mut self, key: &str, value: &str) {
        self.added = Some(format!(",\"{key}\":{value}"));
        self.mutant.pointer = format!("/goal/{key}");
    }

    /// The body as changed so far.
    pub fn text(&self) -> Vec<u8> {
        let mut out = b"{".to_vec();
        if self.omitted != Some(FIELDS.len()) {
            out.extend_from_slice(b"\"action\":");
            let usual = format!("\"{}\"", self.delivery.action);
            out.extend_from_slice(self.action.as_ref().unwrap_or(&usual).as_bytes());
            out.push(b',');
        }
        out.extend_from_slice(b"\"goal\":");
        self.goal(&mut out);
        out.push(b'}');
        out
    }

    fn goal(&self, out: &mut Vec<u8>) {
        let kept = (0..FIELDS.len()).filter(|field| self.omitted != Some(*field));
        body::members(kept, out, |field, out| {
            match self.values.iter().find(|(set, _)| *set == field) {
                Some((_, json)) => out.extend_from_slice(json.as_bytes()),
                None => body::cell(&self.delivery, field, out),
            }
        });
        out.extend_from_slice(self.added.as_deref().unwrap_or_default().as_bytes());
        out.push(b'}');
    }

    /// The JSON text of a field without a defect.
    pub fn cell(&self, field: usize) -> String {
        let mut out = Vec::new();
        body::cell(&self.delivery, field, &mut out);
        String::from_utf8(out).expect("fields are written as text")
    }

    pub fn finish(mut self) -> Mutant {
        if self.mutant.text.is_empty() {
            self.mutant.text = self.text();
        }
        self.mutant
    }
}
