package ai.a5c.krate.source;

import ai.a5c.krate.source.ForgeSource.Forge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a forge lists of a repository, told as the deliveries that it would have made of it, so that lost ones are found. */
public interface ForgeFeed {

    /**
     * What the forge's own clock says, as far as it tells; for where to begin.
     *
     * @throws SourceUnavailableException if the forge cannot be asked, now or with this credential
     */
    Optional<Instant> now(Forge forge);

    /**
     * One page of what changed at {@code since} or later, by the forge's own clock.
     *
     * @param place empty for the first page, then as the page before said
     * @throws SourceUnavailableException if the forge cannot be asked, now or with this credential
     */
    Page read(Forge forge, Instant since, String place);

    /**
     * One page.
     *
     * @param next the place of the next page; empty after the last
     * @param latest when the latest of these changes happened, by the forge's clock
     * @param requests how many calls the page took
     */
    record Page(List<Change> changes, String next, Optional<Instant> latest, int requests) {

        public Page {
            changes = List.copyOf(changes);
        }
    }

    /**
     * A change as it is to be seen now.
     *
     * @param first what was delivered when the thing came to be
     * @param later what was delivered of its last change after that, if there was one; it says what {@code first} says now
     * @param head the commit that a pull request is at, for a change that is only one if it was elsewhere before
     * @param alike how {@code first} may have been delivered as well, where the forge notes two times of it
     */
    record Change(Told first, Optional<Told> later, Optional<Head> head, List<Told> alike) {

        public Change {
            alike = List.copyOf(alike);
        }

        /** A change that is delivered in one way. */
        public Change(Told first, Optional<Told> later, Optional<Head> head) {
            this(first, later, head, List.of());
        }

        /** A change that nothing followed. */
        public static Change of(Told told) {
            return new Change(told, Optional.empty(), Optional.empty());
        }
    }

    /** Where a pull request is. */
    record Head(long number, String sha) {}

    /**
     * A delivery that the forge would have made.
     *
     * @param type the forge's word for it
     * @param headers allow-listed ones, names in lower case
     * @param body as JSON
     */
    record Told(String type, Map<String, String> headers, String body) {

        public Told {
            headers = Map.copyOf(headers);
        }
    }
}
