package cruddur.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.ExampleMatch;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the commands of the API pages, in order, and compares their output with the pages.
class ApiDocsTest {

    private static final Path PAGES = Path.of("../docs/api");

    private static final Pattern BLOCK = Pattern.compile("(?m)^```(sh|json|text)\\n((?s:.*?))^```$");

    /// A block of a page.
    ///
    /// @param kind `sh` is run; `json` and `text` are the output of the block before
    private record Block(String kind, String text) {

        static Block of(MatchResult found) {
            return new Block(found.group(1), found.group(2));
        }
    }

    private static final Pattern SECONDS = Pattern.compile("(sleep|--max-time) (\\d+)");

    /// A command, and its output.
    private record Call(String command, Block printed) {

        /// The same, which waits so many times longer.
        Call patient(int times) {
            return new Call(
                    SECONDS.matcher(command)
                            .replaceAll(found -> found.group(1) + " " + times * Integer.parseInt(found.group(2))),
                    printed);
        }
    }

    @BeforeAll
    static void curl_is_there() {
        assertThat(run("command -v curl", Map.of()))
                .as("The pages about the API call it with curl, so this test needs curl: install it.")
                .isNotBlank();
    }

    static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void the_first_page_leads_to_all_others() throws IOException {
        String first = Files.readString(PAGES.resolve("README.md"));

        assertThat(pages())
                .contains("README.md")
                .filteredOn(page -> !page.equals("README.md"))
                .allSatisfy(page -> assertThat(first).contains("(" + page + ")"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_shows_the_real_output(String page) throws IOException {
        List<Call> calls = calls(Files.readString(PAGES.resolve(page)));
        assertThat(calls).isNotEmpty();
        try {
            check(page, calls);
        } catch (AssertionError _) {
            // The seconds of an example may be too few for a busy machine.
            check(page, calls.stream().map(call -> call.patient(5)).toList());
        }
    }

    private static void check(String page, List<Call> calls) {
        try (TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded())) {
            BuiltInPool pool = BuiltInPool.at(server.uri("/"));
            Map<String, String> environment = Map.of(
                    "CRUDDUR", server.address(),
                    "PASSWORD", BuiltInPool.PASSWORD,
                    "TOKEN", pool.signIn("ada@example.com", BuiltInPool.PASSWORD),
                    "BAO", pool.signIn("bao@example.com", BuiltInPool.PASSWORD));
            calls.forEach(call -> check(page, call, run(call.command, environment)));
        }
    }

    private static List<Call> calls(String page) {
        List<Block> blocks = BLOCK.matcher(page).results().map(Block::of).toList();
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i += 2) {
            assertThat(blocks.get(i).kind).isEqualTo("sh");
            assertThat(blocks.get(i + 1).kind).isIn("json", "text");
            calls.add(new Call(blocks.get(i).text, blocks.get(i + 1)));
        }
        return calls;
    }

    private static void check(String page, Call call, String printed) {
        String what = page + ": " + call.command;
        if (call.printed.kind.equals("json")) {
            ExampleMatch.checkJson(what, call.printed.text, printed);
        } else {
            ExampleMatch.checkText(what, call.printed.text, printed);
        }
    }

    private static String run(String command, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
            builder.environment().putAll(environment);
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            Process process = builder.start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(10, TimeUnit.SECONDS);
            return printed;
        } catch (IOException e) {
            throw new IllegalStateException("Cannot run sh, which this test needs", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
