package ai.a5c.krate.projection;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.execution.Job;
import ai.a5c.krate.kind.execution.Pipeline;
import ai.a5c.krate.kind.execution.Pipeline.Conclusion;
import ai.a5c.krate.kind.execution.Pipeline.State;
import ai.a5c.krate.resource.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a build and of its job after an event about them; empty if the event tells nothing new.
 *
 * <p>A later try counts more than all before, then the later time; at one and the same time, what is further.
 */
public final class BuildProjection {

    private static final int MOST_JOBS = 50;

    private final String repository;
    private final String provider;
    private final BuildFacts facts;
    private final Instant now;

    private BuildProjection(String repository, String provider, BuildFacts facts, Instant now) {
        this.repository = repository;
        this.provider = provider;
        this.facts = facts;
        this.now = now;
    }

    /**
     * What {@code event} tells of a build; empty if it is about none that is to be kept.
     *
     * @param repository the name of the {@code Repository} resource
     * @param provider which system builds
     * @param words takes out of a text what must not be said
     */
    public static Optional<BuildProjection> of(
            String repository, String provider, SourceEvent event, UnaryOperator<String> words, Instant now) {
        return BuildFacts.of(event, words).map(facts -> new BuildProjection(repository, provider, facts, now));
    }

    /** Equal for events about the same build, and for no others. */
    public String pipelineKey() {
        return "%s\n%s\n%s".formatted(repository, provider, facts.id());
    }

    /** Equal for events about the same job of a build; empty if the event is about none. */
    public Optional<String> jobKey() {
        return Optional.of(facts.job()).filter(job -> !job.isEmpty()).map(job -> pipelineKey() + "\n" + job);
    }

    /** The build, named {@code first} where it is not {@code known}. */
    public Optional<Pipeline> pipeline(Optional<Pipeline> known, Metadata first) {
        int before = known.map(one -> one.spec().tries()).orElse(0);
        if (facts.tries() < before) {
            return Optional.empty();
        }
        boolean later = facts.tries() > before;
        boolean told = later || (facts.whole() && known.filter(this::isLater).isPresent());
        Pipeline.Spec spec = told ? spec(known) : known.orElseThrow().spec();
        Pipeline.Status status = told ? status(known, later) : withJobs(known.orElseThrow());
        boolean changed = known.filter(
                        one -> one.spec().equals(spec) && one.status().equals(status))
                .isEmpty();
        return Optional.of(new Pipeline(known.map(Pipeline::metadata).orElse(first), spec, heard(status)))
                .filter(next -> changed);
    }

    /** The job, which {@link #jobKey} says that there is. */
    public Optional<Job> job(Optional<Job> known, Metadata first, String pipeline) {
        Optional<Job.Status> before = known.map(Job::status);
        boolean told = before.map(status -> isLater(status.updatedAt(), status.state()))
                .orElse(true);
        Job.Spec spec = new Job.Spec(
                facts.event().organization(),
                repository,
                pipeline,
                facts.said(facts.job()),
                facts.jobTitle(),
                facts.event().sha().orElse(""),
                facts.url());
        Job.Status status = new Job.Status(
                facts.state(),
                facts.conclusion(),
                0,
                facts.step(),
                facts.runner(),
                before.map(Job.Status::logDigest).orElse(""),
                before.map(Job.Status::logBytes).orElse(0L),
                facts.startedAt().orElse(null),
                facts.finishedAt().orElse(null),
                facts.at(),
                before.map(Job.Status::syncedAt).orElse(null));
        boolean changed = known.filter(
                        one -> one.spec().equals(spec) && one.status().equals(status))
                .isEmpty();
        return Optional.of(new Job(known.map(Job::metadata).orElse(first), spec, heard(status)))
                .filter(next -> told && changed);
    }

    private boolean isLater(Pipeline known) {
        return isLater(known.status().updatedAt(), known.status().state());
    }

    private boolean isLater(@Nullable Instant before, State state) {
        return before == null
                || facts.at().isAfter(before)
                || (facts.at().equals(before) && facts.state().compareTo(state) >= 0);
    }

    /** What is said of a build by one of its jobs is only that there is such a build, and which try. */
    private Pipeline.Spec spec(Optional<Pipeline> known) {
        Optional<Pipeline.Spec> before = known.map(Pipeline::spec);
        Optional<Pipeline.Spec> rest = before.filter(spec -> !facts.whole());
        return new Pipeline.Spec(
                facts.event().organization(),
                repository,
                provider,
                facts.said(facts.id()),
                facts.title().or(() -> before.map(Pipeline.Spec::title)).orElse(""),
                rest.map(Pipeline.Spec::number).orElse(facts.number()),
                facts.tries(),
                rest.map(Pipeline.Spec::cause).orElse(facts.cause()),
                rest.map(Pipeline.Spec::author).orElse(facts.author()),
                facts.ref().or(() -> before.map(Pipeline.Spec::ref)).orElse(""),
                facts.event().sha().or(() -> before.map(Pipeline.Spec::sha)).orElse(""),
                facts.workItem().or(() -> before.map(Pipeline.Spec::workItem)).orElse(""),
                facts.whole() ? facts.url() : before.map(Pipeline.Spec::url).orElse(""));
    }

    private Pipeline.Status status(Optional<Pipeline> known, boolean anew) {
        List<String> failed =
                failedJobs(anew ? List.of() : known.orElseThrow().status().failedJobs());
        Instant synced = known.map(one -> one.status().syncedAt()).orElse(null);
        if (!facts.whole()) {
            return new Pipeline.Status(State.RUNNING, Conclusion.NONE, 0, failed, null, null, null, synced);
        }
        boolean despite = facts.state() == State.COMPLETED && !facts.job().isEmpty() && !failed.isEmpty();
        return new Pipeline.Status(
                facts.state(),
                despite ? Conclusion.FAILURE : facts.conclusion(),
                0,
                failed,
                facts.startedAt().orElse(null),
                facts.finishedAt().orElse(null),
                facts.at(),
                synced);
    }

    private Pipeline.Status withJobs(Pipeline known) {
        Pipeline.Status status = known.status();
        return new Pipeline.Status(
                status.state(),
                status.conclusion(),
                status.observedGeneration(),
                failedJobs(status.failedJobs()),
                status.startedAt(),
                status.finishedAt(),
                status.updatedAt(),
                status.syncedAt());
    }

    private List<String> failedJobs(List<String> before) {
        TreeSet<String> failed = new TreeSet<>(before);
        if (!facts.job().isEmpty() && facts.state() == State.COMPLETED) {
            failed.remove(facts.jobTitle());
            if (facts.hasFailed() && failed.size() < MOST_JOBS) {
                failed.add(facts.jobTitle());
            }
        }
        return List.copyOf(failed);
    }

    private Pipeline.Status heard(Pipeline.Status status) {
        return new Pipeline.Status(
                status.state(),
                status.conclusion(),
                status.observedGeneration(),
                status.failedJobs(),
                status.startedAt(),
                status.finishedAt(),
                status.updatedAt(),
                now);
    }

    private Job.Status heard(Job.Status status) {
        return new Job.Status(
                status.state(),
                status.conclusion(),
                status.observedGeneration(),
                status.failedStep(),
                status.runner(),
                status.logDigest(),
                status.logBytes(),
                status.startedAt(),
                status.finishedAt(),
                status.updatedAt(),
                now);
    }
}
