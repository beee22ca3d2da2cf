package cruddur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mvnw` on a machine that has a JDK and no unzip, wget and curl, as the image of the JDK that the container
/// is built in.
class MavenWrapperTest {

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    /// What mvnw needs, and every Linux has.
    private static final List<String> PROGRAMS =
            List.of("basename cat chmod dirname gzip mkdir mktemp mv rm sha256sum tar tr uname".split(" "));

    @TempDir
    private Path folder;

    @Test
    void it_downloads_and_unpacks_maven() throws Exception {
        useMaven(checksum(makeMaven()));
        assertThat(mvnw()).isEqualTo("Maven runs\n");
        assertThat(mvnw()).as("the second time, without a download").isEqualTo("Maven runs\n");
    }

    @Test
    void it_refuses_a_maven_with_another_checksum() throws Exception {
        makeMaven();
        useMaven("0".repeat(64));
        assertThat(mvnw()).startsWith("Error: Failed to validate Maven distribution SHA-256");
    }

    @Test
    void the_checksums_of_both_archives_are_known() throws IOException {
        Properties properties = new Properties();
        properties.load(Files.newBufferedReader(CHECKOUT.resolve(".mvn/wrapper/maven-wrapper.properties")));
        assertThat(properties).containsKeys("distributionSha256Sum", "distributionTarSha256Sum");
    }

    private Path makeMaven() throws Exception {
        program(folder.resolve("apache-maven-3.0.0/bin/mvn"), "echo Maven runs");
        Path archive = folder.resolve("apache-maven-3.0.0-bin.tar.gz");
        Process tar = new ProcessBuilder(
                        "tar", "-C", folder.toString(), "-czf", archive.toString(), "apache-maven-3.0.0")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(tar.waitFor()).isZero();
        return archive;
    }

    private static String checksum(Path archive) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive)));
    }

    private void useMaven(String checksum) throws IOException {
        Files.copy(CHECKOUT.resolve("mvnw"), folder.resolve("mvnw"));
        Files.createDirectories(folder.resolve(".mvn/wrapper"));
        Files.writeString(
                folder.resolve(".mvn/wrapper/maven-wrapper.properties"), """
                distributionUrl=%sapache-maven-3.0.0-bin.zip
                distributionSha256Sum=the checksum of the zip
                distributionTarSha256Sum=%s
                """.formatted(folder.toUri(), checksum));
        Path path = folder.resolve("path");
        for (String program : PROGRAMS) {
            program(path.resolve(program), "exec " + find(program) + " \"$@\"");
        }
    }

    private static void program(Path program, String text) throws IOException {
        Files.createDirectories(program.resolveSibling(""));
        Files.writeString(program, "#!/bin/sh\n" + text + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private static Path find(String program) {
        Path usual = Path.of("/usr/bin", program);
        return Files.exists(usual) ? usual : Path.of("/bin", program);
    }

    private String mvnw() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(folder.resolve("mvnw").toString()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("path").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HOME", folder.resolve("home").toString());
        try (var output = builder.start().inputReader()) {
            return output.readAllAsString();
        }
    }
}
