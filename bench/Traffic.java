package bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/// The requests to a server with the large database.
record Traffic(Session session, Pool pool) {

    static final String HOME = "/api/activities/home";

    static final String HOME_PAGE = "/";

    /// A person with as many likes as others.
    static final String READER = "bench-liker-1";

    private static final String CRUD = """
            {"message": "Sunrise over the harbour was worth the alarm. ☀️ Now for coffee.", "ttl": "7-days"}""";

    private static final String MESSAGE = """
            {"message": "Is the heel of the loaf still free?", "handle": "%s"}""";

    /// A request with a cookie passes the server's cache by.
    static final String UNCACHED = "Cookie: bench=1";

    Requests home() {
        return Requests.get(HOME, UNCACHED);
    }

    /// As HTML, with as many cruds as [#home].
    Requests homePage() {
        return Requests.get(HOME_PAGE, UNCACHED);
    }

    Requests homeByToken() {
        return Requests.get(HOME, bearer(READER));
    }

    Requests homeByCookie(Server server) {
        return Requests.get(HOME, "Cookie: " + server.signIn(READER));
    }

    Requests health() {
        return Requests.get("/api/health-check");
    }

    /// Threads with replies. None expires while it is measured.
    Requests threads(String header) {
        return Requests.get(session.column("""
                        select '/api/activities/@' || handle || '/status/' || activity.uuid
                        from activities activity
                        join users author on author.uuid = activity.user_uuid
                        where reply_to_activity_uuid is null and replies_count > 0
                          and expires_at > now() + interval '3 hours'
                        order by activity.uuid
                        limit 500"""), header);
    }

    Requests profiles(String header) {
        return Requests.get(session.column("""
                        select '/api/activities/@' || handle
                        from users
                        where handle like 'person%'
                        order by uuid
                        limit 500"""), header);
    }

    /// Searches for words from the commonest to the rarest, two at once, tags, handles, and words
    /// that no crud contains.
    Requests searches() {
        List<String> words = session.column("""
                        select left(md5(floor(50000 * power(n / 400.0, 3))::text), 6)
                        from generate_series(0, 399) n""");
        List<String> others = List.of("rain", "rain " + words.get(30), "#postgres", "@person_7", "nobody wrote");
        return searches(words).and(searches(others).times(100)).shuffled();
    }

    private static Requests searches(List<String> terms) {
        return Requests.get(
                terms.stream()
                        .map(term -> URLEncoder.encode(term, StandardCharsets.UTF_8))
                        .map(term -> "/api/activities/search?term=" + term)
                        .toList(),
                UNCACHED);
    }

    /// The conversations of many people.
    Requests conversations() {
        return new Requests(likers().stream()
                .map(liker -> Requests.line("GET", "/api/message_groups", bearer(liker), ""))
                .toList());
    }

    /// Conversations of many people, each read by one of its two.
    Requests conversation() {
        return new Requests(session.column("""
                        select concat(conversation.uuid, ' ', cognito_user_id)
                        from message_groups conversation
                        join users liker on liker.uuid in (first_uuid, second_uuid)
                        where handle like 'liker%'
                        order by conversation.uuid
                        limit 500""").stream()
                .map(row -> row.split(" ", -1))
                .map(row -> Requests.line("GET", "/api/messages/" + row[0], bearer(row[1]), ""))
                .toList());
    }

    /// Messages of one person to many.
    Requests messages() {
        return new Requests(session.column("select handle from users where handle like 'liker%'").stream()
                .map(MESSAGE::formatted)
                .map(body -> Requests.line("POST", "/api/messages", bearer("bench-writer"), body))
                .toList());
    }

    private List<String> likers() {
        return session.column("select cognito_user_id from users where handle like 'liker%'");
    }

    private String bearer(String person) {
        return Requests.bearer(pool.token(person));
    }

    /// Likes of many cruds by many people; half of them are taken back.
    Requests likes() {
        List<String> tokens = likers().stream().map(this::bearer).toList();
        List<String> cruds = session.column("""
                        select uuid
                        from activities
                        where reply_to_activity_uuid is null and expires_at > now() + interval '3 hours'
                        order by created_at desc
                        limit 500""");
        return new Requests(IntStream.range(0, 2_000)
                        .mapToObj(i -> Requests.line(
                                i % 2 == 0 ? "PUT" : "DELETE",
                                "/api/activities/" + cruds.get(i / 2 % cruds.size()) + "/like",
                                tokens.get(i / 2 % tokens.size()),
                                ""))
                        .toList())
                .shuffled();
    }

    Requests creates() {
        return Requests.post("/api/activities", bearer("bench-writer"), CRUD);
    }

    /// Of a hundred requests: 60 feeds, 15 threads, 10 profiles, 5 searches, 6 likes, 4 new cruds.
    Requests mixed() {
        return home().times(1200)
                .and(threads(UNCACHED).times(300))
                .and(profiles(UNCACHED).times(200))
                .and(searches().times(100))
                .and(likes().times(120))
                .and(creates().times(80))
                .shuffled();
    }

    /// Of a hundred requests: 90 feeds, 5 threads and 3 profiles of readers who share answers, 2 new cruds.
    Requests strangers() {
        return Requests.get(HOME)
                .times(9_000)
                .and(threads("").times(500))
                .and(profiles("").times(300))
                .and(creates().times(200))
                .shuffled();
    }

    static String crud() {
        return CRUD;
    }
}
