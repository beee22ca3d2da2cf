package cruddur.cli;

import cruddur.cli.common.CommandGroup;
import cruddur.cli.common.Confirmation;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Table;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.cli.db.Assent;
import cruddur.cli.db.TargetDatabase;
import cruddur.cli.db.TargetOption;
import cruddur.operations.Member;
import cruddur.operations.Member.Standing;
import cruddur.operations.PoolUser;
import cruddur.operations.Reconciliation;
import cruddur.sql.ConnectionUrl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// `cruddur users`: whom the user pool and the database know.
@Command(
        name = "users",
        description = "Who is in the user pool and not in the database, and the mend.",
        synopsisSubcommandLabel = "COMMAND",
        addMethodSubcommands = false,
        footer = {"", "Begin with: cruddur users list"})
final class UsersCommand implements CommandGroup {

    private final Map<String, String> environment;
    private final Terminal terminal;

    UsersCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = "Show everybody whom the user pool or the database knows.",
            footer = {
                "",
                "The pool is AWS_COGNITO_USER_POOL_ID, asked with the AWS credentials that the AWS CLI would find; without one, that of the cruddur up that runs.",
                "",
                "Example: cruddur users list prod --json"
            })
    int list(
            @Mixin TargetOption target,
            @Option(names = "--json", description = "Write a JSON array, for programs.")
                    boolean json) {
        Reconciliation reconciliation = new Reconciliation(at(target, "list").toRead().url());
        List<PoolUser> pool = pool(target);
        terminal.print(
                json ? reconciliation.compareAsJson(pool) : overview(reconciliation.compare(pool)));
        return ExitCode.DONE;
    }

    @Command(
            name = "reconcile",
            description = "Make the rows of those whom the pool lets in and the database lacks.",
            footer = {
                "",
                "Shows what it would do, and does it once that is confirmed: by an answer, or by --yes, or on prod by the database's name. It adds rows, and changes or removes none.",
                "",
                "Example: cruddur users reconcile prod --confirm cruddur"
            })
    int reconcile(@Mixin TargetOption target, @Mixin Assent assent) {
        ConnectionUrl database = at(target, "reconcile").toChange().url();
        Reconciliation reconciliation = new Reconciliation(database);
        List<Member> members = reconciliation.compare(pool(target));
        tellOfUnknown(members);
        List<Member> missing = of(members, Standing.MISSING);
        if (missing.isEmpty()) {
            terminal.say("Cruddur: everybody whom the pool lets in has a row. Nothing to do.");
            return ExitCode.DONE;
        }
        terminal.print(plan(missing));
        if (assent.dryRun) {
            return ExitCode.DONE;
        }
        return isMeant(target.target(), database, assent)
                ? admit(reconciliation, missing)
                : ExitCode.NOT_CONFIRMED;
    }

    private boolean isMeant(Target target, ConnectionUrl database, Assent assent) {
        boolean guarded = target == Target.PROD;
        return new Confirmation(terminal, guarded, database.database(), assent.yes, assent.name)
                .isGiven("Make these rows in " + target);
    }

    private TargetDatabase at(TargetOption option, String verb) {
        return new TargetDatabase(option.target(), "cruddur users " + verb, environment, terminal);
    }

    private List<PoolUser> pool(TargetOption option) {
        return new PoolReading(environment, terminal).of(option.target());
    }

    private static String overview(List<Member> members) {
        return Table.of(
                                List.of("HANDLE", "WANTED", "E-MAIL", "POOL", "DATABASE"),
                                members.stream().map(UsersCommand::row))
                        .written()
                + """


                %5d in the pool and in the database
                %5d in the database, and unknown to the pool
                %5d in the pool, and not let in (not confirmed, or disabled)
                %5d let in by the pool, and missing from the database (users reconcile)"""
                        .formatted(
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
                member.handle().isPresent()
                        ? "yes"
                        : member.standing() == Standing.MISSING ? "missing" : "no");
    }

    private static String word(String status) {
        return status.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String plan(List<Member> missing) {
        return Table.of(
                        List.of("NEW ROW FOR", "NAME", "E-MAIL"),
                        missing.stream()
                                .map(
                                        member ->
                                                List.of(
                                                        wanted(member),
                                                        member.displayName().orElse("-"),
                                                        member.email().orElse("-"))))
                .written();
    }

    private void tellOfUnknown(List<Member> members) {
        List<Member> unknown = of(members, Standing.UNKNOWN_TO_POOL);
        if (!unknown.isEmpty()) {
            terminal.say(
                    "Cruddur: unknown to the pool, and left as they are: "
                            + unknown.stream()
                                    .flatMap(member -> member.handle().stream())
                                    .map(handle -> "@" + handle)
                                    .collect(Collectors.joining(", ")));
        }
    }

    private int admit(Reconciliation reconciliation, List<Member> missing) {
        Admissions admissions = new Admissions(terminal);
        reconciliation.admit(missing, admissions);
        terminal.say(admissions.summary());
        return admissions.refused() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static List<Member> of(List<Member> members, Standing standing) {
        return members.stream().filter(member -> member.standing() == standing).toList();
    }

    private static String wanted(Member member) {
        return member.wantedHandle().map(handle -> "@" + handle).orElse("-");
    }
}
