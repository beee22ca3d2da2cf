package cruddur.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Looks for what would keep people out, with all the rules of axe-core.
final class Axe {

    private static final String SCRIPT = read("/axe.min.js");

    private static final String RUN = """
            const done = arguments[arguments.length - 1]
            axe.run({ resultTypes: ['violations'] }).then(result => done(result.violations.map(violation =>
              violation.help + ': ' + violation.nodes.map(node => node.target + ' ' + node.failureSummary))))
            """;

    private Axe() {}

    /// One line for each rule that the page breaks.
    static List<?> violations(Browser browser) {
        browser.run(SCRIPT);
        return (List<?>) Objects.requireNonNull(browser.runAsync(RUN));
    }

    private static String read(String resource) {
        try (InputStream in = Objects.requireNonNull(Axe.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
