package ai.a5c.krate.engine.notice;

import ai.a5c.krate.causality.Marker;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Names;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.Windows;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.agents.Repository.Feedback;
import ai.a5c.krate.kind.execution.AgentNotice;
import ai.a5c.krate.kind.execution.AgentNotice.NoticeForm;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Map;

/**
 * Notes what Krate itself is to say at a forge, in the transaction that decides; it is said after the commit, once.
 *
 * <p>Needs no approval, since nothing of an agent is in it. What the repository mutes is not noted, and neither is what
 * would be more than a few words to one person, or to strangers altogether, in an hour.
 */
public final class Notices {

    private static final String COMMENT = "comment";
    private static final int LONGEST = 8_000;
    private static final String CUT = "\n\n[cut]";
    private static final Map<Trust, String> TO_ONE =
            Map.of(Trust.TRUSTED, "60/h", Trust.MEMBER, "12/h", Trust.UNTRUSTED, "3/h");
    private static final String TO_STRANGERS = "20/h";

    private final MacKey key;

    public Notices(Desk desk) {
        this.key = desk.ports().markerKey();
    }

    /**
     * Answers where somebody wrote, in a comment of its own.
     *
     * @param occasion what is answered, such as an event's uid: one occasion is answered once, however often it is told
     * @param text Markdown; cut if it is very long
     * @return whether it will be said, or was before
     */
    public boolean reply(Records records, Spot spot, String occasion, String text) {
        AgentNotice notice = notice(spot, NoticeForm.REPLY, occasion, bounded(text), Map.of());
        return noted(records, spot, Feedback.REPLIES, notice);
    }

    /**
     * Shows that a request was taken: eyes on the text that asks.
     *
     * @return whether it will be shown, or was before
     */
    public boolean seen(Records records, Spot spot) {
        Map<String, String> parameters = spot.comment().isEmpty() ? Map.of() : Map.of(COMMENT, spot.comment());
        return noted(
                records,
                spot,
                Feedback.REACTIONS,
                notice(spot, NoticeForm.REACTION, spot.comment(), "eyes", parameters));
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + CUT;
    }

    private AgentNotice notice(
            Spot spot, NoticeForm form, String occasion, String text, Map<String, String> parameters) {
        Repository repository = spot.repository();
        String namespace = repository.metadata().namespace();
        String name = Names.seeded(
                "notice",
                String.join("\n", namespace, repository.metadata().name(), form.name(), spot.workItem(), occasion));
        return new AgentNotice(
                Metadata.named(namespace, name, Map.of()),
                new AgentNotice.Spec(
                        repository.spec().organizationRef(),
                        repository.metadata().name(),
                        form,
                        spot.workItem(),
                        "",
                        spot.actor(),
                        text,
                        parameters,
                        Marker.sign(name, 0, key).text()),
                AgentNotice.Status.NEW);
    }

    private static boolean noted(Records records, Spot spot, Feedback feedback, AgentNotice notice) {
        if (!Muting.speaks(spot.repository(), feedback)) {
            return false;
        }
        if (records.get(
                        AgentNotice.class,
                        notice.metadata().namespace(),
                        notice.metadata().name())
                .isPresent()) {
            return true;
        }
        if (!counted(records, spot)) {
            return false;
        }
        AgentNotice stored = records.create(notice);
        records.transaction().send(Topics.NOTICE, stored.key().toString(), records.now());
        Journal.audit(
                records,
                "krate",
                "notice.noted",
                stored.key(),
                Map.of("form", notice.spec().form().name(), "target", spot.workItem(), "actor", spot.actor()));
        return true;
    }

    /** Whether there is room for one more word to whoever is answered; it is taken. */
    private static boolean counted(Records records, Spot spot) {
        String namespace = spot.repository().metadata().namespace();
        ResourceKey one = Windows.key(namespace, "notice/actor/" + spot.actor());
        ResourceKey strangers = Windows.key(
                namespace, "notice/strangers/" + spot.repository().metadata().name());
        String rate = TO_ONE.getOrDefault(spot.trust(), "1/h");
        boolean stranger = spot.trust() == Trust.UNTRUSTED;
        if (Windows.isUsedUp(records, one, rate) || (stranger && Windows.isUsedUp(records, strangers, TO_STRANGERS))) {
            return false;
        }
        Windows.count(records, one, rate);
        for (ResourceKey shared : stranger ? List.of(strangers) : List.<ResourceKey>of()) {
            Windows.count(records, shared, TO_STRANGERS);
        }
        return true;
    }
}
