package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
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

    /// Either server may send a mail.
    private final Outbox outbox = new Outbox(_ -> {});

    private final TestServer first = server();
    private final TestServer second = server();
    private final List<BuiltInPool> doors = List.of(BuiltInPool.at(first.uri("/")), BuiltInPool.at(second.uri("/")));

    private TestServer server() {
        return TestServer.withBuiltInPool(database, BuiltInPool.pool(LocalPool.TOKEN_LIFETIME, outbox));
    }

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
        String code = code("race@example.com", 1);

        assertThat(successes(atOnce(door -> door.confirm("race@example.com", code))))
                .isOne();
    }

    @Test
    void a_code_resets_once() throws Exception {
        admit("reset@example.com");
        JsonObject input = client().put("Username", "reset@example.com");
        doors.getFirst().answer("ForgotPassword", input);
        input.put("ConfirmationCode", code("reset@example.com", 2)).put("Password", "N3w-password");

        assertThat(successes(atOnce(door -> door.call("ConfirmForgotPassword", input))))
                .isOne();
    }

    @Test
    void no_more_than_five_wrong_codes_are_compared() throws Exception {
        doors.getFirst().signUp("codes@example.com");
        String right = code("codes@example.com", 1);
        String wrong = right.equals("000000") ? "000001" : "000000";
        List<HttpResponse<String>> responses = atOnce(door -> door.confirm("codes@example.com", wrong));

        assertThat(refusals(responses, "CodeMismatchException")).isEqualTo(5);
    }

    /// And a sixth after a second, because the fifth locks the account for so long.
    @Test
    void no_more_than_five_passwords_are_compared() throws Exception {
        admit("guessed@example.com");
        long start = System.nanoTime();
        List<HttpResponse<String>> responses = atOnce(door -> door.trySignIn("guessed@example.com", "Wr0ng-password"));
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();

        long compared = refusals(responses, "Incorrect username or password.");
        assertThat(compared).isLessThanOrEqualTo(5 + seconds);
        assertThat(refusals(responses, "Password attempts exceeded")).isEqualTo(responses.size() - compared);
    }

    @Test
    void an_address_gets_one_account() throws Exception {
        assertThat(successes(atOnce(door -> door.call("SignUp", BuiltInPool.signUpInput("one@example.com")))))
                .isOne();
    }

    private void admit(String email) {
        doors.getFirst().signUp(email);
        assertThat(doors.getFirst().confirm(email, code(email, 1)).statusCode()).isEqualTo(200);
    }

    /// The code of the last of so many mails.
    private String code(String email, int mails) {
        JsonArray letters = doors.getFirst().outbox(email);
        for (int i = 0; i < 1_000 && letters.size() < mails; i++) {
            CruddurProcess.pause(20);
            letters = doors.getFirst().outbox(email);
        }
        return letters.getJsonObject(0).getString("code");
    }

    private static JsonObject client() {
        return JsonObject.of("ClientId", LocalPool.CLIENT_ID);
    }
}
