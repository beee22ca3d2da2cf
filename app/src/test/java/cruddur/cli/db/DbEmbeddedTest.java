package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.CruddurProcess;
import cruddur.testing.Installation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cruddur db` on the database of `cruddur up`, whether `up` is running or not.
class DbEmbeddedTest {

    @TempDir
    private Path folder;

    private Installation installation;

    @BeforeEach
    void install() {
        installation = Installation.withProgramsBelow(folder);
    }

    @AfterEach
    void end() {
        installation.close();
    }

    private CruddurProcess db(String... arguments) {
        return installation.run("db", arguments);
    }

    @Test
    void it_is_made_by_the_first_who_asks_and_runs_no_longer_than_a_command() {
        installation = Installation.below(folder.resolve("without programs"));
        CruddurProcess early = db("status");
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.output()).contains("There is no database on this machine yet", "db create");

        List<CruddurProcess> both = List.of(db("create"), db("create"));
        assertThat(both.stream().map(CruddurProcess::exitCode)).containsExactlyInAnyOrder(0, 1);
        assertThat(both).anyMatch(created -> created.output().contains("already"));

        assertThat(db("setup").exitCode()).isZero();
        CruddurProcess status = db("status");
        assertThat(status.exitCode()).isZero();
        assertThat(status.output()).contains("mark      dev").containsPattern("users +13\n");
        installation.postgres().awaitEnd();
    }

    @Test
    void the_one_that_runs_is_used_and_goes_on() {
        CruddurProcess up = installation.upAndReady();
        CruddurProcess status = db("status");
        assertThat(status.exitCode()).isZero();
        assertThat(status.output()).containsPattern("users +13\n");
        CruddurProcess drop = db("drop", "--yes");
        assertThat(drop.exitCode()).isEqualTo(1);
        assertThat(drop.output()).contains("blocks_drop", "cruddur", "--force");

        up.awaitReady();
    }

    @Test
    void ctrl_c_is_psqls_and_up_waits_for_its_end() {
        assertThat(db("create").exitCode()).isZero();
        CruddurProcess connect = db("connect", "--", "-X", "-c", "select pg_sleep(60)");
        connect.awaitChild("psql");
        CruddurProcess up = installation.up();
        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.output()).contains("in use by: cruddur db connect. Stop that command first.");

        connect.interrupt();
        // 1 if psql ends before the command has seen the signal.
        assertThat(connect.exitCode()).isIn(130, 1);
        assertThat(connect.output()).contains("canceling statement due to user request");
        installation.postgres().awaitEnd();
    }
}
