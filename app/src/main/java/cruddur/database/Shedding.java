package cruddur.database;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts the statements that were refused because their pool was overloaded.
///
/// Thread-safe; the event loops of a server share one.
public final class Shedding implements MeterBinder {

    private final Map<Caller, LongAdder> refused = new EnumMap<>(Caller.class);

    public Shedding() {
        for (Caller caller : Caller.values()) {
            refused.put(caller, new LongAdder());
        }
    }

    /// The failure of a statement that is refused.
    OverloadException refuse(Caller caller) {
        refused.getOrDefault(caller, new LongAdder()).increment();
        return new OverloadException("The statements of " + caller + "s wait too long for a connection");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        refused.forEach((caller, count) -> FunctionCounter.builder("cruddur.shed", count, LongAdder::sum)
                .description("Statements that were refused because others waited too long for a connection")
                .tag("caller", caller.toString())
                .register(registry));
    }
}
