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

/** What one rule made of one event. */
@KindInfo(
        plural = "agenttriggerexecutions",
        shortNames = "texec",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "What one rule made of one event.",
        columns = {"Rule=.spec.triggerRule", "Decision=.spec.decision", "Run=.spec.dispatchRun"},
        wide = {"Event=.spec.sourceEvent", "Item=.spec.workItem", "Decided=.spec.decidedAt"})
public record AgentTriggerExecution(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentTriggerExecution withMetadata(Metadata next) {
        return new AgentTriggerExecution(next, spec, status);
    }

    /** The same with another status. */
    public AgentTriggerExecution with(Status next) {
        return new AgentTriggerExecution(metadata, spec, next);
    }

    /** The decision. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The rule.", required = true, ref = "AgentTriggerRule", indexed = true, immutable = true)
            String triggerRule,

            @Field(value = "The event's uid.", required = true, indexed = true, immutable = true)
            String sourceEvent,

            @Field(value = "What was decided.", required = true, indexed = true)
            Decision decision,

            @Field(
                    value = "The delivery that brought the event.",
                    ref = "WebhookDelivery",
                    indexed = true,
                    immutable = true)
            String delivery,

            @Field(value = "The digest of the rule's matching part.", form = Form.DIGEST, immutable = true)
            String ruleDigest,

            @Field(value = "The event, as a blob of canonical JSON.", form = Form.DIGEST, immutable = true)
            String eventDigest,

            @Field(value = "The facts and the decision, as a blob of canonical JSON.", form = Form.DIGEST)
            String recordDigest,

            @Field("The rendered dedupe key.") String dedupeKey,
            @Field("The issue or pull request.") String workItem,

            @Field(value = "The run that was created or joined.", ref = "AgentDispatchRun", indexed = true)
            String dispatchRun,

            @Field(value = "The question that was asked first.", ref = "AgentApproval")
            String approval,

            @Field("Why.") List<Reason> reasons,
            @Field("When it was decided.") @Nullable Instant decidedAt) {

        public Spec {
            reasons = List.copyOf(reasons);
        }
    }

    /** The same after another decision. */
    public AgentTriggerExecution decided(Decision decision, String run, List<Reason> reasons) {
        return decided(decision, run, spec.recordDigest(), reasons);
    }

    /** The same after another decision, with its own record. */
    public AgentTriggerExecution decided(Decision decision, String run, String record, List<Reason> reasons) {
        return decided(new Verdict(decision, run, spec.approval(), record, reasons));
    }

    /** The same after another decision. */
    public AgentTriggerExecution decided(Verdict verdict) {
        return new AgentTriggerExecution(
                metadata,
                new Spec(
                        spec.organizationRef(),
                        spec.triggerRule(),
                        spec.sourceEvent(),
                        verdict.decision(),
                        spec.delivery(),
                        spec.ruleDigest(),
                        spec.eventDigest(),
                        verdict.record(),
                        spec.dedupeKey(),
                        spec.workItem(),
                        verdict.run(),
                        verdict.approval(),
                        verdict.reasons(),
                        spec.decidedAt()),
                status);
    }

    /**
     * What was decided.
     *
     * @param run the run that was made or joined
     * @param approval the question that was asked first
     * @param record the blob that holds facts and decision
     */
    public record Verdict(Decision decision, String run, String approval, String record, List<Reason> reasons) {

        public Verdict {
            reasons = List.copyOf(reasons);
        }
    }

    /** What moves. */
    public record Status(
            @Field("The generation seen.") long observedGeneration,

            @Field(
                    value = "How many events it stands for: more than one where a rate limit refused them all alike.",
                    def = "1",
                    min = 1)
            long count) {}

    /** What a rule makes of an event. */
    public enum Decision {
        CREATED,
        COALESCED,
        QUEUED,
        SUPERSEDED,
        REJECTED,
        AWAITING_APPROVAL,
        SUPPRESSED
    }
}
