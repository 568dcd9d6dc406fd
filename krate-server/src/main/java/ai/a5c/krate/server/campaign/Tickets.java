package ai.a5c.krate.server.campaign;

import ai.a5c.krate.server.campaign.Evidence.Asked;
import ai.a5c.krate.server.campaign.Evidence.Said;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What the campaign has asked for and said so far. */
final class Tickets {

    private final Map<Integer, Ticket> all = new ConcurrentHashMap<>();
    private final Map<String, Ticket> byRun = new ConcurrentHashMap<>();
    private final Map<String, Tally> answers = new ConcurrentHashMap<>();
    private final List<Violation> complaints = new CopyOnWriteArrayList<>();

    Ticket issue(Fate fate, int steps, Instant cancelAt) {
        Ticket ticket = new Ticket(all.size() + 1, fate, steps, cancelAt);
        all.put(ticket.number, ticket);
        return ticket;
    }

    /** Those about which there is something left to do. */
    List<Ticket> open() {
        return all.values().stream().filter(ticket -> !ticket.over).toList();
    }

    Optional<Ticket> ofRun(String run) {
        return Optional.ofNullable(byRun.get(run));
    }

    void learn(Ticket ticket, String run) {
        ticket.run = run;
        byRun.put(run, ticket);
    }

    /** Something that is wrong at once. */
    void complain(Violation violation) {
        complaints.add(violation);
    }

    List<Violation> complaints() {
        return List.copyOf(complaints);
    }

    List<Asked> asked() {
        return all.values().stream()
                .map(ticket -> new Asked(ticket.number, ticket.fate, ticket.steps, ticket.accepted))
                .toList();
    }

    Tally answers(String approval) {
        return answers.computeIfAbsent(approval, unused -> new Tally());
    }

    /** A request under way. */
    static final class Ticket {

        final int number;
        final Fate fate;
        final int steps;
        final Instant cancelAt;
        final Set<String> accepted = ConcurrentHashMap.newKeySet();
        volatile String delivery = "";
        volatile String run = "";
        volatile boolean cancelled;
        volatile boolean over;

        private Ticket(int number, Fate fate, int steps, Instant cancelAt) {
            this.number = number;
            this.fate = fate;
            this.steps = steps;
            this.cancelAt = cancelAt;
        }
    }

    /** What was said about a question. */
    static final class Tally {

        final AtomicInteger underWay = new AtomicInteger();
        private final AtomicInteger yes = new AtomicInteger();
        private final AtomicInteger no = new AtomicInteger();
        private final AtomicInteger countedYes = new AtomicInteger();
        private final AtomicInteger countedNo = new AtomicInteger();

        void sent(boolean approve) {
            (approve ? yes : no).incrementAndGet();
        }

        void counted(boolean approve) {
            (approve ? countedYes : countedNo).incrementAndGet();
        }

        Said said() {
            return new Said(yes.get(), no.get(), countedYes.get(), countedNo.get());
        }
    }
}
