package cruddur.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.operations.OperationException;
import cruddur.testing.Cluster;
import cruddur.testing.PostgresProcesses;
import cruddur.testing.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Data folders with damaged files.
class EmbeddedPostgresTest {

    private static final PostgresArchive ARCHIVE = PostgresArchive.bundled();

    private static final String PROGRAMS =
            "postgresql/" + ARCHIVE.folderIn(Path.of("/")).getFileName();

    @TempDir
    private static Path temporary;

    private static DataFolder folder;

    private final List<String> steps = new ArrayList<>();

    @BeforeAll
    static void make() {
        folder = DataFolder.at(temporary.resolve("a folder of cruds"));
        Cluster.copyPrograms(folder);
        EmbeddedPostgres.start(folder, ARCHIVE, Map.of(), _ -> {}).stop();
    }

    @BeforeEach
    void isWhole() {
        start();
        steps.clear();
    }

    @AfterAll
    static void kill() {
        new PostgresProcesses(folder.path()).kill();
    }

    private void start() {
        EmbeddedPostgres.start(folder, ARCHIVE, Map.of(), steps::add);
        assertThat(sql().value("select 1")).isEqualTo("1");
    }

    private static Sql sql() {
        return new Sql(EmbeddedPostgres.url(folder, "postgres"));
    }

    private static void cutOff(String file, int length) throws IOException {
        Path damaged = folder.path().resolve(file);
        byte[] bytes = Files.readAllBytes(damaged);
        Files.write(damaged, Arrays.copyOf(bytes, length), StandardOpenOption.TRUNCATE_EXISTING);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 245, 20"})
    void it_starts_again_after_a_crash_with_files_that_are_cut_off(int pidFile, int settings, int password)
            throws IOException {
        new PostgresProcesses(folder.path()).kill();
        cutOff("data/postmaster.pid", pidFile);
        cutOff("data/cruddur.conf", settings);
        cutOff("password", password);

        start();
        assertThat(steps.getFirst()).contains("new password", folder.path().resolve("password") + " is missing");
    }

    @Test
    void it_is_taken_over_although_its_settings_are_cut_off() throws IOException {
        cutOff("data/cruddur.conf", 0);

        start();
        assertThat(steps).isEmpty();
    }

    @Test
    void a_lost_password_is_replaced_while_it_runs() throws IOException {
        cutOff("password", 0);

        start();
        assertThat(steps.getFirst()).contains("new password", folder.path().resolve("password") + " is missing");
    }

    @Test
    void a_server_that_no_pid_file_names_is_named_with_what_ends_it() throws IOException {
        long pid = new PidFile(folder.path().resolve("data"))
                .process()
                .orElseThrow()
                .pid();
        cutOff("data/postmaster.pid", 0);

        assertThatThrownBy(this::start)
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("postmaster.pid")
                .hasMessageContaining("kill -INT " + pid);
        new PostgresProcesses(folder.path()).kill();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/postgres", "/share/postgresql/postgres.bki"})
    void programs_that_are_not_whole_are_unpacked_again(String file) throws IOException {
        new PostgresProcesses(folder.path()).kill();
        cutOff(PROGRAMS + file, 100);

        start();
        assertThat(steps.getFirst()).contains("unpacking PostgreSQL again", PROGRAMS + " has changed");
    }

    @Test
    void programs_that_others_can_write_or_that_were_added_are_not_run() throws IOException {
        new PostgresProcesses(folder.path()).kill();
        Path programs = folder.path().resolve(PROGRAMS);
        assertThat(programs.resolve("bin/pg_ctl").toFile().setWritable(true, false))
                .isTrue();
        start();
        assertThat(steps.getFirst()).contains("unpacking PostgreSQL again");
        steps.clear();

        Files.writeString(programs.resolve("lib/libplanted.so"), "");
        start();
        assertThat(steps.getFirst()).contains("unpacking PostgreSQL again");
        assertThat(programs.resolve("lib/libplanted.so")).doesNotExist();
    }

    @Test
    void a_cluster_without_its_version_is_reported_as_damaged() throws IOException {
        new PostgresProcesses(folder.path()).kill();
        Path file = folder.path().resolve("data/PG_VERSION");
        String version = Files.readString(file);
        Files.writeString(file, "");
        try {
            assertThatThrownBy(this::start).hasMessageContaining(file + " is missing or empty");
        } finally {
            Files.writeString(file, version);
        }
    }

    @Test
    void its_log_holds_errors_and_no_row() throws IOException {
        sql().run("create table if not exists people (email text check (email = 'nobody'))");
        assertThatThrownBy(() -> sql().run("insert into people values ('ada@example.com')"))
                .hasMessageContaining("people_email_check");

        assertThat(DataFolder.textOf(folder.path().resolve("postgresql.log")))
                .contains("people_email_check")
                .doesNotContain("ada@example.com");
    }

    @Test
    void its_log_begins_anew_when_it_is_full() throws IOException {
        PostgresLog log = new PostgresLog(folder.path().resolve("postgresql.log"));
        Files.writeString(log.file(), "x".repeat((int) PostgresLog.LIMIT), StandardOpenOption.APPEND);
        log.rotate();
        assertThat(log.file()).isEmptyFile();
        assertThat(folder.path().resolve("postgresql.log.1")).exists();

        assertThatThrownBy(() -> sql().run("select 1/0"));
        assertThat(log.lastLines()).contains("division by zero");
    }
}
