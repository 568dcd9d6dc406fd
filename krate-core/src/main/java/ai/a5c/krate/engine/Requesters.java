package ai.a5c.krate.engine;

import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.identity.IdentityMapping;
import ai.a5c.krate.store.Query;
import java.util.List;

/** Knows whether somebody who decides is the one who asked, under whatever name either of them came. */
final class Requesters {

    private static final String BY_ID = "id:";

    private Requesters() {}

    /** Whether {@code caller}, or the user that they are, asked for what {@code approval} is about; rather yes than no. */
    static boolean isOne(Records records, AgentApproval approval, Caller caller) {
        AgentApproval.Spec spec = approval.spec();
        String id = spec.requestedById();
        boolean sameAccount = caller.account()
                .map(account -> id.isEmpty()
                        ? account.login().equalsIgnoreCase(spec.requestedBy())
                        : account.id().equals(id))
                .orElse(false);
        boolean sameName = caller.name().equalsIgnoreCase(spec.requestedBy())
                && (id.isEmpty() || caller.account().isEmpty());
        return sameAccount || sameName || users(records, approval).contains(caller.name());
    }

    /** The users that the requester's account belongs to, at whatever provider. */
    private static List<String> users(Records records, AgentApproval approval) {
        AgentApproval.Spec spec = approval.spec();
        Query subjects = Query.of("IdentityMapping", approval.metadata().namespace())
                .whereField(
                        "spec.subject",
                        spec.requestedBy(),
                        BY_ID + spec.requestedById(),
                        Outsider.of(spec.requestedBy()).map(Outsider::id).orElse(spec.requestedBy()));
        return records.list(IdentityMapping.class, subjects).stream()
                .filter(mapping -> mapping.metadata().deletionTimestamp() == null)
                .map(mapping -> mapping.spec().user())
                .toList();
    }
}
