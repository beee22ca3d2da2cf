package cruddur.embedded;

import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/// The password of the cluster's superuser, in a file of the data folder.
record SuperuserPassword(DataFolder folder, PostgresPrograms programs) {

    private static final String FILE = EmbeddedPostgres.PASSWORD;

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /// In bytes; Base64 makes 32 characters of them.
    private static final int RANDOM = 24;

    private static final String WHOLE = "[A-Za-z0-9_-]{32}\\s*";

    /// Generates one, if there is none.
    void generate() {
        if (isLost()) {
            folder.write(FILE, newPassword());
        }
    }

    /// Whether the file is missing or cut off.
    boolean isLost() {
        return folder.read(FILE).filter(text -> text.matches(WHOLE)).isEmpty();
    }

    /// Sets a new one in a stopped cluster. The file is written last, so an interrupted attempt starts
    /// again.
    void reset(Path data) {
        String password = newPassword();
        try {
            Path statement = Files.createTempFile(folder.path(), "password", ".sql");
            try {
                Files.writeString(
                        statement, "alter role %s password '%s'\n".formatted(EmbeddedPostgres.SUPERUSER, password));
                requireNoError(programs.run(
                        TIMEOUT, List.of("postgres", "--single", "-D", data.toString(), "postgres"), statement));
            } finally {
                Files.delete(statement);
            }
        } catch (IOException e) {
            throw new OperationException("Cannot set a new password for PostgreSQL: " + IoReason.of(e), e);
        }
        folder.write(FILE, password);
    }

    /// In single-user mode, PostgreSQL continues after an error, and its exit code is 0.
    private static void requireNoError(String words) {
        if (words.contains("ERROR:")) {
            throw new OperationException("Cannot set a new password for PostgreSQL: " + words);
        }
    }

    private static String newPassword() {
        byte[] random = new byte[RANDOM];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
