package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cruddur db connect`, with the psql of this machine.
class DbConnectTest {

    private final ConnectionUrl url = Cluster.NEWEST.seeded();

    private CommandResult connect(Map<String, String> others, String... arguments) {
        Map<String, String> environment = new HashMap<>(others);
        environment.put("CONNECTION_URL", url.reveal());
        String[] words = new String[arguments.length + 1];
        words[0] = "connect";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return CommandResult.process(environment, "db", words);
    }

    @Test
    void psql_connects_to_the_address_despite_its_own_variables() {
        CommandResult ran = connect(
                Map.of("PGHOSTADDR", "127.0.0.9", "PGSERVICE", "elsewhere"),
                "dev",
                "--",
                "-X",
                "-c",
                "\\pset",
                "-Atc",
                "select current_database(), current_user");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).containsPattern("expanded +auto\n").endsWith(url.database() + "|postgres\n");
    }

    @Test
    void what_fails_in_psql_is_a_failure() {
        assertThat(connect(Map.of(), "--", "-c", "select handel from users").exitCode())
                .isEqualTo(1);
    }

    @Test
    void without_psql_it_prints_how_to_install_it(@TempDir Path empty) {
        CommandResult ran = connect(Map.of("PATH", empty.toString()));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.lastWords()).contains("Install it: apt-get install postgresql-client");
    }
}
