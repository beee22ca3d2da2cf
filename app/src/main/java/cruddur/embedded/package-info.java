/// # embedded
///
/// > The PostgreSQL that `cruddur up` runs: programs, data folder, start and stop.
///
/// - It keeps people's data: `fsync` and `synchronous_commit` are on, and a password is required.
/// - A cluster is created beside its place and then moved there, so an interrupted start leaves
///   nothing that looks complete.
/// - A file may be cut off: what can be made again is made again, and every other damage is an error
///   that names the remedy. (why: disks fill, and machines lose their power)
/// - Only unchanged programs run, from a folder that no other user can write to.
/// - Out of scope: what is stored in it.
@NullMarked
package cruddur.embedded;

import org.jspecify.annotations.NullMarked;
