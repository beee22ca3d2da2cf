package bench;

import cruddur.operations.OperationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Redis, which keeps nothing on disk.
record Redis(Program program, int port) implements AutoCloseable {

    /// Starts it on a free port; it stops when this process ends, or earlier.
    static Redis start(Path program) {
        try {
            Path folder = TemporaryFolder.create();
            int port = Program.freePort();
            List<String> words = List.of(
                    program.toString(), "--bind", "127.0.0.1", "--port", "" + port, "--save", "", "--dir", "" + folder);
            return new Redis(
                    Program.start(words, Map.of(), folder.resolve("log"), () -> Program.listensOn(port)), port);
        } catch (IOException e) {
            throw new OperationException("Cannot prepare Redis: " + e.getMessage(), e);
        }
    }

    /// The settings of servers that share answers through it.
    Map<String, String> settings() {
        return Map.of("CACHE_URL", "redis://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        program.close();
    }
}
