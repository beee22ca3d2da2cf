package cruddur.pages;

import java.util.UUID;

/// The notifications of the signed-in person.
public record NotificationsPage(Head head, Frame frame, Feed<Notification> feed) {

    /// The id of a notification's card. If several notifications show the same activity, only the first
    /// one has the id that addresses refer to.
    public String id(Notification notification) {
        UUID activity = notification.card().uuid();
        boolean isFirst = feed.items().stream()
                .filter(each -> each.card().uuid().equals(activity))
                .findFirst()
                .filter(notification::equals)
                .isPresent();
        return (isFirst ? activity : notification.place().uuid()).toString();
    }
}
