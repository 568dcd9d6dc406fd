package ai.a5c.krate.gitea;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one kind of delivery says beyond what all kinds say.
 *
 * @param what the thing that it happened to
 * @param identityText what tells two happenings to one thing at one second apart
 */
record Happening(
        Source source,
        Thing what,
        Instant at,
        String identityText,
        Optional<WorkItem> workItem,
        List<String> labels,
        List<String> paths,
        Text text,
        Place place,
        Optional<Ci> ci) {

    /** Without a build. */
    Happening(
            Source source,
            Thing what,
            Instant at,
            String identityText,
            Optional<WorkItem> workItem,
            List<String> labels,
            List<String> paths,
            Text text,
            Place place) {
        this(source, what, at, identityText, workItem, labels, paths, text, place, Optional.empty());
    }

    /** An object of the forge, by kind and by the forge's id. */
    record Thing(String kind, String id) {}

    /** Where in the repository the code is. */
    record Place(
            Optional<String> ref, Optional<String> branch, Optional<String> sha, Optional<String> base, boolean fork) {

        /** Of events without code. */
        static final Place NONE =
                new Place(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

        /** Of events whose code nobody has said anything about. */
        static final Place UNKNOWN =
                new Place(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);

        /** A commit of unknown origin. */
        static Place unknownAt(Optional<String> sha) {
            return new Place(Optional.empty(), Optional.empty(), sha, Optional.empty(), true);
        }
    }
}
