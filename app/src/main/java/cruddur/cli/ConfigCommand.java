package cruddur.cli;

import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Home;
import cruddur.cli.common.Setting;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Table;
import cruddur.cli.common.Terminal;
import cruddur.embedded.DataFolder;
import cruddur.embedded.EmbeddedPostgres;
import cruddur.sql.ConnectionUrl;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `cruddur config`: the effective settings and their sources.
@Command(
        name = "config",
        description = "Show the effective settings, and where each comes from.",
        footer = {
            "",
            "A setting comes from the environment, else from .env in the checkout, else from its default. Passwords are masked.",
            "",
            "Example: cruddur config --json"
        })
final class ConfigCommand implements Callable<Integer> {

    private final SettingSources sources;
    private final Terminal terminal;

    @Option(names = "--json", description = "Write a JSON array, for programs.")
    private boolean json;

    @Option(names = "--reveal", description = "Show passwords as well.")
    private boolean reveal;

    ConfigCommand(SettingSources sources, Terminal terminal) {
        this.sources = sources;
        this.terminal = terminal;
    }

    /// One line of the output.
    ///
    /// @param value with passwords masked, unless `--reveal`
    private record Line(String name, String value, String source) {}

    @Override
    public Integer call() {
        List<Line> lines = Stream.of(Setting.values()).map(this::line).toList();
        terminal.print(json ? asJson(lines) : asTable(lines));
        return ExitCode.DONE;
    }

    private Line line(Setting setting) {
        return set(setting)
                .or(() -> ofUp(setting))
                .or(() -> setting.orElse().map(value -> line(setting, value, "default")))
                .orElseGet(() -> line(setting, "", "not set"));
    }

    private Optional<Line> set(Setting setting) {
        return sources.settings()
                .find(setting.name())
                .map(value -> line(setting, value, sources.source(setting.name())));
    }

    private Line line(Setting setting, String value, String source) {
        return new Line(setting.name(), reveal ? value : setting.masked(value), source);
    }

    /// Without a setting, data is in the folder of `cruddur up`, and dev is its database.
    private Optional<Line> ofUp(Setting setting) {
        Path folder = Home.path(sources.settings());
        return switch (setting) {
            case CRUDDUR_HOME -> Optional.of(line(setting, folder.normalize().toString(), "default"));
            case CONNECTION_URL -> embedded(folder).map(url -> line(setting, url.reveal(), "cruddur up"));
            default -> Optional.empty();
        };
    }

    private static Optional<ConnectionUrl> embedded(Path folder) {
        return Optional.of(folder)
                .filter(Files::isDirectory)
                .map(DataFolder::at)
                .map(data -> EmbeddedPostgres.url(data, Home.DATABASE));
    }

    private static String asTable(List<Line> lines) {
        return Table.of(
                        List.of("SETTING", "FROM", "VALUE"),
                        lines.stream().map(line -> List.of(line.name, line.source, line.value)))
                .unfitted();
    }

    private static String asJson(List<Line> lines) {
        return new JsonArray(lines.stream().map(ConfigCommand::json).toList()).encodePrettily();
    }

    private static JsonObject json(Line line) {
        return JsonObject.of("name", line.name, "value", line.value, "source", line.source);
    }
}
