package cruddur.pages;

import java.util.Optional;

/// Asks why an activity is reported.
///
/// @param reason as it was written before it was refused
/// @param error why it was refused
public record ReportPage(Head head, Frame frame, Card card, String reason, Optional<String> error) {}
