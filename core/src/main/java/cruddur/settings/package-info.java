/// The settings of a program: names and values. Where they come from is the program's matter.
@NullMarked
package cruddur.settings;

import org.jspecify.annotations.NullMarked;
