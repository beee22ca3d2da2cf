/// # cli.rds
///
/// > `bin/cruddur rds`: the commands for PostgreSQL on Amazon RDS.
///
/// - A command prints first what costs money or loses data; a command that takes minutes prints its
///   progress.
/// - A command that was interrupted can be run again.
/// - A command class mentions no class that uses Amazon's client: picocli reads the methods of every
///   command class at each start and would load the client with it. The work is in
///   classes that are loaded when a command runs.
/// - Out of scope: AWS's protocol and its client, which are `aws`'s.
@NullMarked
package cruddur.cli.rds;

import org.jspecify.annotations.NullMarked;
