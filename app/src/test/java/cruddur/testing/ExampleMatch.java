package cruddur.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/// Compares an answer with an example in a document. Times, days, uuids outside the seed world, cursors and
/// ETags differ each time, so any value is accepted for them.
public final class ExampleMatch {

    private static final Map<Pattern, String> DIFFERENT_EACH_TIME = Map.of(
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?[+-]\\d\\d:\\d\\d"),
            "<a time>",
            Pattern.compile("\"\\d{4}-\\d\\d-\\d\\d\""),
            "\"<a day>\"",
            Pattern.compile("\\b(?!5eed000)\\p{XDigit}{8}-(\\p{XDigit}{4}-){3}\\p{XDigit}{12}\\b"),
            "<a uuid>",
            Pattern.compile("(before|after)=[A-Za-z0-9_-]{32}\\b"),
            "$1=<a cursor>",
            Pattern.compile("W/\"\\p{XDigit}{16}\""),
            "<an ETag>");

    private ExampleMatch() {}

    /// Of JSON, only structure and values are compared.
    public static void checkJson(String what, String shown, String answered) {
        assertThat(json(answered)).as(what).isEqualTo(json(shown));
    }

    public static void checkText(String what, String shown, String printed) {
        assertThat(plain(printed.replace("\r", ""))).as(what).isEqualTo(plain(shown));
    }

    private static JsonNode json(String text) {
        return Contract.json(plain(Contract.json(text).toString()));
    }

    private static String plain(String text) {
        String plain = text;
        for (Map.Entry<Pattern, String> each : DIFFERENT_EACH_TIME.entrySet()) {
            plain = each.getKey().matcher(plain).replaceAll(each.getValue());
        }
        return plain;
    }
}
