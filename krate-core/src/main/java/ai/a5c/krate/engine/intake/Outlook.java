package ai.a5c.krate.engine.intake;

import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.trigger.AdmissionDecision;
import ai.a5c.krate.trigger.AdmissionFacts;

/**
 * What would come of a match.
 *
 * @param execution the name that its execution would have
 * @param dedupeScope where its dedupe key must be the only one
 * @param facts what is under way, who holds the dedupe key, and what else is the same request
 * @param run the run that would be made if nothing stood in the way
 * @param context what its agent would be told
 */
public record Outlook(
        String execution,
        String dedupeScope,
        AdmissionFacts facts,
        AdmissionDecision decision,
        AgentDispatchRun run,
        AgentContextBundle context,
        PermissionReview review) {}
