package cruddur.cli.rds;

import cruddur.cli.common.ExitCode;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cruddur rds doctor`: compares the instance with the recommended settings.
@Command(
        name = "doctor",
        description = "Compare the instance with a list of recommended settings.",
        footer = {
            "",
            "For each difference it prints why the setting matters and the command that fixes it; it changes nothing. The exit code is 1 if a difference is not waived. The list is in docs/rds-doctor.md.",
            "",
            "Example: cruddur rds doctor --waive multi-az=\"a demo may be away\""
        })
final class DoctorCommand implements Callable<Integer> {

    private final SettingSources sources;
    private final Terminal terminal;

    @Mixin
    private InstanceOptions options = new InstanceOptions();

    @Option(
            names = "--waive",
            paramLabel = "CHECK=REASON",
            description = "Accept this difference, for a reason; may be repeated.")
    private Map<String, String> waived = Map.of();

    @Option(names = "--json", description = "Write a JSON array, for programs.")
    private boolean json;

    DoctorCommand(SettingSources sources, Terminal terminal) {
        this.sources = sources;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Waivers waivers = new Waivers(waived);
        CheckReport report = new CheckReport(new FindingLookup(sources, terminal).of(options), waivers);
        if (json) {
            terminal.print(report.asJson());
        } else {
            report.printTo(terminal);
        }
        terminal.report("Cruddur: " + report.summary());
        return report.isSound() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
