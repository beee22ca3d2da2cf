package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.testing.Baseline;
import cruddur.testing.BuiltInPool;
import cruddur.testing.CommandResult;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Installation;
import cruddur.testing.Load;
import cruddur.testing.Load.Exchange;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpTest {

    /// It takes less than a second, or longer if the machine has much else to do.
    private static final Duration STOP = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Installation installation;

    @BeforeAll
    static void install() {
        installation = Installation.withProgramsBelow(folder);
        installation.upAndReady();
        installation.close();
    }

    @AfterEach
    void end() {
        installation.close();
    }

    @Test
    void a_second_one_prints_where_the_first_runs() {
        CruddurProcess first = installation.upAndReady();
        first.collectGarbage();
        CruddurProcess second = installation.up();

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output().lines())
                .singleElement()
                .asString()
                .contains("running", installation.folder().path().toString(), ", at " + installation.address());
        first.awaitReady();
    }

    @Test
    void ctrl_c_stops_the_server_and_its_database() {
        CruddurProcess up = installation.upAndReady();
        up.signal("INT");

        assertThat(up.exitCodeWithin(STOP)).isEqualTo(130);
        installation.postgres().awaitEnd();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void a_signal_stops_them_under_load_too_and_loses_nothing(String signal, int exitCode) {
        CruddurProcess up = installation.upAndReady();
        Load load = installation.load();
        try (load) {
            load.await(200, Exchange::isAcknowledgement);
            up.signal(signal);
            assertThat(up.exitCodeWithin(STOP)).isEqualTo(exitCode);
            installation.postgres().awaitEnd();
        }
        installation.upAndReady();
        Set<String> lost = new HashSet<>(load.acknowledged());
        installation.sql().run("select uuid from activities").forEach(lost::remove);
        assertThat(lost).isEmpty();
    }

    @Test
    void a_port_that_is_taken_ends_it_with_a_sentence() throws IOException {
        try (ServerSocket _ = new ServerSocket(installation.port(), 1, InetAddress.getLoopbackAddress())) {
            CruddurProcess up = installation.up();

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.output().lines().toList().getLast())
                    .startsWith("Cruddur: Cannot listen on 127.0.0.1:" + installation.port())
                    .contains("set PORT to another one");
            installation.postgres().awaitEnd();
        }
    }

    @Test
    void it_prints_how_to_sign_in_and_codes() {
        CruddurProcess up = installation.upAndReady();
        up.awaitWords("ada@example.com, password " + secret("demo-password"));
        installation.signIn();
        installation.pool().signUp("said@example.com");

        up.awaitWords("Cruddur: code for said@example.com: " + code("said@example.com"));
    }

    @Test
    void the_server_connects_as_roles_that_cannot_change_tables() {
        installation.upAndReady();
        installation.signIn();

        assertThat(installation.sql().run("""
                        select distinct usename from pg_stat_activity
                        where application_name = 'cruddur' and datname = 'cruddur'
                        """)).containsExactlyInAnyOrder("cruddur_read", "cruddur_write");
    }

    @Test
    void a_postgresql_that_ends_is_started_again() {
        CruddurProcess up = installation.upAndReady();
        String token = installation.signIn();
        installation.postgres().killPostmaster();

        up.awaitWords("Cruddur: PostgreSQL ended unexpectedly, its log is "
                + installation.folder().path().resolve("postgresql.log"));
        up.awaitReady();
        installation.pool().answer("GetUser", JsonObject.of("AccessToken", token));
    }

    @Test
    void a_postgresql_that_ends_three_times_within_a_minute_ends_all() {
        CruddurProcess up = installation.upAndReady();
        for (int crashes = 1; crashes < 3; crashes++) {
            installation.postgres().killPostmaster();
            up.awaitOften("PostgreSQL ended unexpectedly", crashes);
            up.awaitOften("starting PostgreSQL", 1 + crashes);
            up.awaitReady();
        }
        installation.postgres().killPostmaster();

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.output()).contains("Cruddur: PostgreSQL crashed 3 times within a minute. The end of its log, ");
        installation.postgres().awaitEnd();
    }

    @Test
    void a_full_disk_is_reported() {
        Path disk = folder.resolve("disk");
        assertThat(disk.toFile().mkdir()).isTrue();
        CommandResult up = CommandResult.cruddurOnDisk("3m", disk, "up");

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.lastWords())
                .startsWith("Cruddur: The disk that holds " + disk)
                .contains("has 2 MB free, and PostgreSQL needs 160 MB to start", "CRUDDUR_HOME");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "half a key | Cruddur: Cannot read the secret of the user pool.",
                "dGhpcyBpcyBub3QgdGhlIHNlY3JldCBvZiB0aGUga2U= | Cruddur: The secret of the user pool does not open its signing keys"
            })
    void a_secret_that_has_changed_is_named_with_the_remedy(String changed, String sentence) throws IOException {
        Path file = installation.folder().path().resolve("seal-key");
        String secret = Files.readString(file);
        Files.writeString(file, changed);
        try {
            CruddurProcess up = installation.up();
            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.output().lines().toList().getLast())
                    .startsWith(sentence)
                    .contains("Remove the file " + file);
        } finally {
            Files.writeString(file, secret);
        }
    }

    @Test
    void a_secret_that_is_lost_is_replaced_and_so_is_the_demo_password() throws IOException {
        String before = secret("demo-password");
        Files.delete(installation.folder().path().resolve("seal-key"));

        installation.upAndReady();

        assertThat(secret("demo-password")).isNotEqualTo(before);
        assertThat(installation.signIn()).isNotBlank();
    }

    private static String secret(String file) {
        return installation.folder().read(file).orElseThrow();
    }

    private static String code(String email) {
        return installation.pool().code(email);
    }

    @Test
    void accounts_and_sessions_outlive_a_server_that_is_killed() {
        CruddurProcess up = installation.upAndReady();
        installation.pool().admit("grete@example.com");
        String token = installation.pool().signIn("grete@example.com", BuiltInPool.PASSWORD);
        up.kill();
        installation.upAndReady();

        installation.pool().answer("GetUser", JsonObject.of("AccessToken", token));
        installation.pool().signIn("grete@example.com", BuiltInPool.PASSWORD);
    }

    @Test
    void keys_rotate_while_it_runs_and_while_it_does_not() {
        CruddurProcess up = installation.upAndReady();
        String token = installation.signIn();
        String before = signingKeys();
        CruddurProcess rotation = installation.run("keys", "rotate");
        assertThat(rotation.exitCode()).isZero();
        assertThat(rotation.output()).contains("signs with the new key", "is believed until");
        assertThat(signingKeys()).isNotEqualTo(before);

        up.signal("INT");
        up.exitCodeWithin(STOP);
        assertThat(installation.run("keys", "rotate").exitCode()).isZero();
        installation.upAndReady();
        installation.pool().answer("GetUser", JsonObject.of("AccessToken", token));
        installation.signIn();
    }

    private static String signingKeys() {
        return installation.sql().value("select md5(sealed) from local_cognito.signing_keys");
    }

    @Test
    void data_of_an_older_schema_is_given_up_only_when_asked_for() {
        inDatabase(() -> madeBy("of yesterday"));
        List<String> before = inDatabase(this::everything);
        CruddurProcess up = installation.up();

        assertThat(up.exitCode()).isEqualTo(4);
        assertThat(up.output()).contains("older version", "Nothing was changed", "cruddur up --start-over --yes");
        installation.postgres().awaitEnd();
        assertThat(inDatabase(this::everything)).isEqualTo(before);

        installation.upAndReady("--start-over", "--yes");
        assertThat(everything()).isNotEqualTo(before);
    }

    @Test
    void data_of_an_older_schema_is_taken_along_by_migrations() {
        String before = inDatabase(() -> {
            madeBy("4a0a8d4b93beef4e");
            Baseline.seed(installation.sql());
            return cruds();
        });
        CruddurProcess up = installation.upAndReady();

        assertThat(up.output()).contains("applying 1_schema_migrations", "applying 2_environment");
        assertThat(cruds()).isEqualTo(before);
        assertThat(installation.sql().value("select mark from environment")).isEqualTo("dev");
        installation.signIn();
    }

    private static String cruds() {
        return installation
                .sql()
                .value("select count(*) || md5(string_agg(uuid || message, '' order by uuid)) from activities");
    }

    /// Creates the data of a version of Cruddur without migrations.
    ///
    /// @param schema the checksum that this version recorded
    private static List<String> madeBy(String schema) {
        Baseline.loadInto(installation.sql());
        return installation.sql().run("comment on database cruddur is 'Cruddur, schema " + schema + "'");
    }

    private List<String> everything() {
        return installation
                .sql()
                .run("select row_to_json(u)::text from users u"
                        + " union all select row_to_json(a)::text from activities a"
                        + " union all select shobj_description(oid, 'pg_database') from pg_database"
                        + " order by 1");
    }

    /// Runs while `up` does not.
    private static <T> T inDatabase(Supplier<T> work) {
        EmbeddedPostgres postgres =
                EmbeddedPostgres.start(installation.folder(), PostgresArchive.bundled(), Map.of(), _ -> {});
        try {
            return work.get();
        } finally {
            postgres.stop();
        }
    }
}
