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
import cruddur.reconciliation.Member;
import cruddur.reconciliation.Member.Standing;
import cruddur.reconciliation.PoolUser;
import cruddur.reconciliation.Reconciliation;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cruddur users`: the people in the user pool and in the database.
@Command(
        name = "users",
        description = "Compare the user pool with the database, and add missing rows.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {"", "Begin with: cruddur users list"})
final class UsersCommand implements CommandGroup {

    private final Settings settings;
    private final Terminal terminal;

    UsersCommand(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = "List the people in the user pool and in the database.",
            footer = {
                "",
                "The pool is AWS_COGNITO_USER_POOL_ID, read with the AWS credentials that the AWS CLI would use. If that is not set, it is the built-in pool of the running cruddur up.",
                "",
                "Example: cruddur users list prod --json"
            })
    int list(
            @Mixin TargetOption target,
            @Option(names = "--json", description = "Write a JSON array, for programs.") boolean json) {
        Reconciliation reconciliation =
                new Reconciliation(at(target, "list").toRead().url());
        List<PoolUser> pool = pool(target);
        terminal.print(json ? reconciliation.compareAsJson(pool) : overview(reconciliation.compare(pool)));
        return ExitCode.DONE;
    }

    @Command(
            name = "reconcile",
            description = "Add the rows of people who may sign in and are missing from the database.",
            footer = {
                "",
                "Shows the rows and adds them after confirmation: an answer, --yes, or on prod the database's name. It changes and removes none.",
                "",
                "Example: cruddur users reconcile prod --confirm cruddur"
            })
    int reconcile(@Mixin TargetOption target, @Mixin Assent assent) {
        DatabaseAdmin database = at(target, "reconcile").toChange();
        UnchangedMark unchanged = new UnchangedMark(database.mark());
        Reconciliation reconciliation = new Reconciliation(database.url());
        List<Member> members = reconciliation.compare(pool(target));
        reportUnknown(members);
        List<Member> missing = of(members, Standing.MISSING);
        if (missing.isEmpty()) {
            terminal.report("Cruddur: every person who may sign in has a row. Nothing to do.");
            return ExitCode.DONE;
        }
        terminal.print(plan(missing));
        if (assent.dryRun) {
            return ExitCode.DONE;
        }
        return isMeant(target.target(), database.url(), assent)
                ? admit(reconciliation, missing, unchanged)
                : ExitCode.NOT_CONFIRMED;
    }

    private boolean isMeant(Target target, ConnectionUrl database, Assent assent) {
        boolean guarded = target == Target.PROD;
        return new Confirmation(terminal, guarded, database.database(), assent.yes, assent.name)
                .isGiven("Add these rows in " + target);
    }

    private TargetDatabase at(TargetOption option, String verb) {
        return new TargetDatabase(option.target(), "cruddur users " + verb, settings, terminal);
    }

    private List<PoolUser> pool(TargetOption option) {
        return new PoolLookup(settings, terminal).of(option.target());
    }

    private static String overview(List<Member> members) {
        return Table.of(
                                List.of("HANDLE", "WANTED", "E-MAIL", "POOL", "DATABASE"),
                                members.stream().map(UsersCommand::row))
                        .written()
                + """


                %5d in the pool and in the database
                %5d in the database, but not in the pool
                %5d in the pool, but cannot sign in (not confirmed, or disabled)
                %5d can sign in, but missing from the database (users reconcile)""".formatted(
                                of(members, Standing.KNOWN_TO_BOTH).size(),
                                of(members, Standing.UNKNOWN_TO_POOL).size(),
                                of(members, Standing.NOT_LET_IN).size(),
                                of(members, Standing.MISSING).size());
    }

    private static List<String> row(Member member) {
        return List.of(
                member.handle().orElse("-"),
                member.wantedHandle().orElse("-"),
                member.email().orElse("-"),
                member.enabled() ? member.status().map(UsersCommand::word).orElse("-") : "disabled",
                member.handle().isPresent() ? "yes" : member.standing() == Standing.MISSING ? "missing" : "no");
    }

    private static String word(String status) {
        return status.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String plan(List<Member> missing) {
        return Table.of(
                        List.of("NEW ROW FOR", "NAME", "E-MAIL"),
                        missing.stream()
                                .map(member -> List.of(
                                        wanted(member),
                                        member.displayName().orElse("-"),
                                        member.email().orElse("-"))))
                .written();
    }

    private void reportUnknown(List<Member> members) {
        List<Member> unknown = of(members, Standing.UNKNOWN_TO_POOL);
        if (!unknown.isEmpty()) {
            terminal.report("Cruddur: not in the pool, and left unchanged: "
                    + unknown.stream()
                            .flatMap(member -> member.handle().stream())
                            .map(handle -> "@" + handle)
                            .collect(Collectors.joining(", ")));
        }
    }

    private int admit(Reconciliation reconciliation, List<Member> missing, UnchangedMark unchanged) {
        Admissions admissions = new Admissions(terminal);
        reconciliation.admit(missing, unchanged, admissions);
        terminal.report(admissions.summary());
        return admissions.refused() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static List<Member> of(List<Member> members, Standing standing) {
        return members.stream().filter(member -> member.standing() == standing).toList();
    }

    private static String wanted(Member member) {
        return member.wantedHandle().map(handle -> "@" + handle).orElse("-");
    }
}
