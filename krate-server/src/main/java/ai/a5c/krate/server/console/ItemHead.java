package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.Issue;
import ai.a5c.krate.kind.execution.PullRequest;
import java.util.List;
import java.util.Optional;

/**
 * How the issue or pull request of a run was last seen at its forge.
 *
 * @param url where people look at it; empty if that is not told
 */
public record ItemHead(Badge badge, String title, String url, String author, List<String> labels) {

    public ItemHead {
        labels = List.copyOf(labels);
    }

    /** Empty if it was never seen. */
    static Optional<ItemHead> of(ResourceDesk desk, AgentDispatchRun run) {
        String[] item = run.spec().workItem().split("/", 2);
        String name = "%s-%s".formatted(run.spec().repository(), item[item.length - 1]);
        String namespace = run.metadata().namespace();
        return item[0].equals("issue")
                ? desk.get(Issue.class, namespace, name).map(ItemHead::of)
                : desk.get(PullRequest.class, namespace, name).map(ItemHead::of);
    }

    private static ItemHead of(Issue issue) {
        Issue.Spec spec = issue.spec();
        return new ItemHead(
                Badge.of(issue.status().state()),
                spec.title(),
                Links.web(spec.url()),
                spec.author().login(),
                spec.labels());
    }

    private static ItemHead of(PullRequest pull) {
        PullRequest.Spec spec = pull.spec();
        return new ItemHead(
                Badge.of(pull.status().state()),
                spec.title(),
                Links.web(spec.url()),
                spec.author().login(),
                spec.labels());
    }
}
