package bench;

import bench.Figure.Subject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// The home feed from PostgreSQL, for a stranger and a signed-in reader, beside PostgreSQL alone.
record FeedReads(Stage stage) {

    List<Measurement> all() {
        return Stream.of(ofStranger(), ofReader()).flatMap(List::stream).toList();
    }

    private List<Measurement> ofStranger() {
        List<Measurement> alone = stage.alone(Subject.FEED, Workload.feed(Page.FIRST.before));
        return Stream.concat(
                        alone.stream(),
                        Stream.of(
                                stage.served(Subject.FEED, stage.traffic().home()),
                                stage.served(Subject.PAGE, stage.traffic().homePage()),
                                stage.served(Subject.HEALTH, stage.traffic().health())))
                .toList();
    }

    private List<Measurement> ofReader() {
        UUID reader = UUID.fromString(stage.session()
                .text("select uuid from public.users where cognito_user_id = '%s'".formatted(Traffic.READER)));
        List<Measurement> alone = stage.alone(Subject.SIGNED_IN, Workload.feed(Page.FIRST.before, Optional.of(reader)));
        return Stream.concat(
                        alone.stream(),
                        Stream.of(
                                stage.served(Subject.SIGNED_IN, stage.traffic().homeByToken()), byCookie()))
                .toList();
    }

    private Measurement byCookie() {
        Figure figure = Figure.served(Subject.SIGNED_IN, Figure.BY_COOKIE);
        Wrk wrk =
                stage.wrk(Subject.SIGNED_IN + " by cookie", stage.traffic().homeByCookie(stage.server()), Stage.ALONE);
        return new Measurement(
                Subject.SIGNED_IN + ", " + Figure.BY_COOKIE,
                (figures, seconds) -> figures.add(figure, wrk.load(seconds).perSecond()));
    }
}
