package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Setup.Questions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this host remembers of a run and the gateway does not; nothing of it is needed to find the run again.
 *
 * @param launcher which process launches or launched it, as {@code pid-starttime}
 * @param launchedAt in milliseconds since 1970
 * @param cancelled why it was cancelled; empty if it was not
 * @param owed whether the gateway has still to be told to stop it
 * @param verdict how this side ended it, as {@code OUTCOME: words}; empty if it did not
 */
record RunNote(
        String agent,
        String questions,
        long launchedAt,
        String launcher,
        long wallClockMillis,
        long idleMillis,
        long outputBytes,
        String cancelled,
        String verdict,
        boolean forgotten,
        boolean owed) {

    /** Of a run that another host launched. */
    static final RunNote NONE = new RunNote("", "", 0, "", 0, 0, 0, "", "", false, false);

    /** Of a launch by {@code launcher}. */
    static RunNote of(LaunchRequest request, long now, String launcher) {
        LaunchRequest.Limits limits = request.limits();
        return new RunNote(
                request.adapter(),
                request.setup().questions().name(),
                now,
                launcher,
                limits.wallClock().toMillis(),
                limits.idle().toMillis(),
                limits.outputBytes(),
                "",
                "",
                false,
                false);
    }

    /** From plain values. */
    static RunNote of(Map<String, Object> tree) {
        return new RunNote(
                Fields.text(tree, "agent"),
                Fields.text(tree, "questions"),
                Fields.number(tree, "launchedAt"),
                Fields.text(tree, "launcher"),
                Fields.number(tree, "wallClockMillis"),
                Fields.number(tree, "idleMillis"),
                Fields.number(tree, "outputBytes"),
                Fields.text(tree, "cancelled"),
                Fields.text(tree, "verdict"),
                Boolean.TRUE.equals(tree.get("forgotten")),
                Boolean.TRUE.equals(tree.get("owed")));
    }

    /** As plain values. */
    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("agent", agent);
        tree.put("questions", questions);
        tree.put("launchedAt", launchedAt);
        tree.put("launcher", launcher);
        tree.put("wallClockMillis", wallClockMillis);
        tree.put("idleMillis", idleMillis);
        tree.put("outputBytes", outputBytes);
        tree.put("cancelled", cancelled);
        tree.put("verdict", verdict);
        tree.put("forgotten", forgotten);
        tree.put("owed", owed);
        return tree;
    }

    /** What becomes of its questions; asked where it is not known. */
    Questions mode() {
        return questions.isEmpty() ? Questions.ASK : Questions.valueOf(questions);
    }

    /** How this side ended it, if it did. */
    Optional<End> ruling() {
        int colon = verdict.indexOf(": ");
        return colon < 0
                ? Optional.empty()
                : Optional.of(new End(Outcome.valueOf(verdict.substring(0, colon)), verdict.substring(colon + 2)));
    }

    /** The same, cancelled; the first reason counts. */
    RunNote cancelled(String why) {
        return new RunNote(
                agent,
                questions,
                launchedAt,
                launcher,
                wallClockMillis,
                idleMillis,
                outputBytes,
                cancelled.isEmpty() ? why : cancelled,
                verdict,
                forgotten,
                true);
    }

    /** The same, ended by this side; the first end counts. */
    RunNote ended(End end) {
        return new RunNote(
                agent,
                questions,
                launchedAt,
                launcher,
                wallClockMillis,
                idleMillis,
                outputBytes,
                cancelled,
                verdict.isEmpty() ? end.outcome() + ": " + end.message() : verdict,
                forgotten,
                true);
    }

    /** The same, forgotten. */
    RunNote inOblivion() {
        return new RunNote(agent, questions, launchedAt, "", 0, 0, 0, "", "", true, false);
    }

    /** The same; nobody is launching it any more. */
    RunNote launched() {
        return at("", owed);
    }

    /** The same; the gateway has been told to stop it. */
    RunNote told() {
        return at(launcher, false);
    }

    private RunNote at(String by, boolean due) {
        return new RunNote(
                agent,
                questions,
                launchedAt,
                by,
                wallClockMillis,
                idleMillis,
                outputBytes,
                cancelled,
                verdict,
                forgotten,
                due);
    }
}
