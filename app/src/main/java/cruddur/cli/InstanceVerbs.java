package cruddur.cli;

import cruddur.aws.Account;
import cruddur.aws.Examination;
import cruddur.aws.Finding;
import cruddur.aws.Instance;
import cruddur.aws.Instances;

import java.time.Instant;
import java.util.List;

/// What an operator does to one instance.
///
/// A class of its own, like all that name Amazon's client, because the command line looks at the
/// methods of its commands at every start, and would load the client with them.
record InstanceVerbs(Settings settings, Terminal terminal, InstanceOptions options) {

    int status(boolean json) {
        Instance instance = instances().get(options.identifier());
        InstanceReport report = new InstanceReport(instance, Instant.now());
        terminal.print(json ? report.asJson() : report.written());
        return CruddurCommand.DONE;
    }

    /// What is not as it should be.
    List<Finding> findings() {
        Examination examination = new Examination(account());
        return terminal.during(
                "looking at " + options.identifier(), () -> examination.of(options.identifier()));
    }

    private Instances instances() {
        return new Instances(account());
    }

    private Account account() {
        return new AccountReading(options.in(settings.effective()), terminal).open();
    }
}
