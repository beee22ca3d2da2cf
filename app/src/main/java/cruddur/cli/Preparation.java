package cruddur.cli;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Mark;
import cruddur.administration.PoolDatabase;
import cruddur.cli.common.Terminal;
import cruddur.migrations.History;
import cruddur.migrations.Migrations;
import java.util.function.Predicate;

/// Prepares a database of dev: schema and seed world the first time, later what is missing of the migrations.
///
/// @param mayStartOver whether the data of a schema that cannot be migrated may be deleted; receives a sentence
/// about it
record Preparation(DatabaseAdmin database, Terminal terminal, Predicate<String> mayStartOver) {

    /// Returns whether the database is ready.
    boolean complete() {
        Migrations migrations = new Migrations(database.url());
        History history = migrations.history();
        return switch (history.kind()) {
            case NONE -> fill();
            case TOO_OLD -> mayStartOver.test(tooOld()) && fillAnew();
            case BASELINE, MIGRATED -> history.isComplete() || migrate(migrations);
        };
    }

    private boolean migrate(Migrations migrations) {
        migrations.migrate(terminal::step);
        database.markFirst(Mark.DEV);
        return true;
    }

    private boolean fill() {
        terminal.step("loading the schema and the seed world");
        database.load(Mark.DEV, true);
        return true;
    }

    /// The accounts are part of the data.
    private boolean fillAnew() {
        new PoolDatabase(database.url()).drop();
        return fill();
    }

    /// No migration starts from a schema that is older than the first one.
    private String tooOld() {
        return "This data is from an older version of Cruddur: " + database.inventory() + ". It cannot be migrated.";
    }
}
