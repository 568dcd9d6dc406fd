package ai.a5c.krate.engine.draft;

import ai.a5c.krate.context.ContextAssembler;
import ai.a5c.krate.context.ContextBundle;
import ai.a5c.krate.context.ContextLimits;
import ai.a5c.krate.context.ContextPlan;
import ai.a5c.krate.context.ContextSources;
import ai.a5c.krate.context.Layer;
import ai.a5c.krate.context.LayerEntry;
import ai.a5c.krate.context.LayerInput;
import ai.a5c.krate.engine.Confidential;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Keeping;
import ai.a5c.krate.engine.Labels;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.redact.Finding;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Gathers what an agent is told: the stack's instructions, what the order says, the repository's own guide. */
final class BundleMaker {

    private static final int MAX_FILE = 64 * 1024;
    private static final String GUIDE = "AGENTS.md";

    private final Desk desk;
    private final Confidential confidential;
    private final Whereabouts whereabouts;

    BundleMaker(Desk desk) {
        this.desk = desk;
        this.confidential = new Confidential(desk);
        this.whereabouts = new Whereabouts(desk);
    }

    AgentContextBundle bundle(Order order, String run, Reviewed reviewed, Optional<AgentStack> stack, Keeping keeping) {
        List<LayerInput> inputs = new ArrayList<>();
        stack.map(one -> Instructions.of(one, reviewed)).ifPresent(inputs::addAll);
        inputs.addAll(order.inputs());
        String guide = stack.map(one -> one.spec().agentsDocRef())
                .filter(path -> !path.isEmpty())
                .orElse(GUIDE);
        repositoryGuide(order, guide).ifPresent(inputs::add);
        String seed = desk.ports().markerKey().sign("context:" + order.seed());
        ContextBundle bundle = ContextAssembler.assemble(
                new ContextPlan(ContextLimits.DEFAULT, seed),
                new ContextSources(inputs, confidential.redactor(order.namespace())));
        return resource(order, run, bundle, keeping);
    }

    /** The guide of the default branch, never that of a pull request. */
    private Optional<LayerInput> repositoryGuide(Order order, String path) {
        Remote remote = whereabouts.remote(order.repository());
        String branch = order.repository().spec().defaultBranch();
        try {
            Optional<String> commit = desk.ports().repositories().resolve(remote, "refs/heads/" + branch);
            return commit.flatMap(id -> desk.ports().repositories().read(remote, id, path, MAX_FILE))
                    .map(bytes -> LayerInput.of(
                            Layer.SOURCE,
                            "%s of %s".formatted(path, branch),
                            Trust.MEMBER,
                            LayerInput.MARKDOWN,
                            new String(bytes, StandardCharsets.UTF_8)));
        } catch (GitRefusedException e) {
            // without a mirror there is no guide; the workspace will say what is wrong with the repository
            return Optional.empty();
        }
    }

    private static AgentContextBundle resource(Order order, String run, ContextBundle bundle, Keeping keeping) {
        return new AgentContextBundle(
                Metadata.named(
                        order.namespace(),
                        run + "-context",
                        Labels.of("org", order.event().organization(), "dispatch-run", run)),
                new AgentContextBundle.Spec(
                        order.event().organization(),
                        run,
                        bundle.digest().text(),
                        bundle.layers().stream().map(BundleMaker::layer).toList(),
                        keeping.put(bundle.prompt()),
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
