package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.runtime.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers the questions of all runs, each once and before its deadline: past it the gateway would allow.
 *
 * <p>A denial that cannot be brought to the gateway is a breach, and so is a permission that came from elsewhere.
 */
final class Hooks {

    private static final int MANY = 10_000;
    private static final long PAUSE = Duration.ofMillis(5).toNanos();
    private static final Hook.Answer ALLOW = new Hook.Answer(true, "");
    private static final Hook.Answer OWN_PROMPT = new Hook.Answer(true, "the prompt is Krate's own");
    private static final Hook.Answer NO_TOOLS = new Hook.Answer(false, "tools are not allowed in this run");
    private static final Hook.Answer UNENFORCEABLE =
            new Hook.Answer(false, "this agent does not wait for answers, so nobody is asked");
    private static final Hook.Answer TOO_LATE =
            new Hook.Answer(false, "nobody answered in time; a person may still do so, and the work goes on then");

    private final AgentMuxSettings.Timing timing;
    private final ScheduledExecutorService timer;
    private final Supplier<Stream<Call>> connections;
    private final BiConsumer<String, String> breach;
    private final Map<String, Hook> open = new ConcurrentHashMap<>();

    Hooks(
            AgentMuxSettings.Timing timing,
            ScheduledExecutorService timer,
            Supplier<Stream<Call>> connections,
            BiConsumer<String, String> breach) {
        this.timing = timing;
        this.timer = timer;
        this.connections = connections;
        this.breach = breach;
    }

    /** A question came on {@code call}, from a run whose tools are treated like {@code mode}. */
    void asked(Call call, ToolQuestion question, Questions mode, boolean blocking) {
        if (open.size() > MANY) {
            open.values().removeIf(Hook::isClosed);
        }
        Hook fresh = new Hook(question);
        Hook known = open.putIfAbsent(question.id(), fresh);
        Hook hook = known == null ? fresh : known;
        hook.askedOn(call);
        if (known == null) {
            atOnce(hook, mode, blocking).ifPresentOrElse(answer -> answer(hook, answer), () -> wait(call, hook));
        }
    }

    private Optional<Hook.Answer> atOnce(Hook hook, Questions mode, boolean blocking) {
        if (!hook.question().isAboutTool()) {
            return Optional.of(OWN_PROMPT);
        }
        if (mode != Questions.ASK) {
            return Optional.of(mode == Questions.ALLOW ? ALLOW : NO_TOOLS);
        }
        if (!blocking) {
            return Optional.of(UNENFORCEABLE);
        }
        return hook.question().isEnforced()
                ? Optional.empty()
                : twin(hook).map(known -> known.isAllowed() ? ALLOW : NO_TOOLS);
    }

    /** The same call's question that is answered already. */
    private Optional<Hook> twin(Hook hook) {
        return open.values().stream()
                .filter(other -> other != hook && areTwins(other, hook) && other.isSettled())
                .findFirst();
    }

    private static boolean areTwins(Hook one, Hook other) {
        return !one.question().call().isEmpty()
                && one.question().runId().equals(other.question().runId())
                && one.question().call().equals(other.question().call());
    }

    private void wait(Call call, Hook hook) {
        Instant deadline = Instant.ofEpochMilli(hook.question().deadline())
                .minus(call.ahead())
                .minus(timing.margin());
        long left = Math.max(0, Duration.between(Instant.now(), deadline).toMillis());
        ScheduledFuture<?> unused = timer.schedule(() -> answer(hook, TOO_LATE), left, TimeUnit.MILLISECONDS);
    }

    /**
     * Answers a question that waits.
     *
     * @throws NotPossibleException if it does not wait, or the gateway does not take the answer
     */
    void decide(String runId, Verdict verdict) {
        Hook hook = awaited(verdict.requestId());
        if (hook == null
                || !hook.question().runId().equals(runId)
                || !hook.question().isAboutTool()) {
            throw new NotPossibleException("QuestionOver", "nothing waits for an answer under that id any more");
        }
        if (!hook.settle(new Hook.Answer(verdict.allowed(), verdict.reason()))) {
            throw new NotPossibleException("QuestionOver", "the question was answered before");
        }
        boolean taken = await(deliver(hook, new Hook.Answer(verdict.allowed(), verdict.reason())));
        if (!taken && verdict.allowed()) {
            throw new NotPossibleException("QuestionOver", "the gateway does not take the answer any more");
        }
    }

    /** The question of that id; its event may have come by another connection, ahead of the question itself. */
    private @Nullable Hook awaited(String id) {
        long start = System.nanoTime();
        Hook hook = open.get(id);
        while (hook == null && System.nanoTime() - start < timing.margin().toNanos()) {
            LockSupport.parkNanos(PAUSE);
            hook = open.get(id);
        }
        return hook;
    }

    private void answer(Hook hook, Hook.Answer answer) {
        if (hook.settle(answer)) {
            CompletableFuture<Boolean> delivered = deliver(hook, answer);
            delivered.exceptionally(failure -> false);
        }
    }

    /** Brings the answer to the gateway by whatever connection is left, and the twin's with it. */
    private CompletableFuture<Boolean> deliver(Hook hook, Hook.Answer answer) {
        CompletableFuture<Boolean> taken = bring(hook, answer).thenApply(ok -> {
            if (!ok && !answer.allowed()) {
                breach.accept(hook.question().runId(), "a denial could not be brought to the gateway");
            }
            return ok;
        });
        if (hook.question().isEnforced()) {
            open.values().stream()
                    .filter(other -> other != hook && areTwins(other, hook))
                    .forEach(other -> answer(other, answer));
        }
        return taken;
    }

    /** Sends the answer by one connection after the other, also by those on which the question was still on its way. */
    private CompletableFuture<Boolean> bring(Hook hook, Hook.Answer answer) {
        List<Call> first = List.copyOf(hook.calls());
        return send(hook, answer, first)
                .thenCompose(ok -> ok
                        ? CompletableFuture.completedFuture(true)
                        : allHeard().thenCompose(heard -> bringAgain(hook, answer, first)));
    }

    private CompletableFuture<Boolean> bringAgain(Hook hook, Hook.Answer answer, List<Call> tried) {
        List<Call> others = new ArrayList<>(hook.calls());
        others.removeAll(tried);
        return send(hook, answer, others)
                .thenCompose(ok -> ok || (tried.isEmpty() && others.isEmpty())
                        ? CompletableFuture.completedFuture(ok)
                        : hook.isHeardAs(answer.allowed(), timing.margin()));
    }

    /** Done when every connection has heard, or can no longer hear, what the gateway had sent. */
    private CompletableFuture<Void> allHeard() {
        return CompletableFuture.allOf(connections
                .get()
                .map(call -> call.barrier().exceptionally(failure -> null))
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Boolean> send(Hook hook, Hook.Answer answer, List<Call> calls) {
        if (calls.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("type", "hook.decision");
        frame.put("hookRequestId", hook.question().id());
        frame.put("decision", answer.allowed() ? "allow" : "deny");
        if (!answer.reason().isEmpty()) {
            frame.put("reason", answer.reason());
        }
        return calls.get(0)
                .ask(frame)
                .handle((reply, failure) -> failure == null && Boolean.TRUE.equals(reply.get("ok")))
                .thenCompose(ok -> ok
                        ? CompletableFuture.completedFuture(true)
                        : send(hook, answer, calls.subList(1, calls.size())));
    }

    private boolean await(CompletableFuture<Boolean> answer) {
        try {
            return answer.get(4 * timing.hello().toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** The gateway says that a question is answered. */
    void resolved(String runId, String id, String decision) {
        Hook hook = open.get(id);
        if (hook == null || !hook.question().runId().equals(runId) || !hook.close(decision.equals("allow"))) {
            return;
        }
        if (decision.equals("allow") && !hook.isAllowed() && hook.question().isAboutTool()) {
            breach.accept(runId, "a tool was allowed by somebody else than Krate");
        }
    }

    /** A connection ended: what waits can be answered by no later one, only by one that was there, too. */
    void ended() {
        if (open.values().stream().anyMatch(Hooks::isOrphan)) {
            CompletableFuture<Void> unused = allHeard()
                    .thenRun(() ->
                            open.values().stream().filter(Hooks::isOrphan).forEach(hook -> answer(hook, TOO_LATE)));
        }
    }

    private static boolean isOrphan(Hook hook) {
        return !hook.isSettled() && !hook.isClosed() && hook.calls().isEmpty();
    }

    /** A run is over. */
    void forget(String runId) {
        open.values().removeIf(hook -> hook.question().runId().equals(runId));
    }
}
