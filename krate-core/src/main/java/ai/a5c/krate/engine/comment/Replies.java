package ai.a5c.krate.engine.comment;

import ai.a5c.krate.command.Command;
import ai.a5c.krate.command.Command.Start;
import ai.a5c.krate.command.Comment;
import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.intake.CommentCommands.Answers;
import ai.a5c.krate.engine.intake.CommentCommands.Ruled;
import ai.a5c.krate.engine.notice.Notices;
import ai.a5c.krate.engine.notice.Spot;
import ai.a5c.krate.refusal.Refusal;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers one comment, in one comment, once; a stranger reads one line whatever they asked for. */
final class Replies implements Answers {

    private static final String LIMITED = "RateLimited";
    private static final Set<String> MEMBERS = Set.of("triage");

    private final Desk desk;
    private final Notices notices;
    private final Asked asked;
    private final List<Start> starts;
    private final boolean ordered;
    private final List<Outcome> outcomes;

    /** Answers to {@code outcomes}; {@code ordered} says whether anything but an agent's work was asked for. */
    Replies(Desk desk, Asked asked, List<Start> starts, boolean ordered, List<Outcome> outcomes) {
        this.desk = desk;
        this.notices = new Notices(desk);
        this.asked = asked;
        this.starts = List.copyOf(starts);
        this.ordered = ordered;
        this.outcomes = List.copyOf(outcomes);
    }

    @Override
    public List<Reason> reasons() {
        if (ordered && trust() != Trust.TRUSTED) {
            return List.of(new Reason("NotPermitted", "whoever gave the commands may not write"));
        }
        return outcomes.stream().map(Outcome::reason).toList();
    }

    @Override
    public boolean isSilent(Ruled ruled) {
        return !ordered && outcomes.isEmpty() && start(ruled).isEmpty();
    }

    @Override
    public void give(Ruled ruled) {
        Optional<String> start = start(ruled);
        if (trust() == Trust.TRUSTED) {
            tell(start, startKey(ruled));
        } else if (ordered || start.isPresent()) {
            String line = trust() == Trust.MEMBER ? start.orElse(Refusal.FOR_STRANGERS) : Refusal.FOR_STRANGERS;
            reply("stranger/" + asked.event().uid(), line, List.of());
        }
    }

    /** What everybody is refused alike is told once: where the limit is reached first. */
    private String startKey(Ruled ruled) {
        boolean limited = ruled.why().stream().anyMatch(one -> one.code().equals(LIMITED));
        if (limited && !ruled.executions().isEmpty()) {
            return "limited/" + ruled.executions().get(0);
        }
        return starts.isEmpty() ? "start/" + asked.event().uid() : asked.key(starts.get(0));
    }

    private void tell(Optional<String> start, String startKey) {
        List<String> keys = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        outcomes.forEach(outcome -> {
            keys.add(asked.key(outcome.command()));
            texts.add(outcome.text());
        });
        start.filter(text -> !desk.<Boolean>write(records -> Marks.isAnswered(records, asked.namespace(), startKey)))
                .ifPresent(text -> {
                    keys.add(startKey);
                    texts.add(text);
                });
        if (!texts.isEmpty()) {
            reply("answer/" + Digest.of(String.join("\n", keys)).hex(), String.join("\n\n", texts), keys);
        }
    }

    private void reply(String occasion, String text, List<String> keys) {
        desk.write(records -> {
            Marks.answered(records, asked.namespace(), keys);
            return Spot.of(asked.repository(), asked.event())
                    .map(spot -> new Spot(spot.repository(), spot.workItem(), spot.comment(), spot.actor(), trust()))
                    .map(spot -> notices.reply(records, spot, occasion, text));
        });
    }

    /** Why no agent starts, if somebody asked for one and none does. */
    private Optional<String> start(Ruled ruled) {
        boolean asksFor = !starts.isEmpty() || ruled.addressed();
        return switch (ruled.decision()) {
            case "rejected", "awaiting-approval" ->
                asksFor ? ruled.why().stream().findFirst().map(this::refused) : Optional.empty();
            case "unmatched" -> starts.isEmpty() ? Optional.empty() : Optional.of(refused(telling(ruled.why())));
            default -> Optional.empty();
        };
    }

    /** Of the rules that do not fit, one that listens to the command says most. */
    private static Reason telling(List<Reason> why) {
        return why.stream()
                .filter(one -> one.code().equals("NoMatch"))
                .filter(one -> !one.message().contains(": match.mention wants ")
                        && !one.message().contains(": sources wants "))
                .findFirst()
                .or(() -> why.stream().findFirst())
                .orElse(Reason.NONE);
    }

    private String refused(Reason reason) {
        String words = starts.stream()
                .findFirst()
                .map(Command::text)
                .map(text -> Comment.KRATE + " " + text)
                .orElseGet(() -> asked.event().text().trigger());
        return Refusal.of(reason.code())
                .answer(trust(), words, reason.message())
                .strip();
    }

    /** By what the forge says of the author alone: what they are told does not depend on whose code it is about. */
    private Trust trust() {
        String permission = asked.present().permission();
        if (asked.byWriter()) {
            return Trust.TRUSTED;
        }
        return MEMBERS.contains(permission) ? Trust.MEMBER : Trust.UNTRUSTED;
    }
}
