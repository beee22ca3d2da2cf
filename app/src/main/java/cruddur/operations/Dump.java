package cruddur.operations;

import cruddur.sql.Query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A database as SQL, as PostgreSQL's own pg_dump writes it: of the same data it is the same bytes.
///
/// It names no owners and no privileges, because the people of one server are not those of another.
/// The mark and the notes of migrations come along, also without the other rows.
///
/// @param schemaOnly whether to leave out what is in the tables
/// @param program the pg_dump to use; the fitting one if none is named
/// @param path where programs are looked for, as in `PATH`
public record Dump(Databases database, boolean schemaOnly, Optional<Path> program, String path) {

    private static final Query MAJOR_VERSION = Query.load("databases/major_version");
    private static final Query TABLES = Query.load("databases/tables_but_notes");

    /// Writes it to a file that only its owner can read, and that is there whole or not at all.
    public void writeTo(Path file) {
        try {
            new WholeFile(file).write(part -> run(ProcessBuilder.Redirect.to(part.toFile())));
        } catch (IOException e) {
            throw new OperationException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /// Writes it to the standard output of this process.
    public void print() {
        run(ProcessBuilder.Redirect.INHERIT);
    }

    private void run(ProcessBuilder.Redirect output) {
        ProcessBuilder builder = new ProcessBuilder(database.run(this::words));
        builder.redirectOutput(output);
        Psql.lead(builder, database.url());
        try {
            Process process = builder.start();
            String words =
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new OperationException(words.strip());
            }
        } catch (IOException e) {
            throw new OperationException("Cannot run pg_dump: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while pg_dump ran", e);
        }
    }

    private List<String> words(Connection connection) throws SQLException {
        int server = Rows.of(connection, MAJOR_VERSION.bare(), row -> row.getInt(1)).getFirst();
        PgDump dump = PgDump.fitting(server, program, path);
        List<String> words = new ArrayList<>();
        words.add(dump.program().toString());
        words.addAll(List.of("--no-password", "--no-owner", "--no-privileges", "--encoding=UTF8"));
        words.add("--lock-wait-timeout=10s");
        if (dump.takesRestrictKey()) {
            words.add("--restrict-key=cruddur");
        }
        if (schemaOnly) {
            words.addAll(
                    Rows.of(
                            connection,
                            TABLES.bare(),
                            row -> "--exclude-table-data=" + row.getString(1)));
        }
        return words;
    }
}
