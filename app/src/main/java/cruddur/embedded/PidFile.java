package cruddur.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A cluster's `postmaster.pid`, in which PostgreSQL records its process, port and state.
///
/// The file may be empty or cut off, and its process number may belong to another program now.
record PidFile(Path data) {

    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    private static final Set<String> CHANGES = Set.of("starting", "stopping");

    Path path() {
        return data.resolve("postmaster.pid");
    }

    /// The server's process, if it is running.
    Optional<ProcessHandle> process() {
        return Files.exists(path()) ? number(0).map(PidFile::postgres).orElseGet(this::unnoted) : Optional.empty();
    }

    /// Whether the server accepts connections.
    boolean isReady() {
        return process().isPresent() && line(STATUS_LINE).equals("ready");
    }

    /// Whether the server is starting or stopping.
    boolean isChanging() {
        return process().isPresent() && CHANGES.contains(line(STATUS_LINE));
    }

    /// The port at which it listens.
    Optional<Integer> port() {
        return number(PORT_LINE);
    }

    /// Also if the program's file was replaced while it ran, which Linux marks with `(deleted)`.
    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .filter(name -> name.matches("(?s).*/postgres( \\(deleted\\))?"))
                .isPresent();
    }

    private static Optional<ProcessHandle> postgres(int pid) {
        return ProcessHandle.of(pid).filter(PidFile::isPostgres);
    }

    /// The process of this cluster that the file does not name.
    private Optional<ProcessHandle> unnoted() {
        return ProcessHandle.allProcesses()
                .filter(PidFile::isPostgres)
                .filter(this::servesThis)
                .findFirst();
    }

    private boolean servesThis(ProcessHandle process) {
        return process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(data.toString()::equals);
    }

    private Optional<Integer> number(int line) {
        return Optional.of(line(line)).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
    }

    private String line(int index) {
        List<String> lines = DataFolder.textOf(path()).lines().toList();
        return index < lines.size() ? lines.get(index).strip() : "";
    }
}
