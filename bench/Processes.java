package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/// What Linux counts about processes, under `/proc`.
final class Processes {

    private static final double TICKS_PER_SECOND = 100;

    // Places behind the name of the program, which may itself hold spaces.
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CUTIME = 13;
    private static final int CSTIME = 14;

    private Processes() {}

    /// Whether this system counts it in this way.
    static boolean areCounted() {
        return Files.exists(Path.of("/proc/self/stat"));
    }

    /// Seconds of processor time that a process has used; none once it has ended, because then its
    /// parent has them.
    static double cpu(long pid) {
        return ticks(pid, UTIME, STIME);
    }

    /// Seconds that a process, its children and those that have ended used.
    static double cpuOfFamily(long pid) {
        return ticks(pid, UTIME, STIME, CUTIME, CSTIME)
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        .mapToDouble(child -> cpu(child.pid()))
                        .sum();
    }

    /// Seconds that those children of this process used that have ended.
    static double cpuOfEndedChildren() {
        return ticks(ProcessHandle.current().pid(), CUTIME, CSTIME);
    }

    /// A process's memory, in MiB.
    ///
    /// @param line `VmRSS` for what it holds now, `VmHWM` for the most that it ever held
    static double memory(long pid, String line) {
        return read(pid, "status")
                .lines()
                .filter(written -> written.startsWith(line + ":"))
                .mapToDouble(written -> Double.parseDouble(written.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    private static double ticks(long pid, int... places) {
        String[] fields = read(pid, "stat").replaceFirst("(?s)^.*\\) ", "").split(" ");
        return fields.length <= CSTIME
                ? 0
                : IntStream.of(places).mapToDouble(place -> Double.parseDouble(fields[place])).sum()
                        / TICKS_PER_SECOND;
    }

    /// Nothing, if the process has ended.
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException _) {
            return "";
        }
    }
}
