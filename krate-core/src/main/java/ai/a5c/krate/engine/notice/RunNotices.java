package ai.a5c.krate.engine.notice;

import ai.a5c.krate.causality.Marker;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.WriteBacks;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.kind.execution.AgentNotice.NoticeForm;
import ai.a5c.krate.notice.CommitState;
import ai.a5c.krate.notice.RunStory;
import ai.a5c.krate.notice.StatusComment;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what work items and commits say of runs as the runs are: one comment for each work item and agent, one status for
 * each commit and agent, both about the newest run.
 */
public final class RunNotices {

    private static final String PULL_REQUEST = "pull-request/";

    private final Desk desk;
    private final String console;

    /**
     * Notices of runs.
     *
     * @param console the console's address as people reach it; empty if they cannot
     */
    public RunNotices(Desk desk, String console) {
        this.desk = desk;
        this.console = console.replaceAll("/+$", "");
    }

    /** Notes what is to be said of the run that {@code message} names, if that is something new. */
    public void process(Message message) {
        ResourceKey key = Topics.resource(message.key());
        desk.write(records -> {
            records.get(AgentDispatchRun.class, key.namespace(), key.name())
                    .filter(run -> run.spec().request().subagent().isEmpty())
                    .ifPresent(run -> note(records, run));
            return records.transaction().done(message);
        });
    }

    private void note(Records records, AgentDispatchRun run) {
        Optional<Repository> repository = records.get(
                Repository.class, run.metadata().namespace(), run.spec().repository());
        if (repository.isEmpty() || run.spec().workItem().isEmpty()) {
            return;
        }
        if (Muting.speaks(repository.get(), NoticeForm.STATUS_COMMENT)) {
            String text = StatusComment.text(story(records, run));
            keep(records, run, new Wanted(NoticeForm.STATUS_COMMENT, run.spec().workItem(), text, Map.of()));
        }
        boolean onHead = run.spec().workItem().startsWith(PULL_REQUEST)
                && !run.spec().sha().isEmpty();
        if (onHead && Muting.speaks(repository.get(), NoticeForm.COMMIT_STATUS)) {
            keep(records, run, commitStatus(run));
        }
    }

    private Wanted commitStatus(AgentDispatchRun run) {
        CommitState state = CommitState.of(run);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("context", "krate/" + run.spec().agentStack());
        parameters.put("state", state.state());
        if (!console.isEmpty()) {
            parameters.put("targetUrl", page(run));
        }
        return new Wanted(NoticeForm.COMMIT_STATUS, run.spec().sha(), state.description(), parameters);
    }

    private RunStory story(Records records, AgentDispatchRun run) {
        return new RunStory(
                run,
                run.status().approvals().stream()
                        .flatMap(name ->
                                records.get(AgentApproval.class, run.metadata().namespace(), name).stream())
                        .toList(),
                WriteBacks.of(records, run),
                console.isEmpty() ? "" : page(run));
    }

    private String page(AgentDispatchRun run) {
        return "%s/orgs/%s/agents/runs/%s"
                .formatted(console, run.spec().organizationRef(), run.metadata().name());
    }

    private void keep(Records records, AgentDispatchRun run, Wanted wanted) {
        String namespace = run.metadata().namespace();
        String name = Names.seeded(
                "notice",
                String.join(
                        "\n",
                        namespace,
                        run.spec().repository(),
                        wanted.form().name(),
                        wanted.target(),
                        run.spec().agentStack()));
        Optional<AgentNotice> before = records.get(AgentNotice.class, namespace, name);
        if (before.isPresent() && !mayChange(records, run, wanted, before.get())) {
            return;
        }
        AgentNotice stored = before.isPresent()
                ? records.update(before.get().saying(run.metadata().name(), wanted.text(), wanted.parameters()))
                : records.create(fresh(run, wanted, name));
        records.transaction().send(Topics.NOTICE, stored.key().toString(), records.now());
    }

    private static boolean mayChange(Records records, AgentDispatchRun run, Wanted wanted, AgentNotice before) {
        boolean same = before.spec().text().equals(wanted.text())
                && before.spec().parameters().equals(wanted.parameters());
        return !same
                && records.get(
                                AgentDispatchRun.class,
                                before.metadata().namespace(),
                                before.spec().dispatchRun())
                        .filter(other -> !StatusComment.replaces(run, other))
                        .isEmpty();
    }

    private AgentNotice fresh(AgentDispatchRun run, Wanted wanted, String name) {
        return new AgentNotice(
                Metadata.named(run.metadata().namespace(), name, run.metadata().labels()),
                new AgentNotice.Spec(
                        run.spec().organizationRef(),
                        run.spec().repository(),
                        wanted.form(),
                        wanted.target(),
                        run.metadata().name(),
                        "",
                        wanted.text(),
                        wanted.parameters(),
                        Marker.sign(name, 0, desk.ports().markerKey()).text()),
                AgentNotice.Status.NEW);
    }

    /** What a notice is to say. */
    private record Wanted(NoticeForm form, String target, String text, Map<String, String> parameters) {}
}
