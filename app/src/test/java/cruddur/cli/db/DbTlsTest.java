package cruddur.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.administration.DatabaseAdmin;
import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.embedded.PostgresArchive;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Certificates;
import cruddur.testing.Cluster;
import cruddur.testing.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How commands check a server's certificate, and the programs that they run, whose libpq may be older than
/// `sslrootcert=system`.
class DbTlsTest {

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static Certificates strangers;
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        certificates = Certificates.in(folder.resolve("certificates"), "localhost");
        strangers = Certificates.in(folder.resolve("strangers"), "localhost");
        DataFolder data = DataFolder.at(folder.resolve("postgresql"));
        Cluster.copyPrograms(data);
        postgres = EmbeddedPostgres.start(
                data,
                PostgresArchive.bundled(),
                Map.of(
                        "ssl", "on",
                        "ssl_cert_file", certificates.certificate().toString(),
                        "ssl_key_file", certificates.key().toString()),
                _ -> {});
        new DatabaseAdmin(postgres.url("cruddur")).create();
    }

    @AfterAll
    static void stop() {
        postgres.stop();
    }

    private static String url(String host, String parameters) {
        ConnectionUrl url = postgres.url("cruddur");
        return url.reveal().replace("127.0.0.1", host) + "?" + parameters;
    }

    /// With a JDK that trusts the authority of the server, and no other.
    private static CommandResult db(String url, String... words) {
        return CommandResult.process(
                Map.of(
                        "PROD_CONNECTION_URL",
                        url,
                        "JDK_JAVA_OPTIONS",
                        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
                                .formatted(certificates.store(), Certificates.PASSWORD)),
                "db",
                words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslrootcert=system", "sslmode=verify-full", "sslmode=require&sslrootcert=AUTHORITY"})
    void what_status_accepts_psql_and_pg_dump_accept(String parameters) throws IOException {
        String url = url("localhost", parameters.replace("AUTHORITY", "" + certificates.authority()));
        Path dump = folder.resolve("pg_dump");
        Files.writeString(dump, """
                #!/bin/sh
                case $1 in
                  --version) echo 'pg_dump (PostgreSQL) 18.1' ;;
                  --help) ;;
                  *) exec psql -XAtc 'select ssl from pg_stat_ssl where pid = pg_backend_pid()' ;;
                esac
                """);
        Files.setPosixFilePermissions(dump, PosixFilePermissions.fromString("rwx------"));

        assertThat(db(url, "status", "prod").exitCode()).isZero();
        CommandResult connected = db(url, "connect", "prod", "--", "-XAtc", "select 42");
        assertThat(connected.out()).as(connected.err()).isEqualTo("42\n");
        CommandResult dumped = db(url, "dump", "prod", "--pg-dump", dump.toString());
        assertThat(dumped.out()).as(dumped.err()).isEqualTo("t\n");
    }

    @Test
    void with_require_a_file_of_other_authorities_is_a_refusal() {
        CommandResult ran =
                db(url("127.0.0.1", "sslmode=require&sslrootcert=" + strangers.authority()), "status", "prod");

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.lastWords())
                .contains(
                        "from an authority that is not trusted",
                        "Check the host, sslmode and sslrootcert in PROD_CONNECTION_URL");
    }

    @Test
    void with_the_systems_authorities_the_host_is_checked_too() {
        CommandResult ran = db(url("127.0.0.1", "sslrootcert=system"), "connect", "prod", "--", "-c", "select 42");

        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.lastWords()).contains("for another host name");
    }
}
