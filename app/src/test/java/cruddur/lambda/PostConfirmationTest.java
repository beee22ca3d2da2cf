package cruddur.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.lambda.local.LocalFunction;
import cruddur.lambda.local.LocalFunction.Answer;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.Hurried;
import cruddur.testing.Relay;
import cruddur.testing.SecretsEndpoint;
import cruddur.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The function under Lambda's own runtime interface client, in its own process.
@EnabledOnOs(value = OS.LINUX, disabledReason = "Lambda's runtime interface client runs nowhere else")
class PostConfirmationTest {

    private static final Duration COGNITOS_PATIENCE = Duration.ofSeconds(5);

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);

    private final ConnectionUrl database = Cluster.NEWEST.empty();
    private final Sql sql = Sql.keeping(database);
    private final List<LocalFunction> running = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        running.forEach(LocalFunction::close);
    }

    @Test
    void a_confirmed_person_has_a_row_and_the_event_comes_back_byte_for_byte() {
        LocalFunction function = function();
        byte[] event = Confirmations.signUp("sub-1", "Grete", "grete");

        Answer answer = function.invoke(event);

        assertThat(answer.failed()).isFalse();
        assertThat(answer.body()).isEqualTo(event);
        assertThat(people()).containsExactly("sub-1|Grete|grete|sub-1@example.com");
        assertThat(entry(function))
                .containsEntry("outcome", "saved")
                .containsEntry("trigger_source", "PostConfirmation_ConfirmSignUp")
                .containsKeys("request_id", "duration_ms")
                .doesNotContainKeys("another_handle", "sqlstate");
    }

    @Test
    void the_sample_event_makes_a_row() throws IOException {
        byte[] event = Files.readAllBytes(Path.of("../deploy/lambda/event.json"));
        assertThat(function().invoke(event).body()).isEqualTo(event);
        assertThat(sql.value("select display_name from users")).isEqualTo("Grete O'Neil");
    }

    @Test
    void a_trigger_that_comes_again_changes_nothing() {
        LocalFunction function = function();
        IntStream.range(0, 3).forEach(_ -> function.invoke(Confirmations.signUp("sub-1", "Grete", "grete")));
        assertThat(people()).containsExactly("sub-1|Grete|grete|sub-1@example.com");
    }

    @Test
    void the_same_person_in_several_functions_at_once_is_one_row() throws Exception {
        List<LocalFunction> functions = List.of(function(), function(), function());
        byte[] event = Confirmations.signUp("sub-1", "Grete", "grete");

        for (int round = 0; round < 10; round++) {
            sql.run("delete from users");
            assertThat(atOnce(functions, event)).noneMatch(Answer::failed);
            assertThat(people()).hasSize(1);
        }
    }

    private static List<Answer> atOnce(List<LocalFunction> functions, byte[] event) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = functions.stream()
                    .<Callable<Answer>>map(function -> () -> function.invoke(event))
                    .toList();
            for (Future<Answer> done : threads.invokeAll(calls)) {
                answers.add(done.get());
            }
        }
        return answers;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Grete O'Neil",
                "'); drop table users; --",
                "$1 ? :handle %s",
                "\\'; delete from users; \\",
                "森野 \uD83D\uDC26"
            })
    void every_name_is_a_value_even_if_it_looks_like_sql(String name) {
        function().invoke(Confirmations.signUp("sub-1", name, "grete"));
        assertThat(sql.value("select display_name from users")).isEqualTo(name);
    }

    @Test
    void what_postgresql_cannot_store_is_left_out() {
        String event =
                new String(Confirmations.signUp("sub-1", "Gre\0te HALFStern", "gr\0ete"), StandardCharsets.UTF_8);
        Answer answer = function().invoke(bytes(event.replace("HALF", "\\ud800")));
        assertThat(answer.failed()).isFalse();
        assertThat(people()).containsExactly("sub-1|Grete Stern|grete|sub-1@example.com");
    }

    @Test
    void a_taken_handle_becomes_a_free_one_and_is_logged() {
        sql.person("grete");
        LocalFunction function = function();

        assertThat(function.invoke(Confirmations.signUp("sub-1", "Grete", "Grete"))
                        .failed())
                .isFalse();

        assertThat(sql.value("select handle from users where cognito_user_id = 'sub-1'"))
                .isEqualTo("Grete_2");
        assertThat(entry(function)).containsEntry("another_handle", true);
        assertThat(function.output()).doesNotContainIgnoringCase("grete");
    }

    @Test
    void a_new_password_creates_no_row() {
        LocalFunction function = function();
        byte[] event = Confirmations.event(
                "PostConfirmation_ConfirmForgotPassword", Confirmations.attributes("sub-1", "Grete", "grete"));

        assertThat(function.invoke(event).body()).isEqualTo(event);
        assertThat(people()).isEmpty();
        assertThat(entry(function)).containsEntry("outcome", "ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PreSignUp_SignUp", "", "Grete <grete@example.com>"})
    void another_trigger_is_a_failure(String triggerSource) {
        LocalFunction function = function();
        JsonObject attributes = Confirmations.attributes("sub-1", "Grete", "grete");

        Answer answer = function.invoke(Confirmations.event(triggerSource, attributes));

        assertThat(answer.failed()).isTrue();
        assertThat(answer.text()).contains("was called by another");
        assertThat(people()).isEmpty();
        assertThat(function.output()).doesNotContain("grete@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"grete\": ",
                "grete@example.com",
                "{\"triggerSource\":\"PostConfirmation_ConfirmSignUp\"}",
                "{\"triggerSource\":\"PostConfirmation_ConfirmSignUp\",\"request\":{\"userAttributes\":{\"sub\":\" \"}}}",
                "{\"triggerSource\":\"PostConfirmation_ConfirmSignUp\",\"request\":{\"userAttributes\":{\"sub\":7}}}"
            })
    void an_event_without_a_person_is_a_failure(String event) {
        LocalFunction function = function();
        assertThat(function.invoke(bytes(event)).failed()).isTrue();
        assertThat(entry(function)).containsEntry("outcome", "failed").containsKey("reason");
        assertThat(function.output()).doesNotContain("grete");
    }

    @Test
    void a_person_without_an_address_is_a_failure_with_its_sqlstate() {
        LocalFunction function = function();
        JsonObject attributes = Confirmations.attributes("sub-1", "Grete", "grete");
        attributes.remove("email");

        Answer answer = function.invoke(Confirmations.event("PostConfirmation_ConfirmSignUp", attributes));

        assertThat(answer.failed()).isTrue();
        assertThat(answer.text() + function.output()).doesNotContainIgnoringCase("grete");
        assertThat(entry(function)).containsEntry("sqlstate", "23502");
    }

    @Test
    void a_person_without_name_and_handle_gets_both() {
        JsonObject attributes = new JsonObject().put("sub", "sub-1").put("email", "g@example.com");
        function().invoke(Confirmations.event("PostConfirmation_ConfirmSignUp", attributes));
        assertThat(people()).containsExactly("sub-1|person|person|g@example.com");
    }

    @Test
    void an_event_of_five_megabytes_comes_back() {
        JsonObject attributes =
                Confirmations.attributes("sub-1", "Grete", "grete").put("custom:notes", "x".repeat(5_000_000));
        byte[] event = Confirmations.event("PostConfirmation_ConfirmSignUp", attributes);
        assertThat(function().invoke(event).body()).isEqualTo(event);
        assertThat(people()).hasSize(1);
    }

    @Test
    void the_connection_is_kept_from_call_to_call() {
        LocalFunction function = function();
        function.invoke(Confirmations.signUp("sub-1", "Grete", "grete"));
        List<String> first = sessions();
        function.invoke(Confirmations.signUp("sub-2", "Lena", "lena"));
        assertThat(sessions()).hasSize(1).isEqualTo(first);
    }

    @Test
    void a_connection_that_the_server_has_ended_is_opened_again() {
        LocalFunction function = function();
        function.invoke(Confirmations.signUp("sub-1", "Grete", "grete"));
        endSessions();

        Answer answer = function.invoke(Confirmations.signUp("sub-2", "Lena", "lena"));

        assertThat(answer.failed()).isFalse();
        assertThat(people()).hasSize(2);
    }

    @Test
    void without_a_database_it_fails_and_works_as_soon_as_there_is_one() throws IOException {
        Relay relay = Relay.to(database);
        relay.close();
        LocalFunction function = function(Map.of("CONNECTION_URL", relay.url().reveal()));
        byte[] event = Confirmations.signUp("sub-1", "Grete", "grete");

        Answer away = function.invoke(event);
        assertThat(away.failed()).isTrue();
        assertThat(away.text()).contains("its profile will be created at the next sign-in");
        assertThat(entry(function)).containsEntry("outcome", "failed").containsEntry("sqlstate", "08001");
        assertThat(function.output()).doesNotContainIgnoringCase("grete");

        try (Relay _ = relay.again()) {
            assertThat(function.invoke(event).failed()).isFalse();
        }
        assertThat(people()).hasSize(1);
    }

    @Test
    void a_connection_that_fell_silent_is_opened_again_before_cognito_gives_up() throws Exception {
        Hurried.within(LONGEST_CONNECT, () -> {
            try (Relay relay = Relay.to(database)) {
                LocalFunction function = connectedBy(relay);
                relay.silenceWhatIsOpen();

                long begun = System.nanoTime();
                Answer answer = function.invoke(Confirmations.signUp("sub-2", "Lena", "lena"));

                assertThat(answer.failed()).isFalse();
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(COGNITOS_PATIENCE);
            }
        });
        assertThat(people()).hasSize(2);
    }

    @Test
    void a_database_that_does_not_answer_is_a_failure_before_cognito_gives_up() throws Exception {
        Hurried.within(LONGEST_CONNECT, () -> {
            try (Relay relay = Relay.to(database)) {
                LocalFunction function = connectedBy(relay);
                relay.silenceAll();

                long begun = System.nanoTime();
                Answer answer = function.invoke(Confirmations.signUp("sub-2", "Lena", "lena"));

                assertThat(answer.failed()).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(COGNITOS_PATIENCE);
            }
        });
    }

    private LocalFunction connectedBy(Relay relay) {
        LocalFunction function = function(Map.of("CONNECTION_URL", relay.url().reveal()));
        function.invoke(Confirmations.signUp("sub-1", "Grete", "grete"));
        return function;
    }

    @Test
    void a_password_comes_from_its_secret_and_is_fetched_again_when_it_was_rotated() throws IOException {
        String role = "confirmer_" + database.database().substring(5, 15);
        sql.run("create role " + role + " superuser login password 'Hollerbeere/:@ pass'");
        try (SecretsEndpoint secrets = new SecretsEndpoint(role, "Hollerbeere/:@ pass")) {
            LocalFunction function = function(secrets.settings());
            assertThat(function.invoke(Confirmations.signUp("sub-1", "A", "a")).failed())
                    .isFalse();
            assertThat(function.invoke(Confirmations.signUp("sub-2", "B", "b")).failed())
                    .isFalse();
            assertThat(secrets.calls()).isEqualTo(1);

            sql.run("alter role " + role + " password 'Zwetschke'");
            secrets.rotate("Zwetschke");
            endSessions();
            assertThat(function.invoke(Confirmations.signUp("sub-3", "C", "c")).failed())
                    .isFalse();

            assertThat(secrets.calls()).isEqualTo(2);
            assertThat(
                            sql.value(
                                    "select max(usename) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"))
                    .isEqualTo(role);
            assertThat(function.output()).doesNotContain("Hollerbeere", "Zwetschke");
        } finally {
            sql.run("drop role " + role);
        }
        assertThat(people()).hasSize(3);
    }

    @Test
    void a_refused_secret_is_a_failure_with_its_reason() throws IOException {
        try (SecretsEndpoint secrets = new SecretsEndpoint("nobody", "unused")) {
            Map<String, String> settings = new HashMap<>(secrets.settings());
            settings.put("AWS_SECRET_ACCESS_KEY", "another key");
            LocalFunction function = function(settings);

            assertThat(function.invoke(Confirmations.signUp("sub-1", "A", "a")).failed())
                    .isTrue();

            assertThat(String.valueOf(entry(function).get("reason"))).contains("400 InvalidSignatureException");
            assertThat(function.output()).doesNotContain("another key");
        }
    }

    @Test
    void a_server_that_runs_the_trigger_itself_logs_failures_without_people() {
        PostConfirmation confirmation = new PostConfirmation(database);
        byte[] event = Confirmations.signUp("sub-1", "Grete", "grete");
        sql.run("alter function public.sign_up rename to sign_up_away");

        assertThat(logOf(() -> assertThatThrownBy(() -> confirmation.handle(event))))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("\"outcome\":\"failed\"", "\"reason\"", "\"sqlstate\":\"42883\"")
                .doesNotContainIgnoringCase("grete");
    }

    private static List<String> logOf(Runnable work) {
        List<String> lines = new ArrayList<>();
        Handler listener = new Listener(lines);
        Logger log = Logger.getLogger(PostConfirmation.class.getName());
        log.addHandler(listener);
        try {
            work.run();
            return lines;
        } finally {
            log.removeHandler(listener);
        }
    }

    private static final class Listener extends Handler {

        private final List<String> lines;

        private Listener(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void a_server_that_runs_the_trigger_itself_may_do_so_on_many_threads() throws Exception {
        PostConfirmation confirmation = new PostConfirmation(database);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<byte[]>> calls = IntStream.range(0, 16)
                    .mapToObj(i -> Confirmations.signUp("sub-" + i, "Grete", "grete"))
                    .<Callable<byte[]>>map(event -> () -> confirmation.handle(event))
                    .toList();
            for (Future<byte[]> done : threads.invokeAll(calls)) {
                assertThat(done.get()).isNotEmpty();
            }
        }
        assertThat(sql.value("select count(distinct lower(handle)) from users")).isEqualTo("16");
    }

    private static byte[] bytes(String event) {
        return event.getBytes(StandardCharsets.UTF_8);
    }

    private void endSessions() {
        sql.run("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
    }

    private List<String> sessions() {
        return sql.run("select pid::text from pg_stat_activity where datname = current_database()"
                + " and application_name = 'cruddur'");
    }

    private List<String> people() {
        return sql.run(
                "select concat_ws('|', cognito_user_id, display_name, handle, email) from users order by cognito_user_id");
    }

    private LocalFunction function() {
        return function(Map.of());
    }

    private LocalFunction function(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.putIfAbsent("CONNECTION_URL", database.reveal());
        try {
            LocalFunction function = LocalFunction.start(
                    Path.of("../lambda/target").toAbsolutePath().normalize(),
                    environment,
                    Files.createTempFile(folder, "function", ".log"));
            running.add(function);
            return function;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The last entry of the function's log.
    private static Map<String, Object> entry(LocalFunction function) {
        String line = function.output()
                .lines()
                .filter(each -> each.startsWith("{\"request_id\""))
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError(function.output()));
        return new JsonObject(line).getMap();
    }
}
