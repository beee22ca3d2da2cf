package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Checkout;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Sql;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cruddur db` when a file of SQL fails.
class DbFilesTest {

    @TempDir
    private Path folder;

    private final ConnectionUrl url = Cluster.NEWEST.seeded();

    private CommandResult db(String file, String text, String... arguments) {
        return CommandResult.processOf(
                Checkout.at(folder).with(file, text), Map.of("CONNECTION_URL", url.reveal()), "db", arguments);
    }

    @Test
    void file_line_and_statement_are_named_and_everything_is_as_before() {
        CommandResult ran = db(
                "db/schema.sql",
                "drop table likes;\n\n-- Wrong.\nselect 1,\n  handel\nfrom users;\ndrop table users cascade;\n",
                "schema-load",
                "--yes");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .contains(
                        "Cruddur: db/schema.sql:5: column \"handel\" does not exist.",
                        "select 1,\n  handel\nfrom users");
        assertThat(new Sql(url).value("select count(*) from likes")).isNotEqualTo("0");
    }

    @Test
    void a_seed_that_lacks_what_must_be_there_is_a_failure() {
        CommandResult ran = db(
                "db/seed.sql",
                "select 1;\ninsert into users (handle, display_name, cognito_user_id)\nvalues ('leo', 'Leo', 'x');\n",
                "seed");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("db/seed.sql:2: null value in column \"email\"");
    }

    @Test
    void setup_stops_at_the_first_failure() {
        CommandResult ran = db("db/schema.sql", "select 1 / 0;\n", "setup", "--yes");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("db/schema.sql:1: division by zero").doesNotContain("ready");
        assertThat(new Sql(url).run("select 1 from pg_tables where schemaname = 'public'"))
                .isEmpty();
    }
}
