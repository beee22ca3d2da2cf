package bench;

import cruddur.operations.OperationException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The programs that generate the load.
final class Tools {

    private Tools() {}

    /// Fails with a sentence about how to install missing programs.
    static void require() {
        List<String> missing = Stream.of("wrk", "pgbench")
                .filter(program -> !isInstalled(program))
                .toList();
        if (!missing.isEmpty()) {
            throw new OperationException("This needs "
                    + String.join(" and ", missing)
                    + ". Install with: apt-get install wrk postgresql-contrib (Debian, Ubuntu)"
                    + " or: brew install wrk postgresql (macOS).");
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
