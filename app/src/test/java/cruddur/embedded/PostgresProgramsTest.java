package cruddur.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramsTest {

    @TempDir
    private Path folder;

    @Test
    void a_program_that_takes_too_long_is_ended_and_reported() throws Exception {
        Path program = Files.createDirectory(folder.resolve("bin")).resolve("initdb");
        Files.writeString(program, "#!/bin/sh\necho $$ >pid\nexec sleep 60\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> new PostgresPrograms(folder, folder).run(Duration.ofSeconds(2), List.of("initdb")))
                .hasMessage("initdb took longer than 2 s");
        assertThat(isOver()).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("bin", "pid");
        }
    }

    private boolean isOver() throws Exception {
        Optional<ProcessHandle> process = ProcessHandle.of(
                Long.parseLong(Files.readString(folder.resolve("pid")).strip()));
        if (process.isPresent()) {
            process.get().onExit().get(5, TimeUnit.SECONDS);
        }
        return process.map(ProcessHandle::isAlive).orElse(false).equals(false);
    }
}
