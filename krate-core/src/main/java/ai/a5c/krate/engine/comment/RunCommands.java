package ai.a5c.krate.engine.comment;

import ai.a5c.krate.command.Command;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.dispatch.RunPhase;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.engine.comment.People.Person;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.refusal.Refusal;
import ai.a5c.krate.store.Query;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Does by comment what people may do with the runs of an issue or pull request. */
final class RunCommands {

    private static final int MOST_TOLD = 10;

    private final Desk desk;
    private final RunDesk runs;

    RunCommands(Desk desk) {
        this.desk = desk;
        this.runs = new RunDesk(desk);
    }

    Outcome cancel(Asked asked, Person person, Command.Cancel command) {
        List<AgentDispatchRun> going = desk.write(records -> of(records, asked)).stream()
                .filter(run -> !isOver(run))
                .toList();
        if (command.run().isEmpty() && going.size() > 1 && !isSettled(asked, command)) {
            return Outcome.refused(command, Refusal.SEVERAL_RUNS, "").and(told(going));
        }
        return act(asked, person, new Order(command, RunAction.CANCEL, command.run(), Refusal.NO_RUN_AT_WORK), going);
    }

    Outcome retry(Asked asked, Person person, Command.Retry command) {
        List<AgentDispatchRun> all = desk.write(records -> of(records, asked));
        return act(asked, person, new Order(command, RunAction.RETRY, command.run(), Refusal.NO_RUN), all);
    }

    private boolean isSettled(Asked asked, Command command) {
        return desk.write(records -> Marks.subject(records, asked.namespace(), asked.key(command)))
                .isPresent();
    }

    /** The run that is meant stays the same however often the comment is delivered. */
    private Outcome act(Asked asked, Person person, Order order, List<AgentDispatchRun> candidates) {
        String key = asked.key(order.command());
        Optional<String> meant = desk.write(records -> {
            Optional<String> before = Marks.subject(records, asked.namespace(), key);
            Optional<String> run = before.or(() -> meant(records, asked, order, candidates));
            run.ifPresent(name -> Marks.about(records, asked.namespace(), key, name));
            return run;
        });
        if (meant.isEmpty()) {
            return Outcome.refused(order.command(), order.run().isEmpty() ? order.none() : Refusal.RUN_UNKNOWN, "");
        }
        RunDesk.Answer answer = runs.act(
                ActionRequest.of(asked.namespace(), meant.get(), order.action()).as(key), person.caller());
        if (answer instanceof RunDesk.Refused refused) {
            return Outcome.refused(order.command(), refused.code(), refused.message());
        }
        return order.action() == RunAction.CANCEL
                ? Outcome.done(order.command(), "CancelRequested", "`%s` is stopped.".formatted(meant.get()))
                : Outcome.done(order.command(), "Retried", "`%s` is tried once more.".formatted(meant.get()));
    }

    private static Optional<String> meant(
            Records records, Asked asked, Order order, List<AgentDispatchRun> candidates) {
        List<String> names = (order.run().isPresent() ? of(records, asked) : candidates)
                .stream().map(run -> run.metadata().name()).toList();
        return order.run().isPresent()
                ? order.run().filter(names::contains)
                : names.stream().findFirst();
    }

    /** The runs of the issue or pull request, the latest first. */
    static List<AgentDispatchRun> of(Records records, Asked asked) {
        if (asked.workItem().isEmpty()) {
            return List.of();
        }
        Query ofItem = Query.of("AgentDispatchRun", asked.namespace())
                .whereField("spec.workItem", asked.workItem())
                .whereField("spec.repository", asked.repositoryName());
        return records.list(AgentDispatchRun.class, ofItem).stream()
                .sorted(Comparator.comparing(RunCommands::madeAt)
                        .thenComparing(run -> run.metadata().name())
                        .reversed())
                .toList();
    }

    private static Instant madeAt(AgentDispatchRun run) {
        return Objects.requireNonNullElse(run.metadata().creationTimestamp(), Instant.EPOCH);
    }

    private static boolean isOver(AgentDispatchRun run) {
        return RunPhase.valueOf(run.status().phase().name()).isTerminal();
    }

    /** As a list for people, with nothing in it that an outsider wrote. */
    static String told(List<AgentDispatchRun> runs) {
        return runs.stream()
                .limit(MOST_TOLD)
                .map(run -> "- `%s`: %s, %s by `%s`"
                        .formatted(
                                run.metadata().name(),
                                word(run.status().phase()),
                                word(run.spec().taskKind()),
                                run.spec().agentStack()))
                .collect(Collectors.joining("\n"));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What is to be done with a run.
     *
     * @param run its name; empty for whichever it must be
     * @param none what is said if there is none
     */
    private record Order(Command command, RunAction action, Optional<String> run, Refusal none) {}
}
