package ai.a5c.krate.gitea;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.gitea.Happening.Place;
import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import ai.a5c.krate.source.ForgeSource.Reading;
import ai.a5c.krate.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads an authentic delivery; its headers are not covered by the signature, so the body must fit the event they name. */
final class DeliveryReader {

    private static final long GHOST = -1;

    static final String NOT_ASKED = "the forge was not asked yet";

    private static final Pattern WORD = Pattern.compile("[a-z][a-z_]{0,63}");
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9._-]{1,255}/[A-Za-z0-9._-]{1,255}");

    private DeliveryReader() {}

    static Reading read(ForgeDelivery delivery) {
        try {
            return new Reading(Optional.of(event(delivery)), "");
        } catch (NoEventException e) {
            return new Reading(Optional.empty(), e.reason());
        } catch (InvalidJsonException e) {
            return new Reading(Optional.empty(), "the delivery cannot be read: " + e.getMessage());
        }
    }

    private static SourceEvent event(ForgeDelivery delivery) {
        String event = delivery.headers().getOrDefault("x-gitea-event", "");
        if (!WORD.matcher(event).matches()) {
            throw new NoEventException("the delivery cannot be read: the header x-gitea-event names no event");
        }
        Map<String, Object> body = Json.readObject(delivery.body().getBytes(StandardCharsets.UTF_8));
        Payload payload = Payload.of(ForgejoReader.isRun(event) ? ForgejoReader.widened(body) : body);
        String action = payload.textOrEmpty("action");
        if (!action.isEmpty() && !WORD.matcher(action).matches()) {
            throw new NoEventException("the delivery cannot be read: $.action is no word");
        }
        Happening happening = happening(event, action, payload);
        String type = action.isEmpty() ? event : event + "." + action;
        return event(delivery, type, payload, happening)
                .payload(ai.a5c.krate.event.Payload.of(body))
                .sighting(SightingReader.of(event, action, payload, happening.at()))
                .build();
    }

    private static Happening happening(String event, String action, Payload payload) {
        return switch (event) {
            case "issue_comment" -> WorkItemReader.comment(payload, action);
            case "issues" -> WorkItemReader.issue(payload, action);
            case "pull_request" -> WorkItemReader.pull(payload, action);
            case "pull_request_approved", "pull_request_rejected", "pull_request_comment" ->
                WorkItemReader.review(payload, event);
            case "push" -> CodeReader.push(payload);
            case "release" -> CodeReader.release(payload);
            case "status" -> CodeReader.status(payload);
            case "workflow_run" -> CodeReader.workflowRun(payload);
            case "workflow_job" -> CodeReader.workflowJob(payload);
            case "action_run_failure", "action_run_recover", "action_run_success" -> ForgejoReader.run(payload);
            case "create", "delete" ->
                throw new NoEventException("the push delivery of the same branch or tag says it already");
            default -> throw new NoEventException("nothing can start from '%s' deliveries".formatted(event));
        };
    }

    private static SourceEvent.Builder event(
            ForgeDelivery delivery, String type, Payload payload, Happening happening) {
        Actor actor = actor(payload.object("sender"));
        Place place = happening.place();
        return SourceEvent.of(
                        uid(delivery, type, payload, happening),
                        delivery.organization(),
                        happening.source(),
                        type,
                        repository(payload))
                .ref(place.ref())
                .branch(place.branch())
                .sha(place.sha())
                .baseRef(place.base())
                .fork(place.fork())
                .actor(actor)
                .trust(Trust.UNTRUSTED, NOT_ASKED)
                .workItem(happening.workItem())
                .labels(happening.labels())
                .paths(happening.paths())
                .text(happening.text())
                .mentions(Mention.findAll(happening.text().trigger()))
                .ci(happening.ci())
                .occurredAt(happening.at())
                .deliveryRef(delivery.id());
    }

    /** Accounts below 0 are the forge's own, such as the one that reports for its CI, or of people who are gone. */
    private static Actor actor(Payload sender) {
        long id = sender.number("id");
        String login = Wording.bounded(sender.text("login"), Wording.NAME);
        return new Actor(login, Long.toString(id), "unknown", false, id < GHOST);
    }

    private static String repository(Payload payload) {
        String name = payload.object("repository").text("full_name");
        if (!REPOSITORY.matcher(name).matches()) {
            throw new NoEventException("the delivery cannot be read: $.repository.full_name is no owner/name");
        }
        return name;
    }

    /** The same from hook, replay and poller: of what happened, not of how it arrived. */
    private static String uid(ForgeDelivery delivery, String type, Payload payload, Happening happening) {
        return Digest.of(CanonicalJson.text(List.of(
                        delivery.organization(),
                        "gitea",
                        payload.object("repository").number("id"),
                        happening.what().kind(),
                        happening.what().id(),
                        type.substring(type.indexOf('.') + 1),
                        happening.at(),
                        Wording.normalized(happening.identityText()))))
                .hex();
    }
}
