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
import java.util.stream.Stream;

/// A `cruddur` command in a process of its own, so that it can be killed.
public final class CruddurProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
            Path output = Files.createTempFile(installation.home(), "said-by-" + command, ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(words(command, arguments))
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
        words.addAll(
                List.of(
                        "@../bin/support/java.options",
                        "-Dcruddur.rds.interval=20",
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

    /// Nothing of the tester's own settings.
    private static void setEnvironment(Map<String, String> environment, Installation installation) {
        environment.keySet().retainAll(List.of("PATH"));
        environment.putAll(installation.settings());
    }

    /// Waits until the server says that it is ready.
    public void awaitReady() {
        await("become ready", this::isReady);
    }

    /// Waits until the command has said one of these.
    public void awaitWords(String... words) {
        await("say any of " + List.of(words), () -> Stream.of(words).anyMatch(said()::contains));
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                fail("It did not %s. It said:%n%s", what, said());
            }
            pause(10);
        }
    }

    private boolean isReady() {
        HttpRequest request =
                HttpRequest.newBuilder(installation.address().resolve("/readyz"))
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
                fail("It runs on after %s. It said:%n%s", time, said());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// All that it said so far, to stdout and stderr.
    public String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public void signal(String name) {
        PostgresProcesses.send(name, List.of(process.toHandle()));
    }

    /// Sends what a terminal does for Ctrl-C: a signal to it and to all that it runs.
    public void interrupt() {
        PostgresProcesses.send(
                "INT",
                Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList());
    }

    /// Waits until it runs a program of this name.
    public void awaitChild(String program) {
        await(
                "run " + program,
                () -> process.descendants().anyMatch(child -> runs(child, program)));
    }

    private static boolean runs(ProcessHandle child, String program) {
        return child.info().command().filter(path -> path.endsWith("/" + program)).isPresent();
    }

    /// Makes it let go of all that it does not hold on to.
    public void collectGarbage() {
        run(jdk("jcmd"), Long.toString(process.pid()), "GC.run");
    }

    /// Runs another program to its end. What it says is of no interest.
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

    /// Ends it without a chance to say or do anything; its PostgreSQL stays.
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
