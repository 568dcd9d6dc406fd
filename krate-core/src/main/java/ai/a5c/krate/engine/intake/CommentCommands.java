package ai.a5c.krate.engine.intake;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.resource.Reason;
import java.util.List;

/** Does what comments ask for besides starting agents, and answers where it was asked. */
public interface CommentCommands {

    /** Where comments ask for agents' work alone. */
    CommentCommands NONE = new CommentCommands() {

        @Override
        public boolean holds(SourceEvent event) {
            return false;
        }

        @Override
        public Answers perform(Repository repository, SourceEvent event) {
            return Answers.NONE;
        }
    };

    /** Whether {@code event} holds a command, so that it is worth asking the forge who gives it. */
    boolean holds(SourceEvent event);

    /**
     * Carries out what {@code event} asks for, once, however often it is delivered.
     *
     * @param event as the forge judges it, not our own echo and nobody else's edit
     * @throws ai.a5c.krate.source.SourceUnavailableException if the forge cannot be asked now; nothing is lost
     */
    Answers perform(Repository repository, SourceEvent event);

    /** What is to be answered. */
    interface Answers {

        /** Nothing. */
        Answers NONE = new Answers() {

            @Override
            public List<Reason> reasons() {
                return List.of();
            }

            @Override
            public boolean isSilent(Ruled ruled) {
                return true;
            }

            @Override
            public void give(Ruled ruled) {}
        };

        /** What became of each command, in short. */
        List<Reason> reasons();

        /** Whether nothing was done and nothing is answered where the rules say that. */
        boolean isSilent(Ruled ruled);

        /** Answers, once, now that the rules have said what they make of the event. */
        void give(Ruled ruled);
    }

    /**
     * What the rules made of an event.
     *
     * @param decision the strongest decision of its rules
     * @param addressed whether a rule that fits listens to a mention, so that an agent was spoken to
     * @param executions the names of the executions that say so
     */
    record Ruled(String decision, boolean addressed, List<Reason> why, List<String> executions) {

        public Ruled {
            why = List.copyOf(why);
            executions = List.copyOf(executions);
        }
    }
}
