package cruddur.administration;

import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Rows;
import cruddur.operations.IoReason;
import cruddur.operations.OperationException;
import cruddur.operations.WholeFile;
import cruddur.sql.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A database as SQL, written by PostgreSQL's pg_dump. The same data gives the same bytes.
///
/// The dump names no owners, privileges and comments, because another server has other roles. It includes the mark and
/// the applied migrations, also with `schemaOnly`.
///
/// @param schemaOnly whether to leave out the rows
/// @param program the pg_dump to use; if empty, one that can read the server
/// @param path the folders to search for programs, like `PATH`
public record Dump(DatabaseAdmin database, boolean schemaOnly, Optional<Path> program, String path) {

    private static final Query MAJOR_VERSION = Query.load("databases/major_version");
    private static final Query TABLES = Query.load("databases/tables_but_notes");

    /// Writes a file that only its owner can read; a failed dump leaves no file.
    public void writeTo(Path file) {
        try {
            new WholeFile(file).write(part -> run(ProcessBuilder.Redirect.to(part.toFile())));
        } catch (IOException e) {
            throw new OperationException("Cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    /// Writes to the standard output of this process.
    public void print() {
        run(ProcessBuilder.Redirect.INHERIT);
    }

    private void run(ProcessBuilder.Redirect output) {
        ProcessBuilder builder = new ProcessBuilder(new Jdbc(database.url()).run(this::words));
        builder.redirectOutput(output);
        Psql.connectTo(builder, database.url());
        try {
            Process process = builder.start();
            String words = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new OperationException(words.strip());
            }
        } catch (IOException e) {
            throw new OperationException("Cannot run pg_dump: " + IoReason.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while pg_dump ran", e);
        }
    }

    private List<String> words(Connection connection) throws SQLException {
        int server =
                Rows.of(connection, MAJOR_VERSION.bare(), row -> row.getInt(1)).getFirst();
        PgDump dump = PgDump.fitting(server, program, path);
        List<String> words = new ArrayList<>();
        words.add(dump.program().toString());
        words.addAll(List.of("--no-password", "--no-owner", "--no-privileges", "--encoding=UTF8"));
        // Only the owner of an extension, usually an administrator, may set its comment.
        words.add("--no-comments");
        words.add("--lock-wait-timeout=10s");
        if (dump.takesRestrictKey()) {
            words.add("--restrict-key=cruddur");
        }
        if (schemaOnly) {
            words.addAll(Rows.of(connection, TABLES.bare(), row -> "--exclude-table-data=" + row.getString(1)));
        }
        return words;
    }
}
