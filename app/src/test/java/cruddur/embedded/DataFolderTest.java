package cruddur.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {

    @TempDir
    private Path parent;

    @Test
    void a_new_one_is_for_its_owner_alone() throws IOException {
        DataFolder folder = DataFolder.at(parent.resolve("new"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
    void one_that_others_can_write_to_is_refused(String permissions) throws IOException {
        Path folder = Files.createDirectory(parent.resolve("open"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> DataFolder.at(folder))
                .hasMessageContaining(folder + " belongs to another user, or other users can write to it")
                .hasMessageContaining("chmod go-w '" + folder + "'");
    }

    @Test
    void one_of_another_user_is_refused() throws IOException {
        Path folder = ofAnotherUser();

        assertThatThrownBy(() -> DataFolder.at(folder)).hasMessageContaining(folder + " belongs to another user");
    }

    private Path ofAnotherUser() throws IOException {
        return new UnixSystem().getUid() == 0
                ? Files.setAttribute(Files.createDirectory(parent.resolve("theirs")), "unix:uid", 65_534)
                : Path.of("/");
    }

    @Test
    void a_file_that_was_cut_off_at_its_beginning_is_made_again() throws IOException {
        DataFolder folder = DataFolder.at(parent.resolve("new"));
        Files.writeString(folder.path().resolve("secret"), "");

        assertThat(folder.read("secret")).isEmpty();
        assertThat(folder.secret("secret", () -> "made")).isEqualTo("made");
        assertThat(folder.read("secret")).contains("made");
    }
}
