package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the pool refuses, in the words that Amazon's clients know.
@TestInstance(Lifecycle.PER_CLASS)
class RefusalsTest {

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.empty());
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));

    @AfterAll
    void stop() {
        server.close();
    }

    private static void isRefused(HttpResponse<String> response, String exception, String... words) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-errortype")).contains(exception);
        assertThat(response.headers().firstValue("content-type")).contains("application/x-amz-json-1.1");
        JsonObject body = new JsonObject(response.body());
        assertThat(body.getString("__type")).isEqualTo(exception);
        assertThat(List.of(words)).allMatch(body.getString("message")::contains);
    }

    private static JsonObject input(String... namesAndValues) {
        JsonObject input = JsonObject.of("ClientId", LocalPool.CLIENT_ID);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            input.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return input;
    }

    private HttpResponse<String> reset(String username, String code, String password) {
        return pool.call(
                "ConfirmForgotPassword",
                input(
                        "Username", username,
                        "ConfirmationCode", code,
                        "Password", password));
    }

    /// A code that is not this one.
    private static String otherThan(String code) {
        return code.equals("000000") ? "000001" : "000000";
    }

    // The endpoint

    @Test
    void what_is_no_operation_is_unknown() {
        isRefused(pool.call("DeleteUserPool", input()), "UnknownOperationException");
        isRefused(
                pool.send(pool.request("SignUp", "{}").setHeader("X-Amz-Target", "SignUp")),
                "UnknownOperationException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "1", "{", "{\"Username\":", "\"SignUp\"", "{}}"})
    void what_is_no_object_cannot_be_read(String body) {
        HttpResponse<String> response = pool.send(pool.request("SignUp", body));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).containsAnyOf("SerializationException", "InvalidParameterException");
    }

    @Test
    void deep_nesting_is_refused() {
        isRefused(pool.send(pool.request("SignUp", "{\"a\":" + "[".repeat(30_000))), "SerializationException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SignUp",
                "ConfirmSignUp",
                "ResendConfirmationCode",
                "InitiateAuth",
                "ForgotPassword",
                "ConfirmForgotPassword",
                "RevokeToken"
            })
    void another_client_is_not_found(String operation) {
        isRefused(
                pool.call(operation, input().put("ClientId", "somebody-else")),
                "ResourceNotFoundException",
                "User pool client somebody-else does not exist.");
        isRefused(pool.call(operation, new JsonObject()), "InvalidParameterException", "clientId");
        isRefused(pool.call(operation, input()), "InvalidParameterException", "must not be null");
    }

    @Test
    void text_that_no_database_takes_is_refused() {
        isRefused(pool.trySignIn("a\0b@example.com", BuiltInPool.PASSWORD), "InvalidParameterException", "USERNAME");
        String input = BuiltInPool.signInInput("fox@example.com", "x").encode();
        isRefused(
                pool.send(pool.request("InitiateAuth", input.replace("fox", "\\ud83e"))), "InvalidParameterException");
        isRefused(pool.call("ForgotPassword", input().put("Username", 1)), "SerializationException");
        isRefused(pool.call("ForgotPassword", input("Username", "x".repeat(129))), "InvalidParameterException", "128");
    }

    @Test
    void a_body_of_another_kind_is_415() {
        assertThat(pool.send(pool.request("SignUp", "{}").setHeader("Content-Type", "text/plain"))
                        .statusCode())
                .isEqualTo(415);
    }

    // Signing up

    @ParameterizedTest
    @CsvSource({
        "Aa1-567, not long enough",
        "AAAAAA1-, lowercase",
        "aaaaaa1-, uppercase",
        "Aaaaaaa-, numeric",
        "Aaaaaaa1, symbol",
        "'Aaaaaaa1 ', symbol",
        "'', must not be null"
    })
    void a_weak_password_is_refused_with_what_it_lacks(String password, String word) {
        HttpResponse<String> response =
                pool.call("SignUp", BuiltInPool.signUpInput("weak@example.com").put("Password", password));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .containsAnyOf("InvalidPasswordException", "InvalidParameterException")
                .contains(word);
    }

    @Test
    void a_password_is_at_most_256_characters() {
        String longest = "Aa1-" + "é".repeat(252);
        isRefused(
                pool.call("SignUp", BuiltInPool.signUpInput("long@example.com").put("Password", longest + "x")),
                "InvalidPasswordException",
                "too long");
        pool.answer("SignUp", BuiltInPool.signUpInput("long@example.com").put("Password", longest));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grete",
                "@example.com",
                "grete@",
                "a b@example.com",
                "a@b@example.com",
                "a\r\nBcc: b@example.com",
                "<a@example.com>",
                "a@example.com,b@example.com"
            })
    void a_user_name_is_an_address(String username) {
        isRefused(
                pool.call("SignUp", BuiltInPool.signUpInput(username)),
                "InvalidParameterException",
                "should be an email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "email", "preferred_username"})
    void every_attribute_is_required(String missing) {
        JsonObject input = BuiltInPool.signUpInput("lacking@example.com");
        List<Object> rest = input.getJsonArray("UserAttributes").stream()
                .filter(each -> !((JsonObject) each).getString("Name").equals(missing))
                .toList();

        isRefused(
                pool.call("SignUp", input.put("UserAttributes", new JsonArray(rest))),
                "InvalidParameterException",
                missing);
    }

    /// The name appears in mail to an address that any client can choose.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Grete\nhttps://evil.example",
                "Grete\rStern",
                "Grete\u2028Stern",
                "Grete\u202eStern",
                "Grete\u0007"
            })
    void a_name_is_one_short_line(String name) {
        for (String refused : List.of(name, "x".repeat(51))) {
            JsonObject input = BuiltInPool.signUpInput("line@example.com");
            input.getJsonArray("UserAttributes").add(BuiltInPool.attribute("name", refused));
            isRefused(pool.call("SignUp", input), "InvalidParameterException", "name: Must be one line");
        }
    }

    @Test
    void an_attribute_that_is_not_kept_is_refused() {
        JsonObject input = BuiltInPool.signUpInput("more@example.com");
        input.getJsonArray("UserAttributes").add(BuiltInPool.attribute("custom:admin", "true"));

        isRefused(pool.call("SignUp", input), "InvalidParameterException", "custom:admin");
    }

    @Test
    void an_address_has_one_account_without_regard_to_case() {
        pool.signUp("once@example.com");

        isRefused(pool.call("SignUp", BuiltInPool.signUpInput("Once@Example.com")), "UsernameExistsException");
    }

    // Codes

    @Test
    void a_wrong_code_may_be_tried_five_times() {
        pool.signUp("wrong@example.com");
        String code = pool.code("wrong@example.com");
        IntStream.range(0, 5)
                .forEach(_ -> isRefused(pool.confirm("wrong@example.com", otherThan(code)), "CodeMismatchException"));

        isRefused(pool.confirm("wrong@example.com", code), "TooManyFailedAttemptsException");
        isRefused(pool.trySignIn("wrong@example.com", BuiltInPool.PASSWORD), "UserNotConfirmedException");

        pool.answer("ResendConfirmationCode", input("Username", "wrong@example.com"));
        assertThat(pool.confirm("wrong@example.com", pool.code("wrong@example.com"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_code_expires_after_a_day() {
        pool.signUp("late@example.com");
        assertThat(
                        server.sql()
                                .value(
                                        "select expires_at - now() between '23:59' and '24:00' from local_cognito.codes where name_digest = local_cognito.digest('late@example.com')"))
                .isEqualTo("t");
        String code = pool.code("late@example.com");
        server.sql().run("update local_cognito.codes set expires_at = now() - interval '1 s'");

        isRefused(pool.confirm("late@example.com", code), "ExpiredCodeException");
    }

    /// Or strangers could end it by asking.
    @Test
    void asking_again_has_the_same_code_sent() {
        pool.signUp("twice@example.com");
        String first = pool.code("twice@example.com");
        pool.answer("ResendConfirmationCode", input("Username", "TWICE@example.com"));

        assertThat(pool.outbox("twice@example.com")).hasSize(2);
        assertThat(pool.code("twice@example.com")).isEqualTo(first);
        assertThat(pool.confirm("Twice@Example.com", first).statusCode()).isEqualTo(200);
    }

    @Test
    void whoever_is_confirmed_needs_no_code() {
        pool.admit("done@example.com");

        isRefused(
                pool.confirm("done@example.com", pool.code("done@example.com")),
                "NotAuthorizedException",
                "Current status is CONFIRMED");
        isRefused(
                pool.call("ResendConfirmationCode", input("Username", "done@example.com")),
                "InvalidParameterException",
                "already confirmed");
    }

    @Test
    void nobody_is_confirmed_without_an_account() {
        isRefused(pool.confirm("nobody@example.com", "123456"), "ExpiredCodeException");
    }

    @ParameterizedTest
    @CsvSource({
        "ResendConfirmationCode, asks@example.com",
        "ForgotPassword, forgets@example.com",
        "ForgotPassword, unknown@example.com",
        "ResendConfirmationCode, unheard@example.com"
    })
    void codes_are_sent_five_times_an_hour(String operation, String username) {
        if (operation.startsWith("Resend")) {
            pool.signUp("asks@example.com".equals(username) ? username : "x" + username);
        } else if (username.startsWith("forgets")) {
            pool.admit(username);
        }
        IntStream.range(0, 5)
                .forEach(_ -> assertThat(pool.answer(operation, input("Username", username))
                                .getJsonObject("CodeDeliveryDetails")
                                .getString("Destination"))
                        .isEqualTo(username.charAt(0) + "***@e***"));

        isRefused(pool.call(operation, input("Username", username)), "LimitExceededException");

        server.sql().run("update local_cognito.budgets set ends_at = ends_at - interval '1 hour'");
        pool.answer(operation, input("Username", username));
    }

    // A new password

    @Test
    void a_reset_wants_the_code_that_was_sent_and_a_good_password() {
        pool.admit("forgot@example.com");
        pool.answer("ForgotPassword", input("Username", "forgot@example.com"));
        String code = pool.code("forgot@example.com");

        isRefused(reset("forgot@example.com", code, "weak"), "InvalidPasswordException");
        isRefused(reset("forgot@example.com", otherThan(code), "N3w-password"), "CodeMismatchException");
        assertThat(reset("forgot@example.com", code, "N3w-password").statusCode())
                .isEqualTo(200);
        isRefused(reset("forgot@example.com", code, "N3w-password"), "ExpiredCodeException");
        isRefused(pool.trySignIn("forgot@example.com", BuiltInPool.PASSWORD), "NotAuthorizedException");
        pool.signIn("forgot@example.com", "N3w-password");
    }

    @Test
    void a_reset_code_expires_after_an_hour_and_may_be_tried_five_times() {
        pool.admit("slow@example.com");
        pool.answer("ForgotPassword", input("Username", "slow@example.com"));
        String code = pool.code("slow@example.com");
        IntStream.range(0, 5)
                .forEach(_ ->
                        isRefused(reset("slow@example.com", otherThan(code), "N3w-password"), "CodeMismatchException"));
        isRefused(reset("slow@example.com", code, "N3w-password"), "LimitExceededException");

        server.sql()
                .run(
                        "update local_cognito.codes set expires_at = expires_at - interval '1 hour' where purpose = 'reset'");
        isRefused(reset("slow@example.com", code, "N3w-password"), "ExpiredCodeException");
    }

    @Test
    void nobody_learns_from_a_reset_whether_there_is_an_account() {
        JsonObject details = pool.answer("ForgotPassword", input("Username", "phantom@example.com"));
        assertThat(details.getJsonObject("CodeDeliveryDetails").getMap())
                .containsEntry("DeliveryMedium", "EMAIL")
                .containsEntry("AttributeName", "email")
                .containsEntry("Destination", "p***@e***");
        assertThat(pool.outbox("phantom@example.com")).isEmpty();

        String made = server.sql()
                .value(
                        "select code from local_cognito.codes where name_digest = local_cognito.digest('phantom@example.com')");
        isRefused(reset("phantom@example.com", made, "N3w-password"), "CodeMismatchException");
        isRefused(reset("stranger@example.com", "123456", "N3w-password"), "CodeMismatchException");
    }

    @Test
    void whoever_is_not_confirmed_cannot_reset() {
        pool.signUp("unconfirmed@example.com");
        pool.answer("ForgotPassword", input("Username", "unconfirmed@example.com"));

        assertThat(pool.outbox("unconfirmed@example.com")).hasSize(1);
    }

    // Signing in

    @Test
    void a_wrong_password_and_an_unknown_account_are_refused_alike() {
        pool.admit("known@example.com");
        HttpResponse<String> wrong = pool.trySignIn("known@example.com", "Wr0ng-password");
        HttpResponse<String> unknown = pool.trySignIn("not-known@example.com", "Wr0ng-password");

        isRefused(wrong, "NotAuthorizedException", "Incorrect username or password.");
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void only_the_right_password_tells_that_an_account_is_not_confirmed() {
        pool.signUp("fresh@example.com");

        isRefused(pool.trySignIn("fresh@example.com", "Wr0ng-password"), "NotAuthorizedException");
        isRefused(
                pool.trySignIn("fresh@example.com", BuiltInPool.PASSWORD),
                "UserNotConfirmedException",
                "User is not confirmed.");
    }

    @Test
    void other_ways_to_sign_in_are_refused() {
        JsonObject input = BuiltInPool.signInInput("a@example.com", BuiltInPool.PASSWORD);

        isRefused(
                pool.call("InitiateAuth", input.copy().put("AuthFlow", "CUSTOM_AUTH")),
                "InvalidParameterException",
                "not enabled");
        isRefused(
                pool.call("InitiateAuth", input.copy().put("AuthFlow", "MAGIC")), "InvalidParameterException", "enum");
    }

    // For operators

    @Test
    void people_are_listed_for_operators_with_the_pools_secret_on_this_machine_alone() {
        String body = JsonObject.of("UserPoolId", LocalPool.POOL_ID).encode();
        String signature = signature(BuiltInPool.OPERATORS_KEY);

        assertThat(pool.send(pool.request("ListUsers", body).header("Authorization", signature)))
                .matches(response -> response.statusCode() == 200);
        isRefused(pool.send(pool.request("ListUsers", body)), "MissingAuthenticationTokenException");
        // As from a client of a proxy of this machine that passes on neither its site's name nor the client's address.
        for (String key : List.of("", "x", BuiltInPool.OPERATORS_KEY.substring(1), BuiltInPool.OPERATORS_KEY + "0")) {
            isRefused(
                    pool.send(pool.request("ListUsers", body).header("Authorization", signature(key))),
                    "AccessDeniedException");
        }
        isRefused(
                pool.send(pool.request("ListUsers", body)
                        .header("Authorization", signature)
                        .header("X-Forwarded-For", "203.0.113.9")),
                "AccessDeniedException");
        isRefused(
                pool.send(pool.request("ListUsers", "{\"UserPoolId\":\"other_pool\"}")
                        .header("Authorization", signature)),
                "ResourceNotFoundException");
        isRefused(
                pool.send(pool.request("ListUsers", "{\"UserPoolId\":\"local_cruddur\",\"Limit\":61}")
                        .header("Authorization", signature)),
                "InvalidParameterException");
        isRefused(
                pool.send(pool.request("ListUsers", "{\"UserPoolId\":\"local_cruddur\",\"PaginationToken\":\"?\"}")
                        .header("Authorization", signature)),
                "InvalidParameterException");
    }

    private static String signature(String accessKey) {
        return "AWS4-HMAC-SHA256 Credential=" + accessKey + "/20261128/local, SignedHeaders=host, Signature=y";
    }

    // The trigger

    @Test
    void a_trigger_that_fails_is_said_and_the_account_is_confirmed_all_the_same() {
        pool.signUp("untriggered@example.com");
        server.sql().run("alter function public.sign_up rename to sign_up_away");
        try {
            isRefused(
                    pool.confirm("untriggered@example.com", pool.code("untriggered@example.com")),
                    "UserLambdaValidationException",
                    "PostConfirmation");
        } finally {
            server.sql().run("alter function public.sign_up_away rename to sign_up");
        }
        pool.signIn("untriggered@example.com", BuiltInPool.PASSWORD);
    }

    // Without this pool

    @Test
    void a_server_that_believes_another_pool_says_so() {
        try (TestServer other = TestServer.on(Cluster.NEWEST.empty())) {
            HttpResponse<String> refused = other.send(other.request("/cognito-idp/")
                    .header("Content-Type", "application/x-amz-json-1.1")
                    .POST(BodyPublishers.ofString("{}")));

            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body()).contains("This server uses the pool local_test; its built-in pool is off.");
            assertThat(other.get("/dev/outbox").statusCode()).isEqualTo(404);
            assertThat(other.get(LocalPool.JWKS_PATH).statusCode()).isEqualTo(404);
        }
    }
}
