package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.Listener;
import cruddur.cli.common.Setting;
import cruddur.localcognito.Seal;
import cruddur.operations.EnvFile;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.Hurried;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The files for Docker Compose, dev containers and Gitpod, checked as far as possible without those
/// programs.
class WorkplacesTest {

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private static final String PORT = Integer.toString(Listener.DEFAULT_PORT);

    /// How long the health check waits for an answer.
    private static final Duration HEALTH_CHECK = Duration.ofSeconds(2);

    private static final List<String> SETTINGS =
            Arrays.stream(Setting.values()).map(Setting::name).toList();

    @Test
    void compose_runs_a_postgresql_that_comes_back_and_keeps_its_data() throws IOException {
        JsonObject db = compose().getJsonObject("services").getJsonObject("db");
        assertThat(db.getString("image")).startsWith("postgres:");
        assertThat(db.getString("restart")).isEqualTo("always");
        assertThat(db.getJsonObject("environment").fieldNames()).contains("POSTGRES_USER", "POSTGRES_PASSWORD_FILE");
        assertThat(db.getJsonArray("volumes")).containsExactly("db:/var/lib/postgresql", "secrets:/secrets:ro");
        assertThat(compose().getJsonObject("volumes").fieldNames()).containsExactly("db", "secrets");
        assertThat(db.getJsonObject("healthcheck").getString("test")).startsWith("pg_isready ");
    }

    @Test
    void compose_is_reached_from_this_machine_alone() throws IOException {
        JsonObject services = compose().getJsonObject("services");
        assertThat(services.getJsonObject("db").getJsonArray("ports")).containsExactly("127.0.0.1:5432:5432");
        assertThat(services.getJsonObject("app").getJsonArray("ports"))
                .containsExactly("127.0.0.1:" + PORT + ":" + PORT);
    }

    @Test
    void compose_runs_the_server_with_the_built_in_pool_and_needs_no_preparation() throws IOException {
        JsonObject app = compose().getJsonObject("services").getJsonObject("app");
        JsonObject build = app.getJsonObject("build");
        assertThat(CHECKOUT.resolve(build.getString("dockerfile"))).isRegularFile();
        assertThat(app.getJsonArray("command")).containsExactly("serve", "--demo");
        JsonObject environment = app.getJsonObject("environment");
        assertThat(environment.fieldNames()).isSubsetOf(SETTINGS);
        assertThat(environment.getString("USER_POOL")).isEqualTo("${USER_POOL-built-in}");
        assertThat(text("docker-compose.yml")).doesNotContain(":?");
    }

    @Test
    void compose_makes_its_secrets_once(@TempDir Path secrets) throws Exception {
        assertThat(compose().getJsonObject("services").getJsonObject("secrets").getJsonArray("entrypoint"))
                .containsExactly("/cruddur/make-secrets");
        makeSecrets(secrets, Map.of());
        String password = Files.readString(secrets.resolve("postgres-password"));
        Map<String, String> settings = new EnvFile(secrets.resolve(".env")).read();

        assertThat(password).matches("[0-9a-f]{32}");
        assertThat(ConnectionUrl.parse(settings.getOrDefault("CONNECTION_URL", ""))
                        .reveal())
                .isEqualTo("postgresql://postgres:" + password + "@db:5432/cruddur");
        assertThat(Seal.of(settings.getOrDefault("USER_POOL_SECRET", ""))).isNotNull();
        assertThat(settings).hasSize(2);
        for (String file : List.of(".env", "postgres-password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve(file))))
                    .isEqualTo("rw-------");
        }
        makeSecrets(secrets, Map.of());
        assertThat(new EnvFile(secrets.resolve(".env")).read()).isEqualTo(settings);
    }

    @Test
    void compose_takes_the_password_of_a_database_from_before(@TempDir Path secrets) throws Exception {
        makeSecrets(secrets, Map.of("POSTGRES_USER", "me", "POSTGRES_PASSWORD", "earlier"));
        assertThat(secrets.resolve("postgres-password")).hasContent("earlier");
        assertThat(new EnvFile(secrets.resolve(".env")).read())
                .containsEntry("CONNECTION_URL", "postgresql://me:earlier@db:5432/cruddur");
    }

    private static void makeSecrets(Path folder, Map<String, String> environment) throws Exception {
        ProcessBuilder script = new ProcessBuilder(
                CHECKOUT.resolve("deploy/container/make-secrets").toString(), folder.toString());
        script.environment().putAll(environment);
        Process made = script.redirectErrorStream(true).start();
        String printed = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(printed).isZero();
    }

    @Test
    void the_image_copies_what_there_is_and_what_is_not_left_out_of_its_context() throws IOException {
        List<String> admitted = lines(".dockerignore")
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        Stream<String> copied = lines("deploy/container/Dockerfile")
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .flatMap(line -> sources(line.split(" ")));
        assertThat(copied)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(CHECKOUT.resolve(path)).exists())
                .allMatch(path -> admitted.stream().anyMatch(path::startsWith));
    }

    private static Stream<String> sources(String[] words) {
        return Arrays.stream(words, 1, words.length - 1);
    }

    @Test
    void the_image_runs_as_an_ordinary_user_and_can_be_reached() throws IOException {
        List<String> lines = lines("deploy/container/Dockerfile").toList();
        assertThat(lines)
                .contains(
                        "USER cruddur", "EXPOSE " + PORT, "ENV PATH=/cruddur/jre/bin:$PATH HOST=0.0.0.0 PORT=" + PORT);
        assertThat(lines.indexOf("USER cruddur"))
                .isLessThan(lines.indexOf("CMD [\"serve\"]"))
                .isGreaterThan(lines.lastIndexOf("FROM program"));
    }

    @Test
    void its_health_check_recognises_a_living_server() throws Exception {
        String port;
        try (TestServer server = TestServer.on(Cluster.NEWEST.empty())) {
            port = Integer.toString(server.uri("/").getPort());
            Hurried.within(HEALTH_CHECK, () -> assertThat(healthCheck(port)).isZero());
        }
        assertThat(healthCheck(port)).isEqualTo(1);
    }

    private static int healthCheck(String port) throws Exception {
        ProcessBuilder check = new ProcessBuilder(
                        CHECKOUT.resolve("deploy/container/health-check").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        check.environment().put("PORT", port);
        return check.start().waitFor();
    }

    @Test
    void the_dev_container_passes_settings_on_and_opens_the_page() throws IOException {
        JsonObject container = new JsonObject(text(".devcontainer/devcontainer.json"));
        String dockerfile = container.getJsonObject("build").getString("dockerfile");
        assertThat(CHECKOUT.resolve(".devcontainer").resolve(dockerfile)).isRegularFile();
        assertThat(container.getJsonArray("forwardPorts")).containsExactly(Listener.DEFAULT_PORT);
        assertThat(container.getJsonObject("remoteEnv").fieldNames()).isSubsetOf(SETTINGS);
        assertThat(container.getString("postStartCommand")).isEqualTo("[ -z \"$DB_SG_ID\" ] || bin/rds-update-sg-rule");
    }

    @Test
    void gitpod_lets_the_workspace_in_and_runs_all_of_it() throws IOException {
        JsonObject gitpod = yaml(".gitpod.yml");
        String image = gitpod.getJsonObject("image").getString("file");
        assertThat(CHECKOUT.resolve(image)).isRegularFile();
        JsonObject rule = gitpod.getJsonArray("tasks").getJsonObject(0);
        assertThat(rule.getString("command"))
                .contains("export GITPOD_IP=$(curl -4 ", "${DB_SG_ID:-}", "bin/rds-update-sg-rule");
        assertThat(gitpod.getJsonArray("tasks").getJsonObject(1).getString("command"))
                .isEqualTo("bin/cruddur up");
        assertThat(gitpod.getJsonArray("ports").getJsonObject(0).getInteger("port"))
                .isEqualTo(Listener.DEFAULT_PORT);
    }

    @Test
    void git_leaves_line_feeds_as_they_are_everywhere() throws IOException {
        assertThat(text(".gitattributes")).contains("* text=auto eol=lf\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".devcontainer/Dockerfile", ".gitpod.Dockerfile"})
    void a_workplace_has_the_jdk_and_psql(String file) throws IOException {
        assertThat(text(file)).contains("eclipse-temurin:25-jdk", "postgresql-client");
    }

    private static JsonObject compose() throws IOException {
        return yaml("docker-compose.yml");
    }

    private static JsonObject yaml(String file) throws IOException {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(text(file));
        JsonObject object = new JsonObject();
        ((Map<?, ?>) document).forEach((name, value) -> object.put(String.valueOf(name), value));
        return object;
    }

    private static Stream<String> lines(String file) throws IOException {
        return text(file).lines();
    }

    private static String text(String file) throws IOException {
        return Files.readString(CHECKOUT.resolve(file));
    }
}
