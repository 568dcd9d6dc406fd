package ai.a5c.krate.notice;

import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.AgentWriteBack.WriteBackPhase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The one comment of an agent on a work item: how its run stands, and what people can do. */
public final class StatusComment {

    private static final int MOST = 10;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private StatusComment() {}

    /** What the comment says, in Markdown; bounded whatever the run holds. */
    public static String text(RunStory story) {
        List<String> parts = new ArrayList<>();
        parts.add(head(story.run()));
        parts.addAll(body(story));
        if (!story.page().isEmpty()) {
            parts.add("[Run](%s)".formatted(story.page()));
        }
        return String.join("\n\n", parts);
    }

    private static String head(AgentDispatchRun run) {
        String by = run.spec().requester().login();
        return "**%s**: run %s%s"
                .formatted(
                        run.spec().agentStack(),
                        Foreign.code(run.metadata().name()),
                        by.isEmpty() ? "" : ", asked for by " + Foreign.code(by));
    }

    private static List<String> body(RunStory story) {
        AgentDispatchRun run = story.run();
        if (run.status().cancelRequested() && run.status().finishedAt() == null) {
            return List.of("**Being cancelled.**");
        }
        return switch (run.status().phase()) {
            case PENDING -> List.of("**Waits for its turn.**");
            case QUEUED -> List.of(again(run) ? "**Queued for another attempt.**" : "**Queued.**");
            case RUNNING -> running(story);
            case WAITING_FOR_APPROVAL -> questions(story);
            case BLOCKED ->
                with(story, "**Not allowed to start.**", "Once that is mended, ask again with `/krate retry`.");
            case SUCCEEDED -> finished(story);
            case FAILED -> failed(story);
            case CANCELLED -> List.of("**Cancelled.**");
        };
    }

    private static boolean again(AgentDispatchRun run) {
        return run.status().attempts() > 1;
    }

    private static List<String> running(RunStory story) {
        AgentDispatchRun run = story.run();
        if (!story.pending().isEmpty()) {
            return questions(story);
        }
        boolean writing = story.writeBacks().stream().anyMatch(StatusComment::isUnderWay);
        if (writing) {
            return List.of("**Writing what was allowed.**", effects(story.writeBacks()));
        }
        String wait = run.status().agentWait().message();
        return wait.isEmpty() || !story.tellsReasons()
                ? List.of("**At work.** `/krate cancel` stops it.")
                : List.of("**At work, and waiting.** " + Foreign.code(wait));
    }

    private static boolean isUnderWay(AgentWriteBack one) {
        return one.status().phase() == WriteBackPhase.APPROVED || one.status().phase() == WriteBackPhase.WRITING;
    }

    private static List<String> questions(RunStory story) {
        List<String> parts = new ArrayList<>();
        parts.add("**Waits for approval.**");
        story.pending().stream().limit(MOST).map(StatusComment::question).forEach(parts::add);
        if (story.pending().size() > MOST) {
            parts.add("%d more questions stand at the run."
                    .formatted(story.pending().size() - MOST));
        }
        return parts;
    }

    private static String question(AgentApproval approval) {
        List<String> lines = new ArrayList<>();
        if (approval.spec().actions().isEmpty()) {
            lines.add("- " + Foreign.code(approval.spec().action()));
        }
        approval.spec().actions().stream()
                .limit(MOST)
                .forEach(action -> lines.add(
                        "- %s: %s".formatted(Foreign.code(action.action()), Foreign.code(target(action.target())))));
        if (approval.spec().actions().size() > MOST) {
            lines.add("- and %d more".formatted(approval.spec().actions().size() - MOST));
        }
        String name = approval.metadata().name();
        approval.spec().delta().changes().stream()
                .limit(MOST)
                .forEach(change -> lines.add("- different from what was approved: " + Foreign.code(change)));
        lines.add("");
        lines.add("`/krate approve %s` or `/krate deny %s`.%s".formatted(name, name, conditions(approval.spec())));
        return String.join("\n", lines);
    }

    private static String conditions(AgentApproval.Spec spec) {
        String eyes = spec.fourEyes() ? " Somebody other than who asked must say so." : "";
        String people = spec.approvals() > 1 ? " %d people must.".formatted(spec.approvals()) : "";
        Instant end = spec.expiresAt();
        return eyes + people + (end == null ? "" : " The question ends at %s.".formatted(TIME.format(end)));
    }

    /** Without the organization and repository, which the reader is in. */
    private static String target(String bound) {
        return bound.substring(bound.indexOf(':') + 1);
    }

    private static List<String> finished(RunStory story) {
        return story.writeBacks().isEmpty()
                ? List.of("**Finished.** Nothing was to be written.")
                : List.of("**Finished.**", effects(story.writeBacks()));
    }

    private static List<String> failed(RunStory story) {
        String advice = story.run().status().failure().advice();
        List<String> parts = with(
                story,
                "**Failed.**",
                advice.isEmpty() || !story.tellsReasons()
                        ? "`/krate retry` tries again."
                        : "%s `/krate retry` tries again.".formatted(Foreign.line(advice)));
        return story.writeBacks().isEmpty() ? parts : plus(parts, effects(story.writeBacks()));
    }

    private static List<String> with(RunStory story, String what, String next) {
        String reason = story.run().status().terminalReason().message();
        return reason.isEmpty() || !story.tellsReasons()
                ? List.of(what, next)
                : List.of(what + " " + Foreign.code(reason), next);
    }

    private static List<String> plus(List<String> parts, String more) {
        List<String> all = new ArrayList<>(parts);
        all.add(more);
        return all;
    }

    private static String effects(List<AgentWriteBack> all) {
        List<String> lines = new ArrayList<>();
        all.stream().limit(MOST).map(StatusComment::effect).forEach(lines::add);
        if (all.size() > MOST) {
            lines.add("- and %d more".formatted(all.size() - MOST));
        }
        return String.join("\n", lines);
    }

    private static String effect(AgentWriteBack one) {
        String url = one.status().url();
        return "- %s: %s, %s"
                .formatted(
                        Foreign.code(one.spec().action()),
                        Foreign.code(one.spec().target()),
                        url.matches("https?://[^\\s()<>\\[\\]]{1,500}")
                                ? "[%s](%s)".formatted(standing(one), url)
                                : standing(one));
    }

    private static String standing(AgentWriteBack one) {
        return switch (one.status().phase()) {
            case REQUESTED -> "not decided";
            case APPROVED, WRITING -> "under way";
            case SETTLED -> "written";
            case DENIED -> "denied";
            case FAILED -> "not written";
            case SUPERSEDED -> "given up";
        };
    }

    /** Whether a comment about {@code later} takes the place of one about {@code earlier}. */
    public static boolean replaces(AgentDispatchRun later, AgentDispatchRun earlier) {
        Instant one = later.metadata().creationTimestamp();
        Instant other = earlier.metadata().creationTimestamp();
        if (one == null || other == null || one.equals(other)) {
            return later.metadata().name().compareTo(earlier.metadata().name()) >= 0;
        }
        return one.isAfter(other);
    }
}
