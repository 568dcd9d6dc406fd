package ai.a5c.krate.engine;

import static java.util.stream.Collectors.toMap;

import ai.a5c.krate.dispatch.Place;
import ai.a5c.krate.dispatch.Queue;
import ai.a5c.krate.dispatch.QueuedAttempt;
import ai.a5c.krate.dispatch.StartedAttempt;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueEntry.State;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/** The store's queue as it is decided on; places are read from their text once, as long as they stay in it. */
public final class QueuePlaces {

    private volatile Map<String, Place> known = Map.of();

    /** The entries, as they are decided on; attempts are named by their keys. */
    public Queue decided(Collection<QueueEntry> waiting, Collection<QueueEntry> started) {
        Map<String, Place> before = known;
        Map<String, Place> places = Stream.concat(waiting.stream(), started.stream())
                .map(QueueEntry::place)
                .distinct()
                .collect(toMap(text -> text, text -> place(before, text)));
        known = places;
        return new Queue(
                waiting.stream()
                        .map(entry ->
                                new QueuedAttempt(entry.key().toString(), place(places, entry.place()), entry.since()))
                        .toList(),
                started.stream()
                        .map(entry -> new StartedAttempt(
                                place(places, entry.place()), entry.since(), entry.state() == State.ACTIVE))
                        .toList());
    }

    private static Place place(Map<String, Place> known, String text) {
        Place place = known.get(text);
        return place != null ? place : Json.fromTree(Json.readObject(text), Place.class);
    }
}
