package ai.a5c.krate.gitea;

import ai.a5c.krate.event.Sighting.Account;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.gitea.Answer.Given;
import ai.a5c.krate.gitea.Answer.Withheld;
import ai.a5c.krate.gitea.TrustJudge.Judgement;
import ai.a5c.krate.source.ForgeFeed;
import ai.a5c.krate.source.ForgeSource;
import ai.a5c.krate.source.SourceUnavailableException;
import ai.a5c.krate.trust.Trust;
import java.time.InstantSource;
import java.util.Optional;

/** What Krate knows of Gitea: reads its deliveries, and asks it about actors and pull requests. */
public final class GiteaSource implements ForgeSource {

    private final ForgeFacts facts;
    private final ForgeFeed feed;
    private final ReviewLookup reviews;
    private final BuildOrigin builds;
    private final AccountStanding standings;

    public GiteaSource() {
        this(InstantSource.system());
    }

    /** A source whose cached answers grow old by {@code clock}. */
    public GiteaSource(InstantSource clock) {
        this(new GiteaConnections(), clock);
    }

    @Override
    public Optional<ForgeFeed> feed() {
        return Optional.of(feed);
    }

    GiteaSource(GiteaConnections connections, InstantSource clock) {
        this.feed = new GiteaFeed(connections);
        this.facts = new ForgeFacts(connections, clock);
        this.reviews = new ReviewLookup(facts);
        this.builds = new BuildOrigin(connections);
        this.standings = new AccountStanding(facts);
    }

    @Override
    public String kind() {
        return "gitea";
    }

    @Override
    public Reading read(ForgeDelivery delivery) {
        return DeliveryReader.read(delivery);
    }

    @Override
    public SourceEvent enrich(Forge forge, SourceEvent event) {
        String asked = forge.owner() + "/" + forge.name();
        if (!asked.equalsIgnoreCase(event.repository())) {
            return untrusted(event, "the event is about %s, not about %s".formatted(event.repository(), asked));
        }
        if (forge.credential().isEmpty()) {
            return untrusted(event, "the repository names no credential, so the forge cannot be asked about the actor");
        }
        return facts.ownId(forge)
                .either(own -> judge(forge, event, own.equals(event.actor().id())), reason -> untrusted(event, reason));
    }

    @Override
    public Optional<Access> access(Forge forge) {
        return facts.access(forge);
    }

    @Override
    public Present present(Forge forge, SourceEvent event) {
        if (!isAbout(forge, event) || forge.credential().isEmpty()) {
            return new Present("unknown", Optional.empty(), "the forge cannot be asked about the actor");
        }
        Optional<String> head = event.workItem()
                .filter(item -> item.kind().equals("pull-request"))
                .flatMap(item -> facts.pull(forge, item.number())
                        .either(pull -> Optional.of(pull.sha()), reason -> Optional.empty()));
        return facts.permissionNow(forge, event.actor())
                .either(word -> new Present(word, head, ""), reason -> new Present("unknown", head, reason));
    }

    @Override
    public Standing standing(Forge forge, Account account) {
        if (forge.credential().isEmpty()) {
            throw new SourceUnavailableException(
                    "the repository names no credential, so the forge cannot be asked about accounts");
        }
        return standings.of(forge, account);
    }

    private static boolean isAbout(Forge forge, SourceEvent event) {
        return (forge.owner() + "/" + forge.name()).equalsIgnoreCase(event.repository());
    }

    @Override
    public SourceEvent assume(SourceEvent event, String permission) {
        Actor actor = new Actor(event.actor().login(), event.actor().id(), permission, false);
        Judgement judgement = TrustJudge.judge(event, new Given<>(permission));
        return event.judged(actor, judgement.trust(), judgement.reason());
    }

    private SourceEvent judge(Forge forge, SourceEvent event, boolean self) {
        Answer<SourceEvent> placed =
                (self ? new Given<>(event) : whole(forge, event)).either(whole -> place(forge, whole), Withheld::new);
        Answer<String> permission = facts.permission(forge, event.actor());
        Actor actor = new Actor(
                event.actor().login(),
                event.actor().id(),
                permission.either(word -> word, reason -> event.actor().permission()),
                self);
        return placed.either(
                found -> {
                    Judgement judgement = TrustJudge.judge(found, permission);
                    return found.judged(actor, judgement.trust(), judgement.reason());
                },
                reason -> event.judged(actor, Trust.UNTRUSTED, reason));
    }

    private Answer<SourceEvent> whole(Forge forge, SourceEvent event) {
        return reviews.complete(forge, event).either(said -> builds.complete(forge, said), Withheld::new);
    }

    /** The event on the pull request's head; a CI event stays on the commit that it is about. */
    private Answer<SourceEvent> place(Forge forge, SourceEvent event) {
        Optional<WorkItem> pull = event.workItem().filter(item -> item.kind().equals("pull-request"));
        if (pull.isEmpty() || (event.sha().isPresent() && event.source() != Source.CI)) {
            return new Given<>(event);
        }
        return facts.pull(forge, pull.get().number())
                .either(head -> new Given<>(event.at(head.head(event.sha().orElse(head.sha())))), Withheld::new);
    }

    private static SourceEvent untrusted(SourceEvent event, String reason) {
        return event.judged(event.actor(), Trust.UNTRUSTED, reason);
    }
}
