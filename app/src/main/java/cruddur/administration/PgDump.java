package cruddur.administration;

import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A pg_dump. It can read servers of its own version and of older ones.
///
/// @param major the major version, for example 18
record PgDump(Path program, int major) {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (?<major>[0-9]+)");

    /// The folders of packages outside the `PATH`.
    private static final List<String> FOLDERS = List.of(
            "/usr/lib/postgresql",
            "/opt/homebrew/opt",
            "/usr/local/opt",
            "/Applications/Postgres.app/Contents/Versions");

    /// Finds one that can read a server: the first of the `PATH` that can, else the newest one installed.
    ///
    /// @param server the major version of the server
    /// @param named the only program to consider, if given
    /// @throws OperationException with what to install, if there is none
    static PgDump fitting(int server, Optional<Path> named, String path) {
        List<PgDump> found = named.map(Stream::of)
                .orElseGet(() -> all(path))
                .flatMap(PgDump::at)
                .toList();
        return found.stream()
                .filter(each -> each.major >= server)
                .findFirst()
                .orElseThrow(() -> new OperationException(none(server, found)));
    }

    private static String none(int server, List<PgDump> found) {
        String seen = found.stream().map(PgDump::toString).collect(Collectors.joining(", "));
        return "The server is PostgreSQL %d, and only a pg_dump of that version or a newer one can read it; %s. Install postgresql-client-%d (Debian, Ubuntu; from apt.postgresql.org) or postgresql@%d (Homebrew), or name one: --pg-dump PATH"
                .formatted(server, seen.isEmpty() ? "there is none here" : "here is " + seen, server, server);
    }

    private static Stream<Path> all(String path) {
        Stream<Path> onPath = Stream.of(path.split(":", -1)).map(Path::of);
        Stream<Path> packaged = FOLDERS.stream().flatMap(PgDump::versions);
        return Stream.concat(onPath, packaged)
                .map(folder -> folder.resolve("pg_dump"))
                .filter(Files::isExecutable);
    }

    /// The program folders below a folder that has one for each version, the newest first.
    private static Stream<Path> versions(String folder) {
        if (!Files.isDirectory(Path.of(folder))) {
            return Stream.of();
        }
        List<Path> versions = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of(folder))) {
            found.forEach(version -> versions.add(version.resolve("bin")));
        } catch (IOException e) {
            throw new OperationException("Cannot list " + folder + ": " + IoReason.of(e), e);
        }
        return versions.stream().sorted(Comparator.reverseOrder());
    }

    private static Stream<PgDump> at(Path program) {
        Matcher version = VERSION.matcher(output(program, "--version"));
        return version.find() ? Stream.of(new PgDump(program, Integer.parseInt(version.group("major")))) : Stream.of();
    }

    /// Whether the word that protects a dump from its content can be chosen. Otherwise each dump has
    /// another word.
    boolean takesRestrictKey() {
        return output(program, "--help").contains("--restrict-key");
    }

    private static String output(Path program, String option) {
        try {
            Process process = new ProcessBuilder(program.toString(), option).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OperationException("Cannot run " + program + ": " + IoReason.of(e), e);
        }
    }

    @Override
    public String toString() {
        return program + " (" + major + ")";
    }
}
