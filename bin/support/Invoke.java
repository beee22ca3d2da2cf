import cruddur.operations.LocalFunction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Gives one event to the function as Lambda would, with the settings of this environment. Prints
/// what the function logs on stderr, and what it answers on stdout.
class Invoke {

    void main(String[] arguments) throws IOException {
        System.exit(invoke(Files.readAllBytes(Path.of(arguments[0]))));
    }

    int invoke(byte[] event) throws IOException {
        Path build = Path.of(System.getProperty("cruddur.checkout"), "lambda", "target");
        Path log = Files.createTempFile("function", ".log");
        try (LocalFunction function = LocalFunction.start(build, System.getenv(), log)) {
            LocalFunction.Answer answer = function.invoke(event);
            System.err.print(function.said());
            System.out.print(answer.text());
            return answer.failed() ? 1 : 0;
        } finally {
            Files.delete(log);
        }
    }
}
