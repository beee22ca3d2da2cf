package cruddur.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.lambda.MetricSource.Change;
import cruddur.lambda.MetricSource.CounterKey;
import cruddur.lambda.local.LocalFunction;
import cruddur.lambda.local.LocalFunction.Answer;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.Relay;
import cruddur.testing.SecretsEndpoint;
import cruddur.testing.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;

/// The function of the growth metrics under Lambda's own runtime interface client, in its own process.
@EnabledOnOs(value = OS.LINUX, disabledReason = "Lambda's runtime interface client runs nowhere else")
class MetricsFunctionTest {

    private static final CounterKey CRUDS = new CounterKey("cruds", "2026-11-21");

    private final ConnectionUrl database = Cluster.NEWEST.empty();
    private final Sql sql = Sql.keeping(database);
    private final MetricSource source = new MetricSource();
    private final List<LocalFunction> running = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        running.forEach(LocalFunction::close);
    }

    @Test
    void records_are_written_and_logged_without_values() {
        source.add(CRUDS, 3);
        source.add(CRUDS, 4);
        LocalFunction function = function(Map.of());

        assertThat(function.invoke(MetricSource.event(records())).text()).isEqualTo("{\"batchItemFailures\":[]}");

        assertThat(counters()).containsExactly("cruds 7 2");
        assertThat(function.output()).contains("\"records\":2,\"written\":2,\"duration_ms\":");
    }

    @Test
    void a_record_that_is_refused_is_reported_and_logged() {
        source.add(CRUDS, 3);
        source.addPoison(CRUDS);
        LocalFunction function = function(Map.of());
        String poison = records().get(1).sequence();

        assertThat(function.invoke(MetricSource.event(records())).text())
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + poison + "\"}]}");

        assertThat(counters()).containsExactly("cruds 3 1");
        assertThat(function.output()).contains("\"failed_record\":\"" + poison + "\",\"sqlstate\":\"23514\"");
    }

    @Test
    void two_shards_and_their_mappings_end_where_the_source_is() {
        Random random = new Random(17);
        List<String> metrics = List.of("cruds", "likes", "pages_read", "replies");
        for (int i = 0; i < 60; i++) {
            source.add(
                    new CounterKey(metrics.get(random.nextInt(4)), "2026-11-2" + random.nextInt(3)),
                    1 + random.nextInt(5));
        }
        List<LocalFunction> functions = List.of(function(Map.of()), function(Map.of()));
        for (int shard = 0; shard < MetricSource.SHARDS; shard++) {
            LocalFunction function = functions.get(shard);
            EventSourceMapping mapping = new EventSourceMapping(
                    source.shard(shard), random, event -> text(function.invoke(event)), () -> {});
            while (!mapping.isDone()) {
                mapping.step();
            }
        }

        assertThat(sql.run("select concat_ws(' ', metric, day, value, version) from metrics order by metric, day"))
                .isEqualTo(source.lines());
    }

    private static String text(Answer answer) {
        if (answer.failed()) {
            throw new IllegalStateException(answer.text());
        }
        return answer.text();
    }

    @Test
    void without_a_database_the_batch_fails_and_is_written_when_it_comes_again() throws IOException {
        source.add(CRUDS, 3);
        byte[] event = MetricSource.event(records());
        Relay relay = Relay.to(database);
        relay.close();
        LocalFunction function = function(Map.of("CONNECTION_URL", relay.url().reveal()));

        Answer away = function.invoke(event);
        assertThat(away.failed()).isTrue();
        assertThat(away.text()).contains("SQLSTATE 08001");

        try (Relay _ = relay.again()) {
            assertThat(function.invoke(event).failed()).isFalse();
        }
        assertThat(counters()).containsExactly("cruds 3 1");
    }

    @Test
    void the_password_comes_from_the_secret() throws IOException {
        source.add(CRUDS, 3);
        String role = "counter_" + database.database().substring(5, 15);
        sql.run("create role " + role + " login password 'first'");
        sql.run("grant select, insert, update on metrics to " + role);
        try (SecretsEndpoint secrets = new SecretsEndpoint(role, "first")) {
            assertThat(function(secrets.settings())
                            .invoke(MetricSource.event(records()))
                            .text())
                    .isEqualTo("{\"batchItemFailures\":[]}");
        } finally {
            running.forEach(LocalFunction::close);
            sql.run("drop owned by " + role);
            sql.run("drop role " + role);
        }
        assertThat(counters()).containsExactly("cruds 3 1");
    }

    @Test
    void the_template_has_what_the_function_relies_on() throws IOException {
        String template = Files.readString(Path.of("../deploy/lambda/metrics.yaml"));

        assertThat(new Compose(LoadSettings.builder().build()).composeString(template))
                .isPresent();
        assertThat(template)
                .contains(
                        "Handler: " + MetricsStream.class.getName() + "::handleRequest\n",
                        "StreamViewType: NEW_IMAGE\n",
                        "FunctionResponseTypes: [ReportBatchItemFailures]\n",
                        "BisectBatchOnFunctionError: true\n");
        assertThat(template.lines()
                        .filter(line ->
                                line.matches(" *(FunctionName|LogGroupName|TableName|QueueName|AlarmName): .+")))
                .isNotEmpty()
                .allMatch(line -> line.contains("!Ref") || line.contains("!Sub") || line.contains("!GetAtt"));
    }

    private List<Change> records() {
        List<Change> all = new ArrayList<>(source.shard(0));
        all.addAll(source.shard(1));
        return all;
    }

    private List<String> counters() {
        return sql.run("select concat_ws(' ', metric, value, version) from metrics");
    }

    private LocalFunction function(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.putIfAbsent("CONNECTION_URL", database.reveal());
        try {
            LocalFunction function = LocalFunction.start(
                    Path.of("../lambda/target").toAbsolutePath().normalize(),
                    MetricsStream.class.getName(),
                    environment,
                    Files.createTempFile(folder, "function", ".log"));
            running.add(function);
            return function;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
