package ai.a5c.krate.gitea;

import ai.a5c.krate.event.Ci;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads how builds went, in Krate's words.
 *
 * <p>A delivery has no log, so failures look alike that fail in the same step of the same job, or under the same check.
 */
final class CiReader {

    private static final Set<String> CONCLUSIONS =
            Set.of("success", "failure", "cancelled", "timed-out", "skipped", "neutral", "action-required");

    private CiReader() {}

    /** Of a run of a whole workflow. */
    static Ci run(Payload delivery, Payload run) {
        String workflow = workflow(delivery, run);
        String conclusion = conclusion(run.textOrEmpty("conclusion"));
        return ci(new Ci(workflow, "", "", "", "", conclusion, Optional.empty(), "", List.of(), name(run, "html_url")));
    }

    /** Of a run of Forgejo's Actions. */
    static Ci actionRun(Payload run) {
        return ci(new Ci(
                name(run, "workflow_id"),
                "",
                "",
                "",
                "",
                conclusion(run.textOrEmpty("status")),
                Optional.empty(),
                "",
                List.of(),
                name(run, "html_url")));
    }

    /** Of one job of a workflow. */
    static Ci job(Payload delivery, Payload job) {
        String step = job.objects("steps").stream()
                .filter(one -> one.textOrEmpty("conclusion").equals("failure"))
                .findFirst()
                .map(one -> name(one, "name"))
                .orElse("");
        return ci(new Ci(
                workflow(delivery, job),
                name(job, "name"),
                "",
                step,
                "",
                conclusion(job.textOrEmpty("conclusion")),
                Optional.empty(),
                "",
                List.of(),
                name(job, "html_url")));
    }

    /** Of a status that somebody reported for a commit. */
    static Ci status(Payload status) {
        String conclusion = switch (status.text("state")) {
            case "success" -> "success";
            case "failure", "error" -> "failure";
            case "warning" -> "neutral";
            case "skipped" -> "skipped";
            default -> "";
        };
        return ci(new Ci(
                "",
                "",
                "",
                "",
                name(status, "context"),
                conclusion,
                Optional.empty(),
                "",
                List.of(),
                name(status, "target_url")));
    }

    /** The same with what its failure looks like. */
    private static Ci ci(Ci ci) {
        String signature = ci.conclusion().equals("failure")
                ? Stream.of(ci.check(), ci.workflow(), ci.job(), ci.step())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("/"))
                : "";
        return new Ci(
                ci.workflow(),
                ci.job(),
                ci.stage(),
                ci.step(),
                ci.check(),
                ci.conclusion(),
                ci.exitCode(),
                Wording.bounded(signature, Wording.NAME),
                ci.testNames(),
                ci.buildUrl());
    }

    private static String workflow(Payload delivery, Payload work) {
        return delivery.optionalObject("workflow")
                .map(workflow -> name(workflow, "name"))
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> name(work, "workflow_name"));
    }

    private static String conclusion(String word) {
        String own = word.replace('_', '-');
        return CONCLUSIONS.contains(own) ? own : "";
    }

    private static String name(Payload from, String member) {
        return Wording.bounded(from.textOrEmpty(member), Wording.NAME);
    }
}
