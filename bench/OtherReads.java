package bench;

import bench.Figure.Subject;
import java.util.List;

/// Reads other than the home feed.
record OtherReads(Stage stage) {

    List<Measurement> all() {
        Traffic traffic = stage.traffic();
        return List.of(
                stage.served(Subject.THREAD, traffic.threads(Traffic.UNCACHED)),
                stage.served(Subject.PROFILE, traffic.profiles(Traffic.UNCACHED)),
                stage.served(Subject.SEARCH, traffic.searches()),
                stage.served(Subject.CONVERSATIONS, traffic.conversations()),
                stage.served(Subject.CONVERSATION, traffic.conversation()));
    }
}
