package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Checkout;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.Sql;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cruddur db roles`, and the rights that other commands give to the roles.
class DbRolesTest {

    @TempDir
    private Path folder;

    private final ConnectionUrl owner = Cluster.NEWEST.seeded();

    /// With a password.
    private CommandResult roles(String password) {
        return CommandResult.processOf(
                Checkout.at(folder),
                password + "\n",
                Map.of("CONNECTION_URL", owner.reveal()),
                "db",
                "roles",
                "--password-stdin");
    }

    private Sql reader(String password) {
        return new Sql(owner.withLogin("cruddur_read", Optional.of(password)));
    }

    @Test
    void the_password_comes_from_stdin_and_is_never_printed() {
        CommandResult ran = roles("p@ss:word'");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains("postgresql://cruddur_write:****@127.0.0.1:" + owner.port() + "/" + owner.database())
                .doesNotContain("p@ss", "p%40ss");
        assertThat(reader("p@ss:word'").value("show default_transaction_read_only"))
                .isEqualTo("on");
    }

    @Test
    void without_a_password_the_roles_are_ready_all_the_same() {
        CommandResult ran = CommandResult.cruddur(Map.of("CONNECTION_URL", owner.reveal()), "db", "roles");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("The password is unchanged.");
    }

    /// Their password in a running `cruddur up` would be wrong.
    @Test
    void those_of_the_embedded_database_belong_to_up() {
        CommandResult ran = CommandResult.cruddur(Map.of("CRUDDUR_HOME", folder.toString()), "db", "roles");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("cruddur up makes the roles of the embedded database itself");
    }

    @Test
    void an_empty_stdin_is_no_password() {
        CommandResult ran =
                CommandResult.cruddur(Map.of("CONNECTION_URL", owner.reveal()), "db", "roles", "--password-stdin");

        assertThat(ran.exitCode()).isEqualTo(2);
    }

    @Test
    void migrating_gives_rights_on_new_tables() {
        roles("word");
        new Sql(owner).run("create table public.newest (id int)");

        CommandResult ran = CommandResult.cruddur(Map.of("CONNECTION_URL", owner.reveal()), "db", "migrate");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(reader("word").value("select count(*) from public.newest")).isEqualTo("0");
    }
}
