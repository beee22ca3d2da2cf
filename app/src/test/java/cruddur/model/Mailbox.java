package cruddur.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The living messages of all people, the oldest first.
final class Mailbox {

    static final class Message {
        private final String uuid;
        private final String sender;
        private final String receiver;
        private final String text;
        private boolean isRead;

        Message(String uuid, String sender, String receiver, String text) {
            this.uuid = uuid;
            this.sender = sender;
            this.receiver = receiver;
            this.text = text;
        }

        String uuid() {
            return uuid;
        }

        String sender() {
            return sender;
        }

        boolean isOf(String person) {
            return sender.equals(person) || receiver.equals(person);
        }

        boolean isBetween(String one, String other) {
            return Set.of(sender, receiver).equals(Set.of(one, other));
        }

        private String otherThan(String person) {
            return sender.equals(person) ? receiver : sender;
        }

        private JsonObject json() {
            return new JsonObject()
                    .put("display_name", sender)
                    .put("handle", sender)
                    .put("message", text);
        }
    }

    private final List<Message> messages = new ArrayList<>();

    void add(Message message) {
        messages.add(message);
    }

    void remove(Message message) {
        messages.remove(message);
    }

    boolean isLiving(Message message) {
        return messages.contains(message);
    }

    boolean isBegun(String one, String other) {
        return messages.stream().anyMatch(each -> each.isBetween(one, other));
    }

    void markRead(String person, String other) {
        messages.stream()
                .filter(each -> each.sender.equals(other) && each.receiver.equals(person))
                .forEach(each -> each.isRead = true);
    }

    JsonArray conversation(String person, String other) {
        return new JsonArray(messages.stream()
                .filter(each -> each.isBetween(person, other))
                .map(Message::json)
                .toList());
    }

    /// The newest message of each conversation, the newest first.
    JsonArray groups(String person) {
        Map<String, Message> newest = new LinkedHashMap<>();
        messages.reversed().stream()
                .filter(each -> each.isOf(person))
                .forEach(each -> newest.putIfAbsent(each.otherThan(person), each));
        return new JsonArray(newest.entrySet().stream()
                .map(each -> new JsonObject()
                        .put("display_name", each.getKey())
                        .put("handle", each.getKey())
                        .put("message", each.getValue().text)
                        .put("unread", unread(person, each.getKey())))
                .toList());
    }

    private int unread(String person, String other) {
        return (int) messages.stream()
                .filter(each -> each.sender.equals(other) && each.receiver.equals(person) && !each.isRead)
                .count();
    }
}
