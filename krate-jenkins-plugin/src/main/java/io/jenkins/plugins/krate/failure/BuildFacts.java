package io.jenkins.plugins.krate.failure;

import ai.a5c.krate.source.jenkins.BuildReport;
import ai.a5c.krate.source.jenkins.BuildReport.CauseKind;
import ai.a5c.krate.source.jenkins.BuildReport.Kind;
import ai.a5c.krate.source.jenkins.BuildReport.Result;
import ai.a5c.krate.source.jenkins.BuildReport.Upstream;
import hudson.model.AbstractBuild;
import hudson.model.Cause;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import jenkins.model.JenkinsLocationConfiguration;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jspecify.annotations.Nullable;

/** Reads of a build what every build has. */
final class BuildFacts {

    private static final int MOST_STEPS_UP = 200;

    private BuildFacts() {}

    static BuildReport.Build of(Run<?, ?> run, UnaryOperator<String> redact) {
        Instant started = Instant.ofEpochMilli(run.getTimeInMillis());
        String base = rootUrl();
        return new BuildReport.Build(
                run.getParent().getFullName(),
                run.getNumber(),
                started,
                started.plusMillis(run.getDuration()),
                result(run),
                base.isEmpty() ? "" : base + run.getUrl(),
                kind(run),
                run.getCauses().stream().map(cause -> cause(cause, redact)).toList(),
                upstream(run),
                rebuildOf(run));
    }

    /** The address of Jenkins with a slash at its end; empty if none is configured. */
    static String rootUrl() {
        String url = JenkinsLocationConfiguration.get().getUrl();
        return url == null ? "" : url;
    }

    private static Result result(Run<?, ?> run) {
        String result = String.valueOf(run.getResult());
        return Set.of("SUCCESS", "UNSTABLE", "FAILURE", "NOT_BUILT", "ABORTED").contains(result)
                ? Result.valueOf(result)
                : Result.FAILURE;
    }

    private static Kind kind(Run<?, ?> run) {
        if (run instanceof FlowExecutionOwner.Executable) {
            return Kind.PIPELINE;
        }
        if (run.getParent().getParent() instanceof Job) {
            return Kind.MATRIX_CELL;
        }
        if (run.getParent() instanceof ItemGroup) {
            return Kind.MATRIX;
        }
        return run instanceof AbstractBuild ? Kind.FREESTYLE : Kind.OTHER;
    }

    private static BuildReport.Cause cause(Cause cause, UnaryOperator<String> redact) {
        String user = cause instanceof Cause.UserIdCause by ? by.getUserId() : null;
        return new BuildReport.Cause(
                Causes.kind(cause.getClass()),
                user == null ? "" : user,
                redact.apply(text(cause.getShortDescription())));
    }

    /** The builds that led to {@code run}, the nearest first; a cell of a matrix comes of the whole. */
    private static List<Upstream> upstream(Run<?, ?> run) {
        Set<Upstream> found = new LinkedHashSet<>();
        if (run.getParent().getParent() instanceof Job<?, ?> whole) {
            found.add(new Upstream(whole.getFullName(), run.getNumber()));
        }
        Deque<Cause> open = new ArrayDeque<>(run.getCauses());
        for (int i = 0; i < MOST_STEPS_UP && !open.isEmpty(); i++) {
            Cause cause = open.removeFirst();
            if (cause instanceof Cause.UpstreamCause up) {
                String job = text(up.getUpstreamProject());
                boolean other = !job.isEmpty() && !job.equals(run.getParent().getFullName());
                if (other && up.getUpstreamBuild() > 0) {
                    found.add(new Upstream(job, up.getUpstreamBuild()));
                }
                List<Cause> above = up.getUpstreamCauses();
                open.addAll(above == null ? List.of() : above);
            }
        }
        return new ArrayList<>(found);
    }

    /** The rebuild plugin calls the repeated build of the same job its upstream; Replay names it in words. */
    private static Optional<Long> rebuildOf(Run<?, ?> run) {
        for (Cause cause : run.getCauses()) {
            boolean own = cause instanceof Cause.UpstreamCause up
                    && run.getParent().getFullName().equals(up.getUpstreamProject())
                    && up.getUpstreamBuild() > 0;
            if (own) {
                return Optional.of((long) ((Cause.UpstreamCause) cause).getUpstreamBuild());
            }
            if (Causes.kind(cause.getClass()) == CauseKind.REBUILD) {
                Optional<Long> number = Causes.repeated(text(cause.getShortDescription()));
                if (number.isPresent() && number.get() > 0) {
                    return number;
                }
            }
        }
        return Optional.empty();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
