package cruddur.growth;

import java.util.Map;
import java.util.UUID;

/// Amounts to add to counters. A batch is written again with the same number until the answer shows that it was added,
/// and the number makes sure that it is added once.
///
/// @param writer the server that counted
/// @param sequence the number of the batch: 1, 2, … for each writer
public record Batch(UUID writer, long sequence, Map<Counter, Long> amounts) {}
