//! Rules on the HTTP request around a body, where the capture has it.

rules! { Transport:
    CONTENT_LENGTH_MISMATCH = "content-length-mismatch" Warning "http"
        "the Content-Length header promises another length than the body has"
        "Either the capture lost or gained bytes, or the body was changed after it was sent. A \
         server that trusts the header cuts the body or waits for bytes that never come. The \
         header is never used to cut a body here, and the one on MX's documentation page, which \
         is wrong, is not reported.";

    CONTENT_TYPE_NOT_JSON = "content-type-not-json" Warning "http"
        "the Content-Type header does not name JSON"
        "Web frameworks choose the parser of a body by this header, so with another type the \
         handler may see a form, plain text or nothing at all. MX sends application/json. Often \
         the request was sent again by hand: curl names a form unless it is told otherwise.";

    METHOD_NOT_POST = "method-not-post" Info "http"
        "the request has another method than POST"
        "MX delivers with POST, so the request was probably made by a test or a replay tool. A \
         route that only takes POST refuses it. The body is checked as usual.";
}
