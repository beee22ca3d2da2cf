package cruddur.growth;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The events of this server that are counted and not written yet. All event loops count here; counting never waits for
/// a write.
public final class Tally {

    /// More people than this are forgotten, and looked up in the database again: about ten megabytes.
    private static final int MOST_PEOPLE = 100_000;

    /// A person who was active on a UTC day.
    record Active(UUID person, LocalDate day) {}

    private final InstantSource clock;
    private final Map<Counter, Long> amounts = new ConcurrentHashMap<>();
    private final Set<Active> unwrittenPeople = ConcurrentHashMap.newKeySet();
    private final Set<Active> knownPeople = ConcurrentHashMap.newKeySet();

    public Tally(InstantSource clock) {
        this.clock = clock;
    }

    /// Counts one event.
    ///
    /// @param day the day of the row that it left in the database
    public void count(Metric metric, LocalDate day) {
        add(metric, day, 1);
    }

    /// Counts one event of today, by this server's clock.
    public void countToday(Metric metric) {
        add(metric, today(), 1);
    }

    void add(Metric metric, LocalDate day, long amount) {
        amounts.merge(new Counter(metric, day), amount, Long::sum);
    }

    /// Counts a person as active today, once.
    public void active(UUID person) {
        Active today = new Active(person, today());
        if (knownPeople.add(today)) {
            unwrittenPeople.add(today);
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    boolean isEmpty() {
        return amounts.isEmpty();
    }

    /// Takes all amounts out.
    Map<Counter, Long> takeAmounts() {
        Map<Counter, Long> taken = new HashMap<>();
        for (Counter counter : Set.copyOf(amounts.keySet())) {
            Long amount = amounts.remove(counter);
            if (amount != null) {
                taken.put(counter, amount);
            }
        }
        return taken;
    }

    /// Takes all people out who were not written yet.
    Set<Active> takePeople() {
        forgetPeopleOfYesterday();
        Set<Active> taken = Set.copyOf(unwrittenPeople);
        unwrittenPeople.removeAll(taken);
        return taken;
    }

    void putBack(Set<Active> people) {
        unwrittenPeople.addAll(people);
    }

    private void forgetPeopleOfYesterday() {
        if (knownPeople.size() > MOST_PEOPLE) {
            knownPeople.clear();
        }
        LocalDate today = today();
        knownPeople.removeIf(known -> !known.day().equals(today));
    }
}
