package cruddur.live;

import cruddur.database.Database;
import cruddur.http.StreamSink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// The open streams of one event loop. Events go out in turns, so that ten thousand streams do not delay other
/// requests.
///
/// Lives on one event loop.
public final class Subscribers {

    /// So many writes take about a millisecond.
    private static final int TURN = 64;

    /// The shortest after which an event loop has served its connections in between.
    private static final Duration BETWEEN_TURNS = Duration.ofMillis(1);

    private static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(1);

    private static final Duration BETWEEN_COUNTS = Duration.ofMillis(1_500);

    /// How long a new stream waits for the database before it begins nevertheless.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// From one attempt to read what a client missed to the next.
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    /// The reader needs a quarter of a second for what another server has published.
    private static final Duration UNTIL_CAUGHT_UP = Duration.ofMillis(150);

    private final Vertx vertx;
    private final Context context;
    private final Database database;
    private final Broadcast broadcast;
    private final Resumption resumption;
    private final Unread unread;
    private final List<Subscriber> all = new ArrayList<>();
    private final Ring ring = new Ring();
    private final Promise<Void> begun = Promise.promise();
    private Optional<Sent> sent = Optional.empty();
    private Optional<Reader> reader = Optional.empty();
    private int next;
    private boolean isServing;

    /// On the current event loop.
    public Subscribers(Vertx vertx, Database database, Broadcast broadcast) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.database = database;
        this.broadcast = broadcast;
        this.resumption = new Resumption(database);
        this.unread = new Unread(database);
        broadcast.add(this);
        vertx.setPeriodic(BETWEEN_HEARTBEATS.toMillis(), _ -> serve());
        vertx.setPeriodic(BETWEEN_COUNTS.toMillis(), _ -> tellUnread());
    }

    /// Reads no more from the database.
    public void stop() {
        reader.ifPresent(Reader::stop);
    }

    /// Completes when events flow, or the database is away; then they will later.
    Future<Void> ready() {
        if (broadcast.claimReader()) {
            Reader first = new Reader(vertx, database, broadcast);
            reader = Optional.of(first);
            first.poll();
        }
        Promise<Void> ready = Promise.promise();
        long patience = vertx.setTimer(PATIENCE.toMillis(), _ -> ready.tryComplete());
        begun.future().onSuccess(_ -> {
            vertx.cancelTimer(patience);
            ready.tryComplete();
        });
        return ready.future();
    }

    /// The handles of the people whose cruds this person does not see.
    Future<Set<String>> hiddenFrom(Optional<UUID> person) {
        return person.map(unread::of)
                .orElseGet(() -> Future.succeededFuture(Unread.State.OF_STRANGERS))
                .map(Unread.State::hidden);
    }

    /// Adds a stream.
    ///
    /// @param hidden the handles of the people whose cruds the person does not see, by now
    /// @return called when it is over
    Runnable open(StreamSink sink, Optional<UUID> person, Set<String> hidden, Optional<EventId> has) {
        Subscriber subscriber = new Subscriber(sink, person, hidden, has);
        put(subscriber, all.size());
        broadcast.opened();
        subscriber.send(Events.retry());
        join(subscriber);
        return () -> close(subscriber);
    }

    private void put(Subscriber subscriber, int place) {
        subscriber.putAt(place);
        if (place == all.size()) {
            all.add(subscriber);
        } else {
            all.set(place, subscriber);
        }
    }

    private void close(Subscriber subscriber) {
        broadcast.closed();
        int hole = subscriber.place();
        // Those who were served in this round stay in front of the others.
        if (hole < next) {
            next--;
            put(all.get(next), hole);
            hole = next;
        }
        Subscriber last = all.removeLast();
        if (hole < all.size()) {
            put(last, hole);
        }
        subscriber.remove();
    }

    /// From any thread.
    void receive(Buffer events, Sent after) {
        context.runOnContext(_ -> {
            if (sent.isEmpty()) {
                begin(after);
            }
            sent = Optional.of(after);
            if (events.length() > 0) {
                ring.add(events);
                serve();
            }
        });
    }

    private void begin(Sent first) {
        sent = Optional.of(first);
        List<Subscriber> waiting = List.copyOf(all);
        begun.complete();
        waiting.forEach(this::join);
    }

    private void join(Subscriber subscriber) {
        if (sent.isEmpty() || subscriber.isOver()) {
            return;
        }
        if (subscriber.has().isEmpty()) {
            subscriber.join(ring.end(), Events.position(sent.get()));
        } else {
            resume(subscriber, subscriber.has().get(), sent.get(), ring.end());
        }
    }

    private void resume(Subscriber subscriber, EventId has, Sent here, long position) {
        resumption.events(has, here).onComplete((missed, failure) -> {
            if (failure != null) {
                vertx.setTimer(AFTER_FAILURE.toMillis(), _ -> join(subscriber));
            } else if (missed.isEmpty() || !ring.reachesBackTo(position)) {
                vertx.setTimer(UNTIL_CAUGHT_UP.toMillis(), _ -> join(subscriber));
            } else if (!subscriber.isOver()) {
                subscriber.join(position, missed.get());
                serve(subscriber, System.nanoTime());
            }
        });
    }

    /// Goes through all, unless that is under way.
    private void serve() {
        if (!isServing) {
            isServing = true;
            next = 0;
            turn(ring.end());
        }
    }

    private void turn(long end) {
        int sends = 0;
        long now = System.nanoTime();
        while (next < all.size() && sends < TURN) {
            Subscriber subscriber = all.get(next++);
            if (serve(subscriber, now)) {
                sends++;
            }
        }
        if (next < all.size()) {
            vertx.setTimer(BETWEEN_TURNS.toMillis(), _ -> turn(end));
            return;
        }
        isServing = false;
        next = 0;
        if (ring.end() > end) {
            serve();
        }
    }

    /// Returns whether anything was sent.
    private boolean serve(Subscriber subscriber, long now) {
        if (!subscriber.isBehind(ring)) {
            return subscriber.keepAlive(now);
        }
        if (!subscriber.follow(ring)) {
            broadcast.countCutOff();
        }
        return true;
    }

    private void tellUnread() {
        Set<UUID> people = all.stream().flatMap(each -> each.person().stream()).collect(Collectors.toSet());
        unread.of(people)
                .onSuccess(states ->
                        all.forEach(each -> each.person().map(states::get).ifPresent(state -> {
                            each.hide(state.hidden());
                            each.tellUnread(state.unread());
                        })));
    }
}
