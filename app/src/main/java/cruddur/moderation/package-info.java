/// # moderation
///
/// > What people do about each other: blocks, and reports to the operators.
///
/// - A block works in both directions: neither of the two sees the other's activities while signed in, and none of them
///   writes to, answers, likes, reposts or mentions the other. The blocked person is not notified.
/// - The text of a reported activity is kept until an operator decides, for at most 30 days, and only operators see it.
/// - Out of scope: the decisions of operators, which are `administration`.
@NullMarked
package cruddur.moderation;

import org.jspecify.annotations.NullMarked;
