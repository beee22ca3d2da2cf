package cruddur.http;

import java.util.ArrayList;
import java.util.List;

/// Parses the header `Forwarded`, for example `for=192.0.2.43;proto=https, for="[2001:db8::17]:4711"`.
final class ForwardedElements {

    private static final String ENDS_OF_TOKENS = " \t,;=\"";

    private final String line;
    private int at;

    ForwardedElements(String line) {
        this.line = line;
    }

    /// The `for` of each element. A malformed line counts as one unreadable node.
    List<String> nodes() {
        List<String> nodes = new ArrayList<>();
        do {
            nodes.add(node());
        } while (passes(','));
        return at == line.length() ? nodes : List.of("");
    }

    private String node() {
        String node = "";
        do {
            String name = token();
            String value = passes('=') ? value() : "";
            node = name.equalsIgnoreCase("for") ? value : node;
        } while (passes(';'));
        return node;
    }

    private String value() {
        return passes('"') ? quoted() : token();
    }

    private String token() {
        skipSpace();
        int begin = at;
        while (at < line.length() && ENDS_OF_TOKENS.indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return line.substring(begin, at);
    }

    /// Without a closing quote, `at` ends behind the line's end, which makes the line malformed.
    private String quoted() {
        StringBuilder text = new StringBuilder();
        while (at < line.length() && line.charAt(at) != '"') {
            at += line.charAt(at) == '\\' ? 1 : 0;
            text.append(at < line.length() ? line.charAt(at++) : "");
        }
        at++;
        return text.toString();
    }

    private boolean passes(char expected) {
        skipSpace();
        boolean passes = at < line.length() && line.charAt(at) == expected;
        at += passes ? 1 : 0;
        return passes;
    }

    private void skipSpace() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
    }
}
