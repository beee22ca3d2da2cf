package cruddur.cli.db;

import cruddur.cli.common.Target;
import picocli.CommandLine.Parameters;

/// The parameter that names the target of a command.
public final class TargetOption {

    @Parameters(
            paramLabel = "TARGET",
            arity = "0..1",
            defaultValue = "dev",
            description =
                    "dev (CONNECTION_URL, else the database of cruddur up; the default) or prod (PROD_CONNECTION_URL).")
    private String word = "dev";

    public Target target() {
        return Target.named(word);
    }
}
