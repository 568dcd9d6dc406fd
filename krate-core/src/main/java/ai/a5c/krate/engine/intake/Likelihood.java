package ai.a5c.krate.engine.intake;

import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.trigger.AdmissionFacts;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which requests are likely to make a run, so that one can be drafted before anything is locked: those that would if nothing
 * stood in the way, of rules whose last request did. A wrong guess costs a draft, never a decision.
 */
final class Likelihood {

    private final Set<String> rules = ConcurrentHashMap.newKeySet();

    boolean isRun(Request request) {
        return request.echo().isEmpty()
                && rules.contains(rule(request))
                && RunMaker.decide(request, AdmissionFacts.NONE).makesRun();
    }

    /** Learns what came of {@code request}. */
    void note(Request request, AgentTriggerExecution execution) {
        if (execution.spec().decision() == Decision.CREATED) {
            rules.add(rule(request));
        } else {
            rules.remove(rule(request));
        }
    }

    private static String rule(Request request) {
        return request.namespace() + "/" + request.rule();
    }
}
