package cruddur.localcognito;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;

/// Metrics of the pool, counted since the start.
///
/// @param hashes sign-ins, sign-ups and resets in progress now
/// @param hashesRefused those that were refused because too many were in progress
/// @param signInsLocked sign-ins that were refused because of too many failures
/// @param guessersRefused requests of clients that have guessed wrong too often
/// @param mailsFailed tries to send a mail
/// @param mailsDropped mails that could not be sent within an hour
public record Counts(
        LongAdder hashes,
        LongAdder hashesRefused,
        LongAdder signInsLocked,
        LongAdder guessersRefused,
        LongAdder mailsFailed,
        LongAdder mailsDropped)
        implements MeterBinder {

    Counts() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("cruddur.pool.hashes", hashes, LongAdder::sum)
                .description("Sign-ins, sign-ups and resets under way")
                .register(registry);
        count(registry, "hashes.refused", hashesRefused, "Refused because too many hashes were under way");
        count(registry, "signins.locked", signInsLocked, "Sign-ins refused after too many failures");
        count(registry, "guessers.refused", guessersRefused, "Requests of clients that guessed wrong too often");
        count(registry, "mails.failed", mailsFailed, "Tries to send a mail that failed");
        count(registry, "mails.dropped", mailsDropped, "Mails that could not be sent within an hour");
    }

    private static void count(MeterRegistry registry, String name, LongAdder counted, String description) {
        FunctionCounter.builder("cruddur.pool." + name, counted, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
