package cruddur.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The processes of the cluster in a data folder: PostgreSQL with its children, and the programs that
/// create or start it.
public record PostgresProcesses(Path home) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// The living processes. A zombie has no command any more.
    public List<ProcessHandle> living() {
        String data = home.resolve("data").toString();
        return ProcessHandle.allProcesses()
                .filter(process -> mentions(process, data))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .filter(process -> process.info().command().isPresent())
                .toList();
    }

    private static boolean mentions(ProcessHandle process, String text) {
        return Arrays.stream(process.info().arguments().orElse(new String[0])).anyMatch(word -> word.contains(text));
    }

    /// Kills all of them at once, and those that they were just creating.
    public void kill() {
        for (List<ProcessHandle> left = living(); !left.isEmpty(); left = living()) {
            send("KILL", left);
            awaitEnd(left);
        }
    }

    /// Waits until all of them have ended by themselves. PostgreSQL removes its `postmaster.pid`, for which the program
    /// that stops it waits, just before.
    public void awaitEnd() {
        awaitEnd(living());
        assertThat(living()).isEmpty();
    }

    /// Kills the parent of all others at once.
    public void killPostmaster() {
        ProcessHandle postmaster = postmaster(living());
        send("KILL", List.of(postmaster));
        awaitEnd(List.of(postmaster));
    }

    /// Stops PostgreSQL at once, as `pg_ctl stop -m immediate` does: its next start recovers from the
    /// write-ahead log.
    public void stopImmediately() {
        List<ProcessHandle> processes = living();
        send("QUIT", List.of(postmaster(processes)));
        awaitEnd(processes);
    }

    /// From now on lets none of them, nor their children, write beyond this many bytes in a file. PostgreSQL takes that
    /// for a full disk.
    public void limitFiles(long bytes) {
        living().forEach(process ->
                CruddurProcess.run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":"));
    }

    /// Stops all of them with SIGSTOP. Twice, because the first round may miss a child that is just being
    /// created.
    public void freeze() {
        send("STOP", living());
        send("STOP", living());
    }

    public void thaw() {
        send("CONT", living());
    }

    /// While PostgreSQL starts, `pg_ctl` may be its parent.
    private static ProcessHandle postmaster(List<ProcessHandle> all) {
        List<ProcessHandle> processes =
                all.stream().filter(process -> runs(process, "postgres")).toList();
        return processes.stream()
                .filter(process -> process.parent().filter(processes::contains).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static boolean runs(ProcessHandle process, String program) {
        return process.info()
                .command()
                .filter(path -> path.endsWith("/" + program))
                .isPresent();
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (processes.stream().anyMatch(PostgresProcesses::lives) && System.nanoTime() < deadline) {
            CruddurProcess.pause(10);
        }
        assertThat(processes).noneMatch(PostgresProcesses::lives);
    }

    private static boolean lives(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /// Java itself can send only the two signals that end a process. A process that ended meanwhile is no
    /// error.
    static void send(String signal, List<ProcessHandle> processes) {
        List<String> words =
                new ArrayList<>(List.of("sh", "-c", "for pid; do kill -s " + signal + " $pid; done", "kill"));
        processes.forEach(process -> words.add(Long.toString(process.pid())));
        CruddurProcess.run(words.toArray(String[]::new));
    }
}
