package cruddur.cli.db;

import cruddur.administration.Identity;
import cruddur.administration.Mark;
import cruddur.administration.SameDatabase;
import cruddur.cli.common.Target;
import cruddur.cli.common.Terminal;
import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import java.util.Optional;

/// Whether a database without a mark, reached as dev, is the one that `PROD_CONNECTION_URL` connects to.
record ProductionCheck(Target target, Settings settings, Terminal terminal) {

    /// Refuses a database that is production's by its mark or, without one, by its identity.
    void require(Optional<Mark> mark, ConnectionUrl url) {
        target.requireChangeable(mark, url);
        refuse(identity(mark, url), url);
    }

    /// @throws OperationException for production
    void refuse(Identity identity, ConnectionUrl url) {
        if (identity == Identity.PRODUCTION) {
            throw new OperationException(
                    "The database %s at %s:%d has no mark, and PROD_CONNECTION_URL connects to it, too. If it is production, mark it: cruddur db mark prod prod. If it is not, correct PROD_CONNECTION_URL."
                            .formatted(url.database(), url.host(), url.port()));
        }
    }

    Identity identity(Optional<Mark> mark, ConnectionUrl url) {
        return mark.isPresent() || target == Target.PROD || !Target.PROD.isSet(settings)
                ? Identity.OF_TARGET
                : terminal.during("comparing with the database at PROD_CONNECTION_URL", () -> compared(url));
    }

    /// A server that does not answer is not the one that answered; if it refuses the login, the result is unknown.
    private Identity compared(ConnectionUrl url) {
        Optional<ConnectionUrl> production = production();
        try {
            return production
                    .map(address -> SameDatabase.is(url, address) ? Identity.PRODUCTION : Identity.OF_TARGET)
                    .orElse(Identity.UNKNOWN);
        } catch (UnreachableException e) {
            terminal.report("Cruddur: assuming that this is not the database of PROD_CONNECTION_URL, because that"
                    + " server does not answer. " + e.getMessage());
            return Identity.OF_TARGET;
        } catch (OperationException e) {
            return unknown(e);
        }
    }

    private Optional<ConnectionUrl> production() {
        try {
            return Optional.of(Target.PROD.url(settings));
        } catch (OperationException | IllegalArgumentException e) {
            unknown(e);
            return Optional.empty();
        }
    }

    private Identity unknown(RuntimeException why) {
        terminal.report(
                "Cruddur: cannot check whether this is the database of PROD_CONNECTION_URL. " + why.getMessage());
        return Identity.UNKNOWN;
    }
}
