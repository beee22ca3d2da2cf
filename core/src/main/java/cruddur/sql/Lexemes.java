package cruddur.sql;

/// The part of PostgreSQL's lexical structure that is needed to skip casts, strings, quoted
/// identifiers, comments and dollar quotes.
///
/// @param name of the text, for messages
record Lexemes(String name, String text) {

    /// The end of the quote, comment, identifier or cast that starts at a place; that place, if
    /// none starts there.
    int end(int at) {
        char c = text.charAt(at);
        return switch (c) {
            case '\'' -> quoteEnd(at, '\'', isEscapeString(at));
            case '"' -> quoteEnd(at, '"', false);
            case '-' -> text.startsWith("--", at) ? lineEnd(at) : at;
            case '/' -> text.startsWith("/*", at) ? commentEnd(at) : at;
            case '$' -> dollarQuoteEnd(at);
            case ':' -> text.startsWith("::", at) ? at + 2 : at;
            default -> isNameStart(c) ? wordEnd(at) : at;
        };
    }

    /// `E'…'`, in which a backslash escapes: the opening quote directly follows a single `e`.
    private boolean isEscapeString(int at) {
        boolean afterE = at > 0 && (text.charAt(at - 1) | 0x20) == 'e';
        return afterE && (at == 1 || !isNamePart(text.charAt(at - 2)));
    }

    private int quoteEnd(int start, char quote, boolean backslashEscapes) {
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && backslashEscapes) {
                i++;
            } else if (c == quote && i + 1 < text.length() && text.charAt(i + 1) == quote) {
                i++;
            } else if (c == quote) {
                return i + 1;
            }
        }
        throw unfinished("a quote");
    }

    private int lineEnd(int at) {
        int newline = text.indexOf('\n', at);
        return newline < 0 ? text.length() : newline;
    }

    /// Block comments nest in PostgreSQL.
    private int commentEnd(int at) {
        int depth = 0;
        for (int i = at; i + 1 < text.length(); i++) {
            if (text.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i++;
            }
            if (depth == 0) {
                return i + 1;
            }
        }
        throw unfinished("a comment");
    }

    /// `$$ … $$` and `$tag$ … $tag$`; a `$` that opens neither is skipped.
    private int dollarQuoteEnd(int at) {
        int tagEnd = at + 1;
        if (tagEnd < text.length() && isNameStart(text.charAt(tagEnd))) {
            while (tagEnd < text.length() && isNamePart(text.charAt(tagEnd)) && text.charAt(tagEnd) != '$') {
                tagEnd++;
            }
        }
        if (tagEnd >= text.length() || text.charAt(tagEnd) != '$') {
            return at;
        }
        String tag = text.substring(at, tagEnd + 1);
        int close = text.indexOf(tag, tagEnd + 1);
        if (close < 0) {
            throw unfinished("a dollar quote");
        }
        return close + tag.length();
    }

    int wordEnd(int start) {
        int end = start;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    static boolean isNameStart(char c) {
        return c == '_' || Character.isLetter(c);
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || (c >= '0' && c <= '9') || c == '$';
    }

    private IllegalArgumentException unfinished(String what) {
        return new IllegalArgumentException(name + " ends inside " + what);
    }
}
