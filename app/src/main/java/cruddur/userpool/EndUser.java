package cruddur.userpool;

import java.util.function.BooleanSupplier;

/// The client of this server on whose behalf it asks the user pool.
///
/// @param address IP address, without a port
/// @param isGone whether the client no longer waits for an answer
public record EndUser(String address, BooleanSupplier isGone) {}
