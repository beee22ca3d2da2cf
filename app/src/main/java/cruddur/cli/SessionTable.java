package cruddur.cli;

import cruddur.operations.Session;

import java.util.List;

/// Who is connected, as an operator reads it.
final class SessionTable {

    private SessionTable() {}

    static String of(List<Session> sessions) {
        return Table.of(
                        List.of(
                                "process_id",
                                "user",
                                "db",
                                "client_addr",
                                "app",
                                "state",
                                "age",
                                "blocks drop"),
                        sessions.stream().map(SessionTable::row))
                .unfitted();
    }

    private static List<String> row(Session session) {
        return List.of(
                Integer.toString(session.processId()),
                session.user(),
                session.db(),
                session.clientAddr().orElse("-"),
                session.app().orElse("-"),
                session.state().orElse("-"),
                session.age().orElse("-"),
                session.blocksDrop() ? "yes" : "no");
    }
}
