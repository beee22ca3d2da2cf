package cruddur.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The processes that work on the cluster in a data folder, for what a test does to them:
/// PostgreSQL with its children, and whatever makes or starts it.
public record PostgresProcesses(Path home) {

    /// Those that live now. A dead one that nobody has asked for its exit code yet has no command
    /// any more.
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
        return Arrays.stream(process.info().arguments().orElse(new String[0]))
                .anyMatch(word -> word.contains(text));
    }

    /// Ends all of them without a chance to write anything.
    public void kill() {
        List<ProcessHandle> processes = living();
        send("KILL", processes);
        awaitEnd(processes);
    }

    /// Stops PostgreSQL at once, as `pg_ctl stop -m immediate` does: its next start recovers from
    /// the log.
    public void stopImmediately() {
        List<ProcessHandle> processes = living();
        send("QUIT", List.of(postmaster(processes)));
        awaitEnd(processes);
    }

    /// Stops the clock for all of them. Twice, because the first round may meet one that is just
    /// having a child.
    public void freeze() {
        send("STOP", living());
        send("STOP", living());
    }

    public void thaw() {
        send("CONT", living());
    }

    private static ProcessHandle postmaster(List<ProcessHandle> processes) {
        return processes.stream()
                .filter(process -> process.parent().filter(processes::contains).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        for (int i = 0; i < 1000 && processes.stream().anyMatch(PostgresProcesses::lives); i++) {
            CruddurProcess.pause(10);
        }
        assertThat(processes).noneMatch(PostgresProcesses::lives);
    }

    private static boolean lives(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /// Java itself can send no other signals than the two that end a process. One that ended
    /// meanwhile is as good.
    static void send(String signal, List<ProcessHandle> processes) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "sh",
                                "-c",
                                "for pid; do kill -s " + signal + " $pid; done",
                                "kill"));
        processes.forEach(process -> words.add(Long.toString(process.pid())));
        CruddurProcess.run(words.toArray(String[]::new));
    }
}
