package cruddur.growth;

import java.time.LocalDate;

/// A metric of one UTC day.
record Counter(Metric metric, LocalDate day) {}
