//! Rules on the top-level value: is this JSON a goal webhook?

rules! { Envelope:
    NOT_AN_OBJECT = "not-an-object" Error "json"
        "the body is an array, string, number, boolean or null"
        "MX sends one object with each request. Another value means that the capture recorded \
         something else, such as the null that some loggers write for an empty request. A handler \
         that reads fields from it fails.";

    OTHER_WEBHOOK = "other-webhook" Error "json"
        "the body is another MX webhook, such as a budget or a transaction"
        "One endpoint often receives several kinds of MX webhooks, which have an action and one \
         object, or a type. This one is recognised and named, but its fields are not checked, \
         because goalpost only knows goals. A consumer should look at the kind before it reads \
         any field.";

    REST_API_GOAL = "rest-api-goal" Error "json"
        "the goal has the shape of MX's REST API, not of the webhook"
        "The REST API and the webhook describe the same goal differently: the API says \
         meta_type_name, writes times as ISO 8601 text, and has no action, revision or user_id. \
         Without a revision such a goal cannot be ordered among deliveries. Code that is tested \
         with it fails on real webhooks. The body is reported once, not once for each field.";

    MISSING_ENVELOPE = "missing-envelope" Error "json"
        "the body is a bare goal, without action and goal around it"
        "The fields of the goal are at the top, where a delivery has only action and goal. Such a \
         body was probably captured after a handler had unwrapped the goal. Whether the goal was \
         created, updated or deleted is lost, so a consumer cannot apply it.";

    NOT_A_GOAL_WEBHOOK = "not-a-goal-webhook" Error "json"
        "the object is neither a goal webhook nor any other known shape"
        "The object does not look like any delivery from MX, so it may be a health check, a \
         server's response or an entry of another log. Its fields are not checked. An endpoint \
         that receives such bodies should reject them before they reach the code for goals.";
}
