package cruddur.http;

import java.util.regex.Pattern;

/// What the body of a request is written in.
public enum Media {
    JSON("application/([a-z0-9.+-]+\\+)?json", "JSON: send Content-Type: application/json"),

    /// As Amazon's clients send it.
    AMAZON_JSON(
            "application/x-amz-json-1\\.1",
            "Amazon's JSON: send Content-Type: application/x-amz-json-1.1"),

    /// As a browser sends a form.
    FORM(
            "application/x-www-form-urlencoded",
            "a form: send Content-Type: application/x-www-form-urlencoded");

    private final Pattern type;
    private final String hint;

    Media(String type, String hint) {
        this.type = Pattern.compile("(?i)" + type + "\\s*(;.*)?");
        this.hint = hint;
    }

    boolean fits(String contentType) {
        return type.matcher(contentType).matches();
    }

    /// What is answered to a body in anything else.
    Reply refusal() {
        return new Reply.Problem(415, "The body must be " + hint + ".");
    }
}
