package ai.a5c.krate.engine.intake;

import ai.a5c.krate.context.ContextAssembler;
import ai.a5c.krate.context.ContextBundle;
import ai.a5c.krate.context.ContextLimits;
import ai.a5c.krate.context.ContextPlan;
import ai.a5c.krate.context.ContextSources;
import ai.a5c.krate.context.Layer;
import ai.a5c.krate.context.LayerEntry;
import ai.a5c.krate.context.LayerInput;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Confidential;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.event.EventFields;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.match.Template;
import ai.a5c.krate.redact.Finding;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Gathers what an agent is told: the stack's instructions, the rule's assignment, the request, the repository's own. */
final class BundleMaker {

    private static final int MAX_FILE = 64 * 1024;

    private final Desk desk;
    private final Confidential confidential;
    private final Whereabouts whereabouts;

    BundleMaker(Desk desk) {
        this.desk = desk;
        this.confidential = new Confidential(desk);
        this.whereabouts = new Whereabouts(desk);
    }

    AgentContextBundle bundle(Request request, String run, Optional<AgentStack> stack) {
        List<LayerInput> inputs = new ArrayList<>();
        stack.ifPresent(one -> addStack(one, inputs));
        inputs.add(assignment(request));
        addRequest(request.event(), inputs);
        addRepositoryGuide(request, inputs);
        String seed = desk.ports().markerKey().sign("context:" + request.execution());
        ContextBundle bundle = ContextAssembler.assemble(
                new ContextPlan(ContextLimits.DEFAULT, seed),
                new ContextSources(inputs, confidential.redactor(request.namespace())));
        return resource(request, run, bundle);
    }

    private static void addStack(AgentStack stack, List<LayerInput> inputs) {
        AgentStack.Prompt prompt = stack.spec().prompt();
        addText(Layer.STACK_SYSTEM, origin(stack), prompt.system(), inputs);
        addText(Layer.STACK_DEVELOPER, origin(stack), prompt.developer(), inputs);
    }

    private static void addText(Layer layer, String origin, String text, List<LayerInput> inputs) {
        if (!text.isBlank()) {
            inputs.add(LayerInput.of(layer, origin, Trust.TRUSTED, LayerInput.MARKDOWN, text));
        }
    }

    private static LayerInput assignment(Request request) {
        AgentTriggerRule rule = request.match().rule();
        return LayerInput.template(
                origin(rule),
                Trust.TRUSTED,
                Template.parse(rule.spec().promptTemplate(), EventFields.NAMES),
                EventFields.of(request.event()));
    }

    private static void addRequest(SourceEvent event, List<LayerInput> inputs) {
        String by = " by " + event.actor().login();
        inputs.add(LayerInput.of(
                Layer.TASK,
                event.type() + by,
                event.trust(),
                LayerInput.MARKDOWN,
                event.text().trigger()));
        event.workItem()
                .filter(item -> !event.text().body().isBlank())
                .ifPresent(item -> inputs.add(LayerInput.of(
                        Layer.SOURCE,
                        item.id(),
                        Trust.UNTRUSTED,
                        LayerInput.MARKDOWN,
                        item.title() + "\n\n" + event.text().body())));
    }

    /** The guide of the default branch, never that of a pull request. */
    private void addRepositoryGuide(Request request, List<LayerInput> inputs) {
        Remote remote = whereabouts.remote(request.repository());
        String branch = request.repository().spec().defaultBranch();
        try {
            Optional<String> commit = desk.ports().repositories().resolve(remote, "refs/heads/" + branch);
            commit.flatMap(id -> desk.ports().repositories().read(remote, id, "AGENTS.md", MAX_FILE))
                    .ifPresent(bytes -> inputs.add(LayerInput.of(
                            Layer.SOURCE,
                            "AGENTS.md of " + branch,
                            Trust.MEMBER,
                            LayerInput.MARKDOWN,
                            new String(bytes, StandardCharsets.UTF_8))));
        } catch (GitRefusedException e) {
            // without a mirror there is no guide; the workspace will say what is wrong with the repository
        }
    }

    private static String origin(Resource resource) {
        return resource.key() + "@" + resource.metadata().generation();
    }

    private AgentContextBundle resource(Request request, String run, ContextBundle bundle) {
        return new AgentContextBundle(
                Metadata.named(
                        request.namespace(),
                        run + "-context",
                        Labels.of("org", request.event().organization(), "dispatch-run", run)),
                new AgentContextBundle.Spec(
                        request.event().organization(),
                        run,
                        bundle.digest().text(),
                        bundle.layers().stream().map(BundleMaker::layer).toList(),
                        Blobs.put(desk.ports(), bundle.prompt()),
                        bundle.prompt().getBytes(StandardCharsets.UTF_8).length,
                        bundle.redactions(),
                        bundle.findings().stream().map(BundleMaker::finding).toList()),
                new AgentContextBundle.Status(0));
    }

    private static AgentContextBundle.Layer layer(LayerEntry entry) {
        return new AgentContextBundle.Layer(
                word(entry.layer()),
                entry.origin(),
                entry.trust(),
                entry.digest().text(),
                entry.bytes(),
                entry.truncatedBytes());
    }

    private static AgentContextBundle.Finding finding(Finding finding) {
        return new AgentContextBundle.Finding(word(finding.kind()), finding.count());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
