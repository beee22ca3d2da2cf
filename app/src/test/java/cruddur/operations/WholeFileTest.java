package cruddur.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.embedded.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    private Path folder;

    @Test
    void what_cannot_be_written_leaves_nothing_beside_it() throws IOException {
        Files.createDirectories(folder.resolve("password").resolve("in the way"));

        assertThatThrownBy(() -> new DataFolder(folder).write("password", "secret"))
                .isInstanceOf(OperationException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("password"));
        }
    }
}
