package cruddur.cli.rds;

import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.Map;
import java.util.concurrent.Callable;

/// `cruddur rds doctor`: whether the instance is set up soundly.
@Command(
        name = "doctor",
        description = "Hold the instance against a list of sound settings.",
        footer = {
            "",
            "Says of each that is not sound why it matters, and the command that mends it; changes nothing. Exits with 1 if there is one that was not waived. docs/rds-doctor.md has the list.",
            "",
            "Example: cruddur rds doctor --waive multi-az=\"a demo may be away\""
        })
final class DoctorCommand implements Callable<Integer> {

    private final Settings settings;
    private final Terminal terminal;

    @Mixin private InstanceOptions options = new InstanceOptions();

    @Option(
            names = "--waive",
            paramLabel = "CHECK=REASON",
            description = "Let this one be, for a reason; may be given several times.")
    private Map<String, String> waived = Map.of();

    @Option(names = "--json", description = "Write a JSON array, for programs.")
    private boolean json;

    DoctorCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Waivers waivers = new Waivers(waived);
        CheckReport report =
                new CheckReport(new FindingReading(settings, terminal).of(options), waivers);
        terminal.print(json ? report.asJson() : report.written(terminal));
        terminal.say("Cruddur: " + report.summary());
        return report.isSound() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
