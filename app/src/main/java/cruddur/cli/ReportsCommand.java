package cruddur.cli;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.ReportedActivity;
import cruddur.administration.Reports;
import cruddur.administration.UnchangedMark;
import cruddur.cli.common.CommandGroup;
import cruddur.cli.common.Confirmation;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.cli.db.Assent;
import cruddur.cli.db.TargetDatabase;
import cruddur.cli.db.TargetOption;
import cruddur.operations.OperationException;
import cruddur.settings.Settings;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cruddur reports`: what people reported, and the decisions of operators.
@Command(
        name = "reports",
        description = "List the reported cruds and replies, and decide on them.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {"", "Begin with: cruddur reports list"})
final class ReportsCommand implements CommandGroup {

    private final Settings settings;
    private final Terminal terminal;

    ReportsCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = "List the reported cruds and replies that wait for a decision.",
            footer = {
                "",
                "The text of a reported crud is kept until you decide, for at most 30 days, also if it expires or is deleted sooner.",
                "",
                "Example: cruddur reports list prod --json"
            })
    int list(
            @Mixin TargetOption target,
            @Option(names = "--json", description = "Write a JSON array, for programs.") boolean json) {
        Reports reports = new Reports(at(target, "list").toRead().url());
        terminal.print(json ? reports.openAsJson() : overview(reports.open()));
        return ExitCode.DONE;
    }

    @Command(
            name = "remove",
            description = "Remove a reported crud or reply with its thread.",
            footer = {
                "",
                "Shows it and removes it after confirmation: an answer, --yes, or on prod the database's name. Its reports and the kept text are removed, too.",
                "",
                "Example: cruddur reports remove 5eed0001-0000-4000-8000-000000000109 --yes"
            })
    int remove(
            @Parameters(index = "0", paramLabel = "UUID", description = "As in: cruddur reports list.") UUID uuid,
            @Mixin TargetOption target,
            @Mixin Assent assent) {
        return decide(uuid, target, assent, "remove", "Remove it from", Reports::remove);
    }

    @Command(
            name = "dismiss",
            description = "Remove the reports of a crud or reply, and keep it.",
            footer = {
                "",
                "Shows it and removes the reports after confirmation: an answer, --yes, or on prod the database's name. The kept text is removed, too.",
                "",
                "Example: cruddur reports dismiss 5eed0001-0000-4000-8000-000000000109 --yes"
            })
    int dismiss(
            @Parameters(index = "0", paramLabel = "UUID", description = "As in: cruddur reports list.") UUID uuid,
            @Mixin TargetOption target,
            @Mixin Assent assent) {
        return decide(uuid, target, assent, "dismiss", "Dismiss the reports of it in", Reports::dismiss);
    }

    private interface Decision {
        void make(Reports reports, ReportedActivity reported, UnchangedMark unchanged);
    }

    private int decide(UUID uuid, TargetOption target, Assent assent, String verb, String question, Decision decision) {
        DatabaseAdmin database = at(target, verb).toChange();
        UnchangedMark unchanged = new UnchangedMark(database.mark());
        Reports reports = new Reports(database.url());
        ReportedActivity reported = reports.find(uuid)
                .orElseThrow(() -> new OperationException(
                        "%s waits for no decision. See: cruddur reports list %s".formatted(uuid, target.target())));
        terminal.print(inWords(reported));
        if (assent.dryRun) {
            return ExitCode.DONE;
        }
        boolean guarded = target.target() == Target.PROD;
        Confirmation confirmation =
                new Confirmation(terminal, guarded, database.url().database(), assent.yes, assent.name);
        if (!confirmation.isGiven(question + " " + target.target())) {
            return ExitCode.NOT_CONFIRMED;
        }
        decision.make(reports, reported, unchanged);
        terminal.report("Cruddur: done.");
        return ExitCode.DONE;
    }

    private TargetDatabase at(TargetOption option, String verb) {
        return new TargetDatabase(option.target(), "cruddur reports " + verb, settings, terminal);
    }

    private static String overview(List<ReportedActivity> open) {
        return open.isEmpty()
                ? "No report waits for a decision."
                : open.stream().map(ReportsCommand::inWords).collect(Collectors.joining("\n\n"));
    }

    private static String inWords(ReportedActivity reported) {
        return """
                %s by @%s, %s, reported %s
                  %s
                  %s""".formatted(
                        reported.uuid(),
                        reported.handle(),
                        reported.isAlive() ? "still there" : "expired or deleted",
                        reported.reportedAt(),
                        Terminal.escaped(reported.message()),
                        reported.reasons().stream().map(Terminal::escaped).collect(Collectors.joining("\n  ")));
    }
}
