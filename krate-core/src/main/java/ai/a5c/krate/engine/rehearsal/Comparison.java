package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.engine.rehearsal.Difference.Change;
import ai.a5c.krate.engine.rehearsal.Difference.Cost;
import ai.a5c.krate.engine.rehearsal.Difference.Tally;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Counts what two worlds make of the same events. */
final class Comparison {

    private final World before;
    private final World after;
    private final Spending spending;
    private final Count newly = new Count();
    private final Count noLonger = new Count();
    private final Count differently = new Count();
    private final Deque<Change> changes = new ArrayDeque<>();
    private int events;
    private int passedOver;
    private int guessed;

    Comparison(World before, World after, Spending spending) {
        this.before = before;
        this.after = after;
        this.spending = spending;
    }

    /** One delivery that says nothing. */
    void passOver() {
        events++;
        passedOver++;
    }

    void add(Past.Happened happened, Instant time) {
        events++;
        passedOver += happened.repository().isEmpty() ? 1 : 0;
        guessed += happened.guessed() ? 1 : 0;
        SourceEvent event = happened.event();
        Map<String, Fate> was = before.decide(happened.delivery(), event, happened.repository(), time);
        Map<String, Fate> would = after.decide(happened.delivery(), event, happened.repository(), time);
        TreeSet<String> rules = new TreeSet<>(was.keySet());
        rules.addAll(would.keySet());
        for (String rule : rules) {
            compare(happened, rule, was.getOrDefault(rule, Fate.NOTHING), would.getOrDefault(rule, Fate.NOTHING));
        }
    }

    private void compare(Past.Happened happened, String rule, Fate was, Fate would) {
        if (was.runs() && would.runs() && !was.stack().equals(would.stack())) {
            spending.add(rule, was.stack(), -1);
            spending.add(rule, would.stack(), 1);
        }
        if (was.end() == would.end() && was.stack().equals(would.stack())) {
            return;
        }
        Count count = differently;
        if (would.runs() && !was.runs()) {
            count = newly;
            spending.add(rule, would.stack(), 1);
        } else if (was.runs() && !would.runs()) {
            count = noLonger;
            spending.add(rule, was.stack(), -1);
        }
        count.add(happened.event(), would);
        changes.addFirst(change(happened, rule, was, would));
        if (changes.size() > Difference.MOST_CHANGES) {
            changes.removeLast();
        }
    }

    private static Change change(Past.Happened happened, String rule, Fate was, Fate would) {
        SourceEvent event = happened.event();
        return new Change(
                happened.delivery().metadata().name(),
                event.uid(),
                event.type(),
                event.repository(),
                event.workItem().map(SourceEvent.WorkItem::id).orElse(""),
                event.actor().login(),
                event.trust(),
                event.fork(),
                rule,
                was.end().word(),
                would.end().word(),
                would.reason().isEmpty() ? "NoMatch" : would.reason());
    }

    Difference difference() {
        Cost cost = spending.estimate();
        return new Difference(
                summary(cost),
                events,
                passedOver,
                guessed,
                newly.tally(),
                noLonger.tally(),
                differently.tally(),
                cost,
                List.copyOf(changes));
    }

    private String summary(Cost cost) {
        List<String> parts = new ArrayList<>();
        newly.say("newly run", parts);
        noLonger.say("no longer run", parts);
        differently.say("be decided differently", parts);
        if (parts.isEmpty()) {
            return "would change nothing in the last %s".formatted(count(events, "event"));
        }
        if (newly.all + noLonger.all > 0 || !cost.basis().isEmpty()) {
            parts.add(money(cost));
        }
        return "would " + String.join(", ", parts);
    }

    private static String money(Cost cost) {
        if (cost.usd().isEmpty()) {
            return "cost unknown";
        }
        double usd = cost.usd().get();
        String amount = Math.abs(usd) >= 10 || usd == Math.rint(usd)
                ? String.format(Locale.ROOT, "%.0f", Math.abs(usd))
                : String.format(Locale.ROOT, "%.2f", Math.abs(usd));
        String known = (usd < 0 ? "-$" : "+$") + amount;
        List<String> notes = new ArrayList<>();
        if (cost.unknownRuns() > 0) {
            notes.add("without %s of unknown cost".formatted(count(cost.unknownRuns(), "run")));
        }
        if (cost.costlessRuns() > 0) {
            notes.add("%s reported no cost so far".formatted(count(cost.costlessRuns(), "run")));
        }
        return notes.isEmpty() ? known : "%s (%s)".formatted(known, String.join("; ", notes));
    }

    private static String count(int number, String what) {
        return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }

    /** One sort of difference. */
    private static final class Count {

        private int all;
        private int forks;
        private int untrusted;
        private int blocked;

        void add(SourceEvent event, Fate would) {
            all++;
            forks += event.fork() ? 1 : 0;
            untrusted += event.trust() == Trust.TRUSTED ? 0 : 1;
            blocked += would.end() == Fate.End.BLOCKED ? 1 : 0;
        }

        Tally tally() {
            return new Tally(all, forks, untrusted, blocked);
        }

        void say(String what, List<String> parts) {
            if (all == 0) {
                return;
            }
            parts.add("%s %s".formatted(what, count(all, "time")));
            if (forks > 0) {
                parts.add("%d from forks".formatted(forks));
            }
            if (blocked > 0) {
                parts.add("%d blocked by the permission review".formatted(blocked));
            }
        }
    }
}
