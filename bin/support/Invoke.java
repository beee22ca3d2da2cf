import cruddur.operations.LocalFunction;

import java.nio.file.Files;
import java.nio.file.Path;

/// Gives one event to the function as Lambda would, with the settings of this environment. Prints
/// what the function logs on stderr, and what it answers on stdout.
class Invoke {

    int exitCode;

    void main(String[] arguments) throws Exception {
        Path log = Files.createTempFile("function", ".log");
        Path build = Path.of(System.getProperty("cruddur.checkout"), "lambda", "target");
        try (LocalFunction function = LocalFunction.start(build, System.getenv(), log)) {
            LocalFunction.Answer answer =
                    function.invoke(Files.readAllBytes(Path.of(arguments[0])));
            System.err.print(function.said());
            System.out.println(answer.text());
            exitCode = answer.failed() ? 1 : 0;
        } finally {
            Files.delete(log);
        }
        System.exit(exitCode);
    }
}
