package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Strangers who guess keep no owner out of an account.
@TestInstance(Lifecycle.PER_CLASS)
class LockOutTest {

    private static final String OWNER = "198.51.100.1";
    private static final String STRANGER = "203.0.113.1";
    private static final String WRONG = "Wr0ng-password";

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String client, String operation, JsonObject input) {
        return pool.send(pool.request(operation, input.encode()).header("X-Forwarded-For", client));
    }

    private HttpResponse<String> signIn(String client, String email, String password) {
        return send(client, "InitiateAuth", BuiltInPool.signInInput(email, password));
    }

    private HttpResponse<String> forgot(String client, String email) {
        return send(client, "ForgotPassword", JsonObject.of("ClientId", LocalPool.CLIENT_ID, "Username", email));
    }

    private HttpResponse<String> reset(String client, String email, String code) {
        return send(
                client,
                "ConfirmForgotPassword",
                JsonObject.of(
                        "ClientId",
                        LocalPool.CLIENT_ID,
                        "Username",
                        email,
                        "ConfirmationCode",
                        code,
                        "Password",
                        BuiltInPool.PASSWORD));
    }

    private void failedBefore(String email, int times) {
        server.sql()
                .run(
                        "insert into local_cognito.budgets values (local_cognito.budget_key('sign_in', '', ?), ?, now() + interval '1 day')"
                                + " on conflict (key) do update set used = excluded.used",
                        email,
                        times);
    }

    @Test
    void one_stranger_locks_nobody_but_themselves() {
        String email = "ada@example.com";
        IntStream.range(0, 5).forEach(_ -> signIn(STRANGER, email, WRONG));
        server.sql().run("update local_cognito.sign_ins set locked_until = now() + interval '1 hour'");

        assertThat(signIn(STRANGER, email, BuiltInPool.PASSWORD).body()).contains("Password attempts exceeded");
        assertThat(signIn(OWNER, email, BuiltInPool.PASSWORD).statusCode()).isEqualTo(200);
    }

    /// The page calls the pool for many people, and passes their addresses on.
    @Test
    void clients_are_told_apart_at_the_page_as_well() {
        String body = Json.object("email", "juniper@example.com", "password", WRONG);
        server.send(server.request("/api/auth/sign-in")
                .header("X-Forwarded-For", "203.0.113.9")
                .POST(BodyPublishers.ofString(body)));

        assertThat(
                        server.sql()
                                .run(
                                        "select attempts from local_cognito.sign_ins where client_digest = local_cognito.digest('cb007109')"))
                .containsExactly("1");
    }

    /// The address could be any client's.
    @Test
    void an_address_that_a_client_names_itself_is_not_believed() {
        JsonObject input = BuiltInPool.signInInput("kofi@example.com", WRONG)
                .put("UserContextData", JsonObject.of("IpAddress", "203.0.113.8"));
        send(STRANGER, "InitiateAuth", input);

        assertThat(
                        server.sql()
                                .run(
                                        "select attempts from local_cognito.sign_ins where client_digest = local_cognito.digest('cb007108')"))
                .isEmpty();
    }

    @Test
    void strangers_together_may_fail_a_hundred_times_a_day_and_a_known_client_is_let_in_all_the_same() {
        String email = "bao@example.com";
        assertThat(signIn(OWNER, email, BuiltInPool.PASSWORD).statusCode()).isEqualTo(200);
        failedBefore(email, 99);
        assertThat(signIn("203.0.113.2", email, WRONG).body()).contains("Incorrect username or password.");

        assertThat(signIn("203.0.113.3", email, BuiltInPool.PASSWORD).body()).contains("Password attempts exceeded");
        assertThat(signIn(OWNER, email, BuiltInPool.PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void a_right_password_does_not_count() {
        String email = "cleo@example.com";
        failedBefore(email, 99);

        assertThat(signIn("198.51.100.2", email, BuiltInPool.PASSWORD).statusCode())
                .isEqualTo(200);
        assertThat(signIn("198.51.100.3", email, BuiltInPool.PASSWORD).statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_owner_is_told_once_a_day_of_many_failures() {
        String email = "dilip@example.com";
        failedBefore(email, 18);
        IntStream.range(4, 8).forEach(i -> signIn("203.0.113." + i, email, WRONG));

        assertThat(pool.outbox(email)).hasSize(1);
        assertThat(pool.outbox(email).getJsonObject(0).getString("subject")).isEqualTo("Wrong passwords at Cruddur");
    }

    @Test
    void the_code_that_was_mailed_is_good_whatever_a_stranger_asks_and_guesses() {
        String email = "esra@example.com";
        assertThat(forgot(OWNER, email).statusCode()).isEqualTo(200);
        String code = pool.code(email);
        IntStream.range(0, 5).forEach(_ -> forgot(STRANGER, email));
        IntStream.range(0, 6).forEach(_ -> reset(STRANGER, email, "wrong"));

        assertThat(pool.outbox(email)).as("mails to one address within an hour").hasSize(5);
        assertThat(reset(STRANGER, email, code).body()).contains("LimitExceededException");
        assertThat(reset(OWNER, email, code).statusCode()).isEqualTo(200);
    }

    /// After 25 wrong tries of all, a code of twelve digits takes the place of the one of six.
    @Test
    void a_code_that_many_have_guessed_at_is_replaced_by_one_that_cannot_be_guessed() {
        String email = "hana@example.com";
        forgot(OWNER, email);
        String first = pool.code(email);
        IntStream.range(0, 25).forEach(i -> reset("203.0.113." + (10 + i / 5), email, "wrong"));

        assertThat(reset(OWNER, email, first).body()).contains("CodeMismatchException");
        assertThat(pool.code(email)).matches("[0-9]{12}");
        IntStream.range(0, 30).forEach(i -> reset("203.0.113." + (20 + i / 5), email, "wrong"));
        assertThat(reset(OWNER, email, pool.code(email)).statusCode()).isEqualTo(200);
    }

    /// Chosen on a new computer, while strangers keep the account locked.
    @Test
    void a_client_that_used_a_mailed_code_is_known() {
        String email = "iker@example.com";
        String client = "198.51.100.4";
        failedBefore(email, 100);
        assertThat(signIn(client, email, BuiltInPool.PASSWORD).body()).contains("Password attempts exceeded");

        forgot(client, email);
        assertThat(reset(client, email, pool.code(email)).statusCode()).isEqualTo(200);
        assertThat(signIn(client, email, BuiltInPool.PASSWORD).statusCode()).isEqualTo(200);
    }
}
