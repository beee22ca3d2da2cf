package cruddur.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the commands of docs/psql.md in psql, and compares the errors with those on the page.
class PsqlDocsTest {

    private static final Pattern BLOCK = Pattern.compile(
            "(?m)^```(?<kind>sh|psql|psql-error)\\n(?<text>(?s:.*?))^```$(\\n\\n```text\\n(?<words>(?s:.*?))^```$)?");

    /// A block of the page.
    ///
    /// @param words that the output must contain, if the block fails
    record Block(String kind, String text, List<String> words) {

        @Override
        public String toString() {
            return text.lines().findFirst().orElse("");
        }
    }

    private record Printed(int exitCode, String words) {}

    /// psql may be newer than the server, but not older.
    private static final ConnectionUrl URL = Cluster.OLDEST.seeded();

    @TempDir
    private static Path folder;

    /// A session that blocks a drop.
    private static Connection blocker;

    @BeforeAll
    static void psql_is_there_and_another_session_exists() throws SQLException, IOException {
        assertThat(run(List.of("sh", "-c", "command -v psql"), "").exitCode)
                .as("The page is about psql, so this test needs it: apt-get install postgresql-client")
                .isZero();
        Files.createSymbolicLink(folder.resolve("db"), Path.of("../db").toRealPath());
        blocker = new Sql(URL).connect();
    }

    @AfterAll
    static void they_leave() throws SQLException {
        blocker.close();
    }

    static List<Block> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("../docs/psql.md")))
                .results()
                .map(found -> new Block(
                        found.group("kind"),
                        found.group("text"),
                        Stream.ofNullable(found.group("words"))
                                .flatMap(String::lines)
                                .toList()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void a_block_does_what_the_page_shows(Block block) throws IOException {
        boolean isShell = block.kind.equals("sh");
        Printed printed = isShell ? run(List.of("sh", "-c", block.text), "") : run(List.of("psql", "-X"), block.text);

        assertThat(block.words).allSatisfy(words -> assertThat(printed.words).contains(words));
        if (block.words.isEmpty()) {
            assertThat(printed.words).doesNotContain("ERROR:", "invalid command", "error:");
            assertThat(printed.exitCode).isZero();
        }
        assertThat(block.kind.equals("psql")).isEqualTo(!isShell && block.words.isEmpty());
    }

    private static Printed run(List<String> command, String typed) throws IOException {
        Path in = Files.writeString(Files.createTempFile(folder, "typed", ""), typed);
        Path out = Files.createTempFile(folder, "printed", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(URL.libpqVariables());
        builder.environment().put("LC_ALL", "C");
        int exitCode = builder.start().onExit().join().exitValue();
        return new Printed(exitCode, Files.readString(out));
    }
}
