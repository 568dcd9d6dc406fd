package ai.a5c.krate.server.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Kills, pauses and ends servers, and crashes the database, at random instants. */
final class Havoc {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long MOST_RECOVERY = 10_000;

    private final Scene scene;
    private final Duration lease;
    private final RandomGenerator random;
    private final Map<Trouble, Integer> done = new EnumMap<>(Trouble.class);
    private Instant last = Instant.now();
    private Optional<Instant> calmUntil = Optional.empty();
    private int killed;
    private int dropouts;

    Havoc(Scene scene, Duration lease, RandomGenerator random) {
        this.scene = scene;
        this.lease = lease;
        this.random = random;
    }

    /** What can happen. */
    enum Trouble {
        KILL_ONE(70, "a server killed with -9"),
        KILL_ALL(6, "all servers killed with -9 at once"),
        PAUSE(12, "a server paused for longer than its lease"),
        END(4, "a server ended as an operator does"),
        CRASH_DATABASE(8, "the database crashed and recovered");

        private final int weight;
        private final String words;

        Trouble(int weight, String words) {
            this.weight = weight;
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** How often each thing was done. */
    Map<Trouble, Integer> done() {
        return Map.copyOf(done);
    }

    /** How many server processes were killed with -9. */
    int killed() {
        return killed;
    }

    /** How many starts of servers ended by themselves, the database being away. */
    int dropouts() {
        return dropouts;
    }

    /**
     * One more trouble, if it is time; the pause until the next look. It is time some random while after most servers are up
     * again, the longer the longer they need to come up, so that work is done also on a slow machine; seldom it comes before.
     */
    Duration next() {
        Instant now = Instant.now();
        List<CampaignServer> servers = scene.servers();
        boolean up = servers.stream().filter(CampaignServer::isReady).count() * 2 > servers.size();
        if (up && calmUntil.isEmpty()) {
            long recovery = Math.min(MOST_RECOVERY, Duration.between(last, now).toMillis());
            calmUntil = Optional.of(now.plusMillis(100 + random.nextInt(2_000) + random.nextLong(recovery + 1)));
        }
        boolean calm = calmUntil.map(now::isBefore).orElse(true);
        if (calm && random.nextInt(200) > 0) {
            return LOOK;
        }
        Trouble trouble = drawn();
        done.merge(trouble, 1, Integer::sum);
        make(trouble);
        last = Instant.now();
        calmUntil = Optional.empty();
        return LOOK;
    }

    private Trouble drawn() {
        int drawn = random.nextInt(100);
        for (Trouble trouble : Trouble.values()) {
            drawn -= trouble.weight;
            if (drawn < 0) {
                return trouble;
            }
        }
        return Trouble.KILL_ONE;
    }

    private void make(Trouble trouble) {
        List<CampaignServer> servers = scene.servers();
        CampaignServer one = servers.get(random.nextInt(servers.size()));
        switch (trouble) {
            case KILL_ONE -> {
                kill(one);
                restart(one);
            }
            case KILL_ALL -> {
                servers.forEach(this::kill);
                servers.forEach(this::restart);
            }
            case PAUSE -> {
                one.pause();
                scene.pause(lease.plusMillis(500 + random.nextInt(4_000)));
                one.goOn();
            }
            case END -> {
                one.end();
                restart(one);
            }
            case CRASH_DATABASE -> scene.database().crash();
        }
    }

    private void kill(CampaignServer server) {
        server.kill();
        killed++;
    }

    private void restart(CampaignServer server) {
        scene.pause(Duration.ofMillis(random.nextInt(1_000)));
        server.start();
    }

    /** Asks each server whether it is there; one that ended by itself is started again. */
    void lookAfter() {
        scene.servers().forEach(this::lookAfter);
    }

    /** Nobody kills or starts it meanwhile: a killed server is not taken for one that ended by itself, and started twice. */
    private void lookAfter(CampaignServer server) {
        synchronized (server) {
            boolean was = server.isReady();
            if (server.look()) {
                dropouts++;
                if (was) {
                    scene.tickets()
                            .complain(new Violation("server-died", server.name(), "it was ready and ended by itself"));
                }
                server.start();
            }
        }
    }

    /** Lets everything run that does not. */
    void heal() {
        scene.servers().forEach(CampaignServer::goOn);
        lookAfter();
    }
}
