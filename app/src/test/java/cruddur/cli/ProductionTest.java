package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.administration.ServerRoles;
import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Certificates;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import cruddur.testing.CruddurProcess;
import cruddur.testing.IamProxy;
import cruddur.testing.Installation;
import cruddur.testing.ListUsersEndpoint;
import cruddur.testing.SecretsEndpoint;
import cruddur.testing.Sql;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The server and the commands on a database of production: over TLS that is checked, with a
/// password from an AWS service.
class ProductionTest {

    /// The user in the secret.
    private static final String ROOT = "cruddurroot";

    /// Its passwords, in words that no log has by itself.
    private static final String FIRST = "Hollerbeere";

    private static final String SECOND = "Zwetschke";

    /// The user with IAM tokens. The server derives the other role, which has tokens of its own.
    private static final String APP = "cruddur_write";

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static Certificates strangers;
    private static EmbeddedPostgres postgres;
    private static ConnectionUrl database;

    private final ListUsersEndpoint pool = ListUsersEndpoint.start();

    @TempDir
    private Path home;

    private Installation installation;

    @BeforeAll
    static void startWithTls() throws IOException {
        certificates = Certificates.in(folder.resolve("certificates"), "localhost");
        strangers = Certificates.in(folder.resolve("strangers"), "localhost");
        DataFolder data = DataFolder.at(folder.resolve("postgresql"));
        Cluster.copyPrograms(data);
        Map<String, String> tls = Map.of(
                "ssl", "on",
                "ssl_cert_file", certificates.certificate().toString(),
                "ssl_key_file", certificates.key().toString());
        postgres = EmbeddedPostgres.start(data, PostgresArchive.bundled(), tls, _ -> {});
        database = postgres.url("cruddur");
        new DatabaseAdmin(database).create();
        new DatabaseAdmin(database).load(Mark.PROD, true);
        sql().run("create role %s superuser login password '%s'".formatted(ROOT, FIRST));
        new ServerRoles(database).create(Optional.empty());
    }

    @AfterAll
    static void stop() {
        postgres.stop();
    }

    @BeforeEach
    void install() {
        installation = Installation.below(home);
    }

    @AfterEach
    void close() {
        installation.close();
        pool.close();
    }

    private static Sql sql() {
        return new Sql(database);
    }

    /// The URL of the database with this host name.
    private static String url(String login, String host, int port, String options) {
        return "postgresql://%s@%s:%d/cruddur?sslmode=verify-full&sslrootcert=%s".formatted(login, host, port, options);
    }

    private static String checked(String login) {
        return url(login, "localhost", database.port(), certificates.authority().toString());
    }

    private static String superuser() {
        return "postgres:" + database.password().orElseThrow();
    }

    /// Without a cache, so that each request needs the database.
    private CruddurProcess serve(Map<String, String> settings) {
        return installation.with(settings).with(Map.of("CACHE_MIB", "0")).run("serve", "prod");
    }

    private CommandResult listUsers(Map<String, String> settings) {
        return CommandResult.process(
                installation
                        .with(Map.of(
                                "AWS_COGNITO_USER_POOL_ID",
                                ListUsersEndpoint.POOL_ID,
                                "AWS_COGNITO_USER_POOL_CLIENT_ID",
                                "cruddurweb",
                                "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
                                pool.address(),
                                "AWS_ACCESS_KEY_ID",
                                ListUsersEndpoint.ACCESS_KEY,
                                "AWS_SECRET_ACCESS_KEY",
                                "unused"))
                        .with(settings)
                        .settings(),
                "users",
                "list",
                "prod");
    }

    private int status(String path) {
        URI uri = installation.address().resolve(path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_server_and_the_commands_check_who_they_talk_to_and_talk_in_secret() {
        Map<String, String> settings = Map.of("PROD_CONNECTION_URL", checked(superuser()));
        serve(settings).awaitReady();
        assertThat(status("/api/activities/home")).isEqualTo(200);
        assertThat(
                        sql().run(
                                        "select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'cruddur'"))
                .containsExactly("t");
        CommandResult ran = listUsers(settings);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "another name, for another host name",
        "another authority, the certificate of the server is from an authority that is not trusted",
        "another authority without verify, the certificate of the server is from an authority that is not trusted",
        "no TLS, the server does not speak TLS"
    })
    void a_server_that_cannot_be_trusted_is_one_sentence(String what, String sentence) {
        Map<String, String> settings = Map.of("PROD_CONNECTION_URL", untrusted(what));
        CommandResult ran = listUsers(settings);
        assertThat(ran.lastWords()).containsIgnoringCase(sentence).startsWith("Cruddur: ");
        assertThat(ran.exitCode()).isEqualTo(3);
        CruddurProcess server = serve(settings);
        server.awaitWords("Cruddur is at");
        assertThat(status("/readyz")).as(server.output()).isEqualTo(503);
        server.awaitWords(sentence);
    }

    private static String untrusted(String what) {
        String authority = certificates.authority().toString();
        return switch (what) {
            case "another name" -> url(superuser(), "127.0.0.1", database.port(), authority);
            case "another authority without verify" ->
                untrusted("another authority").replace("verify-full", "require");
            case "another authority" ->
                url(
                        superuser(),
                        "localhost",
                        database.port(),
                        strangers.authority().toString());
            default ->
                url("postgres:unused", "localhost", Cluster.NEWEST.missing().port(), authority);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://me@nowhere.invalid/cruddur      | the host name is unknown",
                "postgresql://me@127.0.0.1:1/cruddur          | connection refused",
                "postgresql://me:wrong@localhost:%d/cruddur   | PostgreSQL refuses the login",
                "postgresql://%s@localhost:%d/elsewhere       | the database does not exist"
            })
    void the_server_logs_why_it_cannot_connect(String url, String why) {
        String address = url.replace("%s", superuser()).replace("%d", "" + database.port());
        CruddurProcess server = serve(Map.of("PROD_CONNECTION_URL", address));
        server.awaitWords("Cruddur is at");
        assertThat(status("/readyz")).isEqualTo(503);
        server.awaitWords("Cannot connect to the database: " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"does not exist", "holds no certificate", "cannot be read"})
    void authorities_that_cannot_be_read_are_one_sentence_before_anything_starts(String what) throws IOException {
        Path file = home.resolve("authorities.pem");
        switch (what) {
            case "holds no certificate" -> Files.createFile(file);
            case "cannot be read" -> Files.createDirectory(file);
            default -> {}
        }
        String url = url(superuser(), "localhost", database.port(), file.toString());
        CruddurProcess server = serve(Map.of("PROD_CONNECTION_URL", url));
        assertThat(server.exitCode()).isEqualTo(2);
        assertThat(server.output())
                .startsWith("Cruddur: The sslrootcert " + file + " of PROD_CONNECTION_URL " + what)
                .contains("https://truststore.pki.rds.amazonaws.com/")
                .hasLineCount(1);
    }

    @Test
    void a_password_comes_from_its_secret_and_is_fetched_again_when_it_was_rotated() throws IOException {
        try (SecretsEndpoint secrets = new SecretsEndpoint(ROOT, FIRST)) {
            CruddurProcess server = serve(bySecret(secrets));
            server.awaitReady();
            int calls = secrets.calls();
            assertThat(status("/api/activities/home")).isEqualTo(200);
            assertThat(secrets.calls()).isEqualTo(calls);
            assertThat(sessions()).isEqualTo(ROOT);

            sql().run("alter role %s password '%s'".formatted(ROOT, SECOND));
            secrets.rotate(SECOND);
            endSessions();

            assertThat(status("/api/activities/home")).isEqualTo(200);
            assertThat(secrets.calls()).isEqualTo(calls + 1);
            CommandResult ran = listUsers(bySecret(secrets));
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(server.output() + ran.err()).doesNotContain(FIRST, SECOND);
        } finally {
            sql().run("alter role %s password '%s'".formatted(ROOT, FIRST));
        }
    }

    private static String sessions() {
        return sql().value("select max(usename) from pg_stat_activity where application_name = 'cruddur'");
    }

    private static void endSessions() {
        sql().run("select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'cruddur'");
    }

    private static Map<String, String> bySecret(SecretsEndpoint secrets) {
        Map<String, String> settings = new HashMap<>(secrets.settings());
        settings.put("PROD_CONNECTION_SECRET_ARN", SecretsEndpoint.ARN);
        settings.put("PROD_CONNECTION_URL", checked("nobody"));
        settings.remove("CONNECTION_SECRET_ARN");
        return settings;
    }

    @Test
    void while_a_secret_cannot_be_fetched_requests_are_refused_and_then_they_are_not() throws IOException {
        try (SecretsEndpoint secrets = new SecretsEndpoint(ROOT, FIRST)) {
            secrets.fail(true);
            Instant begun = Instant.now();
            CruddurProcess server = serve(bySecret(secrets));
            server.awaitWords("Cruddur is at");
            assertThat(status("/readyz")).isEqualTo(503);
            assertThat(status("/api/activities/home")).isEqualTo(503);
            server.awaitWords("Secrets Manager refuses the database's password: 400");
            // After 0, 1, 3, 7 and 15 seconds.
            assertThat(secrets.calls())
                    .isLessThan(4 + (int) Duration.between(begun, Instant.now()).toSeconds() / 4);
            secrets.fail(false);
            server.awaitReady();
            assertThat(status("/api/activities/home")).isEqualTo(200);
            assertThat(server.output()).doesNotContain(FIRST);
        }
    }

    @Test
    void a_token_of_iam_is_shown_instead_of_a_password() throws IOException {
        letIn("cruddur_read,cruddur_write");
        try (IamProxy proxy = IamProxy.before(database, certificates)) {
            CruddurProcess server = serve(byToken(proxy));
            server.awaitReady();
            assertThat(status("/api/activities/home")).isEqualTo(200);
            assertThat(proxy.tokens().stream().map(token -> token.replaceFirst(".*DBUser=([a-z_]+).*", "$1")))
                    .containsOnly("cruddur_read", "cruddur_write");
            assertThat(sessions()).isEqualTo(APP);
            CommandResult ran = listUsers(byToken(proxy));
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(server.output() + ran.err()).doesNotContain("X-Amz");
        }
    }

    @Test
    void a_token_that_is_refused_is_a_refusal() throws IOException {
        letIn("cruddur_read,cruddur_write");
        try (IamProxy proxy = IamProxy.before(database, certificates)) {
            Map<String, String> settings = new HashMap<>(byToken(proxy));
            settings.put("AWS_SECRET_ACCESS_KEY", "another key");
            CruddurProcess server = serve(settings);
            server.awaitWords("Cruddur is at");
            assertThat(status("/readyz")).isEqualTo(503);
            server.awaitWords("PAM authentication failed");
            assertThat(server.output()).doesNotContain("another key", "X-Amz");
        }
    }

    /// Allows roles without a password, for connections that come through the IAM endpoint.
    private static void letIn(String roles) throws IOException {
        Path rules = folder.resolve("postgresql/data/pg_hba.conf");
        Files.writeString(rules, "host all " + roles + " 127.0.0.1/32 trust\n" + Files.readString(rules));
        sql().run("select pg_reload_conf()");
    }

    private static Map<String, String> byToken(IamProxy proxy) {
        return Map.of(
                "PROD_CONNECTION_URL",
                url(APP, "localhost", proxy.port(), certificates.authority().toString()),
                "PROD_CONNECTION_IAM_AUTH",
                "true",
                "AWS_REGION",
                IamProxy.REGION,
                "AWS_ACCESS_KEY_ID",
                IamProxy.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                IamProxy.SECRET_KEY,
                "AWS_SESSION_TOKEN",
                IamProxy.SESSION);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app@localhost/cruddur?sslmode=require | true | '' | Add sslmode=verify-full to the connection URL",
                "app@%2Ftmp/cruddur | '' | '' | PROD_CONNECTION_URL names a Unix socket (/tmp)",
                "app@localhost/cruddur?sslmode=verify-full | yes | '' | PROD_CONNECTION_IAM_AUTH is yes, and must be true or false",
                "app@localhost/cruddur?sslmode=verify-full | true | arn:aws:secretsmanager:eu-central-1:123456789012:secret:x | Set either PROD_CONNECTION_SECRET_ARN or PROD_CONNECTION_IAM_AUTH",
                "app@localhost/cruddur?sslmode=verify-full | '' | hidden | The setting for the secret's ARN is not one of AWS Secrets Manager",
                "app:hidden@localhost/cruddur?sslmode=verify-full | '' | arn:aws:secretsmanager:eu-central-1:123456789012:secret:x | PROD_CONNECTION_URL has a password, and PROD_CONNECTION_SECRET_ARN names another. Remove one of them"
            })
    void settings_that_do_not_fit_together_are_one_sentence(String address, String iam, String arn, String sentence) {
        CruddurProcess server = serve(Map.of(
                "PROD_CONNECTION_URL",
                "postgresql://" + address,
                "PROD_CONNECTION_IAM_AUTH",
                iam,
                "PROD_CONNECTION_SECRET_ARN",
                arn));
        assertThat(server.exitCode()).isEqualTo(2);
        assertThat(server.output()).contains(sentence).hasLineCount(1).doesNotContain("hidden");
    }
}
