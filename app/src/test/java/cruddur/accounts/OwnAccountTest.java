package cruddur.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people do with their own accounts, with the built-in user pool.
@TestInstance(Lifecycle.PER_CLASS)
class OwnAccountTest {

    private static final String PASSWORD = BuiltInPool.PASSWORD;
    private static final String NEW_PASSWORD = "Rye-br3ad!";

    /// Activities whose counters are not the numbers of the rows that they count.
    private static final String WRONG_COUNTERS = """
            select uuid from activities counted
            where likes_count <> (select count(*) from likes where activity_uuid = counted.uuid)
              or reposts_count <> (select count(*) from reposts where activity_uuid = counted.uuid)
              or replies_count <> (select count(*) from activities where reply_to_activity_uuid = counted.uuid)
            """;

    /// In how many rows of every table this person is.
    private static final String ROWS_OF = """
            select (select count(*) from users where uuid = person)
              + (select count(*) from activities where user_uuid = person)
              + (select count(*) from likes where user_uuid = person)
              + (select count(*) from reposts where user_uuid = person)
              + (select count(*) from notifications where person in (user_uuid, actor_uuid))
              + (select count(*) from sessions where user_uuid = person)
              + (select count(*) from idempotency_keys where user_uuid = person)
              + (select count(*) from active_people where user_uuid = person)
              + (select count(*) from deleted_accounts where user_uuid = person)
              + (select count(*) from message_groups where person in (first_uuid, second_uuid))
              + (select count(*) from messages where user_uuid = person or message = 'Dear leaver')
              + (select count(*) from blocks where person in (user_uuid, blocked_uuid))
              + (select count(*) from reports where user_uuid = person)
              + (select count(*) from reported_activities where author_uuid = person)
            from (select ?::uuid) as given (person)
            """;

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));
    private final Sql sql = server.sql();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_changed_password_ends_every_session_but_the_one_that_changed_it() {
        admit("changes");
        String here = cookie("changes");
        String elsewhere = cookie("changes");

        assertThat(changeByCookie(here, PASSWORD, NEW_PASSWORD).statusCode()).isEqualTo(204);

        assertThat(get(here, "/api/auth/me").statusCode()).isEqualTo(200);
        assertThat(get(elsewhere, "/api/auth/me").statusCode()).isEqualTo(401);
        assertThat(signIn("changes", PASSWORD).statusCode()).isEqualTo(401);
        assertThat(signIn("changes", NEW_PASSWORD).statusCode()).isEqualTo(200);
        makeDue(here);
        assertThat(get(here, "/api/auth/me").statusCode())
                .as("the pool continues the session")
                .isEqualTo(200);
    }

    @Test
    void a_password_is_changed_with_a_token_too() {
        String token = admit("bearer");

        assertThat(change(token, PASSWORD, NEW_PASSWORD).statusCode()).isEqualTo(204);

        assertThat(signIn("bearer", NEW_PASSWORD).statusCode()).isEqualTo(200);
        assertThat(sql.value("select count(*) from local_cognito.refresh_tokens join local_cognito.accounts using (sub)"
                        + " where email = 'bearer@example.com' and revoked_at is null"))
                .as("sessions at the pool: of the token, and of the sign-in after the change")
                .isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 422, '[\"old_password_blank\",\"password_blank\"]'",
        "Wrong-passw0rd, Rye-br3ad!, 401, 'The e-mail address or the password is wrong.'",
        "Sour-d0ugh!, weak, 422, '[\"password_too_weak\"]'"
    })
    void a_refused_password_changes_nothing(String old, String proposed, int status, String said) {
        String token = pool.signIn("dilip@example.com", PASSWORD);

        HttpResponse<String> response = change(token, old, proposed);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(said);
        assertThat(signIn("dilip", PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void guesses_at_the_password_are_slowed_as_at_the_sign_in() {
        String token = pool.signIn("esra@example.com", PASSWORD);
        // A guess that comes only after a block of seconds is answered, and makes the next block twice as long.
        List<Integer> answered = IntStream.range(0, 15)
                .mapToObj(i -> server.send(server.request("/api/auth/password")
                        .header("Authorization", "Bearer " + token)
                        .header("X-Forwarded-For", "203.0.113.9")
                        .POST(BodyPublishers.ofString(Json.object("old", "Wrong-passw0rd" + i, "new", NEW_PASSWORD)))))
                .map(HttpResponse::statusCode)
                .takeWhile(status -> status != 429)
                .toList();

        assertThat(answered).hasSizeBetween(5, 14).containsOnly(401);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/auth/password", "DELETE, /api/account"})
    void strangers_and_other_pages_are_refused(String method, String path) {
        HttpRequest.Builder stranger = server.request(path).method(method, BodyPublishers.ofString("{}"));
        assertThat(server.send(stranger).statusCode()).isEqualTo(401);

        HttpRequest.Builder foreign = server.request(path)
                .header("Cookie", cookie("hana"))
                .header("Origin", "https://evil.example")
                .method(method, BodyPublishers.ofString("{}"));
        assertThat(server.send(foreign).statusCode()).isEqualTo(403);
    }

    @Test
    void the_export_has_all_that_is_alive_once_however_many_parts_it_takes() {
        String token = admit("exporter");
        String person = uuid("exporter");
        sql.run(
                "insert into activities (user_uuid, message, created_at, expires_at)"
                        + " select ?::uuid, 'crud ' || i, now() - interval '1 s' * (i / 7), now() + interval '1 day'"
                        + " from generate_series(1, 330) i",
                person);
        sql.run(
                "insert into activities (user_uuid, message, expires_at)"
                        + " values (?::uuid, 'expired', now() - interval '1 s')",
                person);
        sql.run(
                "insert into activities (user_uuid, message, reply_to_activity_uuid)"
                        + " select ?::uuid, e'reply \\u270e \"' || i || '\"', '5eed0001-0000-4000-8000-000000000113'"
                        + " from generate_series(1, 200) i",
                person);
        sql.run(
                "insert into likes (user_uuid, activity_uuid)"
                        + " select ?::uuid, uuid from activities where reply_to_activity_uuid is null",
                person);
        sql.run(
                "insert into active_people (user_uuid, day) select ?::uuid, utc_day(now()) - ago"
                        + " from generate_series(1, 3) ago",
                person);

        HttpResponse<String> response = send(token, "GET", "/api/account/export", "");

        assertThat(response.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"cruddur-exporter.json\"");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        JsonObject export = new JsonObject(response.body());
        assertThat(export.getJsonObject("profile").getString("email")).isEqualTo("exporter@example.com");
        assertThat(uuids(export, "cruds", "uuid")).isEqualTo(living("cruds", person));
        assertThat(uuids(export, "replies", "uuid")).isEqualTo(living("replies", person));
        assertThat(uuids(export, "likes", "activity_uuid"))
                .isEqualTo(sql.run(
                        "select uuid from likes join activities on uuid = activity_uuid where likes.user_uuid = ?::uuid"
                                + " and coalesce(expires_at, 'infinity') > now()"
                                + " order by likes.created_at desc, activity_uuid desc",
                        person));
        assertThat(export.getJsonArray("reposts")).isEmpty();
        assertThat(export.getJsonArray("active_days"))
                .isEqualTo(new JsonArray(sql.run("select utc_day(now()) - ago from generate_series(0, 2) ago")));
        assertThat(export.getJsonArray("replies").getJsonObject(0).getString("reply_to_handle"))
                .isEqualTo("ada");
    }

    private static List<String> uuids(JsonObject export, String list, String field) {
        return export.getJsonArray(list).stream()
                .map(each -> ((JsonObject) each).getString(field))
                .toList();
    }

    private List<String> living(String kind, String person) {
        return sql.run(
                "select uuid from activities where user_uuid = ?::uuid and (reply_to_activity_uuid is null) = ?"
                        + " and coalesce(expires_at, 'infinity') > now() order by created_at desc, uuid desc",
                person,
                kind.equals("cruds"));
    }

    @Test
    void an_export_is_for_its_person_alone_and_its_head_has_no_body() {
        assertThat(server.get("/api/account/export").statusCode()).isEqualTo(401);

        HttpResponse<String> head = send(pool.signIn("bao@example.com", PASSWORD), "HEAD", "/api/account/export", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"cruddur-bao.json\"");
        assertThat(new JsonObject(get(cookie("bao"), "/api/account/export").body()).getJsonArray("reposts"))
                .isNotEmpty();
    }

    @Test
    void who_deletes_the_account_leaves_nothing_and_others_counters_right() {
        String token = admit("leaver");
        String person = uuid("leaver");
        String cookie = cookie("leaver");
        String ofAda = "5eed0001-0000-4000-8000-000000000113";
        String crud = post(token, "/api/activities", "message", "Mine, @ada", "ttl", "1-day");
        String reply = post(token, "/api/activities/" + ofAda + "/reply", "message", "Mine, too");
        String bao = pool.signIn("bao@example.com", PASSWORD);
        String answer = post(bao, "/api/activities/" + crud + "/reply", "message", "Yours goes with theirs");
        post(bao, "/api/activities/" + reply + "/reply", "message", "And this, @leaver");
        post(bao, "/api/activities", "message", "This stays, @leaver", "ttl", "1-day");
        for (String reaction : List.of("like", "repost")) {
            send(token, "PUT", "/api/activities/" + ofAda + "/" + reaction, "");
            send(token, "PUT", "/api/activities/" + answer + "/" + reaction, "");
            send(bao, "PUT", "/api/activities/" + reply + "/" + reaction, "");
        }
        send(token, "POST", "/api/messages", Json.object("message", "Dear Bao", "handle", "bao"));
        send(bao, "POST", "/api/messages", Json.object("message", "Dear leaver", "handle", "leaver"));
        send(token, "PUT", "/api/activities/" + answer + "/report", Json.object("reason", "Not mine"));
        send(bao, "PUT", "/api/activities/" + crud + "/report", Json.object("reason", "Not theirs"));
        send(token, "PUT", "/api/users/@cleo/block", "");
        assertThat(sql.run(WRONG_COUNTERS)).isEmpty();
        assertThat(sql.value(ROWS_OF, person)).isNotEqualTo("0");
        String before = counters(ofAda);

        HttpResponse<String> response = deleteByCookie(cookie, PASSWORD);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(sql.value(ROWS_OF, person)).isEqualTo("0");
        assertThat(sql.run(WRONG_COUNTERS)).isEmpty();
        assertThat(counters(ofAda)).isNotEqualTo(before);
        assertThat(sql.run("select 1 from activities where message in ('Yours goes with theirs', 'And this, @leaver')"))
                .isEmpty();
        assertThat(sql.run("select 1 from activities where message = 'This stays, @leaver'"))
                .hasSize(1);
        assertThat(sql.run("select 1 from local_cognito.accounts where email = 'leaver@example.com'"))
                .isEmpty();
        assertThat(get(cookie, "/api/auth/me").statusCode()).isEqualTo(401);
    }

    private String counters(String activity) {
        return sql.value(
                "select concat_ws(' ', likes_count, reposts_count, replies_count) from activities where uuid = ?::uuid",
                activity);
    }

    @Test
    void a_token_of_a_deleted_account_is_refused_and_makes_no_new_row() {
        JsonObject session = session("token");
        String access = session.getString("AccessToken");
        String id = session.getString("IdToken");
        assertThat(send(access, "GET", "/api/auth/me", "").statusCode()).isEqualTo(200);
        assertThat(send(id, "GET", "/api/auth/me", "").statusCode()).isEqualTo(200);

        assertThat(delete(access, PASSWORD).statusCode()).isEqualTo(204);

        for (String token : List.of(access, id)) {
            assertThat(send(token, "GET", "/api/auth/me", "").statusCode()).isEqualTo(401);
            assertThat(send(token, "POST", "/api/activities", Json.object("message", "x", "ttl", "1-day"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(delete(token, PASSWORD).statusCode()).isEqualTo(401);
        }
        assertThat(sql.run("select 1 from users where handle like 'token%'")).isEmpty();
        assertThat(sql.value("select count(*) from deleted_accounts where expires_at between"
                        + " now() + interval '24 hours' and now() + interval '26 hours'"))
                .isNotEqualTo("0");
    }

    @Test
    void the_address_and_the_handle_are_free_again() {
        delete(admit("again"), PASSWORD);

        String token = admit("again");

        assertThat(send(token, "GET", "/api/auth/me", "").body())
                .contains("\"handle\":\"again\"", "\"email\":\"again@example.com\"");
    }

    @Test
    void a_wrong_password_deletes_nothing() {
        String token = pool.signIn("kofi@example.com", PASSWORD);

        assertThat(delete(token, "Wrong-passw0rd").statusCode()).isEqualTo(401);
        assertThat(delete(token, "").body()).isEqualTo("[\"password_blank\"]");

        assertThat(send(token, "GET", "/api/auth/me", "").statusCode()).isEqualTo(200);
        assertThat(sql.run("select 1 from deleted_accounts where user_uuid = ?::uuid", uuid("kofi")))
                .isEmpty();
    }

    @Test
    void the_password_of_another_person_with_the_same_address_is_wrong() {
        String token = admit("twin");
        admit("other");
        sql.run("update users set email = 'other@example.com' where handle = 'twin'");

        assertThat(delete(token, PASSWORD).statusCode()).isEqualTo(401);

        assertThat(sql.run("select handle from users where handle in ('twin', 'other')"))
                .hasSize(2);
    }

    /// The state after a crash behind the first step.
    @Test
    void a_deletion_that_was_interrupted_is_finished_by_the_purge_and_by_the_next_sign_in() throws Exception {
        admit("crashed");
        String person = uuid("crashed");
        sql.run(
                "insert into activities (user_uuid, message, expires_at)"
                        + " select ?::uuid, 'crud', now() + interval '1 day' from generate_series(1, 2500)",
                person);
        sql.run(
                "insert into deleted_accounts (cognito_user_id_digest, user_uuid, deleted_at)"
                        + " select sha256(convert_to(cognito_user_id, 'UTF8')), uuid, now() - interval '1 minute'"
                        + " from users where uuid = ?::uuid",
                person);

        awaitGone(person);
        assertThat(sql.run("select 1 from deleted_accounts where expires_at = 'infinity'"))
                .hasSize(1);
        assertThat(signIn("crashed", PASSWORD).statusCode()).isEqualTo(401);
        assertThat(sql.run("select 1 from deleted_accounts where expires_at = 'infinity'"))
                .isEmpty();
        assertThat(sql.run("select 1 from local_cognito.accounts where email = 'crashed@example.com'"))
                .isEmpty();
        assertThat(sql.run("select 1 from users where handle like 'crashed%'")).isEmpty();
    }

    @Test
    void a_person_with_twenty_thousand_cruds_a_thread_and_many_likes_is_deleted_in_statements_that_are_short()
            throws Exception {
        String token = admit("prolific");
        String person = uuid("prolific");
        String ada = uuid("ada");
        sql.run(
                "insert into activities (user_uuid, message, expires_at)"
                        + " select ?::uuid, 'crud', now() + interval '1 day' from generate_series(1, 20000)",
                person);
        sql.run(
                "insert into activities (user_uuid, message, reply_to_activity_uuid)"
                        + " select ?::uuid, 'reply', (select uuid from activities where user_uuid = ?::uuid limit 1)"
                        + " from generate_series(1, 3000)",
                ada,
                person);
        sql.run(
                "insert into activities (user_uuid, message, expires_at)"
                        + " select ?::uuid, 'liked', now() + interval '1 day' from generate_series(1, 3000)",
                ada);
        sql.run(
                "insert into likes (user_uuid, activity_uuid)"
                        + " select ?::uuid, uuid from activities where message = 'liked'",
                person);

        Instant begun = Instant.now();
        HttpResponse<String> response = delete(token, PASSWORD);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
        sql.run("update deleted_accounts set deleted_at = now() - interval '1 minute'");
        awaitGone(person);
        assertThat(sql.value(ROWS_OF, person)).isEqualTo("0");
        assertThat(sql.run(WRONG_COUNTERS)).isEmpty();
        assertThat(sql.run("select 1 from activities where message = 'reply'")).isEmpty();
    }

    private void awaitGone(String person) throws InterruptedException {
        Instant latest = Instant.now().plusSeconds(60);
        while (!sql.run("select 1 from users where uuid = ?::uuid", person).isEmpty()) {
            assertThat(Instant.now()).isBefore(latest);
            Thread.sleep(100);
        }
    }

    /// Makes an account.
    ///
    /// @return an access token
    private String admit(String name) {
        return session(name).getString("AccessToken");
    }

    private JsonObject session(String name) {
        pool.admit(name + "@example.com");
        return pool.session(name + "@example.com", PASSWORD);
    }

    private String uuid(String handle) {
        return sql.value("select uuid from users where handle = ?", handle);
    }

    private void makeDue(String cookie) {
        assertThat(cookie).isNotEmpty();
        sql.run("update sessions set renew_at = now() - interval '1 second'");
    }

    private HttpResponse<String> signIn(String name, String password) {
        return server.send(server.request("/api/auth/sign-in")
                .POST(BodyPublishers.ofString(Json.object("email", name + "@example.com", "password", password))));
    }

    private String cookie(String name) {
        return signIn(name, PASSWORD)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
    }

    private HttpResponse<String> get(String cookie, String path) {
        return server.send(server.request(path).header("Cookie", cookie));
    }

    private HttpResponse<String> change(String token, String old, String proposed) {
        return send(token, "POST", "/api/auth/password", Json.object("old", old, "new", proposed));
    }

    private HttpResponse<String> changeByCookie(String cookie, String old, String proposed) {
        return server.send(server.request("/api/auth/password")
                .header("Cookie", cookie)
                .header("Origin", server.address())
                .POST(BodyPublishers.ofString(Json.object("old", old, "new", proposed))));
    }

    private HttpResponse<String> delete(String token, String password) {
        return send(token, "DELETE", "/api/account", Json.object("password", password));
    }

    private HttpResponse<String> deleteByCookie(String cookie, String password) {
        return server.send(server.request("/api/account")
                .header("Cookie", cookie)
                .header("Origin", server.address())
                .method("DELETE", BodyPublishers.ofString(Json.object("password", password))));
    }

    private String post(String token, String path, String... fields) {
        return Json.uuid(send(token, "POST", path, Json.object(fields)));
    }

    private HttpResponse<String> send(String token, String method, String path, String body) {
        return server.send(server.request(path)
                .header("Authorization", "Bearer " + token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }
}
