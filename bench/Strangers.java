package bench;

import bench.Figure.Subject;
import java.util.List;

/// Strangers who share answers, and a few writers beside them.
record Strangers(Stage stage) {

    List<Measurement> all() {
        return List.of(
                stage.afterCheckpoint(
                        stage.served(Subject.STRANGERS, stage.traffic().strangers())),
                stage.takingBack());
    }
}
