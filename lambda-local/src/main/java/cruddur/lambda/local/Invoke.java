package cruddur.lambda.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Gives one event to the function as Lambda would, with the settings of this environment. Prints
/// what the function logs on stderr, and what it answers on stdout.
final class Invoke {

    private Invoke() {}

    /// Invokes the function, and exits with 1 if it fails.
    ///
    /// @param arguments the folder that the module `lambda` is built into, and the file with the event
    public static void main(String[] arguments) throws IOException {
        try {
            System.exit(invoke(Path.of(arguments[0]), Files.readAllBytes(Path.of(arguments[1]))));
        } catch (IllegalStateException e) {
            System.err.println("Cruddur: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int invoke(Path build, byte[] event) throws IOException {
        Path log = Files.createTempFile("function", ".log");
        try (LocalFunction function = LocalFunction.start(build, System.getenv(), log)) {
            LocalFunction.Answer answer = function.invoke(event);
            System.err.print(function.output());
            System.out.print(answer.text());
            return answer.failed() ? 1 : 0;
        } finally {
            Files.delete(log);
        }
    }
}
