/// # settings
///
/// > The settings of a program: names and values.
///
/// - Out of scope: where they come from, and what each means.
@NullMarked
package cruddur.settings;

import org.jspecify.annotations.NullMarked;
