package bench;

import bench.Figure.Subject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Home from the cache, beside the same HTTP server with fixed bytes, and nginx with a file.
record CachedReads(Stage stage) {

    private static final String FEED = "/feed.json";
    private static final String PAGE = "/page.html";

    List<Measurement> all() {
        URI server = stage.server().address();
        URI fixed = FixedAnswers.of(stage.server()).address();
        Optional<URI> nginx = Tool.NGINX.find().map(this::files);
        List<Measurement> all = new ArrayList<>();
        all.add(rate(Figure.CACHED_FEED, server, Traffic.HOME));
        all.add(rate(Figure.FIXED_FEED, fixed, Traffic.HOME));
        nginx.ifPresent(files -> all.add(rate(Figure.NGINX_FEED, files, FEED)));
        all.add(rate(Figure.CACHED_PAGE, server, Traffic.HOME_PAGE));
        all.add(rate(Figure.FIXED_PAGE, fixed, Traffic.HOME_PAGE));
        nginx.ifPresentOrElse(
                files -> all.add(rate(Figure.NGINX_PAGE, files, PAGE)),
                () -> all.add(Measurement.missing(Subject.CACHED, Tool.NGINX)));
        return all;
    }

    private URI files(Path nginx) {
        Server server = stage.server();
        return Nginx.serving(nginx, Map.of(FEED, server.get(Traffic.HOME), PAGE, server.get(Traffic.HOME_PAGE)))
                .address();
    }

    private Measurement rate(Figure figure, URI address, String path) {
        Wrk wrk = stage.wrk(figure.name(), address, Requests.get(path), Stage.ALONE);
        return new Measurement(
                figure.name(),
                (figures, seconds) -> figures.add(figure, wrk.load(seconds).perSecond()));
    }
}
