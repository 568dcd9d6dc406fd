package ai.a5c.krate.engine.comment;

import ai.a5c.krate.command.Command;
import ai.a5c.krate.command.Comment;
import ai.a5c.krate.command.Fault;
import ai.a5c.krate.command.Verb;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.comment.People.Person;
import ai.a5c.krate.engine.intake.CommentCommands;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.refusal.Refusal;
import ai.a5c.krate.source.ForgeSource.Present;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries out the commands of comments: each once, with what the forge says at that moment of who wrote it, through the
 * desks that decide by every other road too.
 */
public final class CommentDesk implements CommentCommands {

    private static final Set<String> SAID = Set.of("created", "edited");

    private final Desk desk;
    private final Whereabouts whereabouts;
    private final Deciding deciding;
    private final RunCommands runs;

    public CommentDesk(Desk desk) {
        this.desk = desk;
        this.whereabouts = new Whereabouts(desk);
        this.deciding = new Deciding(desk);
        this.runs = new RunCommands(desk);
    }

    @Override
    public boolean holds(SourceEvent event) {
        return isAuthors(event)
                && !Comment.read(event.text().trigger()).commands().isEmpty()
                && isComment(event);
    }

    @Override
    public Answers perform(Repository repository, SourceEvent event) {
        if (!isAuthors(event) || event.workItem().isEmpty()) {
            return Answers.NONE;
        }
        Comment comment = Comment.read(event.text().trigger());
        List<Command> orders = isComment(event)
                ? comment.commands().stream()
                        .filter(command -> !(command instanceof Command.Start))
                        .toList()
                : List.of();
        if (orders.isEmpty()) {
            Present told = new Present(event.actor().permission(), event.sha(), "");
            return new Replies(desk, new Asked(repository, event, told), comment.starts(), false, List.of());
        }
        Asked asked = new Asked(repository, event, present(repository, event));
        Person person = desk.write(records -> People.of(records, asked));
        List<Outcome> outcomes = asked.byWriter() ? done(asked, person, orders) : List.of();
        return new Replies(desk, asked, comment.starts(), true, outcomes);
    }

    private Present present(Repository repository, SourceEvent event) {
        return desk.ports()
                .source(repository.spec().forge().kind())
                .map(source -> source.present(whereabouts.forge(repository), event))
                .orElseGet(() -> new Present("unknown", event.sha(), "no bridge knows this forge"));
    }

    private List<Outcome> done(Asked asked, Person person, List<Command> orders) {
        return orders.stream()
                .filter(command -> !desk.<Boolean>write(
                        records -> Marks.isAnswered(records, asked.namespace(), asked.key(command))))
                .map(command -> done(asked, person, command))
                .toList();
    }

    private Outcome done(Asked asked, Person person, Command command) {
        if (command instanceof Command.Approve approve) {
            return deciding.approve(asked, person, approve);
        } else if (command instanceof Command.Deny deny) {
            return deciding.deny(asked, person, deny);
        } else if (command instanceof Command.Admit admit) {
            return deciding.admit(asked, person, admit);
        } else if (command instanceof Command.Cancel cancel) {
            return runs.cancel(asked, person, cancel);
        } else if (command instanceof Command.Retry retry) {
            return runs.retry(asked, person, retry);
        } else if (command instanceof Command.Status) {
            return Outcome.done(command, "Status", status(asked));
        }
        return command instanceof Command.Unclear unclear ? unclear(unclear) : Outcome.done(command, "Help", help());
    }

    private static Outcome unclear(Command.Unclear command) {
        Outcome refused = Outcome.refused(
                command, Refusal.UNCLEAR_COMMAND, command.fault().sentence());
        return command.fault() == Fault.UNKNOWN ? refused.and(help()) : refused;
    }

    private String status(Asked asked) {
        return desk.write(records -> {
            List<AgentDispatchRun> all = RunCommands.of(records, asked);
            List<AgentApproval> questions = OpenQuestions.of(records, asked);
            String there = all.isEmpty()
                    ? "There is no run here yet."
                    : "Runs here, the latest first:\n\n" + RunCommands.told(all);
            String open = questions.isEmpty()
                    ? "No question is open."
                    : "Questions that are open:\n\n" + OpenQuestions.told(questions);
            return there + "\n\n" + open;
        });
    }

    /** What can be said, as it stands in the documentation too. */
    public static String help() {
        return "What Krate does when somebody who may write says it at the start of a line:\n\n"
                + Arrays.stream(Verb.values())
                        .map(verb -> "- `%s` %s".formatted(verb.usage(), verb.does()))
                        .collect(Collectors.joining("\n"));
    }

    /** An edit by somebody else is a request of neither. */
    private static boolean isAuthors(SourceEvent event) {
        return !event.actor().self()
                && !event.actor().bot()
                && event.text().triggerAuthorId().equals(event.actor().id());
    }

    private static boolean isComment(SourceEvent event) {
        return switch (event.source()) {
            case ISSUE_COMMENT, PR_COMMENT -> SAID.contains(event.action());
            case REVIEW -> !event.type().contains("dismissed");
            case CI,
                    WEBHOOK,
                    ISSUE,
                    PULL_REQUEST,
                    LABEL,
                    PUSH,
                    TAG,
                    RELEASE,
                    SCHEDULE,
                    MANUAL,
                    REPOSITORY_DISPATCH,
                    STATUS -> false;
        };
    }
}
