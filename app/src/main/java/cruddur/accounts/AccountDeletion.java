package cruddur.accounts;

import static cruddur.threads.OffLoop.await;

import cruddur.database.BlockingDatabase;
import cruddur.database.Database;
import cruddur.http.RefusedException;
import cruddur.identity.Identity;
import cruddur.people.PersonRemoval;
import cruddur.sql.Query;
import cruddur.userpool.CognitoClient;
import cruddur.userpool.CognitoException;
import cruddur.userpool.Grant;
import java.time.Duration;
import java.util.UUID;

/// Deletes accounts in three steps, of which each can fail and be done later. The first decides: a row of
/// `deleted_accounts`, with which nothing signs the person in any more. The account in the user pool is deleted next,
/// because that needs the person's own tokens; if it fails, the next sign-in does it. The rows of the person are
/// removed last; if that fails, or takes long, the purge does it.
///
/// Waits, and so runs off the event loop.
final class AccountDeletion {

    private static final System.Logger LOG = System.getLogger(AccountDeletion.class.getName());

    private static final Query BEGIN = Query.load("deleted_accounts/begin");
    private static final Query CONFIRM = Query.load("deleted_accounts/confirm");

    /// How long a request removes rows. It must be answered within five seconds.
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final BlockingDatabase database;
    private final CognitoClient cognito;
    private final Identity identity;
    private final PersonRemoval removal;

    AccountDeletion(Database database, CognitoClient cognito, Identity identity) {
        this.database = new BlockingDatabase(database);
        this.cognito = cognito;
        this.identity = identity;
        this.removal = new PersonRemoval(database.writes());
    }

    /// Decides that this person's account is deleted.
    void begin(UUID person) {
        database.change(BEGIN.with("person", person));
        identity.forgetTokens();
    }

    /// Deletes the account in the user pool.
    ///
    /// @param grant new tokens of the person
    /// @return whether the pool has none any more
    boolean deleteFromPool(Grant grant) {
        try {
            await(() -> cognito.deleteUser(grant.accessToken()));
        } catch (CognitoException refused) {
            if (!refused.type().equals("UserNotFoundException")) {
                LOG.log(System.Logger.Level.WARNING, "A deleted account is still in the user pool", refused);
                return false;
            }
        } catch (RefusedException _) {
            // The client of the pool has logged that the pool does not answer.
            return false;
        }
        database.change(CONFIRM.with("cognito_user_id", identity.cognitoUserId(grant)));
        return true;
    }

    /// Removes the rows of this person. Leaves the rest to the purge after two seconds, in which some ten thousand rows
    /// are removed, or if a statement fails.
    void removeRows(UUID person) {
        long begun = System.nanoTime();
        boolean isDone = false;
        while (!isDone && System.nanoTime() - begun < LONGEST.toNanos()) {
            isDone = isLastBatch(person);
        }
    }

    private boolean isLastBatch(UUID person) {
        try {
            return await(() -> removal.batch(person));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "The purge has to remove the rows of a deleted account", e);
            return true;
        }
    }
}
