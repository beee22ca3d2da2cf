package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sign-ins by SRP, with the password and without.
@TestInstance(Lifecycle.PER_CLASS)
class SrpTest {

    private static final String WRONG = "Wr0ng-password";

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));
    private final SrpClient client = SrpClient.random();

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<String> initiate(String username, String a) {
        return pool.call("InitiateAuth", SrpClient.beginning(username, a));
    }

    private JsonObject challenge(String username) {
        JsonObject answer = new JsonObject(initiate(username, client.a()).body());
        assertThat(answer.getString("ChallengeName")).isEqualTo("PASSWORD_VERIFIER");
        return answer.getJsonObject("ChallengeParameters");
    }

    private HttpResponse<String> respond(JsonObject answers) {
        return pool.call("RespondToAuthChallenge", SrpClient.response(answers));
    }

    private HttpResponse<String> signIn(String username, String password) {
        return respond(client.answers(challenge(username), password, Instant.now()));
    }

    private void isRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("NotAuthorizedException", "Incorrect username or password.");
        server.sql().run("delete from local_cognito.sign_ins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@example.com", "ADA@Example.com"})
    void the_right_password_begins_a_session(String username) {
        HttpResponse<String> response = signIn(username, BuiltInPool.PASSWORD);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject result = new JsonObject(response.body()).getJsonObject("AuthenticationResult");
        assertThat(result.fieldNames()).contains("AccessToken", "IdToken", "RefreshToken", "ExpiresIn");
        assertThat(pool.call("GetUser", JsonObject.of("AccessToken", result.getString("AccessToken")))
                        .body())
                .contains("ada@example.com");
    }

    @Test
    void a_new_account_and_a_new_password_work() {
        pool.admit("srp@example.com");
        assertThat(signIn("srp@example.com", BuiltInPool.PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void an_account_from_before_gets_its_verifier_with_its_password() {
        pool.admit("older@example.com");
        server.sql().run("update local_cognito.accounts set srp_verifier = null where email = 'older@example.com'");
        isRefused(signIn("older@example.com", BuiltInPool.PASSWORD));

        pool.signIn("older@example.com", BuiltInPool.PASSWORD);

        assertThat(signIn("older@example.com", BuiltInPool.PASSWORD).statusCode())
                .isEqualTo(200);
    }

    @Test
    void an_unconfirmed_person_is_told_so_after_the_right_password_only() {
        pool.call("SignUp", BuiltInPool.signUpInput("unconfirmed@example.com"));

        isRefused(signIn("unconfirmed@example.com", WRONG));
        assertThat(signIn("unconfirmed@example.com", BuiltInPool.PASSWORD).body())
                .contains("UserNotConfirmedException");
    }

    @Test
    void a_wrong_password_and_an_unknown_name_are_told_alike() {
        isRefused(signIn("bao@example.com", WRONG));
        isRefused(signIn("none@example.com", WRONG));
        isRefused(signIn("none@example.com", BuiltInPool.PASSWORD));
    }

    private static UUID id(JsonObject challenge) {
        return UUID.fromString(challenge.getString("USER_ID_FOR_SRP"));
    }

    @Test
    void the_challenge_for_an_unknown_name_looks_like_any_other_and_stays_the_same() {
        pool.admit("known@example.com");
        JsonObject known = challenge("known@example.com");
        JsonObject unknown = challenge("unknown@example.com");

        assertThat(unknown.fieldNames()).isEqualTo(known.fieldNames());
        assertThat(unknown.getString("USER_ID_FOR_SRP"))
                .hasSameSizeAs(known.getString("USER_ID_FOR_SRP"))
                .isEqualTo(challenge("unknown@example.com").getString("USER_ID_FOR_SRP"));
        assertThat(id(unknown).version()).isEqualTo(id(known).version());
        assertThat(id(unknown).variant()).isEqualTo(id(known).variant());
        assertThat(unknown.getString("SALT"))
                .isEqualTo(challenge("unknown@example.com").getString("SALT"));
        assertThat(known.getString("SALT"))
                .isEqualTo(challenge("known@example.com").getString("SALT"));
        assertThat(unknown.getString("SRP_B").length()).isBetween(760, 768);
        assertThat(unknown.getString("SRP_B"))
                .isNotEqualTo(challenge("unknown@example.com").getString("SRP_B"));
    }

    @Test
    void a_public_value_that_lets_anyone_in_is_refused() {
        for (String a :
                List.of("0", Srp.N.toString(16), Srp.N.multiply(BigInteger.TWO).toString(16), "", "-1", "xyz")) {
            HttpResponse<String> response = initiate("ada@example.com", a);
            assertThat(response.statusCode()).as(a).isEqualTo(400);
            assertThat(response.body()).contains("InvalidParameterException");
        }
    }

    @Test
    void a_challenge_is_answered_once() {
        JsonObject answers = client.answers(challenge("cleo@example.com"), BuiltInPool.PASSWORD, Instant.now());

        assertThat(respond(answers).statusCode()).isEqualTo(200);
        isRefused(respond(answers));
    }

    @Test
    void the_challenge_of_another_person_does_not_fit() {
        pool.admit("mallory@example.com");
        JsonObject own = challenge("mallory@example.com");
        JsonObject other = challenge("dilip@example.com");
        isRefused(respond(client.answers(
                other.copy()
                        .put("SALT", own.getString("SALT"))
                        .put("USER_ID_FOR_SRP", own.getString("USER_ID_FOR_SRP")),
                BuiltInPool.PASSWORD,
                Instant.now())));
        isRefused(respond(client.answers(own, BuiltInPool.PASSWORD, Instant.now())
                .put("PASSWORD_CLAIM_SECRET_BLOCK", other.getString("SECRET_BLOCK"))));
    }

    @Test
    void a_challenge_that_was_changed_is_refused() {
        JsonObject challenge = challenge("esra@example.com");
        String block = challenge.getString("SECRET_BLOCK");
        char other = block.charAt(40) == 'A' ? 'B' : 'A';
        isRefused(respond(client.answers(
                challenge.put("SECRET_BLOCK", block.substring(0, 40) + other + block.substring(41)),
                BuiltInPool.PASSWORD,
                Instant.now())));
    }

    @ParameterizedTest
    @ValueSource(longs = {-7200, -600, 600, 7200})
    void a_clock_that_is_wrong_is_refused(long seconds) {
        Instant time = Instant.now().plus(Duration.ofSeconds(seconds));

        isRefused(respond(client.answers(challenge("hana@example.com"), BuiltInPool.PASSWORD, time)));
    }

    @Test
    void a_challenge_from_before_a_new_password_is_refused() {
        pool.admit("changed@example.com");
        String access = pool.signIn("changed@example.com", BuiltInPool.PASSWORD);
        JsonObject before = challenge("changed@example.com");
        HttpResponse<String> change = pool.call(
                "ChangePassword",
                JsonObject.of(
                        "AccessToken",
                        access,
                        "PreviousPassword",
                        BuiltInPool.PASSWORD,
                        "ProposedPassword",
                        "An0ther-password!"));
        assertThat(change.statusCode()).isEqualTo(200);

        isRefused(respond(client.answers(before, BuiltInPool.PASSWORD, Instant.now())));
        isRefused(respond(client.answers(before, "An0ther-password!", Instant.now())));
        assertThat(signIn("changed@example.com", "An0ther-password!").statusCode())
                .isEqualTo(200);
    }

    @Test
    void wrong_proofs_lock_as_wrong_passwords_do() {
        pool.admit("locked@example.com");
        for (int i = 0; i < 5; i++) {
            assertThat(signIn("locked@example.com", WRONG).body()).contains("Incorrect username or password.");
        }
        server.sql().run("update local_cognito.sign_ins set locked_until = now() + interval '1 minute'");

        assertThat(signIn("locked@example.com", BuiltInPool.PASSWORD).body()).contains("Password attempts exceeded");
        assertThat(pool.trySignIn("locked@example.com", BuiltInPool.PASSWORD).body())
                .contains("Password attempts exceeded");
        server.sql().run("delete from local_cognito.sign_ins");
    }
}
