package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/// The tables of a data folder that an older version has made.
class UpgradeTest {

    /// The tables before clients were counted separately and mail was queued in the database.
    private static final String OLDER = """
            drop table local_cognito.sign_ins, local_cognito.budgets, local_cognito.known_clients, local_cognito.mails;
            create table local_cognito.sign_ins (
              name_digest bytea constraint sign_ins_pkey primary key,
              attempts integer not null,
              locked_until timestamptz not null
            );
            alter table local_cognito.codes
              add requests integer not null,
              add requests_since timestamptz default now() not null;
            comment on schema local_cognito is null;
            """;

    @Test
    void accounts_codes_and_sessions_of_an_older_version_go_on() {
        ConnectionUrl database = Cluster.NEWEST.seeded();
        BuiltInPool.loadInto(database);
        Sql sql = new Sql(database);
        sql.run(OLDER);
        sql.run("insert into local_cognito.sign_ins values (local_cognito.digest('ada@example.com'), 9, 'infinity')");
        sql.run("insert into local_cognito.codes (name_digest, purpose, code, expires_at, requests)"
                + " values (local_cognito.digest('bao@example.com'), 'reset', '123456', now() + interval '1 hour', 5)");

        try (TestServer server = TestServer.withBuiltInPool(database)) {
            BuiltInPool pool = BuiltInPool.at(server.uri("/"));
            pool.signIn("ada@example.com", BuiltInPool.PASSWORD);
            JsonObject input = JsonObject.of("ClientId", LocalPool.CLIENT_ID, "Username", "bao@example.com");
            pool.answer("ForgotPassword", input);
            pool.answer(
                    "ConfirmForgotPassword",
                    input.put("ConfirmationCode", "123456").put("Password", "N3w-password"));
            assertThat(pool.code("bao@example.com")).isEqualTo("123456");
        }
    }
}
