package cruddur.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProgramsTest {

    @TempDir
    private Path folder;

    @Test
    void a_program_that_takes_too_long_is_ended_and_reported() throws Exception {
        Path program = Files.createDirectory(folder.resolve("bin")).resolve("initdb");
        Files.writeString(program, "#!/bin/sh\nexec tail -f --pid=$PPID \"$0\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> new PostgresPrograms(folder, folder).run(Duration.ofSeconds(2), List.of("initdb")))
                .hasMessage("initdb took longer than 2 s");
        for (ProcessHandle ended : running(program)) {
            ended.onExit().get(1, TimeUnit.MINUTES);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(program.getParent());
        }
    }

    private static List<ProcessHandle> running(Path program) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(program.toString()))
                .toList();
    }
}
