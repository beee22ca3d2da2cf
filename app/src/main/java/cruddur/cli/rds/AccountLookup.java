package cruddur.cli.rds;

import cruddur.aws.Account;
import cruddur.cli.common.Terminal;
import cruddur.settings.Settings;

/// Finds the AWS account of a command.
record AccountLookup(Settings settings, Terminal terminal) {

    /// Prints the account and region.
    ///
    /// @throws cruddur.operations.UnreachableException without credentials that AWS accepts
    Account open() {
        Account account = Account.of(settings);
        String number = terminal.during("reading the account of the credentials", account::number);
        terminal.report("Cruddur: AWS account " + number + ", " + account.region());
        return account;
    }
}
