package ai.a5c.krate.gitea;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.Answer.Given;
import ai.a5c.krate.gitea.Answer.Withheld;
import ai.a5c.krate.gitea.Happening.Place;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a forge where the commit comes from that a build is about; deliveries about jobs and statuses do not say it.
 *
 * <p>A job is of the branch or pull request of its run. A status is of the branch that is at its commit, for only who may
 * write puts a branch there. Statuses that the forge's own account sets stay where they are: they may be of anybody's pull
 * request, and its runs and jobs tell the same. What goes on is not asked about.
 */
final class BuildOrigin {

    private static final int MOST_PAGES = 3;
    private static final int PAGE = 50;

    private final GiteaConnections connections;

    BuildOrigin(GiteaConnections connections) {
        this.connections = connections;
    }

    /** The event at the branch or pull request that its commit is of; any other event, and what cannot be told, as it is. */
    Answer<SourceEvent> complete(Forge forge, SourceEvent event) {
        boolean over =
                event.ci().map(Ci::conclusion).filter(word -> !word.isEmpty()).isPresent();
        if (!over || !event.fork() || event.workItem().isPresent()) {
            return new Given<>(event);
        }
        try {
            if (event.type().startsWith("workflow_job.")) {
                return ofRun(connections.json(forge), event);
            }
            return event.source() == Source.STATUS && !event.actor().id().startsWith("-")
                    ? new Given<>(ofBranch(connections.json(forge), event, 1))
                    : new Given<>(event);
        } catch (ForgeSettingException e) {
            return new Withheld<>(e.reason());
        } catch (NoEventException e) {
            return new Withheld<>("what the build is of cannot be told: " + e.reason());
        }
    }

    private static Answer<SourceEvent> ofRun(JsonApi api, SourceEvent event) {
        Payload delivery = Payload.of(event.payload().tree());
        long id = delivery.object("workflow_job").number("run_id");
        String path = api.repository("/actions/runs/" + id);
        JsonApi.Reply reply = api.get(path);
        if (reply.status() == 404 || reply.status() == 403) {
            return new Withheld<>("the run %d of this job cannot be seen (%s)".formatted(id, reply.told()));
        }
        Payload run = Payload.of(api.need(reply, path).object());
        if (!event.sha().equals(Optional.of(CodeReader.commit(run, "head_sha")))) {
            return new Withheld<>("the run %d is of another commit than its job".formatted(id));
        }
        Happening of = CodeReader.workflowRun(delivery, run);
        return new Given<>(
                at(event, of.place()).change().workItem(of.workItem()).build());
    }

    private static SourceEvent ofBranch(JsonApi api, SourceEvent event, int page) {
        String path = api.repository("/branches?page=%d&limit=%d".formatted(page, PAGE));
        List<Map<String, Object>> branches = api.need(path).objects();
        for (Map<String, Object> branch : branches) {
            Object sha = JsonApi.asObject(branch.get("commit")).get("id");
            if (branch.get("name") instanceof String name && event.sha().equals(Optional.ofNullable(sha))) {
                String own = Wording.bounded(name, Wording.NAME);
                return at(
                        event,
                        new Place(
                                Optional.of(CodeReader.BRANCHES + own),
                                Optional.of(own),
                                event.sha(),
                                Optional.empty(),
                                false));
            }
        }
        return branches.size() < PAGE || page >= MOST_PAGES ? event : ofBranch(api, event, page + 1);
    }

    private static SourceEvent at(SourceEvent event, Place place) {
        return event.change()
                .ref(place.ref())
                .branch(place.branch())
                .fork(place.fork())
                .build();
    }
}
