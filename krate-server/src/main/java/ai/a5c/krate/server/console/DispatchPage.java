package ai.a5c.krate.server.console;

import ai.a5c.krate.review.PermissionReview;
import java.util.List;
import java.util.Optional;

/**
 * Everything on the page on which agents are dispatched by hand.
 *
 * @param disabled why this person cannot dispatch
 */
public record DispatchPage(
        Shell shell,
        DispatchFields fields,
        List<String> stacks,
        List<String> repositories,
        List<String> pools,
        List<String> labels,
        Optional<Disabled> disabled,
        Answer answer) {

    public DispatchPage {
        stacks = List.copyOf(stacks);
        repositories = List.copyOf(repositories);
        pools = List.copyOf(pools);
        labels = List.copyOf(labels);
    }

    /** The page's own address. */
    public String url() {
        return shell.base() + "/dispatch";
    }

    /**
     * What the form came to.
     *
     * @param requestId under which what is previewed can be dispatched once; empty if nothing was
     * @param denied why the dispatch itself was denied; empty if it was not
     */
    public record Answer(
            List<Fault> faults, Optional<PreviewCard> preview, String requestId, List<PreviewCard.Reason> denied) {

        /** Nothing was asked. */
        static final Answer NONE = new Answer(List.of(), Optional.empty(), "", List.of());

        public Answer {
            faults = List.copyOf(faults);
            denied = List.copyOf(denied);
        }

        static Answer faults(List<Fault> faults) {
            return new Answer(faults, Optional.empty(), "", List.of());
        }

        static Answer of(PreviewCard card, String requestId) {
            return new Answer(List.of(), Optional.of(card), requestId, List.of());
        }

        static Answer of(PermissionReview review) {
            return new Answer(List.of(), Optional.empty(), "", PreviewCard.reasons(review));
        }
    }

    /**
     * Something that cannot be as it was typed.
     *
     * @param field as people know it; empty for the whole
     */
    public record Fault(String field, String message) {}
}
