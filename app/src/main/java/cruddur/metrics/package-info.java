/// # metrics
///
/// > The metrics of a server, for Prometheus.
///
/// - They are served at a separate port, `METRICS_PORT`, for the operator and not for the public.
/// - Vert.x and the JVM count; this package only publishes the counts. Without the port, nothing is
///   counted.
/// - Out of scope: readiness, which is `health`; how people use the service.
@NullMarked
package cruddur.metrics;

import org.jspecify.annotations.NullMarked;
