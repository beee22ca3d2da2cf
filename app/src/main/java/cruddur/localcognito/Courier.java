package cruddur.localcognito;

import cruddur.database.BlockingDatabase;
import cruddur.database.Refusal;
import cruddur.sql.Query;
import cruddur.threads.OffLoop;
import io.vertx.core.Context;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/// Sends the mail that waits in the database; the servers share it. A mail that cannot be sent is
/// tried again for an hour, and then dropped.
///
/// Thread-safe.
final class Courier {

    private static final System.Logger LOG = System.getLogger(Courier.class.getName());

    private static final Query TAKE_MAIL = Query.load("local_cognito/take_mail");
    private static final Query DROP_MAIL = Query.load("local_cognito/drop_mail");

    private final Context loop;
    private final BlockingDatabase database;
    private final LocalPool local;
    private final AtomicBoolean woken = new AtomicBoolean();

    /// @param loop the event loop that the database belongs to
    Courier(Context loop, BlockingDatabase database, LocalPool local) {
        this.loop = loop;
        this.database = database;
        this.local = local;
    }

    /// Sends due mail soon, without blocking.
    void wake() {
        if (woken.compareAndSet(false, true)) {
            loop.runOnContext(
                    _ -> OffLoop.call(Executors.callable(this::sendDue)).onFailure(Courier::report));
        }
    }

    /// Does not log an outage of the database, which requests log, or the closing of this server. The mail stays.
    private static void report(Throwable failure) {
        if (Refusal.of(failure).isEmpty() && !"Pool closed".equals(failure.getMessage())) {
            LOG.log(System.Logger.Level.ERROR, "Cannot read mail from the database", failure);
        }
    }

    /// Sends due mail, one at a time in this process; blocks until it is sent.
    void sendDue() {
        local.sending().lock();
        try {
            woken.set(false);
            Optional<Row> mail = take();
            while (mail.isPresent()) {
                send(mail.get());
                mail = take();
            }
        } finally {
            local.sending().unlock();
        }
    }

    private Optional<Row> take() {
        return database.changeRow(TAKE_MAIL.bare());
    }

    private void send(Row mail) {
        try {
            if (mail.getBoolean("is_late")) {
                local.counts().mailsDropped().increment();
                LOG.log(System.Logger.Level.WARNING, "A mail was dropped, because it could not be sent within an hour");
            } else {
                Optional<Letter> letter = Letter.of(mail);
                if (letter.isPresent()) {
                    local.mail().send(letter.get());
                }
            }
            database.change(DROP_MAIL.with("id", mail.getLong("id")));
        } catch (IOException e) {
            local.counts().mailsFailed().increment();
            LOG.log(System.Logger.Level.WARNING, "A mail could not be sent, and is tried again: " + e.getMessage());
        }
    }
}
