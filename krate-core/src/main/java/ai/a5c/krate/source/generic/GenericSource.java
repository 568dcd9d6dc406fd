package ai.a5c.krate.source.generic;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.event.Payload;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.trust.Trust;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads webhook calls of programs that no bridge knows: CI servers, chat bots, scripts.
 *
 * <p>The body is a JSON object with {@code event} (a word, such as {@code deploy.finished}), {@code id} (equal for the
 * same happening), {@code repository} ({@code owner/name}), {@code at} (a time), and perhaps {@code source}
 * ({@code webhook}, the default, {@code repository-dispatch} or {@code ci}), {@code branch}, {@code sha}, {@code actor},
 * {@code text} and {@code ci} with the members of {@link ai.a5c.krate.event.Ci}. Rules reach all else with
 * {@code event.payload.at()}.
 */
public final class GenericSource implements ForgeSource {

    private static final Map<String, Source> SOURCES = Map.of(
            "", Source.WEBHOOK,
            "webhook", Source.WEBHOOK,
            "repository-dispatch", Source.REPOSITORY_DISPATCH,
            "ci", Source.CI);
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]{0,63}(\\.[a-z][a-z0-9_-]{0,63})?");
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9._-]{1,255}/[A-Za-z0-9._-]{1,255}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}]");
    private static final int NAME = 1_024;
    private static final int TEXT = 64 * 1_024;

    @Override
    public String kind() {
        return "generic";
    }

    @Override
    public Reading read(ForgeDelivery delivery) {
        try {
            return new Reading(Optional.of(event(delivery, Json.readObject(delivery.body()))), "");
        } catch (InvalidJsonException | InvalidDeliveryException e) {
            return new Reading(Optional.empty(), "the delivery cannot be read: " + e.getMessage());
        }
    }

    /** The signature says which program calls, but nobody vouches for the actor that it names. */
    @Override
    public SourceEvent enrich(Forge forge, SourceEvent event) {
        boolean here = event.repository().equalsIgnoreCase(forge.owner() + "/" + forge.name());
        return here
                ? assume(event, event.actor().permission())
                : event.judged(event.actor(), Trust.UNTRUSTED, "the event is about another repository");
    }

    /** Whatever permission: it could not be checked whose it is. */
    @Override
    public SourceEvent assume(SourceEvent event, String permission) {
        Actor actor = new Actor(
                event.actor().login(),
                event.actor().id(),
                permission,
                false,
                event.actor().bot());
        return event.judged(actor, Trust.MEMBER, "the webhook's secret signed it; no forge vouches for the actor");
    }

    private static SourceEvent event(ForgeDelivery delivery, Map<String, Object> body) {
        String type = matching(body, "event", WORD, "a word such as deploy.finished");
        String repository = matching(body, "repository", REPOSITORY, "owner/name");
        String id = text(body, "id", NAME);
        if (id.isEmpty()) {
            throw new InvalidDeliveryException("$.id", "expected what tells this happening from all others");
        }
        Source source = SOURCES.get(text(body, "source", NAME));
        if (source == null) {
            throw new InvalidDeliveryException("$.source", "expected webhook, repository-dispatch or ci");
        }
        String written = written(body);
        String actor = text(body, "actor", NAME);
        Optional<String> branch = Optional.of(text(body, "branch", NAME)).filter(name -> !name.isEmpty());
        return SourceEvent.of(uid(delivery, repository, id, type), delivery.organization(), source, type, repository)
                .ref(branch.map("refs/heads/"::concat))
                .branch(branch)
                .sha(
                        body.containsKey("sha")
                                ? Optional.of(matching(body, "sha", COMMIT, "40 hex digits"))
                                : Optional.empty())
                .actor(new Actor(actor, "", "unknown", false, true))
                .trust(Trust.UNTRUSTED, "nobody was asked yet")
                .text(new Text(written, "", ""))
                .mentions(Mention.findAll(written))
                .ci(BuildReader.ci(body))
                .occurredAt(time(body))
                .deliveryRef(delivery.id())
                .payload(Payload.of(body))
                .build();
    }

    private static String uid(ForgeDelivery delivery, String repository, String id, String type) {
        return CanonicalJson.digest(List.of(delivery.organization(), "generic", repository, id, type))
                .hex();
    }

    private static String matching(Map<String, Object> body, String name, Pattern form, String expected) {
        String value = text(body, name, NAME);
        if (!form.matcher(value).matches()) {
            throw new InvalidDeliveryException("$." + name, "expected " + expected);
        }
        return value;
    }

    private static Instant time(Map<String, Object> body) {
        try {
            return Instant.parse(text(body, "at", NAME));
        } catch (DateTimeException e) {
            throw new InvalidDeliveryException("$.at", "expected a time such as 2026-01-31T12:00:00Z");
        }
    }

    /** Text for people, whose lines are kept. */
    private static String written(Map<String, Object> body) {
        Object value = body.get("text");
        if (value != null && !(value instanceof String)) {
            throw new InvalidDeliveryException("$.text", "expected a text");
        }
        String text = value instanceof String given ? given.replace('\0', '\ufffd') : "";
        return text.length() <= TEXT ? text : text.substring(0, text.offsetByCodePoints(0, TEXT / 2));
    }

    static String text(Map<?, ?> from, String name, int longest) {
        Object value = from.get(name);
        if (value != null && !(value instanceof String)) {
            throw new InvalidDeliveryException("$." + name, "expected a text");
        }
        String text = value instanceof String given ? HIDDEN.matcher(given).replaceAll("\ufffd") : "";
        if (text.length() > longest) {
            throw new InvalidDeliveryException("$." + name, "expected at most %d characters".formatted(longest));
        }
        return text;
    }
}
