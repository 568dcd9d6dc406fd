package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.Job;
import ai.a5c.krate.kind.execution.Pipeline;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import java.util.List;

/**
 * A build of the commit that a run is about.
 *
 * @param url where people look at it; empty if that is not told
 */
public record BuildCard(Badge badge, String title, String url, List<JobRow> jobs) {

    private static final int MOST = 5;
    private static final int MOST_JOBS = 10;

    public BuildCard {
        jobs = List.copyOf(jobs);
    }

    /** A job of the build, and the step that failed in it. */
    public record JobRow(Badge badge, String title, String step, String url) {}

    /** The builds of the run's commit, the newest first. */
    static List<BuildCard> of(ResourceDesk desk, AgentDispatchRun run) {
        if (run.spec().sha().isEmpty()) {
            return List.of();
        }
        Query of = Query.of("Pipeline", run.metadata().namespace())
                .whereField("spec.repository", run.spec().repository())
                .whereField("spec.sha", run.spec().sha());
        return read(desk, Pipeline.class, of.reversed().limit(MOST)).stream()
                .map(pipeline -> card(desk, pipeline))
                .toList();
    }

    private static BuildCard card(ResourceDesk desk, Pipeline pipeline) {
        Pipeline.Spec spec = pipeline.spec();
        Query jobs = Query.of("Job", pipeline.metadata().namespace())
                .whereField("spec.pipeline", pipeline.metadata().name());
        String name = spec.title().isEmpty() ? pipeline.metadata().name() : spec.title();
        return new BuildCard(
                badge(pipeline.status().state(), pipeline.status().conclusion()),
                spec.number() == 0 ? name : "%s #%d".formatted(name, spec.number()),
                Links.web(spec.url()),
                read(desk, Job.class, jobs.limit(MOST_JOBS)).stream()
                        .map(BuildCard::row)
                        .toList());
    }

    private static JobRow row(Job job) {
        return new JobRow(
                badge(job.status().state(), job.status().conclusion()),
                job.spec().title(),
                job.status().failedStep(),
                Links.web(job.spec().url()));
    }

    private static Badge badge(Pipeline.State state, Pipeline.Conclusion conclusion) {
        return Badge.of(state == Pipeline.State.COMPLETED ? conclusion : state);
    }

    private static <R extends Resource> List<R> read(ResourceDesk desk, Class<R> kind, Query query) {
        return desk.list(query).items().stream().map(kind::cast).toList();
    }
}
