package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.workspace.WorkspaceDesk.Offer;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.workspace.Action;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that people do with a workspace.
 *
 * @param word as the form says it
 * @param discards whether work, a pin or an archive goes with it
 * @param disabled why it is not possible now, for this person
 */
public record WorkspaceButton(String word, String label, boolean discards, Optional<Disabled> disabled) {

    /** Everything but what has a form of its own, or would change nothing. */
    static List<WorkspaceButton> of(AgentWorkspace workspace, List<Offer> offers, Visit visit) {
        return offers.stream()
                .filter(offer -> offer.action() != Action.NOTE && offer.action() != Action.LINK)
                .filter(offer -> offer.action() != Action.PROVISION || !isThere(workspace))
                .filter(offer ->
                        workspace.status().pinned() ? offer.action() != Action.PIN : offer.action() != Action.UNPIN)
                .map(offer -> of(workspace, offer, visit))
                .toList();
    }

    private static boolean isThere(AgentWorkspace workspace) {
        return switch (workspace.status().phase()) {
            case PROVISIONED, IN_USE, RELEASED, REBASING -> true;
            case PROVISIONING, ARCHIVED, LOST, REMOVED -> false;
        };
    }

    private static WorkspaceButton of(AgentWorkspace workspace, Offer offer, Visit visit) {
        String label = label(offer.action());
        String resource = "AgentWorkspace/" + workspace.metadata().name();
        boolean discards = offer.action() == Action.CLEANUP
                && offer.refusal().isPresent()
                && offer.discarding().isEmpty();
        Optional<RefusedException> refusal = discards ? Optional.empty() : offer.refusal();
        Optional<Disabled> disabled = Disabled.ofReader(visit, label, resource)
                .or(() -> refusal.map(refused -> new Disabled(
                        label,
                        resource,
                        visit.scope().access().name(),
                        refused.code().toLowerCase(Locale.ROOT).replace('_', ' '),
                        sentence(String.valueOf(refused.getMessage())),
                        "")));
        return new WorkspaceButton(
                offer.action().word(), discards ? "Clean up and discard" : label, discards, disabled);
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static String label(Action action) {
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
            case REBASE_AUTO_RESOLVE -> "Resolve for the work";
            case REBASE_MARK_RESOLVED -> "Mark resolved";
            case REBASE_ABORT -> "Abort rebase";
        };
    }
}
