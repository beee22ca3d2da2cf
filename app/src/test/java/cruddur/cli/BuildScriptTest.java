package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/cruddur` in a checkout whose JDK and Maven only print their arguments.
class BuildScriptTest {

    private static final Path BIN = Path.of("..", "bin").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path checkout;
    private Path lock;

    @BeforeEach
    void make() throws IOException {
        checkout = Files.createDirectory(folder.resolve("ein schöner Ort"));
        lock = checkout.resolve("app/target/building.pid");
        for (String name : List.of("bin/support", "core", "picocli", "lambda", "lambda-local", "app/target")) {
            Files.createDirectories(checkout.resolve(name));
        }
        copy("cruddur");
        copy("support/checkout.sh");
        copy("support/jdk.sh");
        copy("support/build.sh");
        copy("support/rehearse.sh");
        program("mvnw", "echo built >>app/target/builds");
        program("jdk/bin/javac", "");
        program("jdk/bin/java", "echo \"runs with $LC_ALL and $HOME\"");
        Files.writeString(checkout.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    }

    private void copy(String name) throws IOException {
        Files.copy(BIN.resolve(name), checkout.resolve("bin").resolve(name));
    }

    private void program(String name, String text) throws IOException {
        Path program = checkout.resolve(name);
        Files.createDirectories(program.resolveSibling(""));
        Files.writeString(program, "#!/bin/sh\n" + text + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void a_lock_whose_process_is_gone_is_taken_over() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createSymbolicLink(lock, Path.of(Long.toString(gone.pid())));

        assertThat(cruddur(Map.of())).contains("building", "runs with");
        assertThat(Files.readString(checkout.resolve("app/target/builds"))).isEqualTo("built\n");
        assertThat(lock).doesNotExist();
    }

    @Test
    void a_lock_whose_process_lives_is_waited_for_and_named() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        Files.createSymbolicLink(lock, Path.of(Long.toString(other.pid())));
        Process waiting = start(Map.of());
        try (Stream<String> lines = waiting.inputReader(StandardCharsets.UTF_8).lines()) {
            assertThat(lines.findFirst())
                    .contains("Cruddur: waiting for the build of process " + other.pid()
                            + "; if that is no build, remove " + lock);
        } finally {
            other.destroy();
            waiting.destroy();
        }
    }

    @Test
    void a_lock_that_cannot_be_made_ends_it_with_why() throws IOException {
        Files.writeString(lock, "");

        assertThat(cruddur(Map.of()))
                .startsWith("Cruddur: cannot begin to build: ")
                .contains(lock.toString());
    }

    @Test
    void it_works_without_a_locale_and_without_a_home() throws IOException {
        assertThat(cruddur(Map.of("LC_ALL", "C"))).contains("runs with C.UTF-8 and " + System.getProperty("user.home"));
    }

    @Test
    void two_checkouts_that_build_at_once_have_no_port_in_common() throws IOException {
        Path ports = folder.resolve("ports");
        program("jdk/bin/java", """
                case "$*" in
                  *FreePort*) echo 4711 ;;
                  *" up") echo "Cruddur is at $PORT" | tee -a '%s' ;;
                esac""".formatted(ports));

        cruddur(Map.of("CRUDDUR_EDITING", ""));
        assertThat(Files.readAllLines(ports).getFirst()).isEqualTo("Cruddur is at 4711");
    }

    private String cruddur(Map<String, String> environment) throws IOException {
        return new String(start(environment).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        checkout.resolve("bin/cruddur").toString(), "up")
                .directory(new File("/"))
                .redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(Map.of("JAVA_HOME", checkout.resolve("jdk").toString(), "CRUDDUR_EDITING", "yes"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
