package ai.a5c.krate.gitea;

import ai.a5c.krate.command.Command;
import ai.a5c.krate.command.Comment;
import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.gitea.GiteaWebhooks.Accepted;
import ai.a5c.krate.gitea.GiteaWebhooks.Outcome;
import ai.a5c.krate.gitea.GiteaWebhooks.Refused;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.ForgeDelivery;
import ai.a5c.krate.source.ForgeSource.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says what a delivery is taken for and what would come of it, for people who ask why nothing happened; asks nobody. */
public final class DeliveryExplainer {

    private static final String NAME = "explained";

    private final GiteaWebhooks webhooks = new GiteaWebhooks();
    private final GiteaSource source = new GiteaSource();

    /**
     * What is taken for given.
     *
     * @param secret the webhook's; without it the signature is not checked
     * @param organization the organization's slug, which is part of an event's uid
     * @param permission what the forge would say that the actor may do; without it nothing is said about trust
     */
    public record Given(Optional<SecretValue> secret, String organization, Optional<String> permission) {}

    /**
     * What came of it.
     *
     * @param starts whether it is not known to be forged and gives an event, which a rule can match
     * @param document plain values in the order to be read; no secret is in them
     */
    public record Explanation(boolean starts, Map<String, Object> document) {}

    /**
     * The explanation of a call.
     *
     * @param sent headers, names in any case
     * @param body as received, byte for byte
     */
    public Explanation explain(Map<String, String> sent, byte[] body, Given given) {
        Map<String, String> headers = new TreeMap<>();
        sent.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        Map<String, Object> document = new LinkedHashMap<>();
        Optional<Refused> refusal = signature(headers, body, given, document);
        Reading reading = source.read(
                new ForgeDelivery(given.organization(), NAME, headers, new String(body, StandardCharsets.UTF_8)));
        Optional<SourceEvent> event = reading.event()
                .map(read -> given.permission()
                        .map(permission -> source.assume(read, permission))
                        .orElse(read));
        event.ifPresentOrElse(
                found -> describe(given, found, document), () -> document.put("noEvent", reading.reason()));
        document.put(
                "next",
                refusal.map(NextSteps::refused)
                        .orElseGet(() -> event.map(found -> NextSteps.of(found, given.permission()))
                                .orElseGet(() -> NextSteps.noEvent(reading.reason()))));
        return new Explanation(refusal.isEmpty() && event.isPresent(), Concealed.in(document, given.secret()));
    }

    private Optional<Refused> signature(
            Map<String, String> headers, byte[] body, Given given, Map<String, Object> document) {
        Map<String, Object> told = new LinkedHashMap<>();
        document.put("signature", told);
        if (given.secret().isEmpty()) {
            told.put("verdict", "NotChecked");
            told.put("message", "no secret was given, so nobody knows who sent it");
            return Optional.empty();
        }
        Outcome outcome = webhooks.receive(headers, body, new GiteaSignature(given.secret(), Optional.empty()));
        if (outcome instanceof Refused refused) {
            told.put("verdict", refused.code());
            told.put("message", refused.message());
            return Optional.of(refused);
        }
        told.put("verdict", "Valid");
        told.put("message", "the body was signed with this secret");
        told.put("deliveryId", ((Accepted) outcome).deliveryId());
        return Optional.empty();
    }

    private static void describe(Given given, SourceEvent event, Map<String, Object> document) {
        document.put("event", Json.readObject(CanonicalJson.text(event)));
        Map<String, Object> trust = new LinkedHashMap<>();
        trust.put(
                "verdict", given.permission().isPresent() ? event.trust().name().toLowerCase(Locale.ROOT) : "unknown");
        trust.put("reasons", NextSteps.trustReasons(event, given.permission()));
        document.put("trust", trust);
        Comment said = Comment.read(event.text().trigger());
        document.put("mentions", said.mentions());
        document.put("commands", commands(event.text().trigger(), said));
    }

    /** What each mention is told, then what each line that begins with {@code /krate} asks for. */
    private static List<Map<String, Object>> commands(String trigger, Comment said) {
        List<Map<String, Object>> commands = new ArrayList<>();
        for (String mention : said.mentions()) {
            Mention.commandAfter(trigger, mention)
                    .ifPresent(found -> commands.add(command(
                            mention, found.rest().isEmpty() ? found.word() : found.word() + " " + found.rest())));
        }
        for (Command asked : said.commands()) {
            Map<String, Object> command = command(Comment.KRATE, asked.text());
            if (asked instanceof Command.Unclear unclear) {
                command.put("fault", unclear.fault().sentence());
            }
            commands.add(command);
        }
        return commands;
    }

    private static Map<String, Object> command(String to, String text) {
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("to", to);
        command.put("command", text);
        return command;
    }
}
