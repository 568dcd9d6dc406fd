package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Setup.Questions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Starts each run once: subscribes first, asks then, and looks before it asks again. */
final class Starter {

    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private final AgentMuxSettings settings;
    private final Rest rest;
    private final Notes notes;
    private final Agents agents;
    private final Switchboard switchboard;
    private final String me;

    Starter(AgentMuxSettings settings, Rest rest, Notes notes, Agents agents, Switchboard switchboard) {
        this.settings = settings;
        this.rest = rest;
        this.notes = notes;
        this.agents = agents;
        this.switchboard = switchboard;
        this.me = name(ProcessHandle.current());
    }

    /** The id of the run of {@code request}, started now or before. */
    String start(LaunchRequest request) {
        String runId = RunId.of(request.launchKey());
        long patience =
                settings.timing().request().plus(settings.timing().settle()).toNanos();
        long start = System.nanoTime();
        while (true) {
            if (notes.create(runId, RunNote.of(request, System.currentTimeMillis(), me))) {
                return mine(runId, request);
            }
            if (rest.run(runId).isPresent()) {
                followed(runId);
                return runId;
            }
            if (isAbandoned(runId)) {
                notes.remove(runId);
            } else if (System.nanoTime() - start > patience
                    || Thread.currentThread().isInterrupted()) {
                throw new RuntimeUnavailableException("another launch of the same run is under way");
            } else {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    /** Whether nobody is launching the run any more, and a launch that was on its way would have arrived. */
    private boolean isAbandoned(String runId) {
        return notes.read(runId)
                .map(note -> !isAtWork(note.launcher())
                        && System.currentTimeMillis() - note.launchedAt()
                                > settings.timing().settle().toMillis())
                .orElse(true);
    }

    private static boolean isAtWork(String launcher) {
        int dash = launcher.indexOf('-');
        return dash > 0
                && ProcessHandle.of(Long.parseLong(launcher.substring(0, dash)))
                        .map(process -> name(process).equals(launcher))
                        .orElse(false);
    }

    private static String name(ProcessHandle process) {
        return process.pid()
                + "-"
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private String mine(String runId, LaunchRequest request) {
        boolean asked = false;
        try {
            boolean gates = request.setup().questions() == Questions.ASK;
            List<Call> calls = switchboard.require(gates);
            if (rest.run(runId).isEmpty()) {
                requireOrigin(request);
                switchboard.follow(
                        followed(runId, request.adapter(), request.setup().questions()));
                calls.forEach(Switchboard::settle);
                asked = true;
                ask(runId, request);
            }
            followed(runId);
            notes.change(runId, RunNote::launched);
            return runId;
        } catch (RuntimeUnavailableException e) {
            if (asked) {
                notes.change(runId, RunNote::launched);
            } else {
                notes.remove(runId);
            }
            switchboard.leave(runId);
            throw asked ? e.afterAsking() : e;
        } catch (RuntimeException e) {
            notes.remove(runId);
            switchboard.leave(runId);
            throw e;
        }
    }

    /** The gateway would begin a new conversation under the id of one that it does not have. */
    private void requireOrigin(LaunchRequest request) {
        request.setup().origin().ifPresent(origin -> {
            if (!agents.capabilities(request.adapter(), 0).contains(Capability.RESUME)) {
                throw new LaunchRefusedException(
                        "ResumeUnsupported",
                        "the gateway does not go on with conversations of agent '%s'".formatted(request.adapter()));
            }
            if (!isHeldAt(origin.session().id(), origin.agentSessionId())
                    && rest.messages(origin.agentSessionId(), 0, 1).isEmpty()) {
                throw new LaunchRefusedException(
                        "OriginMissing", "the gateway does not have the conversation any more: start a new run");
            }
        });
    }

    private boolean isHeldAt(String runId, String session) {
        return RunId.isOne(runId)
                && rest.run(runId)
                        .map(record -> Fields.text(record, "sessionId").equals(session))
                        .orElse(false);
    }

    private void ask(String runId, LaunchRequest request) {
        RuntimeException failure;
        try {
            Rest.Answer answer = rest.start(Launches.options(runId, request));
            if (answer.status() / 100 == 2) {
                return;
            }
            boolean offered = answer.status() == 400 && agents.offersNow(request.adapter());
            failure = Launches.refusal(answer, request.adapter(), offered);
        } catch (RuntimeUnavailableException e) {
            failure = e;
        }
        if (failure instanceof RuntimeUnavailableException && rest.run(runId).isPresent()) {
            return;
        }
        throw failure;
    }

    /** The run, followed from now on if it was not; empty if the gateway does not know it. */
    Optional<Followed> followed(String runId) {
        Optional<Followed> known = switchboard.run(runId);
        if (known.isPresent()) {
            return known;
        }
        return rest.run(runId).map(record -> {
            RunNote note = notes.read(runId).orElse(RunNote.NONE);
            switchboard.dial();
            return switchboard.follow(followed(runId, Fields.text(record, "agent"), note.mode()));
        });
    }

    private Followed followed(String runId, String agent, Questions mode) {
        boolean blocking = Agents.blocks(agent);
        return new Followed(new RunStream(runId, new Translation(mode, blocking, settings.prices())), mode, blocking);
    }
}
