/// # reconciliation
///
/// > Compares the people of the user pool with those of the database, and adds the missing rows. Compares the growth
/// > metrics with the tables, and raises them.
///
/// - It only adds rows and raises counters; it runs any number of times.
/// - Out of scope: asking the user pool, which is `aws`'s.
@NullMarked
package cruddur.reconciliation;

import org.jspecify.annotations.NullMarked;
