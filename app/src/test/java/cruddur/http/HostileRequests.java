package cruddur.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/// Generates requests that no honest client sends. The same seed gives the same requests, except for
/// the activities that they name.
final class HostileRequests {

    /// Every route of the server.
    static final List<String> ROUTES = List.of(
            "GET /",
            "GET /assets/{version}/{name}",
            "GET /favicon.ico",
            "GET /robots.txt",
            "GET /.well-known/change-password",
            "GET /manifest.webmanifest",
            "GET /feed.json",
            "GET /feed.atom",
            "GET /@{handle}/feed.json",
            "GET /@{handle}/feed.atom",
            "GET /tags/{tag}/feed.json",
            "GET /tags/{tag}/feed.atom",
            "GET /search",
            "GET /tags/{tag}",
            "GET /trends",
            "GET /dashboard",
            "GET /dashboard/totals.json",
            "GET /dashboard/totals.csv",
            "GET /dashboard/{metric}/days.json",
            "GET /dashboard/{metric}/days.csv",
            "GET /notifications",
            "POST /notifications/read",
            "GET /@{handle}",
            "POST /@{handle}",
            "GET /@{handle}/status/{uuid}",
            "POST /@{handle}/status/{uuid}",
            "POST /@{handle}/status/{uuid}/like",
            "POST /@{handle}/status/{uuid}/unlike",
            "POST /@{handle}/status/{uuid}/repost",
            "POST /@{handle}/status/{uuid}/unrepost",
            "POST /@{handle}/status/{uuid}/ttl",
            "GET /@{handle}/status/{uuid}/delete",
            "POST /@{handle}/status/{uuid}/delete",
            "GET /@{handle}/status/{uuid}/report",
            "POST /@{handle}/status/{uuid}/report",
            "POST /@{handle}/block",
            "POST /@{handle}/unblock",
            "GET /messages",
            "GET /messages/@{handle}",
            "POST /messages/@{handle}",
            "GET /messages/{uuid}",
            "POST /messages/{uuid}/read",
            "POST /messages/{uuid}/delete",
            "GET /status/{uuid}",
            "PUT /api/activities/{uuid}/ttl",
            "GET /api",
            "GET /api/openapi.yaml",
            "GET /api/health-check",
            "GET /livez",
            "GET /readyz",
            "GET /api/activities/home",
            "GET /api/activities/home/live",
            "GET /api/activities/search",
            "GET /api/activities/notifications",
            "PUT /api/activities/notifications/read",
            "GET /api/activities/@{handle}",
            "GET /api/activities/@{handle}/status/{uuid}",
            "GET /api/activities/{uuid}",
            "POST /api/activities",
            "DELETE /api/activities/{uuid}",
            "POST /api/activities/{uuid}/reply",
            "PUT /api/activities/{uuid}/like",
            "DELETE /api/activities/{uuid}/like",
            "PUT /api/activities/{uuid}/repost",
            "DELETE /api/activities/{uuid}/repost",
            "GET /api/users/suggested",
            "GET /api/users/@{handle}/short",
            "PUT /api/profile/update",
            "POST /api/profile/update",
            "GET /api/message_groups",
            "GET /api/messages/@{handle}",
            "GET /api/messages/{uuid}",
            "POST /api/messages",
            "DELETE /api/messages/{uuid}",
            "PUT /api/messages/{uuid}/read",
            "PUT /api/users/@{handle}/block",
            "DELETE /api/users/@{handle}/block",
            "PUT /api/activities/{uuid}/report",
            "GET /api/trends",
            "POST /",
            "GET /sign-up",
            "POST /sign-up",
            "GET /confirm",
            "POST /confirm",
            "POST /resend",
            "GET /sign-in",
            "POST /sign-in",
            "GET /recover",
            "POST /recover",
            "GET /reset",
            "POST /reset",
            "GET /account",
            "GET /account/password",
            "POST /account/password",
            "GET /account/delete",
            "POST /account/delete",
            "GET /account/deleted",
            "POST /sign-out",
            "POST /api/auth/sign-up",
            "POST /api/auth/confirm",
            "POST /api/auth/resend",
            "POST /api/auth/sign-in",
            "POST /api/auth/refresh",
            "POST /api/auth/sign-out",
            "POST /api/auth/forgot",
            "POST /api/auth/reset",
            "GET /api/auth/me",
            "POST /api/auth/password",
            "GET /api/account/export",
            "DELETE /api/account",
            "POST /cognito-idp/",
            "POST /cognito-idp");

    /// A request, as sent over the network.
    ///
    /// @param person the handle of the token's person; empty without a token
    /// @param bytes one character each
    record Hostile(String method, String path, String person, Sent sent, String bytes) {

        enum Sent {
            WHOLE,
            /// The client goes away amid the body, or amid the answer.
            CUT_OFF
        }

        @Override
        public String toString() {
            return bytes.substring(0, Math.min(bytes.length(), 2_000)).replaceAll("[^\\n -~]", "?");
        }
    }

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW");

    private static final List<String> PEOPLE = List.of("ada", "bob", "grace_h");

    private static final List<String> TIMES_TO_LIVE =
            List.of("30-days", "7-days", "3-days", "1-day", "12-hours", "3-hours", "1-hour");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "Hello",
            "\t\n\r",
            "\u00a0\u2003\u200b\ufeff",
            "\0",
            "a\0b",
            "\ud83e",
            "\udd8a\ud83e",
            "\u202eabc\u2066\u2069",
            "e\u0301\u0301\u0301\u0301",
            "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\uffff\ufffe\ufdd0",
            "'; drop table activities; --",
            "' or '1'='1",
            "1) union select password from pg_shadow --",
            "$1 :person :body ::uuid $$ $a$",
            "pg_sleep(10)",
            "\\",
            "\\u0000",
            "%s%n%x",
            "<script>alert(1)</script>",
            "{{7*7}}${7*7}",
            "../../../etc/passwd",
            "#tag @ada @nobody #",
            "@ada".repeat(70),
            "#" + "x".repeat(200),
            "& | ! ( ) <-> :* 'a':*",
            "null",
            "undefined",
            "NaN",
            "true",
            "-1",
            "0",
            "1e999",
            "99999999999999999999999999",
            "00000000-0000-4000-8000-000000000000",
            "00000000-0000-4000-8000-00000000000",
            "{00000000-0000-4000-8000-000000000000}",
            "00000000000040008000000000000000",
            "gggggggg-0000-4000-8000-000000000000",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "f_________________7_____________",
            "________________________________",
            "AAAA",
            "====",
            "ada",
            "ADA",
            "@ada",
            "ada ",
            "a".repeat(31),
            "cruddur.css",
            "home",
            "search");

    private static final List<String> JSON_VALUES = List.of(
            "null",
            "true",
            "0",
            "-0.0",
            "1e400",
            "1e-400",
            "1e100000",
            "1E+99999999999",
            "123456789012345678901234567890",
            "9".repeat(1000),
            "0." + "1".repeat(1000),
            "[]",
            "{}",
            "[[[[[[]]]]]]",
            "{\"message\":\"m\"}",
            "[\"m\"]",
            "\"\\u0000\"",
            "\"\\ud83e\"",
            "\"\\udd8a\\ud83e\"",
            "\"\\x\"",
            "\"\\u12\"",
            "'m'",
            "NaN",
            "01",
            "+1",
            ".5",
            "1.",
            "tru",
            "\"");

    private static final List<String> CONTENT_TYPES = List.of(
            "application/json",
            "application/json; charset=utf-8",
            "application/x-www-form-urlencoded",
            "application/x-amz-json-1.1",
            "application/json; charset=utf-16",
            "application/vnd.api+json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain",
            "",
            ";",
            "application/json\u0000",
            "\u00e4\u00ff");

    private final Random random;
    private final List<String> activities;
    private final List<String> tokens;

    /// @param activities the known activities; the test adds to them
    /// @param tokens of the [#PEOPLE], in the same order
    HostileRequests(long seed, List<String> activities, List<String> tokens) {
        this.random = new Random(seed);
        this.activities = activities;
        this.tokens = tokens;
    }

    static List<String> people() {
        return PEOPLE;
    }

    Hostile next() {
        String[] route = one(ROUTES).split(" ", 2);
        String method = often() ? route[0] : one(METHODS);
        String path = path(route[1]);
        int person = often() ? random.nextInt(PEOPLE.size()) : -1;
        List<String> headers = headers(person);
        boolean hasBody = (method.startsWith("P") && often()) || rarely();
        byte[] body = hasBody ? body() : new byte[0];
        boolean isEndless = method.equals("GET") && path.equals("/api/activities/home/live");
        boolean cutOff = isEndless || (hasBody && rarely());
        String bytes = framed(method + " " + path + query(), headers, hasBody, body, cutOff);
        return new Hostile(
                method,
                path,
                person < 0 ? "" : PEOPLE.get(person),
                cutOff ? Hostile.Sent.CUT_OFF : Hostile.Sent.WHOLE,
                bytes);
    }

    private String path(String route) {
        return route.replace("{name}", in(often() ? "cruddur.css" : text()))
                .replace("{version}", in(often() ? "0" : text()))
                .replace("{metric}", in(often() ? "likes" : text()))
                .replace("{tag}", in(often() ? "bread" : text()))
                .replace("{handle}", in(often() ? one(PEOPLE) : text()))
                .replace("{uuid}", in(uuid()));
    }

    private String uuid() {
        if (often() && !activities.isEmpty()) {
            return one(activities);
        }
        return sometimes() ? new UUID(random.nextLong(), random.nextLong()).toString() : text();
    }

    private String query() {
        if (rarely()) {
            return "?x=" + "x".repeat(random.nextInt(8_000));
        }
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            query.append(query.isEmpty() ? "?" : "&")
                    .append(one(
                            List.of("limit", "before", "after", "term", "BEFORE", "x", "", "user_uuid", "%", "term[]")))
                    .append(sometimes() ? "" : "=")
                    .append(often() ? in(sometimes() ? Integer.toString(random.nextInt(-5, 120)) : text()) : raw());
        }
        return query.toString();
    }

    /// A part of an address, sometimes encoded more than necessary, or wrongly.
    private String in(String text) {
        StringBuilder encoded = new StringBuilder();
        boolean all = rarely();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            boolean safe = (each > 0 && Character.isLetterOrDigit(each)) || each == '-' || each == '_' || each == '.';
            encoded.append(safe && !all ? String.valueOf((char) each) : String.format("%%%02x", each & 0xff));
        }
        return rarely() ? encoded.append(raw()).toString() : encoded.toString();
    }

    private String raw() {
        return one(List.of(
                "%",
                "%z",
                "%00",
                "%0d%0aX:y",
                "%ed%a0%80",
                "%c0%af",
                "%ff",
                "%u0041",
                "+",
                "//",
                "/../",
                ";a=b",
                "#",
                "?",
                "\u00e4",
                "\u0001",
                "\"",
                "<>",
                "\\",
                "{}",
                "%25%32%35"));
    }

    private List<String> headers(int person) {
        List<String> headers = new ArrayList<>();
        headers.add("Host: " + (often() ? "x" : header()));
        if (person >= 0) {
            headers.add("Authorization: Bearer " + tokens.get(person));
        } else if (sometimes()) {
            headers.add("Authorization: " + authorization());
        }
        if (sometimes()) {
            headers.add("Content-Type: " + (often() ? CONTENT_TYPES.getFirst() : one(CONTENT_TYPES)));
        }
        if (sometimes()) {
            headers.add("Idempotency-Key: " + key());
        }
        if (rarely()) {
            headers.add(one(List.of(
                            "If-None-Match",
                            "X-Request-Id",
                            "Cookie",
                            "Origin",
                            "Accept",
                            "Range",
                            "Content-Encoding",
                            "Access-Control-Request-Method",
                            "X-HTTP-Method-Override",
                            "Last-Event-ID",
                            "Accept-Encoding"))
                    + ": "
                    + header());
        }
        return headers;
    }

    private String authorization() {
        return one(List.of(
                "Bearer",
                "Bearer ",
                "Bearer   x",
                "bearer ..",
                "Bearer a.b.c",
                "Bearer e30.e30.e30",
                "Bearer eyJhbGciOiJub25lIn0.e30.",
                "Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
                "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6InRlc3Qta2V5In0.e30.AAAA",
                "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6MX0.W10.AAAA",
                "Bearer eyJhbGciOiJSUzI1NiIsImNyaXQiOlsieCJdfQ.bnVsbA.AAAA",
                "Bearer " + "x".repeat(9_000),
                "Bearer \u00e4\u00ff",
                "Basic YTpi",
                "BearerToken",
                header()));
    }

    private String key() {
        return one(List.of(
                "",
                "key-" + random.nextInt(20),
                Integer.toHexString(random.nextInt()),
                "k".repeat(255),
                "k".repeat(256),
                "k".repeat(300),
                "\u00e4\u00f6\u00ff",
                "\t",
                "a, b",
                "'; drop table idempotency_keys; --",
                header()));
    }

    /// A text without characters that would end a header.
    private String header() {
        return text().replaceAll("[\r\n]", "");
    }

    private String text() {
        return often() ? one(TEXTS) : one(TEXTS) + one(TEXTS);
    }

    private byte[] body() {
        return switch (random.nextInt(12)) {
            case 0 -> bytes();
            case 1 -> utf8(nested());
            case 2 -> utf8(one(JSON_VALUES));
            case 3 -> crud().getBytes(StandardCharsets.UTF_16);
            case 4 -> utf8("\ufeff" + crud());
            case 5 -> utf8("{\"message\":\"" + "x".repeat(random.nextInt(70_000)) + "\",\"ttl\":\"1-day\"}");
            case 6 -> utf8(crud().substring(random.nextInt(3)));
            default -> utf8(crud());
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(2_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String nested() {
        int depth = random.nextInt(30_000);
        return switch (random.nextInt(3)) {
            case 0 -> "[".repeat(depth);
            case 1 -> "[".repeat(depth) + "]".repeat(depth);
            default -> "{\"message\":".repeat(depth / 10) + "1" + "}".repeat(depth / 10);
        };
    }

    /// A crud, a reply or a profile, valid or almost valid.
    private String crud() {
        List<String> fields = new ArrayList<>();
        maybeAdd(fields, "message", message());
        maybeAdd(fields, "ttl", often() ? quoted(one(TIMES_TO_LIVE)) : value());
        if (sometimes()) {
            maybeAdd(fields, "display_name", often() ? quoted("A".repeat(random.nextInt(60))) : value());
            maybeAdd(fields, "bio", often() ? quoted("b".repeat(random.nextInt(180))) : value());
            maybeAdd(fields, "reason", often() ? quoted("c".repeat(random.nextInt(300))) : value());
            maybeAdd(fields, "handle", often() ? quoted(one(PEOPLE)) : value());
        }
        if (rarely()) {
            fields.add(quoted("message_group_uuid") + ":" + (sometimes() ? quoted(uuid()) : value()));
        }
        if (rarely()) {
            fields.add(quoted(one(List.of("user_uuid", "handle", "uuid", "created_at", "", "__proto__", "message")))
                    + ":"
                    + value());
        }
        return "{" + String.join(",", fields) + "}";
    }

    private void maybeAdd(List<String> fields, String name, String value) {
        if (!rarely()) {
            fields.add(quoted(name) + ":" + value);
        }
    }

    private String message() {
        return switch (random.nextInt(6)) {
            case 0 -> quoted("\ud83e\udd8a".repeat(random.nextInt(279, 283)));
            case 1 -> quoted("x".repeat(random.nextInt(1_022, 1_027)));
            case 2 -> value();
            default -> quoted(text());
        };
    }

    private String value() {
        return sometimes() ? one(JSON_VALUES) : quoted(text());
    }

    /// A JSON string, sometimes without necessary escapes.
    private String quoted(String text) {
        if (rarely()) {
            return "\"" + text + "\"";
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean escape = each < ' ' || each == '"' || each == '\\' || (Character.isSurrogate(each) && sometimes());
            quoted.append(escape ? String.format("\\u%04x", (int) each) : String.valueOf(each));
        }
        return quoted.append('"').toString();
    }

    private String framed(String line, List<String> headers, boolean hasBody, byte[] body, boolean cutOff) {
        boolean chunked = cutOff || sometimes();
        if (hasBody) {
            headers.add(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length);
        }
        String head = line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        if (hasBody && chunked) {
            chunks(bytes, body, cutOff);
        } else {
            bytes.writeBytes(body);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private void chunks(ByteArrayOutputStream bytes, byte[] body, boolean cutOff) {
        int sent = 0;
        while (sent < body.length) {
            int size = Math.min(body.length - sent, random.nextInt(1, 10_000));
            bytes.writeBytes(utf8(Integer.toHexString(size).toUpperCase(Locale.ROOT) + "\r\n"));
            bytes.write(body, sent, size);
            bytes.writeBytes(utf8("\r\n"));
            sent += size;
        }
        bytes.writeBytes(utf8(cutOff ? one(List.of("", "5\r\nab", "f", "0\r\n")) : "0\r\n\r\n"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private boolean often() {
        return random.nextInt(8) > 0;
    }

    private boolean sometimes() {
        return random.nextInt(3) == 0;
    }

    private boolean rarely() {
        return random.nextInt(20) == 0;
    }
}
