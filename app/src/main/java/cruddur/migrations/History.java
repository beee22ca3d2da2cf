package cruddur.migrations;

import cruddur.operations.OperationException;
import cruddur.sql.Migration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The migrations of a database, compared with those of this version of Cruddur.
///
/// @param entries the migrations of both, the oldest first
public record History(Kind kind, List<Entry> entries) {

    /// The kind of a database's schema.
    public enum Kind {
        /// There is no schema.
        NONE,
        /// One that is older than the first migration, and cannot be migrated.
        TOO_OLD,
        /// The one that the first migration starts from.
        BASELINE,
        /// One with a table of its applied migrations.
        MIGRATED
    }

    /// The state of a migration.
    public enum State {
        APPLIED,
        /// The database lacks it.
        MISSING,
        /// Its file differs from the one that was applied.
        CHANGED,
        /// This version has no such file.
        UNKNOWN
    }

    /// A migration.
    ///
    /// @param name for example `2_environment`
    /// @param appliedAt empty if it is missing
    public record Entry(int version, String name, State state, Optional<OffsetDateTime> appliedAt) {

        private static Entry unknown(Applied applied) {
            return new Entry(applied.version, applied.toString(), State.UNKNOWN, Optional.of(applied.appliedAt));
        }

        private static Entry of(Migration migration, Optional<Applied> applied) {
            State state = applied.map(Applied::checksum)
                    .map(migration.checksum()::equals)
                    .map(same -> same ? State.APPLIED : State.CHANGED)
                    .orElse(State.MISSING);
            return new Entry(migration.version(), migration.toString(), state, applied.map(Applied::appliedAt));
        }
    }

    /// The record of an applied migration in a database.
    record Applied(int version, String name, String checksum, OffsetDateTime appliedAt) {

        @Override
        public String toString() {
            return version + "_" + name;
        }
    }

    static History of(Kind kind, List<Applied> applied, List<Migration> known) {
        Stream<Entry> unknown = applied.stream()
                .filter(each -> named(each.toString(), known).isEmpty())
                .map(Entry::unknown);
        Stream<Entry> ours = known.stream().map(each -> Entry.of(each, named(each.toString(), applied)));
        return new History(
                kind,
                Stream.concat(unknown, ours)
                        .sorted(Comparator.comparingInt(Entry::version))
                        .toList());
    }

    private static <T> Optional<T> named(String name, List<T> all) {
        return all.stream().filter(each -> each.toString().equals(name)).findFirst();
    }

    /// Whether it is the schema of this version: all migrations are applied, unchanged, and no others.
    public boolean isComplete() {
        return kind == Kind.MIGRATED && entries.stream().allMatch(entry -> entry.state == State.APPLIED);
    }

    /// The next one to apply.
    Optional<Entry> next() {
        return first(entries, State.MISSING);
    }

    /// The last applied one.
    Optional<Entry> newest() {
        return first(entries.reversed(), State.APPLIED);
    }

    /// Refuses a database that this version cannot migrate.
    void refuseUnfit() {
        switch (kind) {
            case NONE ->
                throw new OperationException("The database has no schema. Load it with: cruddur db schema-load");
            case TOO_OLD ->
                throw new OperationException(
                        "The schema is older than the first migration and cannot be migrated. To replace it and lose its data: cruddur db schema-load");
            case BASELINE, MIGRATED -> {
                first(entries, State.UNKNOWN).ifPresent(History::refuseUnknown);
                first(entries, State.CHANGED).ifPresent(History::refuseChanged);
            }
        }
    }

    private static void refuseUnknown(Entry entry) {
        throw new OperationException("The database is of a newer version of Cruddur: this one has no migration "
                + entry.name
                + ". Use that version.");
    }

    private static void refuseChanged(Entry entry) {
        throw new OperationException(
                "The file of the migration "
                        + entry.name
                        + " in db/migrations has changed since it was applied. Undo that change, and put it into a new migration.");
    }

    private static Optional<Entry> first(List<Entry> entries, State state) {
        return entries.stream().filter(entry -> entry.state == state).findFirst();
    }
}
