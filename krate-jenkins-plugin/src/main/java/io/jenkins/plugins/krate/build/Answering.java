package io.jenkins.plugins.krate.build;

import io.jenkins.plugins.krate.engine.ApprovalView;
import io.jenkins.plugins.krate.engine.EngineException;
import io.jenkins.plugins.krate.engine.KrateEngine;
import io.jenkins.plugins.krate.engine.Verdict;
import io.jenkins.plugins.krate.engine.Verdict.JenkinsUser;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes on what somebody with the permission says to a question of a run of this very build, and about exactly what they saw. */
final class Answering {

    private final List<SeenRun> runs;
    private final Supplier<KrateEngine> engine;

    Answering(List<SeenRun> runs, Supplier<KrateEngine> engine) {
        this.runs = runs;
        this.engine = engine;
    }

    /** What came of it, for people. */
    String answer(Given given, JenkinsUser who) {
        boolean ours = !given.run().isEmpty()
                && runs.stream().anyMatch(run -> run.getId().equals(given.run()));
        if (!ours || !(given.verdict().equals("approve") || given.verdict().equals("deny"))) {
            return "That is no answer to a question of a run of this build.";
        }
        try {
            return answered(given, who);
        } catch (EngineException e) {
            return "Not counted: " + e.getMessage();
        }
    }

    private String answered(Given given, JenkinsUser who) {
        KrateEngine asked = engine.get();
        ApprovalView question = asked.approvals(given.run()).stream()
                .filter(one -> one.id().equals(given.approval()))
                .findFirst()
                .orElse(null);
        if (question == null) {
            return "The run asks no such question.";
        }
        if (!question.bindingDigest().equals(given.bindingDigest())) {
            return "Not counted: what would happen is no longer what you were shown. Look again.";
        }
        boolean approve = given.verdict().equals("approve");
        ApprovalView after =
                asked.decide(new Verdict(given.approval(), approve, given.bindingDigest(), who, given.comment()));
        return "You said %s; the question is %s now.".formatted(approve ? "yes" : "no", after.standing());
    }

    /** The fields of a form, none of them missing. */
    record Given(String run, String approval, String verdict, String bindingDigest, String comment) {

        static Given of(@Nullable String... fields) {
            return new Given(text(fields[0]), text(fields[1]), text(fields[2]), text(fields[3]), text(fields[4]));
        }

        private static String text(@Nullable String field) {
            return field == null ? "" : field;
        }
    }
}
