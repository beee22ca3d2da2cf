package cruddur.cli.rds;

import cruddur.aws.Account;
import cruddur.aws.Caller;
import cruddur.aws.Ingress;
import cruddur.aws.SecurityGroup;
import cruddur.aws.SecurityGroups;
import cruddur.cli.common.Setting;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// The security group that an operator means, and who they are to AWS.
///
/// @param person as rules name them
record Gate(Account account, SecurityGroup group, String person) {

    /// Finds the group, and says which it is.
    ///
    /// @param region in which it is, if not in the one that is set
    /// @throws IllegalArgumentException if `DB_SG_ID` is not set
    static Gate of(Settings settings, @Nullable String region, Terminal terminal) {
        String id = groupId(settings);
        Map<String, String> environment = new HashMap<>(settings.effective());
        if (region != null) {
            environment.put("AWS_REGION", region);
        }
        Account account = new AccountReading(environment, terminal).open();
        Caller caller = terminal.during("asking AWS who you are", account::caller);
        SecurityGroup group =
                terminal.during("looking at " + id, () -> new SecurityGroups(account).take(id));
        terminal.say("Cruddur: security group " + group + ", as " + caller.person());
        return new Gate(account, group, caller.person());
    }

    private static String groupId(Settings settings) {
        return settings.value(Setting.DB_SG_ID.name())
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Set DB_SG_ID to the security group of the database, like sg-0123456789abcdef0; the RDS console shows it under Connectivity & security."));
    }

    Ingress ingress() {
        return new Ingress(account, group);
    }
}
