package ai.a5c.krate.projection;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.event.Sighting.Build;
import ai.a5c.krate.event.Sighting.Part;
import ai.a5c.krate.event.Sighting.Progress;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.execution.ForgeUser;
import ai.a5c.krate.kind.execution.Pipeline.Conclusion;
import ai.a5c.krate.kind.execution.Pipeline.State;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an event tells of a build and perhaps of one of its jobs.
 *
 * <p>Where the building system names no build, its address does; where there is none, the check or workflow at the commit.
 *
 * @param id what the build is called by
 * @param job what the job is called by; empty if none is told of
 * @param whole whether it tells how the whole build is, and not only the job
 */
record BuildFacts(
        SourceEvent event,
        UnaryOperator<String> words,
        Ci ci,
        Optional<Build> build,
        String id,
        String job,
        boolean whole) {

    private static final String OURS = "krate/";

    /** Empty if it is about no build, about what Krate itself reports, or about what is told better otherwise. */
    static Optional<BuildFacts> of(SourceEvent event, UnaryOperator<String> words) {
        return event.ci().filter(ci -> isTold(event, ci)).map(ci -> {
            Optional<Build> build = event.sighting().build();
            Optional<Part> part = build.flatMap(Build::job);
            boolean named =
                    !ci.workflow().isEmpty() && !ci.job().isEmpty() && !ci.job().equals(ci.workflow());
            String job = part.map(Part::id).orElse(build.isEmpty() && named ? ci.job() : "");
            return new BuildFacts(event, words, ci, build, id(event, ci, build), Line.name(job), part.isEmpty());
        });
    }

    /** The forge's own CI tells of its builds by events of their own, besides the statuses that it sets for them. */
    private static boolean isTold(SourceEvent event, Ci ci) {
        boolean repeated = event.source() == Source.STATUS && event.actor().bot();
        return !repeated && !ci.check().startsWith(OURS);
    }

    private static String id(SourceEvent event, Ci ci, Optional<Build> build) {
        if (build.isPresent()) {
            return Line.name(build.get().id());
        }
        String address = Line.url(ci.buildUrl());
        if (event.source() != Source.STATUS && !address.isEmpty()) {
            return address;
        }
        String at = event.sha().or(event::branch).orElse(event.uid());
        return Line.name(ci.check().isEmpty() ? ci.workflow() : ci.check()) + "@" + Line.name(at);
    }

    /** An id as it may be kept. */
    String said(String text) {
        return Line.of(words.apply(text), Line.REF);
    }

    Optional<String> title() {
        return Optional.of(whole || ci.job().isEmpty() ? ci.workflow() + ci.check() : ci.workflow())
                .or(() -> Optional.of(ci.job()))
                .filter(name -> !name.isEmpty())
                .map(name -> Line.name(words.apply(name)));
    }

    String jobTitle() {
        return Line.name(words.apply(ci.job().isEmpty() ? job : ci.job()));
    }

    String step() {
        return Line.name(words.apply(ci.step()));
    }

    String runner() {
        return build.flatMap(Build::job)
                .map(part -> Line.name(words.apply(part.runner())))
                .orElse("");
    }

    String cause() {
        return build.map(told -> Line.name(told.cause())).orElse("");
    }

    ForgeUser author() {
        Account account = build.map(Build::author).orElse(Account.NOBODY);
        return new ForgeUser(Line.name(account.login()), Line.name(account.id()));
    }

    long number() {
        return build.map(told -> Math.max(0, told.number())).orElse(0L);
    }

    /** 1 where tries are not counted. */
    int tries() {
        return build.map(told -> Math.max(1, told.tries())).orElse(1);
    }

    String url() {
        return Line.url(words.apply(ci.buildUrl()));
    }

    Optional<String> ref() {
        return event.branch().or(event::ref).map(name -> Line.of(name, Line.REF));
    }

    Optional<String> workItem() {
        return event.workItem()
                .filter(item -> item.kind().equals("pull-request"))
                .map(item -> item.id());
    }

    State state() {
        Progress progress =
                build.map(Build::progress).orElse(ci.conclusion().isEmpty() ? Progress.RUNNING : Progress.COMPLETED);
        return State.valueOf(progress.name());
    }

    Conclusion conclusion() {
        String word = ci.conclusion().toUpperCase(Locale.ROOT).replace('-', '_');
        if (state() != State.COMPLETED) {
            return Conclusion.NONE;
        }
        for (Conclusion known : Conclusion.values()) {
            if (known.name().equals(word)) {
                return known;
            }
        }
        return Conclusion.UNKNOWN;
    }

    boolean hasFailed() {
        return conclusion() == Conclusion.FAILURE || conclusion() == Conclusion.TIMED_OUT;
    }

    Instant at() {
        return build.map(Build::updatedAt).orElse(event.occurredAt());
    }

    Optional<Instant> startedAt() {
        return build.flatMap(Build::startedAt);
    }

    Optional<Instant> finishedAt() {
        return build.flatMap(Build::finishedAt)
                .or(() -> Optional.of(at()).filter(time -> build.isEmpty()))
                .filter(time -> state() == State.COMPLETED);
    }
}
