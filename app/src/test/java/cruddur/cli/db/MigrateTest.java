package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.Migration;
import cruddur.testing.Baseline;
import cruddur.testing.Checkout;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cruddur db migrate`, `rollback`, and their part of `status`.
class MigrateTest {

    /// Waits, in the middle, for a lock that the test holds.
    private static final String SLOW = """
            -- migrate:up
            set local lock_timeout = '10min';
            set local statement_timeout = '10min';
            create table public.slow (n integer);
            select pg_advisory_xact_lock(4711);
            -- migrate:down
            drop table public.slow;
            """;

    private static final String NEW = """
            -- migrate:up
            create table public.new ();
            -- migrate:down
            drop table public.new;
            """;

    /// The migrations of this version.
    private static final String OURS =
            Migration.all().stream().map(Migration::toString).collect(Collectors.joining(" "));

    private static final String WAITING =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'advisory'";

    @TempDir
    private Path folder;

    /// A database without migrations.
    private final ConnectionUrl url = Baseline.in(Cluster.NEWEST);

    private final Sql sql = Sql.keeping(url);

    private Checkout checkout;

    @BeforeEach
    void check_out() {
        checkout = Checkout.at(folder);
    }

    private CommandResult db(String... arguments) {
        return CommandResult.processOf(checkout, Map.of("CONNECTION_URL", url.reveal()), "db", arguments);
    }

    private CommandResult prod(String... arguments) {
        return CommandResult.processOf(checkout, Map.of("PROD_CONNECTION_URL", url.reveal()), "db", arguments);
    }

    private String applied() {
        return sql.value("select string_agg(version || '_' || name, ' ' order by version) from schema_migrations");
    }

    @Test
    void applies_and_prints_each_missing_migration_and_then_has_nothing_to_do() {
        CommandResult first = db("migrate");
        CommandResult second = db("migrate");

        assertThat(first.exitCode()).isZero();
        assertThat(first.err())
                .contains(
                        "Cruddur: dev: database " + url.database(),
                        "Cruddur: applying 1_schema_migrations …",
                        "Cruddur: applying 2_environment …",
                        "Applied: 1_schema_migrations, 2_environment");
        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).contains("nothing to do").doesNotContain("applying");
        assertThat(sql.value("select mark from environment")).isEqualTo("dev");
    }

    @Test
    void status_lists_missing_and_applied_migrations_with_times() {
        CommandResult before = db("status");
        db("migrate");
        CommandResult after = db("status");

        assertThat(before.out()).contains("cruddur db migrate").containsPattern("2_environment +missing");
        assertThat(after.out()).contains("this version's").containsPattern("2_environment +applied +20\\d\\d-");
    }

    @Test
    void one_that_fails_leaves_nothing_half_done_and_is_named_with_line_and_statement() {
        checkout.with("db/migrations/0100_broken.sql", """
                -- migrate:up
                create table public.half_done (n integer);

                alter table public.users
                  add column age integer not null;
                """);
        sql.person("ada");
        CommandResult ran = db("migrate");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .contains(
                        "db/migrations/0100_broken.sql:4",
                        "column \"age\" of relation \"users\" contains null values",
                        "add column age integer not null");
        assertThat(applied()).isEqualTo(OURS);
        assertThat(sql.value("select to_regclass('half_done')")).isNull();
    }

    @Test
    void one_that_was_changed_after_it_was_applied_is_refused() {
        db("migrate");
        sql.run("update schema_migrations set checksum = 'another' where version = 2");
        checkout.with("db/migrations/0100_new.sql", "-- migrate:up\ncreate table public.new ();\n");
        CommandResult ran = db("migrate");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords())
                .contains("2_environment", "has changed since it was applied", "put it into a new migration");
        assertThat(sql.value("select to_regclass('new')")).isNull();
    }

    @Test
    void a_database_of_a_newer_version_is_refused_by_the_name_of_what_is_not_known() {
        db("migrate");
        sql.run("insert into schema_migrations values (99, 'tomorrow', 'x')");

        assertThat(db("migrate").exitCode()).isEqualTo(1);
        assertThat(db("migrate").lastWords()).contains("99_tomorrow", "newer version");
        assertThat(db("status").out()).contains("not this version's").containsPattern("99_tomorrow +unknown");
        assertThat(db("rollback", "--yes").lastWords()).contains("99_tomorrow");
    }

    @Test
    void without_a_schema_or_with_an_old_one_it_prints_what_to_load() {
        sql.run("drop table sessions");
        assertThat(db("migrate").lastWords()).contains("older than the first migration", "cruddur db schema-load");

        sql.run("drop schema public cascade");
        CommandResult ran = db("migrate");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).contains("no schema", "cruddur db schema-load");
    }

    @Test
    void rollback_takes_the_newest_back_and_shows_how() {
        checkout.with("db/migrations/0100_new.sql", NEW);
        db("migrate");
        CommandResult ran = db("rollback", "--yes");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().strip()).isEqualTo("drop table public.new;");
        assertThat(ran.err()).contains("Cruddur: rolled back 100_new.");
        assertThat(applied()).isEqualTo(OURS);
        assertThat(sql.value("select to_regclass('new')")).isNull();
    }

    @Test
    void rollback_has_nothing_to_do_where_nothing_was_applied() {
        CommandResult ran = db("rollback", "--yes");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).contains("There is no applied migration to roll back");
    }

    @Test
    void rollback_asks_and_on_prod_wants_the_name() {
        checkout.with("db/migrations/0100_new.sql", NEW);
        prod("migrate", "prod");
        CommandResult unasked = prod("rollback", "prod", "--yes");

        assertThat(unasked.exitCode()).isEqualTo(4);
        assertThat(unasked.lastWords()).contains("--confirm " + url.database());
        assertThat(sql.value("select to_regclass('new')")).isEqualTo("new");
        assertThat(db("migrate").lastWords()).contains("is marked prod, and this is dev");
        assertThat(prod("rollback", "prod", "--confirm", url.database()).exitCode())
                .isZero();
        assertThat(applied()).isEqualTo(OURS);
    }

    @Test
    void rollback_refuses_what_has_no_way_back() {
        checkout.with("db/migrations/0100_new.sql", "-- migrate:up\ncreate table public.new ();\n");
        db("migrate");
        CommandResult ran = db("rollback", "--yes");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).contains("0100_new.sql", "cannot be rolled back");
        assertThat(sql.value("select to_regclass('new')")).isEqualTo("new");
    }

    @Test
    void of_two_at_once_one_waits_and_finds_nothing_to_do() throws SQLException {
        checkout.with("db/migrations/0100_slow.sql", SLOW);
        CompletableFuture<CommandResult> first;
        CompletableFuture<CommandResult> second;
        try (Connection _ = holding("select pg_advisory_lock(4711)")) {
            first = migrating();
            awaitWaiting(1);
            second = migrating();
            awaitWaiting(2);
        }
        assertThat(first.join().err()).contains("applying 100_slow");
        assertThat(second.join().exitCode()).isZero();
        assertThat(second.join().err())
                .contains("waiting for another migration to end", "nothing to do")
                .doesNotContain("applying");
        assertThat(applied()).endsWith("100_slow");
    }

    @Test
    void one_that_is_killed_leaves_nothing_and_the_next_one_does_it() throws SQLException {
        checkout.with("db/migrations/0100_slow.sql", SLOW);
        CompletableFuture<CommandResult> killed;
        try (Connection _ = holding("select pg_advisory_lock(4711)")) {
            killed = migrating();
            awaitWaiting(1);
            ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
                    .forEach(ProcessHandle::destroyForcibly);
            assertThat(killed.join().exitCode()).isEqualTo(137);
        }
        assertThat(applied()).isEqualTo(OURS);

        CommandResult next = db("migrate");
        assertThat(next.exitCode()).isZero();
        assertThat(next.err()).contains("Applied: 100_slow");
    }

    @Test
    void it_gives_way_to_sessions_that_hold_a_lock_and_reports_it() throws SQLException {
        db("migrate");
        checkout.with(
                "db/migrations/0100_age.sql", "-- migrate:up\nalter table public.users add column age integer;\n");
        try (Connection _ = holding("begin; select from users")) {
            CommandResult ran = db("migrate");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err()).contains("giving way", "cruddur db sessions", "db/migrations/0100_age.sql:2");
        }
        assertThat(db("migrate").exitCode()).isZero();
        assertThat(applied()).endsWith("100_age");
    }

    private CompletableFuture<CommandResult> migrating() {
        return CompletableFuture.supplyAsync(() -> db("migrate"), Thread::startVirtualThread);
    }

    private Connection holding(String statement) throws SQLException {
        Connection connection = sql.connect();
        try (Statement held = connection.createStatement()) {
            held.execute(statement);
        }
        return connection;
    }

    private void awaitWaiting(int sessions) {
        Instant deadline = Instant.now().plusSeconds(180);
        while (!sql.value(WAITING).equals(Integer.toString(sessions))) {
            assertThat(Instant.now())
                    .as("when fewer than " + sessions + " wait for a lock")
                    .isBefore(deadline);
            CruddurProcess.pause(10);
        }
    }
}
