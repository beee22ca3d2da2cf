package cruddur.cli.rds;

import cruddur.aws.Account;
import cruddur.aws.Examination;
import cruddur.aws.Finding;
import cruddur.cli.common.Settings;
import cruddur.cli.common.Terminal;

import java.util.List;

/// Asks AWS what is not as it should be.
///
/// A class of its own, because the command line looks at the methods of its commands at every
/// start, and would load Amazon's client with them.
record FindingReading(Settings settings, Terminal terminal) {

    List<Finding> of(InstanceOptions options) {
        Account account = new AccountReading(options.in(settings.effective()), terminal).open();
        return terminal.during(
                "looking at " + options.identifier(),
                () -> new Examination(account).of(options.identifier()));
    }
}
