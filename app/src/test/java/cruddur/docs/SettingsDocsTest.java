package cruddur.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.cli.common.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Checks that docs/settings.md lists every setting.
class SettingsDocsTest {

    @Test
    void every_setting_is_listed() throws IOException {
        String page = Files.readString(Path.of("../docs/settings.md"));

        assertThat(Stream.of(Setting.values()).map(setting -> "`" + setting.name() + "`"))
                .allSatisfy(name -> assertThat(page).contains(name));
    }
}
