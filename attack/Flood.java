package attack;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// The attacks. Each comes from one address.
enum Flood {
    BODIES("1,500 connections × 60,000 of 65,000 body bytes") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.holdEach(
                    1_500,
                    () -> bytes("POST /api/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 65000\r\n\r\n"
                            + "x".repeat(60_000)));
        }
    },

    POSTS("1,500 connections × 60,000 of 65,000 bytes of a crud, without a token") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.holdEach(
                    1_500,
                    () -> bytes("POST /api/activities HTTP/1.1\r\nHost: x\r\nContent-Length: 65000\r\n\r\n"
                            + "x".repeat(60_000)));
        }
    },

    HEADS("1,600 connections × 60 KB of an unfinished head") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.holdEach(1_600, () -> bytes("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(60_000)));
        }
    },

    SHORT_HEADS("1,600 connections × 15 KB of an unfinished head") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.holdEach(1_600, () -> bytes("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(15_000)));
        }
    },

    PIPELINES("50 connections that pipeline GET /livez and read nothing") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.sendWithoutReading(50, bytes("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20_000)), end);
        }
    },

    LONG_ANSWERS("50 connections that pipeline GET /api/openapi.yaml and read nothing") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.sendWithoutReading(
                    50, bytes("GET /api/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20_000)), end);
        }
    },

    CONNECTIONS("4,000 connections that send nothing") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.holdEach(4_000, () -> new byte[0]);
        }
    },

    SIGN_INS_8("8 sign-ins at once") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.together(8, () -> signIn(crowd));
        }
    },

    SIGN_INS_200("200 sign-ins at once") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.together(200, () -> signIn(crowd));
        }
    },

    SIGN_INS_ENDLESS("one client that signs in without a pause, 7 at a time") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.repeat(7, end, () -> signIn(crowd));
        }
    },

    SIGN_UPS("50 sign-ups at once") {
        @Override
        void pour(Crowd crowd, long end) {
            crowd.together(50, () -> crowd.client().post("/api/auth/sign-up", "", signUp()));
        }
    },

    TAGS("4 clients that post 60 KB of #tags, one after the other") {
        @Override
        void pour(Crowd crowd, long end) {
            String token = "Authorization: Bearer " + crowd.token() + "\r\n";
            crowd.repeat(4, end, () -> crowd.client().post("/api/activities", token, tags()));
        }
    },

    PORTS("one client behind a proxy that writes its ports into X-Forwarded-For, 4 requests at a time") {
        @Override
        void pour(Crowd crowd, long end) {
            AtomicInteger port = new AtomicInteger(1_024);
            crowd.repeat(
                    4,
                    end,
                    () -> crowd.proxy()
                            .send(
                                    "GET /livez HTTP/1.1\r\nX-Forwarded-For: 203.0.113.6:" + port.incrementAndGet()
                                            + "\r\n",
                                    ""));
        }
    };

    private final String what;

    Flood(String what) {
        this.what = what;
    }

    String what() {
        return what;
    }

    /// Whether its client needs to be signed in.
    boolean needsToken() {
        return this == TAGS;
    }

    /// Attacks until a time on the clock of [System#nanoTime], or starts what lasts until the crowd is closed.
    abstract void pour(Crowd crowd, long end);

    private static int signIn(Crowd crowd) {
        return crowd.client()
                .post(
                        "/api/auth/sign-in",
                        "",
                        "{\"email\":\"ada@example.com\",\"password\":\"%s\"}"
                                .formatted(crowd.victim().password()));
    }

    private static String signUp() {
        String handle = "a" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
        return "{\"name\":\"A\",\"handle\":\"%s\",\"email\":\"%s@example.com\",\"password\":\"Correct-horse-9\"}"
                .formatted(handle, handle);
    }

    private static String tags() {
        StringBuilder tags = new StringBuilder();
        while (tags.length() < 60_000) {
            tags.append("#t").append(tags.length()).append(' ');
        }
        return "{\"ttl\":\"1-day\",\"message\":\"" + tags + "\"}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
