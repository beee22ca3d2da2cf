package cruddur.cli.rds;

import cruddur.aws.Account;
import cruddur.aws.Caller;
import cruddur.aws.Ingress;
import cruddur.aws.SecurityGroup;
import cruddur.aws.SecurityGroups;
import cruddur.cli.common.Setting;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import cruddur.settings.Settings;
import org.jspecify.annotations.Nullable;

/// The security group of a command, and the user or role of the credentials.
///
/// @param person as in the tags of rules
record GroupAccess(Account account, SecurityGroup group, String person) {

    /// Finds the group, and prints which it is.
    ///
    /// @param region of the group; null for the region of the settings
    /// @throws IllegalArgumentException if `DB_SG_ID` is not set
    static GroupAccess of(SettingSources sources, @Nullable String region, Terminal terminal) {
        String id = groupId(sources);
        Settings settings =
                region == null ? sources.settings() : sources.settings().with("AWS_REGION", region);
        Account account = new AccountLookup(settings, terminal).open();
        Caller caller = terminal.during("reading the user of the credentials", account::caller);
        SecurityGroup group = terminal.during("reading " + id, () -> new SecurityGroups(account).get(id));
        terminal.report("Cruddur: security group " + group + ", as " + caller.person());
        return new GroupAccess(account, group, caller.person());
    }

    private static String groupId(SettingSources sources) {
        return sources.value(Setting.DB_SG_ID)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "Set DB_SG_ID to the security group of the database, like sg-0123456789abcdef0; the RDS console shows it under Connectivity & security."));
    }

    Ingress ingress() {
        return new Ingress(account, group);
    }
}
