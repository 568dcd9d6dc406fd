package ai.a5c.krate.engine.reconcile;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.observe.KrateEvent.StepFailed;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.source.ForgeFeed;
import ai.a5c.krate.source.ForgeFeed.Page;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.SourceUnavailableException;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks through the repositories of forges for what deliveries lost: a page at a time, one server at a time, gently.
 *
 * <p>What it finds is stored as the forge would have delivered it and decided like any delivery; what was delivered is known
 * by its event and not stored again. Where it stands is a stream of the store, so that it goes on there after a restart.
 */
public final class Reconciler {

    /** Names no repository: all of them are to be planned. */
    public static final String ALL = "Repository//";

    static final Duration EVERY = Duration.ofMinutes(1);

    private static final Duration REQUEST = Duration.ofMillis(500);
    private static final Duration FIRST_SETBACK = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 6;

    /** Longer than any setback, so that planning again brings no repository forward that is planned. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Desk desk;
    private final Whereabouts whereabouts;
    private final Feeding feeding;

    public Reconciler(Desk desk) {
        this.desk = desk;
        this.whereabouts = new Whereabouts(desk);
        this.feeding = new Feeding(desk);
    }

    /** Has all repositories planned soon, and from then on again and again. */
    public static void planAll(Desk desk) {
        desk.write(records -> {
            records.transaction().send(Topics.RECONCILE, ALL, records.now());
            return true;
        });
    }

    /** Looks at one page of the repository that {@code message} names, or plans all if it names none. */
    public void process(Message message) {
        if (message.key().equals(ALL)) {
            plan(message);
            return;
        }
        ResourceKey key = Topics.resource(message.key());
        Optional<Repository> repository = desk.get(Repository.class, key.namespace(), key.name());
        Optional<ForgeFeed> feed = repository.flatMap(this::feed);
        if (repository.isEmpty() || feed.isEmpty()) {
            desk.write(records -> records.transaction().done(message));
            return;
        }
        try {
            look(message, repository.get(), feed.get());
        } catch (SourceUnavailableException e) {
            setBack(message, repository.get(), String.valueOf(e.getMessage()));
        }
    }

    private void plan(Message message) {
        List<Repository> all = desk.list(Repository.class, Query.all("Repository")).stream()
                .filter(repository -> feed(repository).isPresent())
                .toList();
        desk.write(records -> {
            for (Repository repository : all) {
                boolean isNew = records.transaction().lastSequence(stream(repository)) == 0;
                Instant due = isNew ? records.now() : records.now().plus(LONGEST);
                records.transaction().send(Topics.RECONCILE, repository.key().toString(), due);
            }
            return records.transaction().retry(message, records.now().plus(EVERY));
        });
    }

    /** What lists the repository's changes, if Krate has a token for its forge and somebody waits for deliveries of it. */
    private Optional<ForgeFeed> feed(Repository repository) {
        Repository.Forge forge = repository.spec().forge();
        boolean asks = !forge.apiCredential().isEmpty()
                && feeding.subscription(repository).isPresent();
        return asks ? desk.ports().source(forge.kind()).flatMap(source -> source.feed()) : Optional.empty();
    }

    private void look(Message message, Repository repository, ForgeFeed feed) {
        Forge forge = whereabouts.forge(repository);
        Instant now = desk.ports().clock().instant();
        Optional<Sweep> last = last(repository);
        Sweep sweep = last.orElseGet(() -> Sweep.first(now, feed.now(forge))).at(now);
        Page page = feed.read(forge, sweep.since(), sweep.place());
        feeding.feed(repository, page.changes());
        Sweep after =
                sweep.after(page.latest(), page.next(), desk.ports().clock().instant());
        Duration pause = page.next().isEmpty() ? EVERY : REQUEST.multipliedBy(page.requests());
        desk.write(records -> {
            if (last.filter(after::isLike).isEmpty()) {
                keep(records, repository, after);
            }
            return goOn(records, message, pause);
        });
    }

    /** A message that is sent anew begins to count its claims anew. */
    private static boolean goOn(Records records, Message message, Duration pause) {
        boolean mine = records.transaction().done(message);
        if (mine) {
            records.transaction()
                    .send(message.topic(), message.key(), records.now().plus(pause));
        }
        return mine;
    }

    /** Comes again later, and later each time. */
    private void setBack(Message message, Repository repository, String problem) {
        desk.ports().listener().on(new StepFailed("reconcile", repository.key().toString(), problem));
        Duration pause = FIRST_SETBACK.multipliedBy(1L << Math.min(message.claims() - 1, MOST_DOUBLINGS));
        desk.write(records -> records.transaction().retry(message, records.now().plus(pause)));
    }

    private Optional<Sweep> last(Repository repository) {
        String stream = stream(repository);
        long sequence = desk.ports().store().transact(transaction -> transaction.lastSequence(stream));
        return sequence == 0
                ? Optional.empty()
                : desk.ports().store().events(stream, sequence - 1, 1).stream()
                        .findFirst()
                        .flatMap(event -> Sweep.of(event.document()));
    }

    private static void keep(Records records, Repository repository, Sweep sweep) {
        String stream = stream(repository);
        long next = records.transaction().lastSequence(stream) + 1;
        records.transaction().append(stream, new StreamEvent(next, records.now(), "sweep", sweep.json()));
    }

    /** A repository of the same name that was made anew begins anew. */
    private static String stream(Repository repository) {
        return "reconcile/%s/%s"
                .formatted(repository.key().namespace(), repository.metadata().uid());
    }
}
