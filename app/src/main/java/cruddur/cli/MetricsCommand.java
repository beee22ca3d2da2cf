package cruddur.cli;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.UnchangedMark;
import cruddur.cli.common.CommandGroup;
import cruddur.cli.common.Confirmation;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Table;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.cli.db.Assent;
import cruddur.cli.db.TargetDatabase;
import cruddur.cli.db.TargetOption;
import cruddur.reconciliation.GrowthMetrics;
import cruddur.reconciliation.GrowthMetrics.Day;
import cruddur.reconciliation.GrowthMetrics.Difference;
import cruddur.reconciliation.GrowthMetrics.Totals;
import cruddur.settings.Settings;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cruddur metrics`: the growth metrics.
@Command(
        name = "metrics",
        description = "Show the growth metrics, and reconcile them with the tables.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {"", "Begin with: cruddur metrics show"})
final class MetricsCommand implements CommandGroup {

    private static final int MOST_DAYS = 366;

    private static final List<String> HEADING =
            List.of("UTC DAY", "JOINED", "CRUDS", "REPLIES", "LIKES", "REPOSTS", "CONVERSATIONS", "ACTIVE", "PAGES");

    private final Settings settings;
    private final Terminal terminal;

    MetricsCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Command(
            name = "show",
            description = "Print the totals, and the counts of the last days.",
            footer = {"", "Example: cruddur metrics show prod --days 30 --json"})
    int show(
            @Mixin TargetOption target,
            @Option(
                            names = "--days",
                            paramLabel = "DAYS",
                            defaultValue = "7",
                            description = "The number of days, today included: 1 to 366 (7).")
                    int days,
            @Option(names = "--json", description = "Write a JSON object, for programs.") boolean json) {
        requirePossible(days);
        GrowthMetrics metrics = new GrowthMetrics(at(target, "show").toRead().url());
        terminal.print(json ? metrics.asJson(days) : overview(metrics.totals(), metrics.days(days)));
        return ExitCode.DONE;
    }

    private static void requirePossible(int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("--days is " + days + ", and must be a number from 1 to " + MOST_DAYS);
        }
    }

    private static String overview(Totals totals, List<Day> days) {
        return Table.of(HEADING, days.stream().map(MetricsCommand::row)).written()
                + """


                %8d people
                %8d cruds were written: %d are living, %d have expired or were deleted
                %8d expired activities await the purge, the oldest for %d s""".formatted(
                                totals.people(),
                                totals.cruds(),
                                totals.living(),
                                totals.removed(),
                                totals.awaiting(),
                                totals.lagSeconds());
    }

    private static List<String> row(Day day) {
        return Stream.concat(Stream.of(day.day()), day.values().stream()).toList();
    }

    @Command(
            name = "reconcile",
            description = "Count what the tables still have, and raise the counters that are smaller.",
            footer = {
                "",
                "Shows the differences, and raises the counters after confirmation: an answer, --yes, or on prod the database's name. It lowers no counter, because expired and deleted rows were counted, too. Pages read are in no table.",
                "",
                "Example: cruddur metrics reconcile prod --confirm cruddur"
            })
    int reconcile(@Mixin TargetOption target, @Mixin Assent assent) {
        DatabaseAdmin database = at(target, "reconcile").toChange();
        UnchangedMark unchanged = new UnchangedMark(database.mark());
        GrowthMetrics metrics = new GrowthMetrics(database.url());
        List<Difference> differences = metrics.differences();
        if (differences.isEmpty()) {
            terminal.report("Cruddur: no counter is smaller than what the tables have. Nothing to do.");
            return ExitCode.DONE;
        }
        terminal.print(plan(differences));
        if (assent.dryRun) {
            return ExitCode.DONE;
        }
        return isMeant(target.target(), database, assent) ? raise(metrics, unchanged) : ExitCode.NOT_CONFIRMED;
    }

    private static String plan(List<Difference> differences) {
        return Table.of(
                        List.of("UTC DAY", "METRIC", "COUNTED", "IN THE TABLES", "MISSING VERSIONS"),
                        differences.stream()
                                .map(difference -> List.of(
                                        difference.day(),
                                        difference.metric(),
                                        Long.toString(difference.counted()),
                                        Long.toString(difference.found()),
                                        Long.toString(difference.missingVersions()))))
                .written();
    }

    private boolean isMeant(Target target, DatabaseAdmin database, Assent assent) {
        boolean guarded = target == Target.PROD;
        return new Confirmation(terminal, guarded, database.url().database(), assent.yes, assent.name)
                .isGiven("Reconcile these counters in " + target);
    }

    private int raise(GrowthMetrics metrics, UnchangedMark unchanged) {
        terminal.report("Cruddur: reconciled. Counters changed: " + metrics.reconcile(unchanged));
        return ExitCode.DONE;
    }

    private TargetDatabase at(TargetOption option, String verb) {
        return new TargetDatabase(option.target(), "cruddur metrics " + verb, settings, terminal);
    }
}
