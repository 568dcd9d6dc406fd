package ai.a5c.krate.dispatch;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.dispatch.Allowance.Code;
import ai.a5c.krate.dispatch.RunSituation.Head;
import ai.a5c.krate.dispatch.RunSituation.Place;
import ai.a5c.krate.dispatch.RunSituation.Review;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.StateTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RunActionsTest {

    private static final Set<String> EVERYTHING = Set.of("continue", "resume", "fork");

    /** By state, with an agent that told its conversation, on a runtime that can do everything, and allowed by review. */
    private static final String BY_STATE = """
            situation                                    | cancel    | retry     | resume    | continue    | fork    | rerun
            pending                                      | yes       | not-over  | not-over  | not-at-work | none    | not-over
            queued                                       | yes       | not-over  | not-over  | not-at-work | none    | not-over
            waiting-for-approval, not launched           | yes       | not-over  | not-over  | not-at-work | none    | not-over
            running, not yet launched                    | yes       | not-over  | not-over  | not-at-work | none    | not-over
            running, agent at work                       | yes       | not-over  | not-over  | yes         | at-work | not-over
            running, being cancelled                     | stopping  | not-over  | not-over  | stopping    | at-work | not-over
            waiting-for-approval of write-backs          | yes       | not-over  | not-over  | not-over    | yes     | not-over
            running, applying write-backs                | yes       | not-over  | not-over  | not-over    | yes     | not-over
            blocked                                      | yes       | yes       | blocked   | blocked     | yes     | yes
            succeeded                                    | over      | succeeded | yes       | yes         | yes     | yes
            failed                                       | over      | yes       | yes       | yes         | yes     | yes
            failed, its attempt lost                     | over      | yes       | yes       | yes         | yes     | yes
            failed, its attempt still being stopped      | over      | attempt   | attempt   | attempt     | yes     | yes
            cancelled                                    | over      | yes       | yes       | yes         | yes     | yes
            cancelled before any attempt                 | over      | yes       | none      | none        | none    | yes
            """;

    /** Of a failed run, and of one at work, where one thing is otherwise. */
    private static final String BY_FACT = """
            otherwise                                    | cancel | retry    | resume | continue | fork   | rerun
            failed, review wants an approval             | over   | ask      | ask    | ask      | ask    | ask
            failed, review denies                        | over   | denied   | denied | denied   | denied | denied
            failed, runtime can do nothing of it         | over   | yes      | cannot | cannot   | cannot | yes
            failed, runtime can fork only                | over   | yes      | cannot | cannot   | yes    | yes
            failed, no conversation known                | over   | yes      | none   | none     | none   | yes
            failed, conversation under less trust        | over   | yes      | lower  | lower    | lower  | yes
            failed, workspace removed                    | over   | yes      | yes    | yes      | yes    | yes
            failed, conversation out of reach            | over   | yes      | far    | far      | far    | yes
            failed, no branch                            | over   | yes      | yes    | yes      | yes    | branch
            failed, branch gone                          | over   | yes      | yes    | yes      | yes    | gone
            failed, branch still there                   | over   | yes      | yes    | yes      | yes    | same
            at work, review denies                       | yes    | not-over | not-over | denied | at-work | not-over
            at work, runtime takes no messages           | yes    | not-over | not-over | cannot | at-work | not-over
            """;

    private static final Map<String, String> CODE = Map.ofEntries(
            Map.entry("ALLOWED", "yes"),
            Map.entry("ALLOWED_WITH_APPROVAL", "ask"),
            Map.entry("RUN_OVER", "over"),
            Map.entry("RUN_NOT_OVER", "not-over"),
            Map.entry("RUN_BLOCKED", "blocked"),
            Map.entry("RUN_SUCCEEDED", "succeeded"),
            Map.entry("NOT_AT_WORK", "not-at-work"),
            Map.entry("AT_WORK", "at-work"),
            Map.entry("CANCEL_REQUESTED", "stopping"),
            Map.entry("ATTEMPT_STOPPING", "attempt"),
            Map.entry("CAPABILITY_MISSING", "cannot"),
            Map.entry("NO_CONVERSATION", "none"),
            Map.entry("CONVERSATION_OUT_OF_REACH", "far"),
            Map.entry("LOWER_TRUST", "lower"),
            Map.entry("NO_BRANCH", "branch"),
            Map.entry("SAME_HEAD", "same"),
            Map.entry("BRANCH_GONE", "gone"),
            Map.entry("POLICY_DENIED", "denied"));

    @Test
    void everyActionIsAnsweredInEveryStateAsTheTableSays() {
        assertThat(cells(states())).isEqualTo(StateTable.parse(BY_STATE));
    }

    @Test
    void everyFactThatIsOtherwiseRefusesWhatNeedsIt() {
        assertThat(cells(facts())).isEqualTo(StateTable.parse(BY_FACT));
    }

    @Test
    void theReferenceIsRenderedFromTheCode() throws IOException {
        GeneratedFile.at("docs/reference/run-actions.md")
                .mustBe("# What may be done with a run\n\n"
                        + "Rendered from the code. `yes`: allowed; anything else is the code of the refusal.\n"
                        + "An action that is allowed goes through a permission review of whoever asks, but for `cancel`:\n"
                        + "who may write may stop a run. With `ALLOWED_WITH_APPROVAL` a person must answer before the\n"
                        + "agent is launched.\n\n"
                        + "## By state\n\nWith a known conversation, on a runtime that can do everything.\n\n"
                        + table("the run is", states())
                        + "\n## By what is otherwise\n\n"
                        + table("the run is", facts())
                        + "\n## What people are told\n\n"
                        + messages());
    }

    @Test
    void everyCodeIsReachedAndSaysWhatToDo() {
        Set<Code> seen = new TreeSet<>();
        all().values()
                .forEach(run -> RunActions.of(run).forEach(one -> {
                    seen.add(one.code());
                    assertThat(one.message()).isNotBlank();
                }));
        assertThat(seen).containsExactly(Code.values());
    }

    @Test
    void aRefusalIsWordedForPeople() {
        assertThat(RunActions.of(RunAction.RESUME, failed().with("no conversation known")))
                .isEqualTo(new Allowance(
                        RunAction.RESUME,
                        Code.NO_CONVERSATION,
                        "no attempt of the run has a conversation that is kept: its agent told no id, or it ended more "
                                + "than a day ago; retry the run instead"));
        assertThat(RunActions.of(RunAction.CONTINUE, failed().with("workspace removed"))
                        .message())
                .isEqualTo("One more attempt goes on with the same conversation and gets the message."
                        + " The workspace of before is gone: it starts from a fresh checkout.");
        assertThat(RunActions.of(RunAction.RETRY, failed().with("review wants an approval"))
                        .message())
                .isEqualTo("One more attempt starts with the same context."
                        + " A person must approve what it may use before it is launched.");
    }

    @Test
    void stoppingIsNeverDeniedByAReview() {
        all().values().stream()
                .filter(run -> !run.phase().isTerminal() && !run.cancelRequested())
                .forEach(run -> assertThat(RunActions.of(RunAction.CANCEL, run).allowed())
                        .isTrue());
    }

    private static Map<String, RunSituation> all() {
        Map<String, RunSituation> all = states();
        all.putAll(facts());
        return all;
    }

    private static Map<String, RunSituation> states() {
        Map<String, RunSituation> states = new LinkedHashMap<>();
        states.put("pending", fresh(RunPhase.PENDING, LastAttempt.NONE));
        states.put("queued", fresh(RunPhase.QUEUED, LastAttempt.OPEN));
        states.put("waiting-for-approval, not launched", fresh(RunPhase.WAITING_FOR_APPROVAL, LastAttempt.NONE));
        states.put("running, not yet launched", fresh(RunPhase.RUNNING, LastAttempt.OPEN));
        states.put("running, agent at work", atWork().situation());
        states.put("running, being cancelled", atWork().with("cancelled"));
        states.put("waiting-for-approval of write-backs", over(RunPhase.WAITING_FOR_APPROVAL, LastAttempt.SUCCEEDED));
        states.put("running, applying write-backs", over(RunPhase.RUNNING, LastAttempt.SUCCEEDED));
        states.put("blocked", over(RunPhase.BLOCKED, LastAttempt.CANCELLED));
        states.put("succeeded", over(RunPhase.SUCCEEDED, LastAttempt.SUCCEEDED));
        states.put("failed", over(RunPhase.FAILED, LastAttempt.FAILED));
        states.put("failed, its attempt lost", over(RunPhase.FAILED, LastAttempt.LOST));
        states.put("failed, its attempt still being stopped", failed().with("stopping"));
        states.put("cancelled", over(RunPhase.CANCELLED, LastAttempt.CANCELLED));
        states.put("cancelled before any attempt", fresh(RunPhase.CANCELLED, LastAttempt.NONE));
        return states;
    }

    private static Map<String, RunSituation> facts() {
        Map<String, RunSituation> facts = new LinkedHashMap<>();
        for (String fact : List.of(
                "review wants an approval",
                "review denies",
                "runtime can do nothing of it",
                "runtime can fork only",
                "no conversation known",
                "conversation under less trust",
                "workspace removed",
                "conversation out of reach",
                "no branch",
                "branch gone",
                "branch still there")) {
            facts.put("failed, " + fact, failed().with(fact));
        }
        facts.put("at work, review denies", atWork().with("review denies"));
        facts.put("at work, runtime takes no messages", atWork().with("runtime can fork only"));
        return facts;
    }

    private static RunSituation fresh(RunPhase phase, LastAttempt last) {
        return new Facts(phase, last, false).with("no conversation known");
    }

    private static RunSituation over(RunPhase phase, LastAttempt last) {
        return new Facts(phase, last, false).situation();
    }

    private static Facts failed() {
        return new Facts(RunPhase.FAILED, LastAttempt.FAILED, false);
    }

    private static Facts atWork() {
        return new Facts(RunPhase.RUNNING, LastAttempt.OPEN, true);
    }

    private static Map<String, List<String>> cells(Map<String, RunSituation> situations) {
        Map<String, List<String>> cells = new LinkedHashMap<>();
        situations.forEach((name, run) -> cells.put(
                name,
                RunActions.of(run).stream()
                        .map(one -> CODE.getOrDefault(one.code().name(), "?"))
                        .toList()));
        return cells;
    }

    private static String table(String head, Map<String, RunSituation> situations) {
        String columns = Arrays.stream(RunAction.values()).map(RunAction::word).collect(joining(" | "));
        String rows = situations.entrySet().stream()
                .map(one -> "| %s | %s |\n"
                        .formatted(
                                one.getKey(),
                                RunActions.of(one.getValue()).stream()
                                        .map(RunActionsTest::cell)
                                        .collect(joining(" | "))))
                .collect(joining());
        return "| %s | %s |\n| --- |%s\n%s".formatted(head, columns, " --- |".repeat(RunAction.values().length), rows);
    }

    private static String cell(Allowance one) {
        return one.code() == Code.ALLOWED ? "yes" : one.code().name().toLowerCase(Locale.ROOT);
    }

    private static String messages() {
        Set<String> rows = new LinkedHashSet<>();
        all().values()
                .forEach(run -> RunActions.of(run)
                        .forEach(one -> rows.add("| %s | `%s` | %s |\n"
                                .formatted(one.action().word(), one.code().name(), one.message()))));
        return "| action | code | message |\n| --- | --- | --- |\n"
                + rows.stream().sorted().collect(joining());
    }

    /** A situation in which everything is well but what is said. */
    private record Facts(RunPhase phase, LastAttempt last, boolean attached) {

        RunSituation situation() {
            return with("");
        }

        RunSituation with(String fact) {
            return new RunSituation(
                    phase,
                    last,
                    attached,
                    fact.equals("stopping"),
                    fact.equals("cancelled"),
                    fact.equals("runtime can do nothing of it")
                            ? Set.of()
                            : fact.equals("runtime can fork only") ? Set.of("fork") : EVERYTHING,
                    !fact.equals("no conversation known"),
                    place(fact),
                    !fact.equals("conversation under less trust"),
                    !fact.equals("no branch"),
                    head(fact),
                    review(fact));
        }

        private static Place place(String fact) {
            return switch (fact) {
                case "workspace removed" -> Place.REMOVED;
                case "conversation out of reach" -> Place.OUT_OF_REACH;
                default -> Place.THERE;
            };
        }

        private static Head head(String fact) {
            return switch (fact) {
                case "branch gone" -> Head.GONE;
                case "branch still there" -> Head.SAME;
                default -> Head.MOVED;
            };
        }

        private static Review review(String fact) {
            return switch (fact) {
                case "review wants an approval" -> Review.NEEDS_APPROVAL;
                case "review denies" -> Review.DENIED;
                default -> Review.ALLOWED;
            };
        }
    }
}
