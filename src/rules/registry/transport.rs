//! Rules on the HTTP request of a body, if the capture has it.

rules! { Transport:
    CONTENT_LENGTH_MISMATCH = "content-length-mismatch" Warning "http"
        "the Content-Length header does not match the body"
        "Either the capture lost or gained bytes, or the body was changed after it was sent. A \
         server that trusts the header cuts the body or waits for bytes that never come. goalpost \
         never uses the header to cut a body, and does not report the one on MX's documentation \
         page, which is wrong.";

    CONTENT_TYPE_NOT_JSON = "content-type-not-json" Warning "http"
        "the Content-Type header is not JSON"
        "Web frameworks choose the parser of a body by this header, so with another type the \
         handler may see a form, plain text or nothing at all. MX sends application/json. Often \
         the request was sent again by hand: curl declares a form unless told otherwise.";

    METHOD_NOT_POST = "method-not-post" Info "http"
        "the request method is not POST"
        "MX delivers with POST, so the request was probably made by a test or a replay tool. A \
         route that only accepts POST rejects it. The body is checked as usual.";
}
