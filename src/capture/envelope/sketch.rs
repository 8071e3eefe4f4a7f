//! Reads an object once and remembers where everything in it stands, so that many patterns can be
//! held against it without reading it again.
//!
//! Archives hold millions of envelopes, most of them plain JSON. For those this is several times
//! faster than reading every level by itself. It only accepts what certainly is JSON; whatever it
//! does not know it leaves to `serde_json`, and a property test holds the two together.

use std::rc::Rc;

use super::keys::Keys;
use crate::capture::taken::Recogniser;
use crate::json::plain::plain_run;
use crate::webhook::body::{MEMBERS_KEPT, Members, key_is};

/// An object with more values in it is left to the other way.
const MOST_VALUES: usize = 4_000;
/// Deeper nesting is left to the other way.
const DEEPEST: usize = 32;

/// The values in an object, each before those in it.
#[derive(Debug, Clone)]
pub struct Sketch<'a> {
    nodes: Rc<Vec<Node<'a>>>,
    /// Whether a key may be written with escapes.
    may_escape: bool,
}

/// One value.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// Its key as JSON text; empty for an element.
    pub key: &'a str,
    /// Its JSON text.
    pub text: &'a str,
    /// Whether the values in it are in the sketch too.
    pub is_open: bool,
    /// Whether it is a clean goal webhook, of which no rule says anything.
    pub is_clean: bool,
    /// The place behind those in it.
    end: usize,
}

impl<'a> Sketch<'a> {
    /// The object at the start of a text, and its length in bytes.
    pub fn read(text: &'a str, recognise: Option<Recogniser>) -> Option<(Sketch<'a>, usize)> {
        if !text.starts_with('{') {
            return None;
        }
        let nodes = Vec::with_capacity(64);
        let mut skim =
            Skim { text, bytes: text.as_bytes(), at: 0, nodes, recognise, escaped: false };
        skim.value("", 0)?;
        Some((Sketch { nodes: Rc::new(skim.nodes), may_escape: false }, skim.at))
    }

    /// An object of which only the members have been read.
    pub fn of(text: &'a str, members: Members<'a>) -> Sketch<'a> {
        let node = |key, text| Node { key, text, is_open: false, is_clean: false, end: 0 };
        let are_all = members.are_all();
        let all = std::iter::once(node("", text));
        let mut nodes: Vec<Node<'a>> =
            all.chain(members.0.into_iter().map(|(key, text)| node(key, text))).collect();
        for (index, node) in nodes.iter_mut().enumerate() {
            node.end = index + 1;
        }
        let count = nodes.len();
        if let Some(object) = nodes.first_mut() {
            object.is_open = are_all;
            object.end = count;
        }
        Sketch { nodes: Rc::new(nodes), may_escape: true }
    }

    /// The members of the object, if they are in the sketch.
    pub fn members(&self) -> Option<Members<'a>> {
        let member = |child: usize| (self.nodes[child].key, self.nodes[child].text);
        self.nodes[0]
            .is_open
            .then(|| Members(self.children(0).take(MEMBERS_KEPT).map(member).collect()))
    }

    /// Whether the object is a goal webhook in its form: an object stands where the goal should.
    pub fn has_goal_object(&self) -> bool {
        let goal = self.children(0).filter(|child| self.is_key(*child, "goal")).last();
        goal.is_some_and(|goal| self.nodes[goal].text.starts_with('{'))
    }

    /// Whether the member at this place has this key.
    #[inline]
    pub fn is_key(&self, at: usize, name: &str) -> bool {
        let key = self.nodes[at].key;
        if self.may_escape {
            return key_is(key, name);
        }
        key.len() == name.len() + 2 && key.as_bytes()[1..=name.len()] == *name.as_bytes()
    }

    /// The keys of the members of the object at this place.
    pub fn keys(&self, at: usize) -> Keys {
        self.children(at).fold(Keys::NONE, |keys, child| {
            let key = self.nodes[child].key;
            keys.and(if self.may_escape {
                Keys::of_json(key)
            } else {
                Keys::of(&key[1..key.len() - 1])
            })
        })
    }

    /// The value at this place; the object itself is at 0.
    pub fn node(&self, at: usize) -> &Node<'a> {
        &self.nodes[at]
    }

    /// The places of the values in the one at `at`, in their order.
    pub fn children(&self, at: usize) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let end = self.nodes[at].end;
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.nodes[child].end;
            Some(child)
        })
    }
}

struct Skim<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    nodes: Vec<Node<'a>>,
    recognise: Option<Recogniser>,
    /// Whether the last string had an escape.
    escaped: bool,
}

impl<'a> Skim<'a> {
    /// The next byte that is not blank.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    fn value(&mut self, key: &'a str, depth: usize) -> Option<()> {
        let start = self.at;
        let index = self.nodes.len();
        if index == MOST_VALUES || depth == DEEPEST {
            return None;
        }
        self.nodes.push(Node { key, text: "", is_open: false, is_clean: false, end: 0 });
        let (mut is_open, mut is_clean) = (false, false);
        match *self.bytes.get(start)? {
            b'"' => drop(self.string()?),
            b'{' => {
                is_clean = depth > 0 && self.clean_body();
                is_open = !is_clean;
                if is_open {
                    self.object(depth)?;
                }
            }
            b'[' => {
                is_open = true;
                self.array(depth)?;
            }
            b't' => self.literal(b"true")?,
            b'f' => self.literal(b"false")?,
            b'n' => self.literal(b"null")?,
            _ => self.number()?,
        }
        let end = self.nodes.len();
        let text = self.text.get(start..self.at)?;
        self.nodes[index] = Node { key, text, is_open, is_clean, end };
        Some(())
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        self.at += 1;
        if self.next()? == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            (self.next()? == b'"').then_some(())?;
            let key = self.string()?;
            // A key with escapes is left to the other way.
            (!self.escaped).then_some(())?;
            (self.next()? == b':').then_some(())?;
            self.at += 1;
            self.next()?;
            self.value(key, depth + 1)?;
            if self.ends(b'}')? {
                return Some(());
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.at += 1;
        if self.next()? == b']' {
            self.at += 1;
            return Some(());
        }
        loop {
            self.next()?;
            self.value("", depth + 1)?;
            if self.ends(b']')? {
                return Some(());
            }
        }
    }

    /// Goes over a comma or this bracket; whether it was the bracket.
    fn ends(&mut self, bracket: u8) -> Option<bool> {
        let byte = self.next()?;
        self.at += 1;
        (byte == b',' || byte == bracket).then_some(byte == bracket)
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.at += 1;
        self.escaped = false;
        loop {
            self.at += plain_run(&self.bytes[self.at..]);
            match *self.bytes.get(self.at)? {
                b'"' => {
                    self.at += 1;
                    return self.text.get(start..self.at);
                }
                b'\\' => {
                    self.escaped = true;
                    self.escape()?;
                }
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match *self.bytes.get(self.at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 2,
            b'u' => {
                let digits = self.bytes.get(self.at + 2..self.at + 6)?;
                digits.iter().all(u8::is_ascii_hexdigit).then(|| self.at += 6)?;
            }
            _ => return None,
        }
        Some(())
    }

    fn literal(&mut self, literal: &[u8]) -> Option<()> {
        self.bytes[self.at..].starts_with(literal).then(|| self.at += literal.len())
    }

    /// A number without exponent.
    fn number(&mut self) -> Option<()> {
        self.at += usize::from(self.bytes[self.at] == b'-');
        let leads_with_zero = self.bytes.get(self.at) == Some(&b'0');
        let whole = self.digits()?;
        (!leads_with_zero || whole == 1).then_some(())?;
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        (!matches!(self.bytes.get(self.at), Some(b'e' | b'E'))).then_some(())
    }

    /// The length of a run of digits.
    fn digits(&mut self) -> Option<usize> {
        let run = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += run;
        (run > 0).then_some(run)
    }

    /// Goes over a clean goal webhook, if one stands here.
    fn clean_body(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let clean = self.recognise.and_then(|recognise| recognise(rest));
        self.at += clean.map_or(0, |clean| clean.length);
        clean.is_some()
    }
}
