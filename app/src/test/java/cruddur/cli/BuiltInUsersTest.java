package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.embedded.DataFolder;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Installation;
import cruddur.testing.TestServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cruddur users` with the pool that `cruddur up` runs.
class BuiltInUsersTest {

    private final ConnectionUrl database = Cluster.NEWEST.seeded();

    @TempDir
    private Path parent;

    private DataFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = DataFolder.at(parent.resolve("home"));
    }

    private CommandResult users(String... arguments) {
        return CommandResult.process(
                Map.of("CRUDDUR_HOME", folder.path().toString(), "CONNECTION_URL", database.reveal()),
                "users",
                arguments);
    }

    @Test
    void missing_rows_are_added() {
        try (TestServer server = TestServer.withBuiltInPool(database)) {
            folder.lock("cruddur up");
            folder.write("address", server.address());
            folder.secret("seal-key", () -> BuiltInPool.SECRET);
            BuiltInPool pool = BuiltInPool.at(server.uri("/"));
            pool.admit("grete@example.com");
            pool.signUp("hasty@example.com");
            server.sql().run("delete from users where handle = 'grete'");

            assertThat(users("list").out())
                    .contains("   13 in the pool and in the database")
                    .contains("    1 in the pool, but cannot sign in")
                    .contains("    1 can sign in, but missing");
            assertThat(users("reconcile", "--yes").out()).contains("created @grete");
            assertThat(server.get("/api/users/@grete/short").statusCode()).isEqualTo(200);
            assertThat(users("reconcile", "--yes").err()).contains("Nothing to do");
        }
    }

    @Test
    void the_database_of_up_is_started_for_the_command_and_its_pool_is_not(@TempDir Path home) {
        try (Installation installation = Installation.withProgramsBelow(home)) {
            assertThat(installation.run("db", "setup").exitCode()).isZero();
            CruddurProcess list = installation.run("users", "list");

            assertThat(list.exitCode()).isEqualTo(3);
            assertThat(list.output())
                    .contains("Cruddur: dev: database cruddur at 127.0.0.1:")
                    .contains("The built-in user pool answers only while cruddur up runs");
            installation.postgres().awaitEnd();
        }
    }

    @Test
    void the_built_in_pool_is_away_while_nothing_runs_from_the_folder() {
        folder.write("address", "http://127.0.0.1:1");
        CommandResult list = users("list");

        assertThat(list.exitCode()).isEqualTo(3);
        assertThat(list.lastWords()).contains(folder.path().toString(), "cruddur up");
    }
}
