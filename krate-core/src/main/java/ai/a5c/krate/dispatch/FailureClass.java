package ai.a5c.krate.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kind of failure an attempt ended with: what a person can do about it, and whether it is tried again by itself.
 *
 * <p>A class is told from the stable code of the end; only what an agent says of itself is read for well-known words.
 */
public enum FailureClass {
    RATE_LIMITED("The model provider wants fewer requests. Wait, or use another key or model.", 3, 60, 1800),
    OVERLOADED("The model provider is overloaded. Wait, or use another model.", 3, 30, 900),
    AUTHENTICATION("The model provider refused the credential. Renew the secret that the stack names.", 0, 0, 0),
    CONTEXT_EXCEEDED(
            "The conversation is longer than the model takes. Narrow the task, or use a model that takes more.",
            0,
            0,
            0),
    BUDGET_EXCEEDED("A limit was passed. Raise the stack's limits or the run's budget, then retry.", 0, 0, 0),
    TIMED_OUT("It took longer than the stack's wall clock limit. Raise the limit or narrow the task.", 0, 0, 0),
    IDLE("The agent said nothing for longer than the stack's idle limit. Look at its last event, then retry.", 0, 0, 0),
    AGENT_CRASHED("The agent's process died. Look at its last output; it is tried once more by itself.", 1, 10, 60),
    AGENT_FAILED("The agent says that it failed. Read what it said, then retry or send it a message.", 0, 0, 0),
    RUNTIME_UNAVAILABLE("The runtime could not be reached. Start it or mend the connection.", 2, 30, 300),
    LAUNCH_REFUSED("The runtime would not start the agent. Do what its message says, then retry.", 0, 0, 0),
    WORKSPACE("The workspace could not be made or kept. Mend the disk or the workspace, then retry.", 0, 0, 0),
    GIT("Git refused. Check the repository's address, credential and commit, then retry.", 0, 0, 0),
    LOST("The agent cannot be found any more; its machine may be gone.", 1, 5, 60),
    NO_PROGRESS(
            "The same failure came again and again on the same commit. Push a fix and run again after it, or retry by hand.",
            0,
            0,
            0),
    FLAPPING("The change takes back what the last one did. Decide which is right, then retry by hand.", 0, 0, 0),
    OUTPUT_CONTRACT(
            "The outcome is not as the subagent's contract says. Mend its role prompt or its contract, then ask again.",
            0,
            0,
            0),
    POLICY("The permission review denies it. Its reasons say who can grant what is missing.", 0, 0, 0),
    INTERNAL("Something went wrong in Krate. The server's log has more; retry, and report it.", 0, 0, 0);

    private static final Map<String, FailureClass> BY_CODE = Map.ofEntries(
            Map.entry("WallClockExceeded", TIMED_OUT),
            Map.entry("IdleTooLong", IDLE),
            Map.entry("OutputLimitExceeded", BUDGET_EXCEEDED),
            Map.entry("BudgetExceeded", BUDGET_EXCEEDED),
            Map.entry("AgentLost", LOST),
            Map.entry("NoProgress", NO_PROGRESS),
            Map.entry("RepeatedCalls", NO_PROGRESS),
            Map.entry("Flapping", FLAPPING),
            Map.entry("OutputContract", OUTPUT_CONTRACT),
            Map.entry("PermissionDenied", POLICY),
            Map.entry("SafetyBreach", POLICY),
            Map.entry("ToolNotAllowed", POLICY),
            Map.entry("RuntimeUnavailable", RUNTIME_UNAVAILABLE),
            Map.entry("ConversationOutOfReach", RUNTIME_UNAVAILABLE),
            Map.entry("GatewayUnreachable", RUNTIME_UNAVAILABLE),
            Map.entry("PolicyMoves", RUNTIME_UNAVAILABLE),
            Map.entry("CommitNotFound", GIT),
            Map.entry("Unexpected", INTERNAL),
            Map.entry("BLOB_MISSING", INTERNAL));

    /** Words that providers and programs are known to use, in the order in which they count. */
    private static final Map<FailureClass, List<String>> WORDS = Map.of(
            RATE_LIMITED, List.of("rate limit", "rate_limit", "ratelimit", "too many requests", "429", "usage limit"),
            OVERLOADED, List.of("overloaded", "529", "503 service unavailable", "server is busy"),
            AUTHENTICATION,
                    List.of(
                            "authentication_error",
                            "invalid api key",
                            "invalid x-api-key",
                            "incorrect api key",
                            "unauthorized",
                            "please run /login",
                            "401"),
            CONTEXT_EXCEEDED,
                    List.of(
                            "prompt is too long",
                            "context length",
                            "context_length",
                            "context window",
                            "maximum context"),
            AGENT_CRASHED,
                    List.of(
                            "signal",
                            "segmentation fault",
                            "core dumped",
                            "out of memory",
                            "status 137",
                            "status 139"));

    private static final List<FailureClass> READ =
            List.of(RATE_LIMITED, OVERLOADED, AUTHENTICATION, CONTEXT_EXCEEDED, AGENT_CRASHED);

    private static final Pattern AFTER = Pattern.compile(
            "(?:retry[- ]after|try again in|retry in)[: ]{1,3}(\\d{1,6})(?:\\.\\d{1,3})? ?(ms|s|seconds?|m|min|minutes?|h|hours?)?\\b");
    private static final int LONGEST = 8_000;

    private final String advice;
    private final int times;
    private final int firstSeconds;
    private final int longestSeconds;

    /** With how often it is tried again by itself, and the first and the longest pause before that. */
    FailureClass(String advice, int times, int firstSeconds, int longestSeconds) {
        this.advice = advice;
        this.times = times;
        this.firstSeconds = firstSeconds;
        this.longestSeconds = longestSeconds;
    }

    /** What a person can do. */
    public String advice() {
        return advice;
    }

    /** Whether, how often and after how long it is tried again by itself. */
    public Again again() {
        return new Again(times, Duration.ofSeconds(firstSeconds), Duration.ofSeconds(longestSeconds));
    }

    /** Whether it may pass without anything being done, so that it says nothing about the work. */
    public boolean mayPass() {
        return this == RATE_LIMITED || this == OVERLOADED || this == RUNTIME_UNAVAILABLE || this == LOST;
    }

    /** As it is written in {@code status.failureClass}, such as {@code rate-limited}. */
    public String word() {
        return Words.of(this);
    }

    /** The class that is written {@code word}. */
    public static FailureClass of(String word) {
        return Words.parse(FailureClass.class, word);
    }

    /**
     * The class of an attempt that ended with {@code code}.
     *
     * @param said what was said about it: the end's message, and the last error that the agent told
     */
    public static FailureClass of(String code, String said) {
        if (code.equals("AgentFailed")) {
            return ofAgent(said);
        }
        if (BY_CODE.containsKey(code)) {
            return BY_CODE.getOrDefault(code, INTERNAL);
        }
        if (code.startsWith("Git") || code.startsWith("Url") || code.startsWith("Credential")) {
            return GIT;
        }
        return code.startsWith("Workspace") ? WORKSPACE : LAUNCH_REFUSED;
    }

    private static FailureClass ofAgent(String said) {
        String text = bounded(said);
        return READ.stream()
                .filter(one -> WORDS.getOrDefault(one, List.of()).stream().anyMatch(word -> has(text, word)))
                .findFirst()
                .orElse(AGENT_FAILED);
    }

    /** Whether {@code text} has {@code word}, not as a part of a longer one or of a number. */
    private static boolean has(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean open = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            if (open && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)) || word.length() > 4)) {
                return true;
            }
        }
        return false;
    }

    private static String bounded(String said) {
        return said.substring(Math.max(0, said.length() - LONGEST)).toLowerCase(Locale.ROOT);
    }

    /** How long whoever refused wants to be left alone, if they said so. */
    public static Optional<Duration> retryAfter(String said) {
        Matcher matcher = AFTER.matcher(bounded(said));
        if (!matcher.find()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        String unit = Optional.ofNullable(matcher.group(2)).orElse("s");
        return Optional.of(
                switch (unit) {
                    case "ms" -> Duration.ofMillis(count);
                    case "m", "min", "minute", "minutes" -> Duration.ofMinutes(count);
                    case "h", "hour", "hours" -> Duration.ofHours(count);
                    default -> Duration.ofSeconds(count);
                });
    }

    /**
     * Whether and when something is tried again by itself.
     *
     * @param times how often at most; 0 for never
     * @param first the pause before the first time; each later one is twice as long
     * @param longest no pause is longer, unless whoever refused asked for it
     */
    public record Again(int times, Duration first, Duration longest) {

        /** A person must do something first. */
        public static final Again NEVER = new Again(0, Duration.ZERO, Duration.ZERO);

        private static final Duration UTMOST = Duration.ofHours(6);
        private static final long PARTS = 1_000;

        /**
         * The pause before the next try; empty if there is none.
         *
         * @param before how often it has failed like this, this time included, from 1
         * @param seed spreads those who failed together: the pause is up to a quarter longer
         * @param asked for how long whoever refused wants to be left alone
         */
        public Optional<Duration> pause(int before, long seed, Optional<Duration> asked) {
            if (before < 1 || before > times) {
                return Optional.empty();
            }
            Duration grown = first.multipliedBy(1L << Math.min(before - 1, 20));
            Duration capped = grown.compareTo(longest) < 0 ? grown : longest;
            Duration wanted = asked.filter(one -> one.compareTo(capped) > 0).orElse(capped);
            Duration bounded = wanted.compareTo(UTMOST) < 0 ? wanted : UTMOST;
            long mixed = (seed ^ (seed >>> 33)) * 0xff51afd7ed558ccdL;
            long part = Math.floorMod(mixed ^ (mixed >>> 33), PARTS);
            return Optional.of(bounded.plus(bounded.multipliedBy(part).dividedBy(4 * PARTS)));
        }
    }
}
