package cruddur.operations;

import java.util.List;
import java.util.Optional;

/// Who is connected to a server.
///
/// @param mark of the database that this is about
/// @param all those in the database first
public record Sessions(Optional<Mark> mark, List<Session> all) {}
