package cruddur.pages;

import cruddur.activities.Activities;
import cruddur.database.Database;
import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.moderation.Moderation;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/// The page that reports an activity.
public final class ModerationPages {

    private final Database database;
    private final Identity identity;
    private final Moderation moderation;
    private final Frames frames;

    public ModerationPages(Database database, Identity identity, Moderation moderation, Frames frames) {
        this.database = database;
        this.identity = identity;
        this.moderation = moderation;
        this.frames = frames;
    }

    /// Asks for the reason.
    public Future<Reply> reporting(Request request) {
        return page(request, 200, "", Optional.empty()).recover(Pages::sorry);
    }

    private Future<Reply> page(Request request, int status, String reason, Optional<String> error) {
        return identity.person(request)
                .map(Optional::of)
                .compose(person -> Future.all(
                        frames.of(Place.ELSEWHERE, person),
                        database.reads()
                                .columns(
                                        Activities.one(request.uuid(), Optional.of(request.handle()), person),
                                        Card.COLUMNS)
                                .map(rows -> rows.stream()
                                        .findFirst()
                                        .map(Card::of)
                                        .orElseThrow(() -> new RefusedException(Reply.NOT_FOUND)))))
                .map(found ->
                        new ReportPage(Head.unlisted("Report"), found.resultAt(0), found.resultAt(1), reason, error))
                .map(page -> Html.framed(status, "report.jte", page.frame(), page, Map.of()));
    }

    /// Reports the activity, and shows it again, which confirms the report; or asks again if the reason is refused.
    public Future<Reply> report(Request request) {
        return Future.succeededFuture(request)
                .map(Pages::form)
                .compose(form -> report(request, form))
                .recover(Pages::sorry);
    }

    private Future<Reply> report(Request request, Form form) {
        return moderation
                .report(request.withBody(form.json()))
                .map(reply -> reply instanceof Reply.Problem problem ? Html.sorry(problem) : seeThread(request))
                .recover(failure -> Pages.refused(failure).compose(refused -> switch (refused) {
                    case Pages.Posted.Refused(String error) ->
                        page(request, 422, form.text("reason"), Optional.of(error));
                    case Pages.Posted.Made() -> Future.succeededFuture(seeThread(request));
                }));
    }

    private static Reply seeThread(Request request) {
        return new Reply.SeeOther("/@" + request.handle() + "/status/" + request.uuid() + "?reported=yes", Map.of());
    }
}
