package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many passwords at once.
@TestInstance(Lifecycle.PER_CLASS)
class ParallelSignInsTest {

    private static final List<String> PEOPLE = List.of("ada", "bao", "cleo", "dilip", "esra", "finn2", "ghada", "hana");

    private final LocalPool local = BuiltInPool.pool();
    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded(), local);
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));

    @AfterAll
    void stop() {
        server.close();
    }

    private static List<HttpResponse<String>> atOnce(int times, IntFunction<HttpResponse<String>> request)
            throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<HttpResponse<String>>> all = IntStream.range(0, times)
                    .<Callable<HttpResponse<String>>>mapToObj(i -> () -> request.apply(i))
                    .toList();
            return threads.invokeAll(all).stream().map(Future::resultNow).toList();
        }
    }

    private HttpResponse<String> send(String client, String operation, JsonObject input) {
        return pool.send(pool.request(operation, input.encode()).header("X-Forwarded-For", client));
    }

    private HttpResponse<String> signIn(String client, String email) {
        return send(client, "InitiateAuth", BuiltInPool.signInInput(email, BuiltInPool.PASSWORD));
    }

    private HttpResponse<String> signUp(String client, String email) {
        return send(client, "SignUp", BuiltInPool.signUpInput(email));
    }

    /// If the machine is so busy that the pool asks them to try again, they do.
    @Test
    void people_sign_in_at_once() throws Exception {
        assertThat(atOnce(PEOPLE.size(), i -> patiently(() -> signIn("203.0.113.1", PEOPLE.get(i) + "@example.com"))))
                .extracting(HttpResponse::statusCode)
                .containsOnly(200);
    }

    private static HttpResponse<String> patiently(Supplier<HttpResponse<String>> request) {
        HttpResponse<String> answer = request.get();
        for (int tries = 1;
                tries < 5 && answer.headers().firstValue("Retry-After").isPresent();
                tries++) {
            answer = request.get();
        }
        return answer;
    }

    @Test
    void one_client_that_floods_is_refused_at_once_and_keeps_no_other_waiting() throws Exception {
        List<HttpResponse<String>> answers = atOnce(
                50,
                i -> i == 49
                        ? patiently(() -> signIn("203.0.113.3", "iker@example.com"))
                        : signUp("203.0.113.2", "flood" + i + "@example.com"));

        assertThat(answers.getLast().statusCode()).isEqualTo(200);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 429)
                .hasSizeGreaterThan(20)
                .allMatch(answer -> answer.headers().firstValue("Retry-After").isPresent())
                .allMatch(answer -> answer.body().contains("TooManyRequestsException"));
    }

    /// The account of a sign-up is made after its password is hashed. Each client has its own address, because
    /// one address could not have so many hashed at once. If the machine is so busy that all are hashed before
    /// the clients go, others come and go.
    @Test
    void the_passwords_of_clients_that_are_gone_are_not_hashed() throws Exception {
        int gone = 0;
        while (gone < 50 && accountsOfGone() == gone) {
            comeAndGo(gone);
            gone += 10;
            await(() -> local.counts().hashes().sum() == 0);
        }

        assertThat(accountsOfGone()).isLessThan(gone);
    }

    /// The clients go when all their passwords are in the queue.
    private void comeAndGo(int first) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = first; i < first + 10; i++) {
            sockets.add(signingUp("198.51.100." + i, "gone" + i + "@example.com"));
        }
        await(() -> accountsOfGone() + local.counts().hashes().sum() >= first + 10);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            CruddurProcess.pause(5);
        }
    }

    private int accountsOfGone() {
        return Integer.parseInt(
                server.sql().value("select count(*) from local_cognito.accounts where email like 'gone%'"));
    }

    private Socket signingUp(String client, String email) throws IOException {
        URI address = server.uri(LocalPool.PATH + "/");
        Socket socket = new Socket(address.getHost(), address.getPort());
        String body = BuiltInPool.signUpInput(email).encode();
        socket.getOutputStream()
                .write(
                        ("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-amz-json-1.1\r\nX-Forwarded-For: %s\r\n"
                                        + "X-Amz-Target: AWSCognitoIdentityProviderService.SignUp\r\nContent-Length: %d\r\n\r\n%s")
                                .formatted(address.getPath(), address.getAuthority(), client, body.length(), body)
                                .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /// The server runs in this process.
    @Test
    @EnabledOnOs(OS.LINUX)
    void hashes_yield_to_other_work() throws IOException {
        signIn("203.0.113.6", "ada@example.com");

        assertThat(nicenessOfThreads("password-")).isNotEmpty().containsOnly("10");
        assertThat(nicenessOfThreads("vert.x-eventloo")).isNotEmpty().containsOnly("0");
    }

    /// Of the threads of this process whose name begins so, in at most 15 characters.
    private static List<String> nicenessOfThreads(String name) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                String stat = statOf(thread);
                if (stat.contains("(" + name)) {
                    // Field 19; the second, which may contain spaces, ends with the last bracket.
                    found.add(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
                }
            }
        }
        return found;
    }

    /// Empty for a thread that has ended.
    private static String statOf(Path thread) {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (IOException _) {
            return "";
        }
    }

    /// Made by the reference implementation, `argon2 … -id -e`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=19456,t=2,p=1$Y3J1ZGR1ci1zYWx0LTE2Yg$1McBfgX5sQOV7VXg3eYq34V9CKqHrCdmgndODYelssY",
                "$argon2id$v=19$m=256,t=3,p=2$Y3J1ZGR1ci1zYWx0LTE2Yg$5bwlZhkd+bXKCbaiI0toSfrLxkQCNlvH",
                "$argon2id$v=19$m=32768,t=1,p=1$Y3J1ZGR1ci1zYWx0LTE2Yg$06sh2JYuWbirV4xCumN2/G7sHIhaLjHL/X/ybTLj/2U"
            })
    void hashes_of_other_programs_and_settings_are_read(String hash) {
        server.sql().run("update local_cognito.accounts set password_hash = ? where email = 'iker@example.com'", hash);

        assertThat(signIn("203.0.113.5", "iker@example.com").statusCode()).isEqualTo(200);
        assertThat(pool.trySignIn("iker@example.com", "Sour-d0ugh?").statusCode())
                .isEqualTo(400);
    }
}
