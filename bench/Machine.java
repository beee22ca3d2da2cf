package bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The machine of the measurement, without its name and without any path.
///
/// @param processor its model, if the system reports it
/// @param memory in GiB, if the system reports it
/// @param load the processes that ran or waited to run in the minute before the benchmark, on average
record Machine(int cores, Optional<String> processor, Optional<String> memory, String postgres, double load) {

    static Machine here(Scratch scratch, double load) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                value("/proc/cpuinfo", "model name"),
                value("/proc/meminfo", "MemTotal").map(Machine::gib),
                scratch.version(),
                load);
    }

    static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /// As many as the server has.
    static int eventLoops() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    }

    private static String gib(String kilobytes) {
        return "%.0f GiB".formatted(Double.parseDouble(kilobytes.replaceAll("\\D", "")) / (1024 * 1024));
    }

    private static Optional<String> value(String file, String name) {
        try {
            return !Files.exists(Path.of(file))
                    ? Optional.empty()
                    : Files.readString(Path.of(file))
                            .lines()
                            .filter(line -> line.startsWith(name))
                            .map(line -> line.replaceFirst("^.*?:\\s*", ""))
                            .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    @Override
    public String toString() {
        return "%d cores%s%s, %s; JDK %s, PostgreSQL %s; load average before it began: %.1f"
                .formatted(
                        cores,
                        processor.map(model -> " of an " + model).orElse(""),
                        memory.map(size -> ", " + size + " of memory").orElse(""),
                        System.getProperty("os.name"),
                        Runtime.version(),
                        postgres,
                        load);
    }
}
