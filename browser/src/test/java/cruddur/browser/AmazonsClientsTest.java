package cruddur.browser;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Amazon's clients in JavaScript use the built-in pool from a page of another origin.
@ParameterizedClass
@ValueSource(strings = {"amazon-cognito-identity-js", "aws-amplify"})
@TestInstance(Lifecycle.PER_CLASS)
class AmazonsClientsTest {

    private static final String PASSWORD = BuiltInPool.PASSWORD;
    private static final String NEW_PASSWORD = "N3w-password";

    private static final String WRONG = "NotAuthorizedException: Incorrect username or password.";

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));
    private final AmazonsClients page = AmazonsClients.on(Browser.shared());

    @Parameter
    private String client = "";

    @BeforeEach
    void open() {
        page.open(pool.door());
    }

    @AfterAll
    void stop() {
        page.close();
        server.close();
    }

    private String call(String operation, String... values) {
        return page.call(client, operation, values);
    }

    /// A person of this client's own, because both clients meet the same pool.
    private String address(String person) {
        return person + "@" + client + ".example";
    }

    private String account(String person) {
        pool.admit(address(person));
        return address(person);
    }

    private void isSignedIn(String answer) {
        assertThat(page.statusOf(server.uri("/api/message_groups"), answer))
                .as(answer)
                .isEqualTo("200");
    }

    @Test
    void a_person_signs_up_confirms_the_address_and_signs_in() {
        String email = address("grete");
        call("signUp", email, PASSWORD);
        assertThat(call("signUp", email, PASSWORD)).startsWith("UsernameExistsException: ");
        assertThat(call("signIn", email, PASSWORD)).startsWith("UserNotConfirmedException: ");
        assertThat(call("signIn", email, NEW_PASSWORD)).isEqualTo(WRONG);

        call("resend", email);
        assertThat(pool.outbox(email)).hasSize(2);
        String code = pool.code(email);
        assertThat(call("confirm", email, code.equals("000000") ? "000001" : "000000"))
                .startsWith("CodeMismatchException: ");
        assertThat(call("confirm", email, code)).isEqualTo("SUCCESS");

        isSignedIn(call("signIn", email, PASSWORD));
        assertThat(call("attribute", "preferred_username")).isEqualTo("grete");
    }

    @Test
    void the_password_does_not_leave_the_page() {
        isSignedIn(call("signIn", account("iris"), PASSWORD));

        assertThat(page.sent().toString())
                .contains("USER_SRP_AUTH", "PASSWORD_VERIFIER")
                .doesNotContain(PASSWORD);
    }

    @Test
    void a_wrong_password_and_an_unknown_address_are_told_alike() {
        assertThat(call("signIn", account("judy"), NEW_PASSWORD)).isEqualTo(WRONG);
        assertThat(call("signIn", address("unknown"), PASSWORD)).isEqualTo(WRONG);
    }

    @Test
    void a_session_goes_on_with_new_tokens_until_all_of_the_persons_are_ended() {
        String email = account("karl");
        String elsewhere = pool.signIn(email, PASSWORD);
        String first = call("signIn", email, PASSWORD);
        assertThat(call("session")).isEqualTo(first);

        page.letTokensExpire();
        String second = call("session");
        assertThat(second).isNotEqualTo(first);
        isSignedIn(second);

        call("signOutEverywhere");
        for (String token : List.of(elsewhere, second)) {
            assertThat(pool.call("GetUser", JsonObject.of("AccessToken", token)).body())
                    .contains("Access Token has been revoked");
        }
    }

    @Test
    void a_password_is_changed() {
        String email = account("lena");
        call("signIn", email, PASSWORD);
        assertThat(call("changePassword", NEW_PASSWORD, NEW_PASSWORD)).isEqualTo(WRONG);
        assertThat(call("changePassword", PASSWORD, NEW_PASSWORD)).isEqualTo("SUCCESS");

        assertThat(call("signIn", email, PASSWORD)).isEqualTo(WRONG);
        isSignedIn(call("signIn", email, NEW_PASSWORD));
    }

    @Test
    void a_forgotten_password_is_replaced() {
        String email = account("mila");
        call("forgotPassword", email);
        String code = pool.code(email);
        assertThat(call("confirmPassword", email, code, "weak")).startsWith("InvalidPasswordException: ");
        assertThat(call("confirmPassword", email, code, NEW_PASSWORD)).isEqualTo("SUCCESS");

        assertThat(call("signIn", email, PASSWORD)).isEqualTo(WRONG);
        isSignedIn(call("signIn", email, NEW_PASSWORD));
    }
}
