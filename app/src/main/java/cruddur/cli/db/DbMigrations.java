package cruddur.cli.db;

import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Terminal;
import cruddur.cli.db.Guard.Proof;
import cruddur.operations.Databases;
import cruddur.operations.Impact;
import cruddur.operations.Migrations;
import cruddur.sql.Migration;
import cruddur.sql.Script;

import java.util.List;
import java.util.stream.Collectors;

/// From one version of the schema to another.
record DbMigrations(Terminal terminal, Databases database, Guard guard) {

    int migrate() {
        guard.target().mayChange(database.mark(), database.url());
        List<Migration> applied = new Migrations(database.url()).migrate(terminal::step);
        database.markFirst(guard.target().mark());
        terminal.say(
                "Cruddur: the schema is up to date. "
                        + (applied.isEmpty()
                                ? "There was nothing to do."
                                : "Applied: " + names(applied)));
        return ExitCode.DONE;
    }

    private static String names(List<Migration> migrations) {
        return migrations.stream().map(Migration::toString).collect(Collectors.joining(", "));
    }

    int rollBack() {
        Impact impact = guard.impactOn(database);
        Migrations migrations = new Migrations(database.url());
        Migration newest = migrations.newest();
        terminal.print(
                newest.down().orElseThrow().statements().stream()
                        .map(Script.Statement::sql)
                        .collect(Collectors.joining(";\n", "", ";")));
        return guard.pass(
                "Roll back " + newest, impact, Proof.YES, () -> rollBack(migrations, newest));
    }

    private int rollBack(Migrations migrations, Migration newest) {
        migrations.rollBack(newest, terminal::step);
        terminal.say("Cruddur: rolled back " + newest + ".");
        return ExitCode.DONE;
    }
}
