package cruddur.testing;

import cruddur.cli.CruddurCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// A `cruddur` command that ran to its end, without a terminal for questions.
public record CommandResult(int exitCode, String out, String err) {

    static {
        // CruddurProcess passes the same to its processes.
        System.setProperty("cruddur.rds.interval", "20");
    }

    /// Runs it in this process, which takes milliseconds.
    ///
    /// @param environment the whole environment
    public static CommandResult cruddur(Map<String, String> environment, String command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(arguments));
        int exitCode = withoutInput(() -> CruddurCommand.run(
                patient(environment),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                words.toArray(String[]::new)));
        return new CommandResult(exitCode, out.toString(), err.toString());
    }

    /// The stdin of this process belongs to the test runner, which never closes it.
    private static int withoutInput(IntSupplier command) {
        InputStream before = System.in;
        System.setIn(InputStream.nullInputStream());
        try {
            return command.getAsInt();
        } finally {
            System.setIn(before);
        }
    }

    /// Runs it in its own process, if it ends the process, if its children print, or if Amazon's client
    /// reads the process's environment.
    ///
    /// @param environment the whole environment, except the `PATH`
    public static CommandResult process(Map<String, String> environment, String command, String... arguments) {
        return run("", environment, CruddurProcess.words(command, arguments));
    }

    /// Runs it in this process with the settings of a checkout.
    public static CommandResult cruddurOf(
            Checkout checkout, Map<String, String> environment, String command, String... arguments) {
        String before = System.setProperty("cruddur.checkout", checkout.folder().toString());
        try {
            return cruddur(environment, command, arguments);
        } finally {
            restore("cruddur.checkout", before);
        }
    }

    private static void restore(String property, @Nullable String before) {
        if (before == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, before);
        }
    }

    /// Runs it in its own process from a checkout, which may have its own settings and SQL.
    public static CommandResult processOf(
            Checkout checkout, Map<String, String> environment, String command, String... arguments) {
        return processOf(checkout, "", environment, command, arguments);
    }

    /// The same with this stdin.
    public static CommandResult processOf(
            Checkout checkout, String input, Map<String, String> environment, String command, String... arguments) {
        List<String> words = CruddurProcess.words(command, arguments);
        words.add(1, "-Dcruddur.checkout=" + checkout.folder());
        return run(input, environment, words);
    }

    /// The same with all its data on a disk of this size, which is mounted only for it.
    ///
    /// @param size as `mount` takes it, for example `3m`
    /// @param folder the mount point, and the data folder
    public static CommandResult cruddurOnDisk(String size, Path folder, String command, String... arguments) {
        List<String> words = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c"));
        words.addAll(
                List.of("mount -t tmpfs -o mode=700,size=" + size + " disk \"$0\" && exec \"$@\"", folder.toString()));
        words.addAll(CruddurProcess.words(command, arguments));
        return run("", Map.of("CRUDDUR_HOME", folder.toString()), words);
    }

    private static CommandResult run(String input, Map<String, String> environment, List<String> words) {
        try {
            Path in = Files.writeString(Files.createTempFile("cruddur", ".in"), input);
            Path out = Files.createTempFile("cruddur", ".out");
            Path err = Files.createTempFile("cruddur", ".err");
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().retainAll(List.of("PATH"));
            builder.environment().putAll(patient(environment));
            int exitCode = exitCode(builder.start());
            Files.delete(in);
            return new CommandResult(exitCode, taken(out), taken(err));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As [Sql#patient] has it, where an address has no parameters.
    static Map<String, String> patient(Map<String, String> environment) {
        Map<String, String> patient = new HashMap<>(environment);
        for (String name : List.of("CONNECTION_URL", "PROD_CONNECTION_URL")) {
            patient.computeIfPresent(
                    name, (_, url) -> url.matches("postgres[^?]+") ? url + "?connect_timeout=60" : url);
        }
        return patient;
    }

    private static int exitCode(Process process) {
        try {
            if (!process.waitFor(CruddurProcess.PATIENCE)) {
                process.destroyForcibly();
                throw new IllegalStateException("It runs on after " + CruddurProcess.PATIENCE);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw CruddurProcess.interrupted(e);
        }
    }

    private static String taken(Path file) throws IOException {
        String text = Files.readString(file);
        Files.delete(file);
        return text;
    }

    /// The last line of its messages.
    public String lastWords() {
        return err.lines().toList().getLast();
    }
}
