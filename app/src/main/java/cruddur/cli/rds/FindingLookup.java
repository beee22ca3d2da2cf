package cruddur.cli.rds;

import cruddur.aws.Account;
import cruddur.aws.Examination;
import cruddur.aws.Finding;
import cruddur.cli.common.SettingSources;
import cruddur.cli.common.Terminal;
import java.util.List;

/// Reads the differences from the recommended settings.
record FindingLookup(SettingSources sources, Terminal terminal) {

    List<Finding> of(InstanceOptions options) {
        Account account = new AccountLookup(options.in(sources.settings()), terminal).open();
        return terminal.during(
                "reading " + options.identifier(), () -> new Examination(account).of(options.identifier()));
    }
}
