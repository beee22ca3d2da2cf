/// # live
///
/// > Sends what changes in the home feed to those who have it open, as server-sent events.
///
/// - One reader for each server asks PostgreSQL, four times a second, for any number of
///   subscribers. (why: `NOTIFY` in the transaction of a write makes commits wait for each other,
///   and does not pass every pooler)
/// - An event is encoded once, and shared by all subscribers.
/// - The id of an event says which cruds its receiver has. Any server on the database continues from there, without
///   loss and without repetition.
/// - A subscriber that does not keep up is cut off, and continues from the database.
/// - Out of scope: replies, and what a person likes; the page that shows the events; the limits of connections, which
///   are `http`'s.
@NullMarked
package cruddur.live;

import org.jspecify.annotations.NullMarked;
