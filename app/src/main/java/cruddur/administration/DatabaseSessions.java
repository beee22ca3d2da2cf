package cruddur.administration;

import java.util.List;
import java.util.Optional;

/// The sessions of a server.
///
/// @param mark of the inspected database
/// @param all those in that database first
public record DatabaseSessions(Optional<Mark> mark, List<DatabaseSession> all) {}
