package cruddur.cli.rds;

import cruddur.aws.Obstacles;
import cruddur.aws.PostgresProbe;
import cruddur.aws.PostgresProbe.Result;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;
import cruddur.sql.ConnectionUrl;

/// Checks whether PostgreSQL answers, and prints the likely reason if it does not.
record ReachabilityCheck(GroupAccess access, Terminal terminal) {

    /// A new rule takes effect after some seconds.
    private static final int TRIES = 3;

    void at(ConnectionUrl prod) {
        String place = prod.host() + ":" + prod.port();
        Result result = terminal.during("connecting to " + place, () -> tried(prod.host(), prod.port()));
        terminal.report("Cruddur: " + sentence(result, place));
        if (result != Result.ANSWERS && result != Result.NOT_POSTGRESQL) {
            terminal.report("Cruddur: " + obstacle(prod.host()));
        }
    }

    private static Result tried(String host, int port) {
        PostgresProbe probe = new PostgresProbe(host, port);
        Result result = probe.result();
        for (int tries = 1; result == Result.SILENT && tries < TRIES; tries++) {
            result = probe.result();
        }
        return result;
    }

    private static String sentence(Result result, String place) {
        return switch (result) {
            case ANSWERS -> "PostgreSQL answers at " + place + ".";
            case NO_SUCH_NAME ->
                place + " has no address: the instance does not exist, or PROD_CONNECTION_URL names another.";
            case REFUSED ->
                place
                        + " refuses the connection: nothing listens there, for example while an instance starts or stops.";
            case SILENT ->
                place
                        + " does not answer: the instance may be stopped, not public or in another security group, or its subnet may have no route to the internet.";
            case NOT_POSTGRESQL ->
                "Something answers at "
                        + place
                        + ", but it is not PostgreSQL. Check the host and port of PROD_CONNECTION_URL.";
        };
    }

    private String obstacle(String host) {
        try {
            return terminal.during(
                    "asking AWS why", () -> new Obstacles(access.account(), access.group()).before(host));
        } catch (OperationException e) {
            return "The reason is unknown. " + e.getMessage();
        }
    }
}
