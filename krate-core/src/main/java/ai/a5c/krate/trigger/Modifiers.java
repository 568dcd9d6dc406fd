package ai.a5c.krate.trigger;

import ai.a5c.krate.kind.agents.Selectable;
import ai.a5c.krate.match.Glob;
import ai.a5c.krate.match.Mention;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text chooses right after its command, as in {@code @claude fix stack=claude-deep ref=release/2 budget=3}; only
 * what the rule makes selectable counts, anything else is a refusal. Reading stops at the first word of another form.
 */
public final class Modifiers {

    private static final Set<String> NAMES = Set.of("stack", "ref", "budget");
    private static final Pattern FORM = Pattern.compile("\\s*([a-z]{3,6})=(\\S{1,200})(?=\\s|$)");
    private static final Pattern COST = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,2})?");

    private final Map<String, String> chosen;
    private final Optional<String> twice;

    private Modifiers(Map<String, String> chosen, Optional<String> twice) {
        this.chosen = chosen;
        this.twice = twice;
    }

    /** What the text that {@code match} was made of chooses. */
    public static Modifiers of(Match match) {
        Map<String, String> chosen = new LinkedHashMap<>();
        String text = match.command().map(Modifiers::text).orElse("");
        Matcher matcher = FORM.matcher(text);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end && NAMES.contains(matcher.group(1))) {
            if (chosen.putIfAbsent(matcher.group(1), matcher.group(2)) != null) {
                return new Modifiers(chosen, Optional.of(matcher.group(1)));
            }
            end = matcher.end();
        }
        return new Modifiers(chosen, Optional.empty());
    }

    private static String text(Mention.Command command) {
        return command.rest();
    }

    /** The stack that is chosen. */
    public Optional<String> stack() {
        return Optional.ofNullable(chosen.get("stack"));
    }

    /** The branch that is chosen. */
    public Optional<String> ref() {
        return Optional.ofNullable(chosen.get("ref"));
    }

    /** The largest cost that is chosen, in US dollars; as it is written. */
    public Optional<String> budget() {
        return Optional.ofNullable(chosen.get("budget"));
    }

    /** Why {@code allowed} does not let a text choose this; empty if it does. */
    Optional<String> refusal(Selectable allowed) {
        if (twice.isPresent()) {
            return Optional.of("the text says %s= twice".formatted(twice.get()));
        }
        return stack().filter(name -> !allowed.stacks().contains(name))
                .map(name -> "the text chooses stack '%s'; the rule lets texts choose %s"
                        .formatted(name, Words.list(allowed.stacks())))
                .or(() -> ref().filter(name -> allowed.refs().stream()
                                .noneMatch(glob -> Glob.of(glob).matches(name)))
                        .map(name -> "the text chooses ref '%s'; the rule lets texts choose %s"
                                .formatted(name, Words.list(allowed.refs()))))
                .or(() -> budget().filter(cost -> !isWithin(cost, allowed.maxBudget()))
                        .map(cost -> "the text chooses budget '%s'; the rule lets texts choose %s"
                                .formatted(cost, upTo(allowed.maxBudget()))));
    }

    private static boolean isWithin(String cost, double most) {
        return COST.matcher(cost).matches() && Double.parseDouble(cost) > 0 && Double.parseDouble(cost) <= most;
    }

    private static String upTo(double most) {
        return most > 0 ? "a number of dollars up to " + most : "none";
    }
}
