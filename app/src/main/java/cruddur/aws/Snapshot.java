package cruddur.aws;

import java.time.Instant;

/// A copy of an instance that AWS keeps.
///
/// @param identifier by which it can be restored
/// @param time at which it was complete
public record Snapshot(String identifier, Instant time) {}
