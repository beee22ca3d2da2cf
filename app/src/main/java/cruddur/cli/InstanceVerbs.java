package cruddur.cli;

import cruddur.aws.Instance;
import cruddur.aws.Instances;

import java.time.Instant;

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

    private Instances instances() {
        return new Instances(new AccountReading(options.in(settings.effective()), terminal).open());
    }
}
