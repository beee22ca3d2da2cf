package bench;

import cruddur.operations.OperationException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A program that generates load, or that the server is measured beside.
enum Tool {
    WRK("wrk", "wrk", "wrk"),
    PGBENCH("pgbench", "postgresql-contrib", "postgresql"),
    NGINX("nginx", "nginx-light", "nginx"),
    REDIS("redis-server", "redis-server", "redis");

    private final String program;
    private final String debian;
    private final String macos;

    Tool(String program, String debian, String macos) {
        this.program = program;
        this.debian = debian;
        this.macos = macos;
    }

    /// Fails with a sentence about how to install missing programs.
    static void require(Tool... tools) {
        List<Tool> missing =
                Arrays.stream(tools).filter(tool -> tool.find().isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new OperationException(
                    "This needs " + listed(missing, " and ", tool -> tool.program) + ". " + install(missing));
        }
    }

    /// Where it is. Debian keeps servers in a folder that only root searches.
    Optional<Path> find() {
        return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// What the report prints instead of its figures.
    String absence() {
        return program + " is not installed, so its figures are missing. " + install(List.of(this));
    }

    private static String install(List<Tool> tools) {
        return "Install with: apt-get install "
                + listed(tools, " ", tool -> tool.debian)
                + " (Debian, Ubuntu) or: brew install "
                + listed(tools, " ", tool -> tool.macos)
                + " (macOS).";
    }

    private static String listed(List<Tool> tools, String separator, Function<Tool, String> name) {
        return tools.stream().map(name).collect(Collectors.joining(separator));
    }
}
