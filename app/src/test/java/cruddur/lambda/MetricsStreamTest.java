package cruddur.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import cruddur.lambda.MetricSource.CounterKey;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The function of the growth metrics, driven by a simulation of Lambda's event source mappings.
class MetricsStreamTest {

    /// `-Dcruddur.streams=1000` takes some minutes.
    private static final int RUNS = Integer.getInteger("cruddur.streams", 200);

    private static final List<String> METRICS = List.of("cruds", "likes", "pages_read", "replies");

    private final ConnectionUrl database = Cluster.NEWEST.empty();
    private final Sql sql = Sql.keeping(database);
    private final Reachable login = new Reachable(database);
    private final MetricsStream function = new MetricsStream(new Connector(login));

    /// A login of a database that may be away.
    private static final class Reachable implements Login {

        private final ConnectionUrl url;
        private boolean isAway;

        Reachable(ConnectionUrl url) {
            this.url = url;
        }

        @Override
        public ConnectionUrl address() {
            return url;
        }

        /// The discard port, where nothing listens.
        @Override
        public ConnectionUrl current() {
            return isAway ? ConnectionUrl.parse("postgresql://127.0.0.1:9/away", "the test's URL") : url;
        }

        @Override
        public boolean isRenewedAfter(ConnectionUrl refused) {
            return false;
        }

        @Override
        public Login as(String user) {
            return new Reachable(url.as(user));
        }
    }

    @Test
    void after_any_number_of_failures_the_table_equals_the_source() {
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(run);
            MetricSource source = new MetricSource();
            LocalDate day = LocalDate.of(2026, 1, 1).plusDays(3L * run);
            int poison = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
            fill(source, random, day, poison);

            List<EventSourceMapping> mappings = drive(source, random);

            assertThat(lines(day)).as("run %s", run).isEqualTo(source.lines());
            assertThat(sql.value(
                            "select sum(missing_versions) from metrics where day between ? and ?",
                            day,
                            day.plusDays(2)))
                    .as("gaps of run %s", run)
                    .isEqualTo("0");
            assertOnlyPoisonWasReported(source, mappings);
        }
    }

    private static void fill(MetricSource source, Random random, LocalDate day, int poison) {
        int changes = 10 + random.nextInt(20);
        for (int i = 0; i < changes; i++) {
            source.add(key(random, day), 1 + random.nextInt(9));
            if (i < poison) {
                source.addPoison(key(random, day));
            }
        }
    }

    private static CounterKey key(Random random, LocalDate day) {
        return new CounterKey(
                METRICS.get(random.nextInt(METRICS.size())),
                day.plusDays(random.nextInt(3)).toString());
    }

    private List<EventSourceMapping> drive(MetricSource source, Random random) {
        List<EventSourceMapping> mappings = IntStream.range(0, MetricSource.SHARDS)
                .mapToObj(shard -> new EventSourceMapping(source.shard(shard), random, this::call, () -> turn(random)))
                .toList();
        while (!mappings.stream().allMatch(EventSourceMapping::isDone)) {
            EventSourceMapping next = mappings.get(random.nextInt(mappings.size()));
            if (!next.isDone()) {
                next.step();
            }
        }
        login.isAway = false;
        sendOldRecords(source, random);
        return mappings;
    }

    /// Duplicates, long after the last record was written.
    private void sendOldRecords(MetricSource source, Random random) {
        for (int shard = 0; shard < MetricSource.SHARDS; shard++) {
            List<MetricSource.Change> all = source.shard(shard);
            if (!all.isEmpty()) {
                int from = random.nextInt(all.size());
                send(all.subList(from, from + 1));
            }
        }
    }

    private void send(List<MetricSource.Change> batch) {
        try {
            call(MetricSource.event(batch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The database is away for some calls, and takes its sessions with it.
    private void turn(Random random) {
        login.isAway = random.nextInt(24) == 0;
        if (login.isAway) {
            endSessions();
        }
    }

    private void endSessions() {
        sql.run("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
    }

    private static void assertOnlyPoisonWasReported(MetricSource source, List<EventSourceMapping> mappings) {
        for (int shard = 0; shard < MetricSource.SHARDS; shard++) {
            List<String> poisons = source.shard(shard).stream()
                    .filter(MetricSource.Change::isPoison)
                    .map(MetricSource.Change::sequence)
                    .toList();
            assertThat(poisons).containsAll(mappings.get(shard).reported());
            assertThat(mappings.get(shard).givenUp())
                    .map(MetricSource.Change::sequence)
                    .containsAll(poisons);
        }
    }

    private List<String> lines(LocalDate day) {
        return sql.run(
                "select concat_ws(' ', metric, day, value, version) from metrics where day between ? and ? order by metric, day",
                day,
                day.plusDays(2));
    }

    @Test
    void the_first_record_that_fails_is_reported_and_those_before_it_are_kept() throws IOException {
        MetricSource source = new MetricSource();
        source.add(new CounterKey("cruds", "2026-11-21"), 3);
        source.add(new CounterKey("cruds", "2026-11-22"), 4);
        source.addPoison(new CounterKey("cruds", "2026-11-23"));
        source.add(new CounterKey("cruds", "2026-11-24"), 5);
        List<MetricSource.Change> batch = batch(source);
        String poison = batch.stream()
                .filter(MetricSource.Change::isPoison)
                .findFirst()
                .orElseThrow()
                .sequence();

        assertThat(call(MetricSource.event(batch)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + poison + "\"}]}");

        assertThat(all()).containsExactly("cruds 2026-11-21 3 1", "cruds 2026-11-22 4 1");
    }

    @Test
    void an_empty_list_is_the_answer_to_a_batch_that_was_written() throws IOException {
        MetricSource source = new MetricSource();
        source.add(new CounterKey("cruds", "2026-11-21"), 3);

        assertThat(call(MetricSource.event(batch(source)))).isEqualTo("{\"batchItemFailures\":[]}");
    }

    @Test
    void an_item_that_was_removed_changes_nothing() throws IOException {
        MetricSource source = new MetricSource();
        source.add(new CounterKey("cruds", "2026-11-21"), 3);
        byte[] event = MetricSource.event(batch(source));
        call(event);
        String removal = new String(event, StandardCharsets.UTF_8)
                .replace("INSERT", "REMOVE")
                .replace("NewImage", "X");

        assertThat(call(removal.getBytes(StandardCharsets.UTF_8))).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(all()).containsExactly("cruds 2026-11-21 3 1");
    }

    @Test
    void an_item_that_is_no_counter_is_reported() throws IOException {
        MetricSource source = new MetricSource();
        source.add(new CounterKey("cruds", "2026-11-21"), 3);
        List<MetricSource.Change> batch = batch(source);
        String event = new String(MetricSource.event(batch), StandardCharsets.UTF_8).replace("\"version\"", "\"v\"");

        assertThat(call(event.getBytes(StandardCharsets.UTF_8)))
                .contains(batch.getFirst().sequence());
    }

    @Test
    void what_is_no_batch_of_records_is_an_error() {
        for (String event : List.of("", "{}", "[]", "{\"Records\":[]}", "{\"Records\":[{\"eventName\":\"INSERT\"}]}")) {
            assertThatThrownBy(() -> call(event.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IOException.class);
        }
        assertThat(all()).isEmpty();
    }

    /// Another transaction has a counter in the middle of the batch, for longer than the function waits.
    @Test
    void a_batch_that_fails_leaves_nothing() throws SQLException {
        sql.run("insert into metrics (metric, day) values ('cruds', '2026-11-22')");
        MetricSource source = new MetricSource();
        source.add(new CounterKey("cruds", "2026-11-21"), 3);
        source.add(new CounterKey("cruds", "2026-11-22"), 4);
        try (Connection other = sql.connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("update metrics set value = 100");

            assertThatThrownBy(() -> call(MetricSource.event(batch(source)))).isInstanceOf(IOException.class);
            assertThat(all()).containsExactly("cruds 2026-11-22 0 0");
        }
    }

    @Test
    void skipped_versions_are_noted_and_a_late_one_changes_nothing() throws IOException {
        MetricSource source = new MetricSource();
        IntStream.range(0, 5).forEach(_ -> source.add(new CounterKey("cruds", "2026-11-21"), 2));
        List<MetricSource.Change> all = batch(source);
        call(MetricSource.event(all.subList(0, 1)));
        call(MetricSource.event(all.subList(4, 5)));
        call(MetricSource.event(all.subList(1, 4)));

        assertThat(all()).containsExactly("cruds 2026-11-21 10 5");
        assertThat(sql.value("select missing_versions from metrics")).isEqualTo("3");
    }

    private static List<MetricSource.Change> batch(MetricSource source) {
        List<MetricSource.Change> all = new ArrayList<>(source.shard(0));
        all.addAll(source.shard(1));
        return all;
    }

    private List<String> all() {
        return sql.run("select concat_ws(' ', metric, day, value, version) from metrics order by metric, day");
    }

    private String call(byte[] event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        function.handleRequest(new ByteArrayInputStream(event), out, new Call());
        return out.toString(StandardCharsets.UTF_8);
    }

    /// The context of a call, of which the function needs the id and the log.
    private record Call() implements Context {

        @Override
        public String getAwsRequestId() {
            return "5eed";
        }

        @Override
        public LambdaLogger getLogger() {
            return new LambdaLogger() {
                @Override
                public void log(String message) {
                    // Lambda's own is tested with the runtime interface client.
                }

                @Override
                public void log(byte[] message) {
                    // As above.
                }
            };
        }

        @Override
        public String getLogGroupName() {
            return "";
        }

        @Override
        public String getLogStreamName() {
            return "";
        }

        @Override
        public String getFunctionName() {
            return "";
        }

        @Override
        public String getFunctionVersion() {
            return "";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "";
        }

        @Override
        public CognitoIdentity getIdentity() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ClientContext getClientContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 30_000;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 1_024;
        }
    }
}
