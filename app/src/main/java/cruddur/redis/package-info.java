/// # redis
///
/// > Connects to Redis, or Valkey, and has several servers count the requests of each client together through it.
///
/// - No request waits for what this package does by itself: servers exchange their counts four times a second.
/// - Without Redis, each server counts alone, as it does between two exchanges.
/// - The number of clients in an exchange is limited; Redis forgets each window after twenty seconds.
/// - Out of scope: how many requests a client may send, which `http` decides; the answers that servers share, which
///   are `cache`'s.
@NullMarked
package cruddur.redis;

import org.jspecify.annotations.NullMarked;
