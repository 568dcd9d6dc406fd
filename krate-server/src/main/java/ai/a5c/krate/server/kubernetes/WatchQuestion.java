package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.store.ChangeQuery;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a watcher asked for.
 *
 * @param from the version after which changes are wanted; empty to begin with what is there
 * @param bookmarks whether it wants to be told how far it has come
 * @param initialEvents whether it wants to be told when all that is there was sent
 */
record WatchQuestion(
        Selection selection,
        Reach reach,
        Shown.Look look,
        Optional<Long> from,
        boolean bookmarks,
        boolean initialEvents,
        Duration patience) {

    private static final long LONGEST = Duration.ofHours(1).toSeconds();

    static WatchQuestion of(Context context, Selection selection, Reach reach) {
        boolean initial = Answer.flag(context, "sendInitialEvents");
        boolean bookmarks = Answer.flag(context, "allowWatchBookmarks");
        if (initial && !bookmarks) {
            throw Status.badRequest("sendInitialEvents needs allowWatchBookmarks")
                    .refusal();
        }
        Optional<Long> from = Answer.number(context, "resourceVersion").filter(version -> version > 0 && !initial);
        long seconds = Answer.number(context, "timeoutSeconds")
                .filter(given -> given > 0)
                .orElse(LONGEST);
        return new WatchQuestion(
                selection,
                reach,
                Shown.Look.of(context),
                from,
                bookmarks,
                initial,
                Duration.ofSeconds(Math.min(seconds, LONGEST)));
    }

    /** The changes to look at; equal for all who watch the same, so that they share what is read. */
    ChangeQuery changes() {
        return new ChangeQuery(
                Optional.of(selection.kind().name()),
                reach.some().size() == 1 ? Optional.of(reach.some().first()) : Optional.empty(),
                List.of());
    }
}
