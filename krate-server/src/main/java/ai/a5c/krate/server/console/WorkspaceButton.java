package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.workspace.WorkspaceDesk.Offer;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.workspace.Action;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing that people do with a workspace.
 *
 * @param value as the form says it: the action, and after a colon what it is given
 * @param discards whether work, a pin or an archive goes with it
 * @param disabled why it is not possible now, for this person
 */
public record WorkspaceButton(String value, String label, boolean discards, Optional<Disabled> disabled) {

    /** Everything but what has a form of its own, or would change nothing. */
    static List<WorkspaceButton> of(AgentWorkspace workspace, List<Offer> offers, Visit visit) {
        return offers.stream()
                .filter(offer -> offer.action() != Action.NOTE && offer.action() != Action.LINK)
                .filter(offer -> offer.action() != Action.PROVISION || !isThere(workspace))
                .filter(offer ->
                        workspace.status().pinned() ? offer.action() != Action.PIN : offer.action() != Action.UNPIN)
                .flatMap(offer -> sides(offer.action()).map(side -> of(workspace, offer, side, visit)))
                .toList();
    }

    /** What an action is given, for each of its buttons. */
    private static Stream<String> sides(Action action) {
        return action == Action.REBASE_AUTO_RESOLVE ? Stream.of("work", "upstream") : Stream.of("");
    }

    private static boolean isThere(AgentWorkspace workspace) {
        return switch (workspace.status().phase()) {
            case PROVISIONED, IN_USE, RELEASED, REBASING -> true;
            case PROVISIONING, ARCHIVED, LOST, REMOVED -> false;
        };
    }

    private static WorkspaceButton of(AgentWorkspace workspace, Offer offer, String side, Visit visit) {
        String resource = "AgentWorkspace/" + workspace.metadata().name();
        boolean discards = offer.action() == Action.CLEANUP
                && offer.refusal().isPresent()
                && offer.discarding().isEmpty();
        String plain = discards ? "Clean up and discard" : label(offer.action(), side);
        String label = offer.gated() && (discards || offer.action() != Action.CLEANUP)
                ? "Ask to " + Character.toLowerCase(plain.charAt(0)) + plain.substring(1)
                : plain;
        Optional<RefusedException> refusal =
                waiting(workspace, offer.action()).or(() -> discards ? Optional.empty() : offer.refusal());
        Optional<Disabled> disabled = Disabled.ofReader(visit, label, resource)
                .or(() -> refusal.map(refused -> new Disabled(
                        label,
                        resource,
                        visit.scope().access().name(),
                        refused.code().toLowerCase(Locale.ROOT).replace('_', ' '),
                        sentence(String.valueOf(refused.getMessage())),
                        "")));
        String word = offer.action().word();
        return new WorkspaceButton(side.isEmpty() ? word : word + ":" + side, label, discards, disabled);
    }

    private static Optional<RefusedException> waiting(AgentWorkspace workspace, Action action) {
        AgentWorkspace.Request request = workspace.status().request();
        return request.action().equals(action.word())
                ? Optional.of(new RefusedException(
                        "APPROVAL_PENDING", "it waits for approval '%s'".formatted(request.approval())))
                : Optional.empty();
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static String label(Action action, String side) {
        return switch (action) {
            case PROVISION -> "Provision";
            case LINK -> "Link";
            case PIN -> "Pin";
            case UNPIN -> "Unpin";
            case NOTE -> "Note";
            case ARCHIVE -> "Archive";
            case CLEANUP -> "Clean up";
            case RECOVER -> "Recover";
            case REBASE_START -> "Rebase";
            case REBASE_AUTO_RESOLVE -> "Resolve for the " + side;
            case REBASE_MARK_RESOLVED -> "Mark resolved";
            case REBASE_ABORT -> "Abort rebase";
        };
    }
}
