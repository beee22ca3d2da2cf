package cruddur.cli.rds;

import cruddur.aws.Account;
import cruddur.cli.common.Terminal;

import java.util.Map;

/// Finds the account of Amazon's that an operator means.
///
/// A class of its own, like all that name Amazon's client, because the command line looks at the
/// methods of its commands at every start, and would load the client with them.
record AccountReading(Map<String, String> environment, Terminal terminal) {

    /// Says which account and region this is about.
    ///
    /// @throws cruddur.operations.UnreachableException without credentials that AWS takes
    Account open() {
        Account account = Account.of(environment);
        String number = terminal.during("asking AWS whose the credentials are", account::number);
        terminal.say("Cruddur: AWS account " + number + ", " + account.region());
        return account;
    }
}
