package cruddur.cli.rds;

import cruddur.aws.Obstacles;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;
import cruddur.operations.PostgresProbe;
import cruddur.operations.PostgresProbe.Outcome;
import cruddur.sql.ConnectionUrl;

/// Tries whether PostgreSQL answers, and says what may be in the way if it does not.
record Knocking(Gate gate, Terminal terminal) {

    /// A new rule holds after some seconds.
    private static final int TRIES = 3;

    void at(ConnectionUrl prod) {
        String place = prod.host() + ":" + prod.port();
        Outcome outcome =
                terminal.during("knocking at " + place, () -> tried(prod.host(), prod.port()));
        terminal.say("Cruddur: " + sentence(outcome, place));
        if (outcome != Outcome.ANSWERS && outcome != Outcome.NOT_POSTGRESQL) {
            terminal.say("Cruddur: " + obstacle(prod.host()));
        }
    }

    private static Outcome tried(String host, int port) {
        PostgresProbe probe = new PostgresProbe(host, port);
        Outcome outcome = probe.outcome();
        for (int tries = 1; outcome == Outcome.SILENT && tries < TRIES; tries++) {
            outcome = probe.outcome();
        }
        return outcome;
    }

    private static String sentence(Outcome outcome, String place) {
        return switch (outcome) {
            case ANSWERS -> "PostgreSQL answers at " + place + ".";
            case NO_SUCH_NAME ->
                    place
                            + " has no address: the instance is gone or not made yet, or PROD_CONNECTION_URL names another.";
            case REFUSED ->
                    place
                            + " refuses: nothing listens there, as while an instance starts or stops.";
            case SILENT ->
                    place
                            + " says nothing: another security group, an instance that is stopped or not public, or a subnet without a way to the internet.";
            case NOT_POSTGRESQL ->
                    "Something answers at "
                            + place
                            + ", and it is not PostgreSQL; look at the host and port of PROD_CONNECTION_URL.";
        };
    }

    private String obstacle(String host) {
        try {
            return terminal.during(
                    "asking AWS why",
                    () -> new Obstacles(gate.account(), gate.group()).before(host));
        } catch (OperationException e) {
            return "AWS does not say why. " + e.getMessage();
        }
    }
}
