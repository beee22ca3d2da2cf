/// # feeds
///
/// > The newest cruds, all of them, of one person or with one tag, for feed readers: JSON Feed and Atom.
///
/// - PostgreSQL builds the documents from the same queries as the API's pages.
/// - An entry leaves a feed when its crud expires. Feed readers may keep what they have read.
/// - Out of scope: older entries. A feed has the newest twenty.
@NullMarked
package cruddur.feeds;

import org.jspecify.annotations.NullMarked;
