package ai.a5c.krate.engine.draft;

import ai.a5c.krate.context.Layer;
import ai.a5c.krate.context.LayerInput;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.kind.agents.AgentContextLabel;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.outcome.Guide;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.Policy;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;

/** What a stack always says: its prompts, how to ask for what it may write, its skills and its context labels, as they were reviewed. */
final class Instructions {

    private final List<LayerInput> inputs = new ArrayList<>();

    private Instructions() {}

    /** The instructions of {@code stack}, without what the review left out. */
    static List<LayerInput> of(AgentStack stack, Reviewed reviewed) {
        Instructions told = new Instructions();
        Policy policy = reviewed.facts().policy();
        List<String> leftOut = reviewed.review().leftOut();
        told.add(Layer.STACK_SYSTEM, stack, stack.spec().prompt().system());
        told.add(Layer.STACK_DEVELOPER, stack, stack.spec().prompt().developer());
        Guide.of(stack.spec().writeBackPolicy().allowedTargets())
                .ifPresent(guide -> told.add(Layer.STACK_DEVELOPER, stack, guide));
        stack.spec().skillRefs().stream()
                .filter(name -> !leftOut.contains("skill/" + name))
                .flatMap(name -> policy.get(AgentSkill.class, name).stream())
                .forEach(skill -> told.add(Layer.SKILL, skill, text(skill)));
        stack.spec().contextLabelRefs().stream()
                .flatMap(name -> policy.get(AgentContextLabel.class, name).stream())
                .forEach(label ->
                        told.add(Layer.CONTEXT_LABEL, label, label.spec().promptFragment()));
        return told.inputs;
    }

    /** What every agent with the skill is told, and the skill itself where it is written in its resource. */
    private static String text(AgentSkill skill) {
        return (skill.spec().promptFragment() + "\n\n" + skill.spec().inline()).strip();
    }

    private void add(Layer layer, Resource origin, String text) {
        if (!text.isBlank()) {
            String from = origin.key() + "@" + origin.metadata().generation();
            inputs.add(LayerInput.of(layer, from, Trust.TRUSTED, LayerInput.MARKDOWN, text));
        }
    }
}
