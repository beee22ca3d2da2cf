package cruddur.testing;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A `cruddur` command in its own process, so that it can be killed.
public final class CruddurProcess {

    /// A start takes seconds, or longer if the machine has much else to do.
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Installation installation;
    private final Process process;
    private final Path output;

    private CruddurProcess(Installation installation, Process process, Path output) {
        this.installation = installation;
        this.process = process;
        this.output = output;
    }

    static CruddurProcess start(Installation installation, String command, String... arguments) {
        try {
            Path output = Files.createTempFile(installation.home(), "output-of-" + command, ".txt");
            ProcessBuilder builder = new ProcessBuilder(words(command, arguments))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            setEnvironment(builder.environment(), installation);
            return new CruddurProcess(installation, builder.start(), output);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> words(String command, String... arguments) {
        List<String> words = new ArrayList<>(List.of(jdk("java")));
        words.addAll(List.of(
                "@../bin/support/java.options",
                // These processes end before the second compiler pays off; it would take a third of their time.
                "-XX:TieredStopAtLevel=1",
                "-Dcruddur.rds.interval=20",
                "-D" + Ports.OF_POSTGRES + "=" + Ports.firstOfPostgres(),
                "-cp",
                System.getProperty("java.class.path"),
                "cruddur.Main",
                command));
        words.addAll(List.of(arguments));
        return words;
    }

    private static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /// Sets only the installation's settings, none of this process.
    private static void setEnvironment(Map<String, String> environment, Installation installation) {
        environment.keySet().retainAll(List.of("PATH"));
        environment.putAll(installation.settings());
    }

    /// Waits until the server reports that it is ready.
    public void awaitReady() {
        await("become ready", this::isReady);
    }

    /// Waits until the command has printed one of these.
    public void awaitWords(String... words) {
        await("print any of " + List.of(words), () -> Stream.of(words).anyMatch(output()::contains));
    }

    /// Waits until the command has printed these words this often.
    public void awaitOften(String words, int times) {
        await("print " + words + " " + times + " times", () -> output().split(Pattern.quote(words), -1).length > times);
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean isOver = false;
        while (!condition.getAsBoolean()) {
            if (isOver) {
                fail("It did not %s. Its output:%n%s", what, output());
            }
            pause(10);
            // What it did last still counts.
            isOver = !process.isAlive() || System.nanoTime() > deadline;
        }
    }

    private boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(installation.address().resolve("/readyz"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Waits for the end.
    public int exitCode() {
        return exitCodeWithin(PATIENCE);
    }

    /// Waits for the end, no longer than this.
    public int exitCodeWithin(Duration time) {
        try {
            if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                fail("It runs on after %s. Its output:%n%s", time, output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Its output so far, stdout and stderr.
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public void signal(String name) {
        PostgresProcesses.send(name, List.of(process.toHandle()));
    }

    /// Sends SIGINT to it and its children, as a terminal does for Ctrl-C.
    public void interrupt() {
        PostgresProcesses.send(
                "INT",
                Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .toList());
    }

    /// Waits until it runs a program of this name.
    public void awaitChild(String program) {
        await("run " + program, () -> process.descendants().anyMatch(child -> runs(child, program)));
    }

    private static boolean runs(ProcessHandle child, String program) {
        return child.info()
                .command()
                .filter(path -> path.endsWith("/" + program))
                .isPresent();
    }

    /// Runs the garbage collector in it, so that it releases all that it does not refer to.
    public void collectGarbage() {
        run(jdk("jcmd"), Long.toString(process.pid()), "GC.run");
    }

    /// Runs another program to its end, and discards its output.
    static void run(String... words) {
        try {
            new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Kills it at once; its PostgreSQL continues.
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    public static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }
}
