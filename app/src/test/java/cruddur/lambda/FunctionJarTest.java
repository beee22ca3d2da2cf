package cruddur.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;

/// The jar that is uploaded to Lambda.
class FunctionJarTest {

    private static final Path JAR = Path.of("../lambda/target/cruddur-post-confirmation.jar");

    private static final long SIX_MEGABYTES = 6_000_000;

    @Test
    void it_is_small() throws IOException {
        assertThat(Files.size(JAR)).isLessThan(SIX_MEGABYTES);
    }

    @Test
    void it_holds_the_handlers_the_driver_and_their_queries() throws IOException {
        assertThat(entries())
                .contains(
                        "cruddur/lambda/PostConfirmation.class",
                        "cruddur/lambda/MetricsStream.class",
                        "org/postgresql/Driver.class",
                        "META-INF/services/java.sql.Driver",
                        "db/queries/people/create_from_signup.sql",
                        "db/queries/metrics/put.sql");
    }

    @Test
    void it_holds_no_server_no_aws_sdk_and_nothing_that_is_for_other_programs() throws IOException {
        assertThat(entries())
                .noneMatch(entry -> entry.startsWith("software/amazon"))
                .noneMatch(entry -> entry.startsWith("io/"))
                .noneMatch(entry -> entry.matches("com/amazonaws/(?!services/lambda/runtime/).*class"))
                .noneMatch(entry -> entry.startsWith("db/") && entry.contains("schema"));
    }

    @Test
    void the_template_is_yaml_and_names_the_handler() throws IOException {
        String template = Files.readString(Path.of("../deploy/lambda/template.yaml"));
        Compose yaml = new Compose(LoadSettings.builder().build());
        assertThat(yaml.composeString(template)).isPresent();
        assertThat(template).contains("Handler: " + PostConfirmation.class.getName() + "::handleRequest\n");
    }

    @Test
    void two_stacks_of_the_template_have_nothing_in_common() throws IOException {
        String template = Files.readString(Path.of("../deploy/lambda/template.yaml"));

        assertThat(template.lines().filter(line -> line.matches(" *(FunctionName|LogGroupName|RoleName|GroupName):.*")))
                .isNotEmpty()
                .allMatch(line -> line.contains("!Ref") || line.contains("!Sub") || line.contains("!GetAtt"));
        assertThat(template.lines().filter(line -> line.matches(" *(From|To)Port:.*")))
                .allMatch(line -> line.endsWith("!Ref DatabasePort"));
    }

    private static List<String> entries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream().map(entry -> entry.getName()).toList();
        }
    }
}
