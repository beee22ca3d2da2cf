/// # metrics
///
/// > What a server counts and times of itself, for Prometheus.
///
/// - Answered for at a port of its own, `METRICS_PORT`: it is the operator's, not the public's.
/// - Vert.x and the JVM count; here is only the way out. Without the port nothing is counted.
/// - Out of scope: whether the server can work, which is `health`; how people use the service.
@NullMarked
package cruddur.metrics;

import org.jspecify.annotations.NullMarked;
