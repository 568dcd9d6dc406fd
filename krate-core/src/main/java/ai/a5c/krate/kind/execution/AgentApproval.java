package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question to a person: exactly what would happen, and what was decided. */
@KindInfo(
        plural = "agentapprovals",
        shortNames = "approval",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "A question to a person: exactly what would happen, and what was decided.",
        columns = {"Run=.spec.dispatchRun", "Action=.spec.action", "Phase=.status.phase"},
        wide = {"Item=.spec.workItem", "By=.spec.requestedBy", "Expires=.spec.expiresAt"})
public record AgentApproval(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentApproval withMetadata(Metadata next) {
        return new AgentApproval(next, spec, status);
    }

    /** The same with another status. */
    public AgentApproval with(Status next) {
        return new AgentApproval(metadata, spec, next);
    }

    /** What would happen. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The run; empty while there is none.", ref = "AgentDispatchRun", indexed = true)
            String dispatchRun,

            @Field(
                    value = "The gate: write-back, untrusted-dispatch, secret, ...",
                    required = true,
                    indexed = true,
                    immutable = true)
            String action,

            @Field(value = "Who asked for the work.", required = true, immutable = true)
            String requestedBy,

            @Field(value = "The requester's id at the forge.", immutable = true)
            String requestedById,

            @Field(value = "The trigger execution that waits for it.", ref = "AgentTriggerExecution", immutable = true)
            String triggerExecution,

            @Field(value = "The issue or pull request.", indexed = true, immutable = true)
            String workItem,

            @Field(value = "Each mutation, exactly.", listKey = "ordinal", immutable = true)
            List<Action> actions,

            @Field(
                    value = "What binds the decision: work item, head, base, policy and effects.",
                    form = Form.DIGEST,
                    immutable = true)
            String bindingDigest,

            @Field(value = "The head commit that was seen.", form = Form.COMMIT, immutable = true)
            String headSha,

            @Field(value = "The commit that the work began at.", form = Form.COMMIT, immutable = true)
            String baseSha,

            @Field(value = "The policy that was in force.", immutable = true)
            String policyVersion,

            @Field(value = "Why a person is asked, and what to look at.", immutable = true)
            List<String> risks,

            @Field(value = "Whether the requester may not approve.", immutable = true)
            boolean fourEyes,

            @Field(value = "How many people must approve.", def = "1", min = 1, max = 2, immutable = true)
            int approvals,

            @Field(value = "When the question ends.", immutable = true) @Nullable Instant expiresAt,

            @Field(
                    value = "What is different from what people said yes to before; nothing where they did not.",
                    immutable = true)
            Delta delta) {

        public Spec {
            actions = List.copyOf(actions);
            risks = List.copyOf(risks);
        }
    }

    /** How a question differs from an approval that is void. */
    public record Delta(
            @Field("The approval that is void; empty for none.")
            String since,

            @Field("Who said yes then.") List<String> approvedBy,
            @Field("When the last of them did.") @Nullable Instant approvedAt,
            @Field("What is different, a line each.") List<String> changes,

            @Field("What to look at: changed files and new effects, bounded.")
            String text,

            @Field("The ordinals of what is exactly as it was approved.")
            List<Integer> asApproved) {

        /** Nothing was approved before. */
        public static final Delta NONE = new Delta("", List.of(), null, List.of(), "", List.of());

        public Delta {
            approvedBy = List.copyOf(approvedBy);
            changes = List.copyOf(changes);
            asApproved = List.copyOf(asApproved);
        }
    }

    /** One mutation. */
    public record Action(
            @Field(value = "Its place, from 1.", required = true, min = 1)
            int ordinal,

            @Field("What: branch-push, issue-comment, ...") String action,
            @Field("On what.") String target,

            @Field(value = "The digest of what is written.", form = Form.DIGEST)
            String digest,

            @Field("What a person reads, bounded.") String preview) {}

    /** What was decided. */
    public record Status(
            @Field(value = "Where it stands.", def = "pending", indexed = true)
            ApprovalPhase phase,

            @Field("Who said what.") List<Decision> decisions,
            @Field("The ordinals that were approved.") List<Integer> approvedOrdinals,
            @Field("Why it ended so.") Reason reason,

            @Field(value = "How often exactly this was asked for again after a no; each time it was denied.", min = 0)
            long askedAgain) {

        public Status {
            decisions = List.copyOf(decisions);
            approvedOrdinals = List.copyOf(approvedOrdinals);
        }

        /** The same with other decisions. */
        public Status with(List<Decision> others) {
            return new Status(phase, others, approvedOrdinals, reason, askedAgain);
        }

        /** The same after it was asked for again. */
        public Status askedOnceMore() {
            return new Status(phase, decisions, approvedOrdinals, reason, askedAgain + 1);
        }
    }

    /** One person's word. */
    public record Decision(
            @Field("Who.") String actor,
            @Field("approve or deny.") String verdict,
            @Field("To which ordinals.") List<Integer> ordinals,
            @Field("In their words.") String comment,

            @Field("By what road: console, api, cli, comment.")
            String road,

            @Field(
                    "The id that Krate let them in under, such as that of an API token; empty for an account at a forge.")
            String principal,

            @Field("The kind of the forge that the account is at; empty for none.")
            String provider,

            @Field("What the account was called then.") String login,

            @Field("The account's id at the forge, which a rename does not change.")
            String accountId,

            @Field("When.") @Nullable Instant at,

            @Field("Why it counts no longer, found when it was to be used; empty while it counts.")
            String revoked) {

        public Decision {
            ordinals = List.copyOf(ordinals);
        }

        /** The same, which counts no longer because of {@code why}. */
        public Decision revokedBecause(String why) {
            return new Decision(
                    actor, verdict, ordinals, comment, road, principal, provider, login, accountId, at, why);
        }
    }

    /** Where an approval stands. */
    public enum ApprovalPhase {
        PENDING,
        APPROVED,
        DENIED,
        EXPIRED,
        SUPERSEDED,
        APPLIED,
        APPLY_FAILED
    }
}
