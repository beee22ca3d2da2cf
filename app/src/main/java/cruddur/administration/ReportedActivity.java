package cruddur.administration;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/// An activity that people reported, and on which no operator has decided.
///
/// @param handle of its author
/// @param message as it was when it was reported
/// @param isAlive whether it is still there: it has neither expired nor been deleted
/// @param reasons one of each person who reported it, after the handle: `@bao: rude`
public record ReportedActivity(
        UUID uuid, String handle, String message, OffsetDateTime reportedAt, boolean isAlive, List<String> reasons) {}
