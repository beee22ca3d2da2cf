package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Many at once, at two servers of one database.
@TestInstance(Lifecycle.PER_CLASS)
class RaceTest {

    private final ConnectionUrl database = Cluster.NEWEST.empty();
    private final TestServer first = TestServer.withBuiltInPool(database);
    private final TestServer second = TestServer.withBuiltInPool(database);
    private final List<BuiltInPool> doors = List.of(BuiltInPool.at(first.uri("/")), BuiltInPool.at(second.uri("/")));

    @AfterAll
    void stop() {
        first.close();
        second.close();
    }

    private interface Numbered {
        HttpResponse<String> at(BuiltInPool door);
    }

    private List<HttpResponse<String>> atOnce(Numbered request) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<HttpResponse<String>>> all = IntStream.range(0, 16)
                    .<Callable<HttpResponse<String>>>mapToObj(i -> () -> request.at(doors.get(i % 2)))
                    .toList();
            return threads.invokeAll(all).stream().map(Future::resultNow).toList();
        }
    }

    private static long successes(List<HttpResponse<String>> responses) {
        return responses.stream()
                .filter(response -> response.statusCode() == 200)
                .count();
    }

    private static long refusals(List<HttpResponse<String>> responses, String words) {
        return responses.stream()
                .filter(response -> response.body().contains(words))
                .count();
    }

    @Test
    void a_code_confirms_once() throws Exception {
        doors.getFirst().signUp("race@example.com");
        String code = doors.getFirst().code("race@example.com");

        assertThat(successes(atOnce(door -> door.confirm("race@example.com", code))))
                .isOne();
    }

    @Test
    void a_code_resets_once() throws Exception {
        doors.getFirst().admit("reset@example.com");
        JsonObject input = client().put("Username", "reset@example.com");
        doors.getFirst().answer("ForgotPassword", input);
        input.put("ConfirmationCode", doors.getFirst().code("reset@example.com"))
                .put("Password", "N3w-password");

        assertThat(successes(atOnce(door -> door.call("ConfirmForgotPassword", input))))
                .isOne();
    }

    @Test
    void no_more_than_five_wrong_codes_are_compared() throws Exception {
        doors.getFirst().signUp("codes@example.com");
        String right = doors.getFirst().code("codes@example.com");
        String wrong = right.equals("000000") ? "000001" : "000000";
        List<HttpResponse<String>> responses = atOnce(door -> door.confirm("codes@example.com", wrong));

        assertThat(refusals(responses, "CodeMismatchException")).isEqualTo(5);
    }

    @Test
    void no_more_than_five_passwords_are_compared() throws Exception {
        doors.getFirst().admit("guessed@example.com");
        List<HttpResponse<String>> responses = atOnce(door -> door.trySignIn("guessed@example.com", "Wr0ng-password"));

        assertThat(refusals(responses, "Incorrect username or password.")).isLessThanOrEqualTo(6);
        assertThat(refusals(responses, "Password attempts exceeded")).isGreaterThanOrEqualTo(10);
    }

    @Test
    void an_address_gets_one_account() throws Exception {
        assertThat(successes(atOnce(door -> door.call("SignUp", BuiltInPool.signUpInput("one@example.com")))))
                .isOne();
    }

    private static JsonObject client() {
        return JsonObject.of("ClientId", LocalPool.CLIENT_ID);
    }
}
