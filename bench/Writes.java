package bench;

import bench.Figure.Subject;
import java.util.ArrayList;
import java.util.List;

/// New cruds, beside PostgreSQL alone; likes and messages; reads and writes at the same time.
record Writes(Stage stage) {

    List<Measurement> all() {
        String writer = stage.session().text("select uuid from public.users where handle = 'writer'");
        Traffic traffic = stage.traffic();
        List<Measurement> all = new ArrayList<>();
        stage.alone(Subject.CREATE, Workload.create(writer, Traffic.crud()))
                .forEach(alone -> all.add(stage.afterCheckpoint(alone)));
        all.add(stage.afterCheckpoint(stage.served(Subject.CREATE, traffic.creates())));
        all.add(stage.takingBack());
        all.add(stage.afterCheckpoint(stage.served(Subject.LIKE, traffic.likes())));
        all.add(stage.afterCheckpoint(stage.served(Subject.MESSAGE, traffic.messages())));
        all.add(stage.afterCheckpoint(stage.served(Subject.MIXED, traffic.mixed())));
        all.add(stage.takingBack());
        return all;
    }
}
