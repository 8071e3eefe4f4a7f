//! The received time and HTTP head of a delivery.
//!
//! Credentials are dropped here, so that no command can print one.

use super::http::Request;
use super::time;
use crate::text::escape::Untrusted;
use crate::text::secret::{is_credential, is_secret};
use crate::text::time::Moment;

/// The replacement of a credential in a path.
const HIDDEN: &str = "hidden";
/// The maximum number of headers.
const HEADERS_KEPT: usize = 1_000;

/// The data that a capture has about a delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaptureMeta {
    pub received: Option<Moment>,
    pub method: Option<Untrusted>,
    /// The request target or URL; credentials in parameters are replaced.
    pub path: Option<Untrusted>,
    /// The headers in order, without those that may contain a credential.
    pub headers: Vec<(Untrusted, Untrusted)>,
}

impl CaptureMeta {
    /// The data of a raw request.
    pub fn of_request(request: &Request<'_>) -> CaptureMeta {
        let mut delivery = CaptureMeta::default();
        delivery.set_method(request.method);
        delivery.set_path(request.target);
        for (name, value, _) in &request.headers {
            delivery.add_header(name, value);
        }
        delivery
    }

    /// This data, completed by that of the envelope around it.
    pub fn within(mut self, outer: &CaptureMeta) -> CaptureMeta {
        self.received = self.received.or(outer.received);
        self.method = self.method.or_else(|| outer.method.clone());
        self.path = self.path.or_else(|| outer.path.clone());
        if self.headers.is_empty() {
            self.headers.clone_from(&outer.headers);
        }
        self
    }

    pub fn set_method(&mut self, method: &str) {
        self.method = Some(Untrusted::new(method));
    }

    /// Sets the request target or URL.
    pub fn set_path(&mut self, path: &str) {
        self.path = Some(Untrusted::new(without_secrets(path)));
    }

    /// Adds a header, unless it may contain a credential.
    pub fn add_header(&mut self, name: &str, value: &str) {
        if self.received.is_none() && name.eq_ignore_ascii_case("date") {
            self.received = time::of_text(value);
        }
        let hidden = is_secret(name) || is_credential(name) || is_credential(value);
        if !hidden && self.headers.len() < HEADERS_KEPT {
            self.headers.push((Untrusted::new(name), Untrusted::new(value)));
        }
    }

    /// The values of a header; the name is in lower case.
    pub fn header(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(header, _)| header.raw().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.raw())
    }
}

/// A URL without the values of secret query parameters, user and password.
fn without_secrets(path: &str) -> String {
    let (address, query) = match path.split_once('?') {
        Some((address, query)) => (address, Some(query)),
        None => (path, None),
    };
    let mut shown = match address.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
            format!("{scheme}://{host}{path}")
        }
        None => address.to_owned(),
    };
    for (index, parameter) in query.into_iter().flat_map(|query| query.split('&')).enumerate() {
        shown.push(if index == 0 { '?' } else { '&' });
        match parameter.split_once('=') {
            Some((name, _)) if is_secret(name) => {
                shown.push_str(name);
                shown.push('=');
                shown.push_str(HIDDEN);
            }
            _ => shown.push_str(parameter),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{CaptureMeta, without_secrets};

    #[test]
    fn secrets_are_left_out() {
        let mut delivery = CaptureMeta::default();
        for name in ["Authorization", "Cookie", "X-Api-Key", "x-hub-signature-256", "Host"] {
            delivery.add_header(name, "value");
        }
        assert_eq!(delivery.headers.len(), 1);
        assert_eq!(delivery.header("host").collect::<Vec<_>>(), ["value"]);
        assert_eq!(
            without_secrets("https://me:pass@host/a?x=1&access_token=abc&y"),
            "https://host/a?x=1&access_token=hidden&y"
        );
    }
}
