package cruddur.cli.db;

import cruddur.administration.DatabaseAdmin;
import cruddur.administration.Impact;
import cruddur.administration.ServerRoles;
import cruddur.administration.UnchangedMark;
import cruddur.cli.common.ExitCode;
import cruddur.cli.common.Terminal;
import cruddur.cli.db.Guard.Proof;
import cruddur.migrations.Migrations;
import cruddur.sql.Migration;
import cruddur.sql.Script;
import java.util.List;
import java.util.stream.Collectors;

/// Migrates the schema, and rolls back.
record DbMigrations(Terminal terminal, DatabaseAdmin database, Guard guard) {

    int migrate() {
        guard.production().require(database.mark(), database.url());
        List<Migration> applied = new Migrations(database.url()).migrate(terminal::step);
        database.markFirst(guard.target().mark());
        new ServerRoles(database.url()).grant();
        terminal.report("Cruddur: the schema is up to date. "
                + (applied.isEmpty() ? "There was nothing to do." : "Applied: " + names(applied)));
        return ExitCode.DONE;
    }

    private static String names(List<Migration> migrations) {
        return migrations.stream().map(Migration::toString).collect(Collectors.joining(", "));
    }

    int rollBack() {
        Impact impact = guard.impactOn(database);
        Migrations migrations = new Migrations(database.url());
        Migration newest = migrations.newest();
        terminal.print(newest.down().orElseThrow().statements().stream()
                .map(Script.Statement::sql)
                .collect(Collectors.joining(";\n", "", ";")));
        return guard.pass(
                "Roll back " + newest,
                impact,
                Proof.YES,
                () -> rollBack(migrations, newest, new UnchangedMark(impact.mark())));
    }

    private int rollBack(Migrations migrations, Migration newest, UnchangedMark unchanged) {
        migrations.rollBack(newest, unchanged.locked(), terminal::step);
        new ServerRoles(database.url()).grant();
        terminal.report("Cruddur: rolled back " + newest + ".");
        return ExitCode.DONE;
    }
}
