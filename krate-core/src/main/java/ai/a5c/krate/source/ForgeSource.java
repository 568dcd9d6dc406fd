package ai.a5c.krate.source;

import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.secret.SecretValue;
import java.util.Map;
import java.util.Optional;

/** What a forge's bridge knows: how to read its deliveries, and what the forge itself says about them. */
public interface ForgeSource {

    /** The forge's kind, as {@code Repository.spec.forge.kind} names it: {@code gitea}. */
    String kind();

    /** Reads a stored, authentic delivery; pure, asks nobody. */
    Reading read(ForgeDelivery delivery);

    /**
     * Asks the forge who the actor is, what they may do, and where the pull request's head is.
     *
     * <p>Fails closed: what the forge will not tell makes the event untrusted, with the reason.
     *
     * @throws SourceUnavailableException if the forge cannot be reached now
     */
    SourceEvent enrich(Forge forge, SourceEvent event);

    /**
     * Whether the forge tells Krate what accounts may do in the repository, as its last answer to {@link #enrich} showed;
     * empty if it was not asked yet. Asks nobody.
     */
    default Optional<Access> access(Forge forge) {
        return Optional.empty();
    }

    /**
     * Asks the forge once more who the actor is, what they may do and where the pull request's head is: at this moment, not
     * a minute ago, for people whose word decides something.
     *
     * @throws SourceUnavailableException if the forge cannot be reached now
     */
    default Present present(Forge forge, SourceEvent event) {
        return new Present("unknown", Optional.empty(), "this forge cannot be asked who may do what");
    }

    /**
     * Asks the forge what an account may do in the repository at this moment: the account of that id, whatever it is called
     * by now, and never the one that has taken its name.
     *
     * @throws SourceUnavailableException if the forge does not answer that, now or with this credential
     */
    default Standing standing(Forge forge, Account account) {
        throw new SourceUnavailableException("this forge cannot be asked who may do what");
    }

    /**
     * The event as it would be judged if the forge said that the actor has {@code permission} and is not Krate itself;
     * asks nobody.
     */
    SourceEvent assume(SourceEvent event, String permission);

    /** What the forge lists, to find what deliveries lost; empty for sources that list nothing. */
    default Optional<ForgeFeed> feed() {
        return Optional.empty();
    }

    /**
     * A stored delivery.
     *
     * @param organization the organization's name
     * @param id the name of the {@code WebhookDelivery}
     * @param headers allow-listed ones, names in lower case
     * @param body the raw bytes, read as UTF-8
     */
    record ForgeDelivery(String organization, String id, Map<String, String> headers, String body) {

        public ForgeDelivery {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * What a delivery says.
     *
     * @param event the event, or empty if nothing in it can start anything
     * @param reason why there is no event, for people
     */
    record Reading(Optional<SourceEvent> event, String reason) {}

    /**
     * What the forge lets Krate know.
     *
     * @param granted whether it says what accounts may do; without it nobody is trusted
     * @param reason as a stable CamelCase word for programs
     * @param message what to do about it, for people; no secret, and nothing about a single account
     */
    record Access(boolean granted, String reason, String message) {}

    /**
     * A forge to ask, taken from the {@code Repository} resource, never from a payload.
     *
     * @param credential API token, if there is one
     */
    record Forge(String baseUrl, String owner, String name, Optional<SecretValue> credential) {}

    /**
     * What an account may do.
     *
     * @param permission as in {@link SourceEvent.Actor}; {@code none} if there is no such account any more
     * @param login as it is called now
     * @param reason what the forge said, for people
     */
    record Standing(String permission, String login, String reason) {}

    /**
     * What a forge says at this moment.
     *
     * @param permission of the actor, as in {@link SourceEvent.Actor}; {@code unknown} if it does not say, or speaks of
     *     another account of that name
     * @param head the commit that the pull request is at; empty if it is none or the forge does not say
     * @param reason why it is no more than that, for people
     */
    record Present(String permission, Optional<String> head, String reason) {}
}
