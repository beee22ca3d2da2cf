package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/// The counters of Linux for processes, under `/proc`.
final class Processes {

    private static final double TICKS_PER_SECOND = 100;

    // Positions after the name of the program, which may contain spaces.
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CUTIME = 13;
    private static final int CSTIME = 14;

    private Processes() {}

    /// Whether this system has these counters.
    static boolean areCounted() {
        return Files.exists(Path.of("/proc/self/stat"));
    }

    /// Seconds of processor time that a process has used; empty after it has ended, because then
    /// its parent has them.
    static double cpu(long pid) {
        return ticks(pid, UTIME, STIME);
    }

    /// Seconds that a process and its children used, including children that have ended.
    static double cpuOfFamily(long pid) {
        return ticks(pid, UTIME, STIME, CUTIME, CSTIME)
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        .mapToDouble(child -> cpu(child.pid()))
                        .sum();
    }

    /// Seconds that the ended children of this process used.
    static double cpuOfEndedChildren() {
        return ticks(ProcessHandle.current().pid(), CUTIME, CSTIME);
    }

    /// A process's memory, in MiB.
    ///
    /// @param line `VmRSS` for the present value, `VmHWM` for the maximum
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
                : IntStream.of(places)
                                .mapToDouble(place -> Double.parseDouble(fields[place]))
                                .sum()
                        / TICKS_PER_SECOND;
    }

    /// Empty if the process has ended.
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException _) {
            return "";
        }
    }
}
