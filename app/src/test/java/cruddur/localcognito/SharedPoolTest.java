package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.ServerRoles;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.ServerRole;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Installation;
import cruddur.testing.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The built-in pool of `cruddur serve`: several servers on one database.
class SharedPoolTest {

    private static final String SECRET = Seal.randomKey();

    private static final String CODE = "Cruddur: code for grete@example.com: ([0-9]{6})";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private ConnectionUrl database = Cluster.NEWEST.seeded();

    private final SrpClient srp = SrpClient.random();

    private Installation one;
    private Installation other;

    private Map<String, String> settings() {
        String patient = database.withConnectTimeout(60).reveal();
        return Map.of("CONNECTION_URL", patient, "USER_POOL", "built-in", "USER_POOL_SECRET", SECRET);
    }

    private CruddurProcess serveOne(String... options) {
        return one.with(settings()).run("serve", options);
    }

    private CruddurProcess serveOther(String... options) {
        return other.with(settings()).run("serve", options);
    }

    @BeforeEach
    void install() {
        one = Installation.below(folder.resolve("one"));
        other = Installation.below(folder.resolve("other"));
    }

    @AfterEach
    void end() {
        one.close();
        other.close();
    }

    @Test
    void servers_that_start_together_accept_what_the_others_began() throws Exception {
        CruddurProcess first = serveOne();
        CruddurProcess second = serveOther();
        first.awaitReady();
        second.awaitReady();

        one.pool().signUp("grete@example.com");
        assertThat(other.pool()
                        .confirm("grete@example.com", code(first, second))
                        .statusCode())
                .isEqualTo(200);
        accepts(other, one.pool().signIn("grete@example.com", BuiltInPool.PASSWORD));
        accepts(one, other.pool().signIn("grete@example.com", BuiltInPool.PASSWORD));
        String token = challengeOfOneAnsweredAtTheOther();
        accepts(one, token);
        accepts(other, token);
        assertThat(status(one, LocalPool.OUTBOX_PATH)).isEqualTo(404);
    }

    /// Either server may send the mail.
    private static String code(CruddurProcess first, CruddurProcess second) {
        for (int i = 0; i < 300; i++) {
            Matcher code = Pattern.compile(CODE).matcher(first.output() + second.output());
            if (code.find()) {
                return code.group(1);
            }
            CruddurProcess.pause(100);
        }
        throw new AssertionError("No code was printed");
    }

    /// The page's and the API's check of a token, and the pool's own.
    private static void accepts(Installation server, String token) throws Exception {
        HttpRequest me = HttpRequest.newBuilder(server.address().resolve("/api/auth/me"))
                .header("Authorization", "Bearer " + token)
                .build();
        assertThat(CLIENT.send(me, BodyHandlers.ofString()).body()).contains("grete@example.com");
        server.pool().answer("GetUser", JsonObject.of("AccessToken", token));
    }

    private String challengeOfOneAnsweredAtTheOther() {
        JsonObject challenge = one.pool()
                .answer(
                        "InitiateAuth",
                        JsonObject.of(
                                "AuthFlow",
                                "USER_SRP_AUTH",
                                "ClientId",
                                LocalPool.CLIENT_ID,
                                "AuthParameters",
                                JsonObject.of("USERNAME", "grete@example.com", "SRP_A", srp.a())))
                .getJsonObject("ChallengeParameters");
        JsonObject answers = srp.answers(challenge, BuiltInPool.PASSWORD, Instant.now());
        JsonObject response = JsonObject.of(
                "ChallengeName", "PASSWORD_VERIFIER", "ClientId", LocalPool.CLIENT_ID, "ChallengeResponses", answers);
        String token = other.pool()
                .answer("RespondToAuthChallenge", response)
                .getJsonObject("AuthenticationResult")
                .getString("AccessToken");
        assertThat(one.pool().call("RespondToAuthChallenge", response).statusCode())
                .as("the same answer again")
                .isEqualTo(400);
        return token;
    }

    private static int status(Installation server, String path) throws IOException, InterruptedException {
        URI uri = server.address().resolve(path);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void keys_change_for_all_servers_and_people_are_listed() {
        serveOne().awaitReady();
        CommandResult rotation = CommandResult.process(one.settings(), "keys", "rotate");

        assertThat(rotation.exitCode()).as(rotation.err()).isZero();
        assertThat(rotation.err()).contains("signs with the new key", "is believed until");
        assertThat(new JsonObject(jwks(one)).getJsonArray("keys")).hasSize(2);
        CommandResult list = CommandResult.process(one.settings(), "users", "list");
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.err()).contains("the built-in one, at " + one.address());
    }

    private static String jwks(Installation server) {
        return server.pool()
                .send(HttpRequest.newBuilder(server.address().resolve(LocalPool.JWKS_PATH)))
                .body();
    }

    @Test
    void another_secret_is_refused_until_the_keys_are_given_up() {
        CruddurProcess first = serveOne();
        first.awaitReady();
        first.signal("TERM");
        first.exitCode();
        one.with(Map.of("USER_POOL_SECRET", Seal.randomKey()));
        CruddurProcess again = one.run("serve");

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.output().lines().toList().getLast())
                .startsWith("Cruddur: The secret of the user pool does not open its signing keys in the database.")
                .contains("USER_POOL_SECRET", "cruddur keys rotate --lost-secret")
                .doesNotContain(SECRET);
        assertThat(one.run("keys", "rotate").exitCode()).isEqualTo(1);
        assertThat(one.run("keys", "rotate", "--lost-secret").exitCode()).isZero();
        one.run("serve").awaitReady();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "USER_POOL_SECRET         | ''              | USER_POOL=built-in needs USER_POOL_SECRET, ",
                "USER_POOL_SECRET         | hidden          | USER_POOL_SECRET must be 32 bytes in Base64. Make one with: openssl",
                "HOST                     | 0.0.0.0         | USER_POOL=built-in needs SMTP_URL if HOST is 0.0.0.0",
                "USER_POOL                | none            | USER_POOL is none, and must be built-in, or not be set",
                "AWS_COGNITO_USER_POOL_ID | eu-central-1_xY | USER_POOL is built-in, and AWS_COGNITO_USER_POOL_ID names a pool"
            })
    void settings_that_do_not_fit_together_are_one_sentence(String name, String value, String sentence) {
        one.with(settings()).with(Map.of(name, value));
        CruddurProcess server = one.run("serve");

        assertThat(server.exitCode()).isEqualTo(2);
        assertThat(server.output().lines().toList().getLast())
                .startsWith("Cruddur: " + sentence)
                .doesNotContain("hidden");
        assertThat(new Sql(database).value("select to_regnamespace('local_cognito')"))
                .isNull();
    }

    @Test
    void a_demo_fills_an_empty_database_once_and_prints_how_to_sign_in() {
        database = Cluster.NEWEST.missing();
        new DatabaseAdmin(database).create();
        String login = "Sign in:   ada@example.com, password ";
        CruddurProcess first = serveOne("--demo");
        first.awaitReady();
        first.awaitWords(login);
        String password = first.output()
                .lines()
                .filter(line -> line.contains(login))
                .findFirst()
                .orElseThrow()
                .replace(login, "")
                .strip();
        one.pool().signIn("ada@example.com", password);
        new Sql(database).run("delete from activities");
        CruddurProcess second = serveOther("--demo");
        second.awaitWords(login + password);

        other.pool().signIn("ada@example.com", password);
        assertThat(new Sql(database).value("select count(*) from activities")).isEqualTo("0");
    }

    @Test
    void without_a_demo_nobody_of_the_seed_world_has_an_account() {
        serveOne().awaitReady();
        assertThat(new Sql(database).value("select count(*) from local_cognito.accounts"))
                .isEqualTo("0");
    }

    @Test
    void a_demo_is_not_for_prod() {
        one.with(settings()).with(Map.of("PROD_CONNECTION_URL", database.reveal()));
        CruddurProcess server = one.run("serve", "prod", "--demo");
        assertThat(server.exitCode()).isEqualTo(2);
        assertThat(server.output()).isEqualTo("Cruddur: --demo loads the seed world, which is for dev alone.\n");
    }

    @Test
    void the_role_of_the_server_needs_a_schema_of_its_own() {
        new ServerRoles(database).create(Optional.of("app"));
        ConnectionUrl url = database.withLogin(ServerRole.WRITE.toString(), Optional.of("app"));
        one.with(settings()).with(Map.of("CONNECTION_URL", url.reveal()));
        CruddurProcess refused = one.run("serve");

        assertThat(refused.exitCode()).isEqualTo(1);
        String remedy = "create schema local_cognito authorization \"cruddur_write\"";
        assertThat(refused.output())
                .contains("permission denied for database", remedy)
                .doesNotContain("Where:", "SQL statement");
        new Sql(database).run(remedy);
        CruddurProcess server = one.run("serve");
        server.awaitReady();
        one.pool().signUp("grete@example.com");
        assertThat(one.pool().confirm("grete@example.com", code(server, server)).statusCode())
                .isEqualTo(200);
        one.pool().signIn("grete@example.com", BuiltInPool.PASSWORD);
    }

    @Test
    void a_server_starts_while_a_backup_reads_the_accounts() throws Exception {
        BuiltInPool.loadInto(database);
        try (Connection backup = new Sql(database).connect();
                Statement statement = backup.createStatement()) {
            backup.setAutoCommit(false);
            statement.execute("lock table local_cognito.accounts in access share mode");
            BuiltInPool.loadInto(database);
        }
    }
}
