package cruddur.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.ServerRole;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rights of the server's roles, in a database whose owner is no superuser, as on RDS.
@ParameterizedClass
@EnumSource
class ServerRolesTest {

    private static final Optional<String> PASSWORD = Optional.of("it's \\ \"ours\"");

    private final ConnectionUrl superuser;
    private final ConnectionUrl owner;

    ServerRolesTest(Cluster cluster) {
        superuser = cluster.missing();
        String master = "master_" + UUID.randomUUID().toString().substring(0, 8);
        Sql sql = new Sql(superuser.withDatabase("postgres"));
        sql.run("create role " + master + " login createdb createrole password 'master'");
        owner = superuser.withLogin(master, Optional.of("master"));
        if (!sql.run("select 1 from pg_roles where rolname = 'cruddur_read'").isEmpty()) {
            // Roles are the cluster's, and other tests may have made these.
            sql.run("grant cruddur_read, cruddur_write to " + master + " with admin option");
        }
        new DatabaseAdmin(owner).create();
        // Up to PostgreSQL 14, a superuser owns it.
        new Sql(superuser).run("alter schema public owner to " + master);
        new Sql(superuser).run("create extension \"uuid-ossp\"");
        new DatabaseAdmin(owner).load(Mark.DEV, true);
        new ServerRoles(owner).create(PASSWORD);
        sql.awaitDeparture(superuser.database());
    }

    private Sql as(ServerRole role) {
        return new Sql(owner.withLogin(role.toString(), PASSWORD));
    }

    @Test
    void a_server_needs_no_other_rights() {
        try (TestServer server = TestServer.on(as(ServerRole.WRITE).url())) {
            assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(server.sql().value("select count(*) from activities")).isNotEqualTo("0");
            assertThat(server.postWith(server.seedToken("ada"), "Hello").statusCode())
                    .isEqualTo(200);
            assertThat(new Sql(owner).run("""
                    select distinct usename || current_setting('is_superuser') from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
                    order by 1
                    """)).containsExactly("cruddur_readoff", "cruddur_writeoff");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table public.mine ()",
                "create schema mine",
                "alter table public.users add mine text",
                "drop table public.likes",
                "truncate public.likes",
                "create function public.mine() returns int language sql as 'select 1'",
                "update public.environment set mark = 'prod'",
                "delete from public.schema_migrations"
            })
    void no_role_changes_the_schema_or_the_mark(String statement) {
        assertThatThrownBy(() -> as(ServerRole.WRITE).run(statement)).hasMessageContaining("ERROR: ");
        assertThatThrownBy(() -> as(ServerRole.READ).run("set transaction read write; " + statement))
                .hasMessageContaining("ERROR: ");
    }

    @Test
    void the_role_for_reads_writes_nothing() {
        assertThatThrownBy(
                        () -> as(ServerRole.READ).run("set transaction read write; update public.users set bio = ''"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void new_tables_are_granted_by_the_command_that_creates_them() {
        new DatabaseAdmin(owner).load(Mark.DEV, true);
        assertThat(as(ServerRole.READ).run("select handle from public.users")).contains("ada");

        new Sql(owner).run("create table public.later (id int)");
        new ServerRoles(owner).grant();
        assertThat(as(ServerRole.WRITE).run("insert into public.later values (1) returning id"))
                .containsExactly("1");
    }

    @Test
    void creating_them_again_repairs_them_and_keeps_the_password() {
        new Sql(owner).run("alter role cruddur_read reset all");
        new Sql(owner).run("revoke select on public.users from cruddur_read");

        new ServerRoles(owner).create(Optional.empty());

        assertThat(as(ServerRole.READ).value("show statement_timeout")).isEqualTo("3s");
        assertThat(as(ServerRole.READ).run("select handle from public.users")).contains("ada");
    }

    @Test
    void the_owner_sees_and_ends_their_sessions() throws Exception {
        try (var _ = as(ServerRole.WRITE).connect()) {
            DatabaseSessions sessions = new DatabaseAdmin(owner).sessions();
            assertThat(sessions.all()).anyMatch(session -> session.user().equals("cruddur_write"));
            assertThat(new DatabaseAdmin(owner).end(sessions.all(), _ -> {})).hasSize(1);
        }
    }
}
